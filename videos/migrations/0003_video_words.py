from django.db import migrations, models

from asmr_catalog.folding import fold
from asmr_catalog.tokens import keep_words
from videos.fulltext import schema
from videos.writing import update_rows

AT_ONCE = 2_000
READ = ("curator_title", "source_title", "chapters", "description")


# Words are split as this release splits them, not as the one did that this migration came with: what is kept must be
# what is looked for. `rebuild_index` mends whatever a later release splits otherwise.
def fill_words(apps, schema_editor):
    """What `Video.fold_texts` sets, for the videos that are there: some thousand at a time."""
    for videos in batches(apps):
        for video in videos:
            video.title_words = keep_words(video.curator_title or video.source_title)
            video.search_words = keep_words(*texts_of(video))
        update_rows(videos, ["title_words", "search_words"])


def fill_search_text(apps, schema_editor):
    """What the release before looks into, for whoever goes back to it."""
    for videos in batches(apps):
        for video in videos:
            video.search_text = fold("\n".join(texts_of(video)))
        update_rows(videos, ["search_text"])


def batches(apps):
    videos = apps.get_model("videos", "Video").objects.order_by("pk").only("pk", *READ)
    last = 0
    while batch := list(videos.filter(pk__gt=last)[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def texts_of(video):
    return [video.curator_title, video.source_title, *(title for _, title in video.chapters or ()), video.description]


def drop_index(apps, schema_editor):
    """Nothing may stand on columns that go."""
    schema.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("videos", "0002_imports")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, fill_search_text),
        migrations.RemoveField("video", "search_text"),
        *(
            migrations.AddField(
                "video", name, models.TextField(blank=True, default="", editable=False, help_text=said), False
            )
            for name, said in (
                ("title_words", "The words of the title, as they are kept."),
                ("search_words", "Those of all titles, the chapters and the description."),
            )
        ),
        migrations.RunPython(fill_words, drop_index),
    ]

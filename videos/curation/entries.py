"""What a person writes around a creator's entry: other names, links, what they do, what holds for their videos."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from creators.models import Creator
from videos.curation.applying import take_back
from videos.curation.history import acting
from videos.models import ActionKind, Tag


@contextmanager
def recording_parts(creator: Creator, *, user=None) -> Iterator[None]:
    """Record what changes around `creator` within the block; what only a default that is gone had brought goes too.

    Kept in the history as it was and is, but not undone from there: it is edited anew.
    """
    with acting(user, ActionKind.CREATOR, "") as recorder:
        recorder.is_undoable = False
        before = read_parts(creator)
        yield
        after = read_parts(creator)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return
        recorder.summary = f"Edited: {', '.join(changed)}"
        recorder.note(
            creator=creator,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        Creator.objects.filter(pk=creator.pk).update(curated_at=timezone.now())
        gone = {slug for slug, kind in before["defaults"] if [slug, kind] not in after["defaults"]}
        for tag_id in Tag.objects.filter(slug__in=gone).values_list("pk", flat=True) if gone else ():
            take_back(creator, tag_id, recorder)


def read_parts(creator: Creator) -> dict[str, list]:
    """What stands around the entry, as the history keeps it. Four queries."""
    return {
        "aliases": list(creator.aliases.order_by("name").values_list("name", flat=True)),
        "links": [list(link) for link in creator.links.order_by("pk").values_list("label", "url")],
        "tags": list(creator.said_tags.order_by("tag__slug").values_list("tag__slug", flat=True)),
        "defaults": [list(row) for row in creator.defaults.order_by("tag__slug").values_list("tag__slug", "kind")],
    }

"""Whether the kept words are those of the texts, and whether the database's index of words is whole."""

from collections.abc import Iterator

from django.db import DatabaseError, OperationalError, connection

from videos.fulltext.schema import INDEX, is_installed
from videos.models import Video
from videos.writing import update_rows, writing

AT_ONCE = 500  # videos
_KEPT = ("folded_title", "title_words", "search_words")


def find_outdated() -> Iterator[list[Video]]:
    """Videos whose kept words are not those of their texts, with the right ones set and not saved; reads all videos."""
    last = 0
    while videos := list(Video.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = videos[-1].pk
        kept = [[getattr(video, name) for name in _KEPT] for video in videos]
        for video in videos:
            video.fold_texts()
        outdated = [
            video for video, words in zip(videos, kept, strict=True) if [getattr(video, n) for n in _KEPT] != words
        ]
        if outdated:
            yield outdated


def renew_words() -> int:
    """Keep the right words of each video. Gives how many had others."""
    count = 0
    for videos in find_outdated():
        with writing():
            update_rows(videos, _KEPT)
        count += len(videos)
    return count


def is_whole() -> bool:
    """Whether SQLite's index holds exactly the words of the table; PostgreSQL keeps its own in step by itself.

    Reads all words, and nobody else can write meanwhile: SQLite knows this question only as a command that writes.
    Raises OperationalError where another program is writing for too long.
    """
    if connection.vendor != "sqlite":
        return True
    if not is_installed(connection):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('integrity-check', 1)")
    except OperationalError:
        raise  # such as "database is locked", which tells nothing of the index
    except DatabaseError:
        return False
    return True

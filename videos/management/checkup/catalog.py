"""What the catalog holds: the vocabulary, videos, creators."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.utils import timezone

from creators.models import Creator
from videos.browsing.index.building import build
from videos.changes import schema as changes
from videos.curation import vocabulary as curation
from videos.curation.effective import with_shared
from videos.curation.takedowns import find_undone
from videos.fulltext import schema as fulltext
from videos.importing.syncing import due, followed
from videos.management import command_line, counted
from videos.management.checkup.findings import Finding, Level
from videos.models import ListingState, Video
from videos.vocabulary.parser import VocabularyError, read_vocabulary

# A timer, hourly or daily, has had its chance.
LONG_DUE = timedelta(days=2)


def examine() -> Iterator[Finding]:
    yield check_vocabulary()
    yield describe_videos()
    yield from find_undone_takedowns()
    yield check_search()
    yield check_creators(timezone.now())


def check_vocabulary() -> Finding:
    """Whether the files can be read and the database says the same."""
    load = command_line("load_vocabulary")
    try:
        vocabulary = with_shared(read_vocabulary())
        diff = curation.preview(vocabulary)
    except VocabularyError as error:
        words = f"{counted(len(error.problems), 'problem')} in its files. To see them run: {load}"
        return Finding(Level.MEND, "vocabulary", words)
    except curation.LabelConflictError:
        return Finding(Level.MEND, "vocabulary", f"a curator's label stands in its way. To see which run: {load}")
    except OperationalError as error:
        return Finding(Level.LOOK, "vocabulary", f"cannot be compared now: {str(error).strip()}")
    if not diff.is_empty:
        parts = {"new": diff.added, "changed": diff.changed, "renamed": diff.renamed, "retired": diff.retired}
        told = ", ".join(f"{len(tags)} {name}" for name, tags in parts.items() if tags)
        return Finding(Level.MEND, "vocabulary", f"the files are ahead of the database ({told}). Run: {load}")
    return Finding(Level.OK, "vocabulary", f"{counted(len(vocabulary.tags), 'tag')}, the same in files and database")


def describe_videos() -> Finding:
    """What visitors see, what waits for a person, and what was not there when it was last asked for."""
    held = Video.objects.filter(listing_state=ListingState.HELD).count()
    missing = Video.objects.filter(missing_since__isnull=False, gone_at=None).count()
    gone = Video.objects.filter(gone_at__isnull=False).count()
    words = (
        f"{Video.objects.published().count()} listed, {held} held for a person to decide; "
        f"{missing} missing at the last check, {gone} gone and hidden"
    )
    return Finding(Level.OK, "videos", words)


def find_undone_takedowns() -> Iterator[Finding]:
    """What was taken down and may be shown again, though nobody reversed it: another program wrote that."""
    for takedown in find_undone():
        address = takedown.address or str(takedown.video_id or takedown.creator.slug)
        again = command_line("takedown", f"'{address}'", "--reason", takedown.reason, "--apply")
        words = f"{address} was taken down and is not so any more. Reverse that on the desk, or run: {again}"
        yield Finding(Level.MEND, "takedowns", words)


def check_search() -> Finding:
    """Whether the database notes every change and has its full text, and how long a process reads before it answers."""
    missing = changes.find_missing(connection)
    if missing or not fulltext.is_installed(connection):
        words = f"{counted(len(missing), 'trigger')} missing, or the full text. Run: {command_line('rebuild_index')}"
        return Finding(Level.MEND, "search", words)
    started = time.perf_counter()
    index = build()
    words = (
        f"an index of {counted(len(index.listed), 'video')}, which a process reads in "
        f"{time.perf_counter() - started:.1f} s; whether it is true tells {command_line('verify_index')}"
    )
    return Finding(Level.OK, "search", words)


def check_creators(now: datetime) -> Finding:
    following = followed()
    waiting = due(now)
    troubled = following.exclude(sync_trouble="").filter(terminated_at=None).count()
    closed = following.filter(terminated_at__isnull=False).count()
    words = (
        f"{Creator.objects.count()} known, {following.count()} followed; "
        f"of these {waiting.count()} due, {troubled} with trouble, {closed} closed by their site"
    )
    forgotten = waiting.filter(sync_due_at__lt=now - LONG_DUE).count()
    if forgotten:
        advice = f"{forgotten} due for days. Have a timer run: {command_line('sync_creators', '--due')}"
        return Finding(Level.LOOK, "creators", f"{words}; {advice}")
    return Finding(Level.LOOK if troubled else Level.OK, "creators", words)

"""A run from the queue to its end: listings first, then the videos' own pages; or files.

Every step is a row of the run and ends in one transaction with what it stored, so whoever takes the run over goes on
where it was left. Nothing waits for the network inside a transaction.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from creators.models import Creator
from videos.importing import queue
from videos.importing.channel_reading import read_channel
from videos.importing.desk import Desk, StopRunError
from videos.importing.details import fetch_video
from videos.importing.files import mark_files, read_files
from videos.importing.intake import Import, Outcome
from videos.importing.listing import read_listing
from videos.importing.missing import believe_missing
from videos.importing.options import RunOptions
from videos.importing.store import writing
from videos.importing.syncing import note_reading, schedule
from videos.importing.troubles import Trouble
from videos.importing.ytdlp_options import check_options
from videos.models import ImportRun, ItemKind, ItemState, RunItem, RunKind, RunState

Confirm = Callable[[ImportRun], bool]


def work(run: ImportRun, *, confirm: Confirm | None = None) -> Iterator[Outcome]:
    """Work on a run that this process has claimed, to its end; yields one outcome for each listed or fetched video.

    Afterwards the run's row says how it ended. `confirm` is asked once between the listings and the first video's page;
    a no stops the run. Raises what `load_judge` does, and the database's errors; the run is then stopped and can go on.
    """
    try:
        options = RunOptions.from_json(run.options)
        desk = Desk(run, options, _begin_intake(run, options), has_asked=_was_just_asked())
        yield from _work_files(desk) if run.kind == RunKind.FILES else _work_items(desk, confirm)
    except StopRunError as stop:
        _settle_run(desk)
        queue.end(run, RunState.STOPPED, reason=stop.reason, trouble=stop.trouble, resume_at=stop.resume_at)
    except queue.CancelledError:
        _settle_run(desk)
        queue.end(run, RunState.CANCELLED, reason="Cancelled. What was stored until then stays.")
    except BaseException as error:
        _let_go(run, error)
        raise
    else:
        _settle_run(desk)
        believe_missing(run, desk.intake.judge)
        queue.end(run, RunState.FINISHED)


def _begin_intake(run: ImportRun, options: RunOptions) -> Import:
    return Import.begin(list_all=options.list_all, is_live=run.kind != RunKind.FILES)


def _was_just_asked() -> bool:
    """Whether another run has just ended, so that a pause is due: short ones must be no quicker than a long one."""
    pause = timedelta(seconds=settings.ASMR_IMPORT_PAUSE_SECONDS)
    ended = ImportRun.objects.filter(ended_at__gt=timezone.now() - pause)
    return ended.exclude(kind=RunKind.FILES).exists()


def _work_items(desk: Desk, confirm: Confirm | None) -> Iterator[Outcome]:
    check_options(settings.ASMR_YTDLP_OPTIONS)
    is_confirmed = confirm is None
    while item := _next_item(desk.run):
        if item.kind == ItemKind.LISTING:
            read = read_channel if desk.run.kind == RunKind.CHANNEL else read_listing
            yield from read(desk, item)
            continue
        if not is_confirmed:
            desk.renew(item.address, lease=queue.LEASE_WHILE_ASKING)
            is_confirmed = confirm(desk.run)
            if not is_confirmed:
                raise StopRunError("", "The pages of the listed videos were not to be read. With --resume they are.")
        yield from fetch_video(desk, item)


def _work_files(desk: Desk) -> Iterator[Outcome]:
    """Store what is in the files, from where an earlier process was broken off; from the start where they changed."""
    run, files = desk.run, list(map(Path, desk.options.files))
    if run.cursor and desk.options.marks and mark_files(files) != desk.options.marks:
        _start_over(run)
    items = islice(read_files(files), desk.options.limit)
    stored = islice(items, run.cursor)
    while batch := list(islice(stored, desk.intake.batch_size)):
        desk.intake.remember(batch)
    while batch := list(islice(items, desk.intake.batch_size)):
        before = run.cursor, run.counts
        try:
            with writing():
                outcomes = desk.intake.store_batch(batch)
                RunItem.objects.bulk_create(_note_unstored(run, outcomes))
                _count(run, outcomes)
                queue.renew(run, current=outcomes[-1].address)
                ImportRun.objects.filter(pk=run.pk).update(cursor=run.cursor)
        except BaseException:
            run.cursor, run.counts = before  # nothing of the batch is stored
            raise
        yield from outcomes


def _start_over(run: ImportRun) -> None:
    """What stood at the cursor may stand anywhere now, or nowhere. Storing the same again changes nothing."""
    run.cursor, run.counts = 0, {}
    with transaction.atomic():
        run.items.all().delete()
        ImportRun.objects.filter(pk=run.pk).update(cursor=0, counts={})


def _note_unstored(run: ImportRun, outcomes: list[Outcome]) -> list[RunItem]:
    return [
        RunItem(
            run=run,
            kind=ItemKind.VIDEO,
            address=outcome.address[:1000],
            state=ItemState(outcome.state),
            detail=outcome.detail,
            title=outcome.title[:500],
            done_at=timezone.now(),
        )
        for outcome in outcomes
        if outcome.state in ("failed", "skipped")
    ]


def _count(run: ImportRun, outcomes: list[Outcome]) -> None:
    run.cursor, run.counts = run.cursor + len(outcomes), dict(run.counts)
    for outcome in outcomes:
        run.counts[outcome.state] = run.counts.get(outcome.state, 0) + 1
        if outcome.held:
            run.counts["held"] = run.counts.get("held", 0) + 1


def _next_item(run: ImportRun) -> RunItem | None:
    """Listings before videos; of these the first of every listing before the second of any: creators take turns."""
    waiting = run.items.filter(state=ItemState.WAITING).select_related("creator")
    return waiting.order_by("kind", "turn", "pk").first()


def _settle_run(desk: Desk) -> None:
    """What is due whenever work ends for now: the creators' habits, and when their channels are due again."""
    if desk.run.kind != RunKind.FILES:
        # Also of those whose videos an earlier process stored, which was killed before it came to this.
        met = desk.run.items.filter(creator__isnull=False, done_at__isnull=False)
        desk.intake.described.update(met.order_by().values_list("creator", flat=True).distinct())
        desk.run.counts = queue.count_items(desk.run)
    desk.intake.finish()
    _settle_creators(desk.run)


def _settle_creators(run: ImportRun) -> None:
    """Of every creator whose listings are dealt with, when the next reading is due: whatever became of this one.

    Who was left due would be read again at once, and for ever.
    """
    listings = run.items.filter(kind=ItemKind.LISTING, creator__isnull=False).select_related("creator")
    by_creator: dict[Creator, list[RunItem]] = {}
    for item in listings:
        by_creator.setdefault(item.creator, []).append(item)
    for creator, items in by_creator.items():
        if any(item.state == ItemState.WAITING for item in items):
            continue
        read_at = max(filter(None, (item.done_at for item in items)), default=timezone.now())
        missing_tabs = [item for item in items if item.trouble == Trouble.NO_SUCH_TAB]
        failed = [item for item in items if item.state == ItemState.FAILED]
        refused = [item for item in items if item.state == ItemState.SKIPPED and item not in missing_tabs]
        if failed or len(refused) < len(items):
            note_reading(creator, now=read_at, trouble=failed[0].trouble if failed else "")
        if run.kind == RunKind.CREATORS:
            trouble = next((item.detail for item in [*failed, *refused]), "")
            schedule(creator, now=read_at, trouble=trouble)
    if run.kind == RunKind.CREATORS:
        wanted = set(RunOptions.from_json(run.options).creators) - {creator.pk for creator in by_creator}
        for creator in Creator.objects.filter(pk__in=wanted):
            schedule(creator, now=timezone.now(), trouble="no page that lists their videos is known")


def _let_go(run: ImportRun, error: BaseException) -> None:
    """Stop the run where this process breaks off; if even that fails, its lease runs out by itself."""
    if isinstance(error, queue.LostRunError):
        return
    is_interrupted = isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit))
    reason = "Interrupted." if is_interrupted else f"It broke off: {type(error).__name__}: {error}."
    resume_at = None if is_interrupted else timezone.now() + timedelta(hours=1)
    try:
        queue.end(run, RunState.STOPPED, reason=f"{reason} It can go on with --resume.", resume_at=resume_at)
    except DatabaseError:
        return

"""What the pages of imports show: values that templates print and the script of a run's page asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from videos.importing import queue
from videos.importing.describing import list_conditions, name_first_creators, name_request
from videos.importing.estimating import describe_seconds, estimate_seconds
from videos.importing.fields import web_address
from videos.importing.options import RunOptions
from videos.importing.troubles import ADVICE, describe_trouble
from videos.models import ImportRun, ItemKind, ItemState, RunItem, RunKind, RunState, SiteLimit

OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed", "waiting")
LIVE = (RunState.REQUESTED, RunState.RUNNING)
CAN_END = (*LIVE, RunState.STOPPED)
ITEMS_PER_PAGE = 100
SHOWN_THINGS = 20  # addresses, files or creators named on a run's page; more would push the numbers out of sight
ANNOUNCED_STEP = 10  # percent; a screen reader would otherwise speak at every video


@dataclass(frozen=True)
class RunPage:
    """A run as its page shows it now. `texts` are what changes while one looks, by the name of its place.

    `counts` are of its items, as far as these are kept.
    """

    run: ImportRun
    counts: dict[str, int]
    texts: dict[str, str]
    done: int
    total: int

    @property
    def is_live(self) -> bool:
        return self.run.state in LIVE

    @property
    def can_cancel(self) -> bool:
        return self.run.state in CAN_END and not self.run.is_cancel_requested

    @property
    def can_go_on(self) -> bool:
        return self.run.state == RunState.STOPPED

    @property
    def can_retry(self) -> bool:
        return self.run.kind != RunKind.FILES and not self.is_live and self.counts.get("failed", 0) > 0

    @property
    def trouble(self) -> str:
        return describe_trouble(self.run.trouble) if self.run.state == RunState.STOPPED else ""

    @property
    def explanation(self) -> list[str]:
        """Why it stopped, and what to do: the reason on record, and the advice where that does not hold it already."""
        reason, advice = self.run.reason, ADVICE.get(self.run.trouble, "") if self.trouble else ""
        paragraphs = [reason, "" if advice in reason else advice]
        # Both are written for the command line as well.
        return [text.replace("--resume", "“Go on now”") for text in paragraphs if text]

    def as_json(self) -> dict:
        return {
            "state": self.run.state,
            "is_live": self.is_live,
            "done": self.done,
            "total": self.total,
            "texts": self.texts,
        }


def look_at(run: ImportRun) -> RunPage:
    """See how far the run is. Up to four queries, however many items it has."""
    # Items of runs that ended long ago are cleared away; their counts stay with the run.
    counts = queue.count_items(run)
    known = {outcome: (counts or run.counts).get(outcome, 0) for outcome in OUTCOMES}
    total, done = sum(known.values()), sum(known.values()) - known["waiting"]
    texts = {
        **{outcome: f"{count:,}" for outcome, count in known.items()},
        "state": describe_state(run),
        "current": run.current or "–",
        "running": describe_duration(run) or "–",
        "left": _describe_left(run),
        "trouble": _describe_last_failure(run) if known["failed"] else "–",
        "announcement": _announce(run, done, total),
    }
    return RunPage(run=run, counts=counts, texts=texts, done=done, total=total)


def describe_state(run: ImportRun) -> str:
    if run.state == RunState.RUNNING and run.is_cancel_requested:
        return "running, ends at its next step"
    if run.state == RunState.RUNNING and not queue.is_held(run):
        return "broke off, the next free worker goes on with it"
    if run.state == RunState.STOPPED:
        return f"stopped, goes on by itself {_describe_moment(run.resume_at)}" if run.resume_at else "stopped"
    return run.get_state_display()


def describe_duration(run: ImportRun) -> str:
    """From its start to its end, or until now; blank for one that nobody has begun."""
    if run.started_at is None:
        return ""
    ended_at = timezone.now() if run.ended_at is None else run.ended_at
    return describe_seconds(max(0, round((ended_at - run.started_at).total_seconds())))


def describe_outcomes(counts: dict[str, int]) -> str:
    """ "120 created, 3 failed": what there is none of is left out."""
    return ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES if counts.get(outcome))


def count_items_of(runs: Iterable[ImportRun]) -> dict[int, dict[str, int]]:
    """Items by outcome of each run, by its primary key; one query for all that have not finished."""
    counts = {run.pk: dict(run.counts) for run in runs}
    unfinished = [run.pk for run in runs if run.state != RunState.FINISHED and run.kind != RunKind.FILES]
    read_listings = Q(kind=ItemKind.LISTING, state=ItemState.LISTED)
    items = RunItem.objects.filter(run__in=unfinished).exclude(read_listings).order_by()
    found: dict[int, dict[str, int]] = {}
    for key, state, count in items.values_list("run", "state").annotate(count=Count("pk")):
        found.setdefault(key, {})[state] = count
    return counts | found


def name_runs(runs: Iterable[ImportRun]) -> dict[int, str]:
    """What each run was asked for, by its primary key. One query."""
    names = name_first_creators(runs)
    return {run.pk: name_request(run, names) for run in runs}


@dataclass(frozen=True)
class Request:
    """What a run was asked for; `things` are its addresses, files or creators, the first few."""

    name: str
    things: list[tuple[str, str]]  # text, link or ""
    more_count: int
    conditions: list[str]


def describe_request(run: ImportRun, *, creators: dict[int, str]) -> Request:
    """`creators` are the names of those that the run asks for, by primary key."""
    options = RunOptions.from_json(run.options)
    address = "admin:creators_creator_change"
    things = [
        *((url, url if web_address(url) else "") for url in options.urls),
        *((file, "") for file in options.files),
        *((creators[key], reverse(address, args=[key])) for key in options.creators if key in creators),
    ]
    return Request(
        name=name_request(run, creators),
        things=things[:SHOWN_THINGS],
        more_count=max(0, len(things) - SHOWN_THINGS),
        conditions=list_conditions(run),
    )


def page_of_items(run: ImportRun, *, state: str, number: str) -> Page:
    """One page of the run's items as rows; of every state for "", with what failed on top."""
    failed_first = Case(When(state=ItemState.FAILED, then=Value(0)), default=Value(1))
    items = run.items.filter(state=state).order_by("pk") if state else run.items.order_by(failed_first, "pk")
    page = Paginator(items, ITEMS_PER_PAGE).get_page(number)
    page.object_list = [_row(item) for item in page.object_list]
    return page


def limits_in_force() -> list[tuple[SiteLimit, str]]:
    """Each limit with its plain words."""
    limits = SiteLimit.objects.filter(until__gt=timezone.now()).order_by("site")
    return [(limit, " ".join(queue.describe_limits([limit.site]))) for limit in limits]


def runs_wait_in_vain() -> bool:
    """Whether somebody requested an import and no worker is there to take it."""
    return ImportRun.objects.filter(state=RunState.REQUESTED).exists() and not queue.living_workers()


def _row(item: RunItem) -> dict:
    return {
        "state": item.state,
        "state_label": item.get_state_display(),
        "kind": item.get_kind_display(),
        "title": item.title,
        "video_link": reverse("admin:videos_video_change", args=[item.video_id]) if item.video_id else "",
        "address": item.address,
        "link": item.address if web_address(item.address) else "",
        "trouble": describe_trouble(item.trouble),
        "detail": item.detail,
        "done_at": item.done_at,
    }


def _describe_left(run: ImportRun) -> str:
    if run.state not in CAN_END:
        return "–"
    seconds = estimate_seconds(run)
    return "unknown" if seconds is None else describe_seconds(seconds)


def _describe_last_failure(run: ImportRun) -> str:
    item = run.items.filter(state=ItemState.FAILED).order_by("-done_at", "-pk").first()
    return "–" if item is None else f"{item}: {item.detail or describe_trouble(item.trouble)}"


def _announce(run: ImportRun, done: int, total: int) -> str:
    if run.state != RunState.RUNNING or not total:
        return f"Import {run.pk}: {describe_state(run)}."
    percent = done * 100 // total // ANNOUNCED_STEP * ANNOUNCED_STEP
    return f"Import {run.pk}: {describe_state(run)}, {percent} % done."


def _describe_moment(moment: datetime) -> str:
    is_today = moment.date() == timezone.now().date()
    return f"at {moment:%H:%M} UTC" if is_today else f"on {moment:%-d %B, %H:%M} UTC"

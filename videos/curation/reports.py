"""What visitors say: kept, joined, answered. A stranger's word decides nothing, but casts doubt."""

import hashlib
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, QuerySet, Value, When
from django.utils import timezone

from creators.models import Creator
from videos.curation.editing import decide_listing
from videos.curation.history import NotUndoableError, acting, undo
from videos.curation.pairs import PRESENT, Knowledge, Pair, read_pairs
from videos.curation.senders import admit, forget_other_days
from videos.curation.tags import Kind, decide_pairs, describe_decision
from videos.models import ActionKind, ListingState, Report, ReportKind, ReportState, Source, Video
from videos.tag_graph import load_tag_graph

CONTACT_KEPT = timedelta(days=90)
REMOVAL_WITHIN = timedelta(hours=24)  # after which a creator's request has waited too long
MOST_TEXT = 10_000  # characters of all senders of one report together
MOST_CONTACT = 1_000

ABOUT_TAGS = {ReportKind.MISSING_TAG: PRESENT, ReportKind.WRONG_TAG: Kind.REJECTED}  # what accepting one decides
SUGGESTIONS = {ReportKind.SUGGEST_VIDEO, ReportKind.SUGGEST_CREATOR}


class HandledError(Exception):
    """Somebody else has handled the report already; the text says so."""


@transaction.atomic
def receive(report: Report, *, address: str) -> bool:
    """Keep what a visitor says: `report` is unsaved, `address` the sender's, which is not kept.

    What an open report says already is joined with it. A tag that people shut out, said to be missing, becomes a
    suggestion at once unless a person has decided on just that tag: whoever excludes it, or what it brings, is spared
    the doubt. Returns whether they are. Raises `TooManyReportsError`.
    """
    now = timezone.now()
    report.sender = admit(address, now, is_urgent=report.kind == ReportKind.REMOVAL)
    report.reported_at, report.fingerprint = now, _fingerprint(report)
    delete_overdue(now)
    kept = _keep(report)
    return kept.kind == ReportKind.MISSING_TAG and _cast_doubt(kept)


def in_queue() -> QuerySet[Report]:
    """The open reports as a curator wants them: by kind in the order of `ReportKind`, the longest waiting first."""
    ranks = [When(kind=kind, then=Value(rank)) for rank, kind in enumerate(ReportKind.values)]
    return Report.objects.filter(state=ReportState.OPEN).order_by(Case(*ranks), "reported_at", "pk")


def handled() -> QuerySet[Report]:
    """The reports that somebody has answered, the latest first."""
    return Report.objects.exclude(state=ReportState.OPEN).order_by("-handled_at", "-pk")


def is_overdue(report: Report, now: datetime) -> bool:
    """Whether a creator's request has waited too long."""
    is_waiting = report.kind == ReportKind.REMOVAL and report.state == ReportState.OPEN
    return is_waiting and report.reported_at < now - REMOVAL_WITHIN


def find_overdue_removals(now: datetime) -> QuerySet[Report]:
    """The open requests of creators that have waited too long."""
    waiting = Report.objects.filter(kind=ReportKind.REMOVAL, state=ReportState.OPEN)
    return waiting.filter(reported_at__lt=now - REMOVAL_WITHIN)


def find_overdue_contacts(now: datetime) -> QuerySet[Report]:
    """The reports whose contact should be gone by now."""
    return Report.objects.exclude(contact="").filter(reported_at__lt=now - CONTACT_KEPT)


def count_by_sender(reports: Collection[Report]) -> dict[str, int]:
    """How many open reports `decline_sender` would decline of each sender of these. One query."""
    senders = {report.sender for report in reports if report.sender}
    same = Report.objects.filter(state=ReportState.OPEN, sender__in=senders).exclude(kind=ReportKind.REMOVAL).order_by()
    return dict(same.values_list("sender").annotate(Count("pk")))


def open_of_sender(report: Report) -> QuerySet[Report]:
    """The open reports of this one's sender on that day; none where several sent it."""
    found = Report.objects.filter(state=ReportState.OPEN)
    return found.filter(sender=report.sender) if report.sender else found.none()


def count_open() -> int:
    return Report.objects.filter(state=ReportState.OPEN).count()


def has_open_about(thing: Video | Creator) -> bool:
    """Whether a report about this very video or creator waits. One query."""
    return thing.reports.filter(state=ReportState.OPEN).exists()


def read_pairs_of(reports: Collection[Report]) -> dict[Pair, Knowledge]:
    """What is known now of the pairs of a video and a tag that these reports are about. Two queries."""
    about_pairs = [report for report in reports if report.video_id and report.tag_id]
    return read_pairs({report.video_id for report in about_pairs}, {report.tag_id for report in about_pairs})


@transaction.atomic
def accept(report: Report, *, user, note: str = "") -> None:
    """Do as the report says: a wrong tag is rejected, a missing one present, for good; the contact is deleted.

    Of other kinds it is noted only that somebody has seen to it. Raises `HandledError`.
    """
    report = _lock(report)
    kind = ABOUT_TAGS.get(report.kind)
    if kind and report.video_id and report.tag_id:
        with acting(user, ActionKind.REPORT, f"Report accepted: {describe_decision(report.tag, kind)}") as recorder:
            decide_pairs({(report.video_id, report.tag_id): kind}, recorder=recorder)
    _close(report, ReportState.ACCEPTED, user, note)


@transaction.atomic
def decline(report: Report, *, user, note: str = "") -> None:
    """Leave things as they were before the report; the contact is deleted.

    A suggestion made by it is taken back, unless somebody has decided on that tag since. Raises `HandledError`.
    """
    report = _lock(report)
    if report.suggestion:
        with suppress(NotUndoableError):  # taken back in the history already
            undo(report.suggestion, user=user)
    _close(report, ReportState.DECLINED, user, note)


@transaction.atomic
def check_absent(report: Report, *, user, note: str = "") -> None:
    """Decline a report that a tag is missing with a person's word: they looked, and it is not in the video.

    So the video is known to be free of it. The contact is deleted. Of other reports it is as `decline`. Raises
    `HandledError`.
    """
    report = _lock(report)
    if report.kind != ReportKind.MISSING_TAG or not (report.video_id and report.tag_id):
        return decline(report, user=user, note=note)
    summary = f"Report declined: {describe_decision(report.tag, Kind.ABSENT_CHECKED)}"
    with acting(user, ActionKind.REPORT, summary) as recorder:
        decide_pairs({(report.video_id, report.tag_id): Kind.ABSENT_CHECKED}, recorder=recorder)
    return _close(report, ReportState.DECLINED, user, note)


@transaction.atomic
def decline_sender(report: Report, *, user, note: str = "") -> int:
    """Decline all open reports of this one's sender on that day. Returns how many: none where several sent it.

    A creator's request among them stays as it is, with its contact: it is answered by itself. The `note` is kept with
    this one.
    """
    reports = list(open_of_sender(report).exclude(kind=ReportKind.REMOVAL))
    for one in reports:
        decline(one, user=user, note=note if one.pk == report.pk else "")
    return len(reports)


def write_note(report: Report, note: str) -> None:
    Report.objects.filter(pk=report.pk).update(note=note)


@transaction.atomic
def hide_meanwhile(report: Report, *, user) -> bool:
    """Hide the listed video that a report is about, as a curator's decision; the report stays open.

    Returns whether there was one. Raises `HandledError`.
    """
    listed = Video.objects.published().filter(pk=_lock(report).video_id)
    return bool(decide_listing(listed, state=ListingState.HIDDEN, user=user))


def delete_overdue(now: datetime) -> int:
    """Delete contacts that were kept for 90 days, and the keys of other days. Returns how many contacts. Three queries.

    Whoever receives or handles a report does it in passing, and `check_links` every night.
    """
    forget_other_days(now)
    return find_overdue_contacts(now).update(contact="")


def _fingerprint(report: Report) -> str:
    parts = [report.kind, report.video_id, report.creator_id, report.tag_id, report.url]
    is_said = report.kind in ABOUT_TAGS or (report.kind in SUGGESTIONS and report.url)
    words = "" if is_said else " ".join(report.text.lower().split())
    return hashlib.sha256(repr((*parts, words)).encode("utf-8", "surrogatepass")).hexdigest()


def _keep(report: Report) -> Report:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        same = Report.objects.select_for_update().filter(fingerprint=report.fingerprint, state=ReportState.OPEN)
        if kept := same.first():
            return _join(kept, report)
        report.save(force_insert=True)  # somebody has handled the other one in this moment
    return report


def _join(kept: Report, report: Report) -> Report:
    if kept.sender != report.sender:
        kept.count += 1
        kept.sender = ""
    kept.text = _joined(kept.text, report.text, MOST_TEXT)
    kept.contact = _joined(kept.contact, report.contact, MOST_CONTACT)
    kept.save(update_fields=["count", "sender", "text", "contact"])
    return kept


def _joined(text: str, more: str, most: int) -> str:
    """Both, unless one says nothing new; what there is no room for is left out."""
    if not more or more in text:
        return text
    both = f"{text}\n\n{more}" if text else more
    return both if len(both) <= most else text


def _cast_doubt(report: Report) -> bool:
    """Make the reported tag a suggestion, where that counts. Returns whether excluders are spared the video now."""
    graph, pair = load_tag_graph(), (report.video_id, report.tag_id)
    if graph.slugs.get(report.tag_id) not in graph.doubtful:
        return False
    known = read_pairs_of([report]).get(pair)
    if known and known.source in {Source.CURATOR, Source.CREATOR}:
        return known.kind in {PRESENT, Kind.SUGGESTED}
    if known is None or known.kind != PRESENT:
        summary = f"A visitor's report: {describe_decision(report.tag, Kind.SUGGESTED)}"
        with acting(None, ActionKind.REPORT, summary) as recorder:
            decide_pairs({pair: Kind.SUGGESTED}, recorder=recorder, source=Source.VISITOR)
        if recorder.action:
            Report.objects.filter(pk=report.pk).update(suggestion=recorder.action)
    return True


def _lock(report: Report) -> Report:
    """The report as it is now, held until the transaction ends. Raises `HandledError`."""
    found = Report.objects.select_for_update(of=("self",)).select_related("tag", "suggestion").get(pk=report.pk)
    if found.state != ReportState.OPEN:
        raise HandledError(f"Somebody has handled this already: {found.get_state_display()}.")
    return found


def _close(report: Report, state: ReportState, user, note: str) -> None:
    report.state, report.handled_at, report.handled_by = state, timezone.now(), user
    report.contact, report.sender = "", ""
    report.note = note or report.note
    report.save(update_fields=["state", "handled_at", "handled_by", "contact", "sender", "note"])
    delete_overdue(report.handled_at)

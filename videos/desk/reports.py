"""What visitors say, for a curator to answer: a creator's request first, then by kind, the longest waiting on top."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from videos.browsing.grammar import clean
from videos.curation import reports as curation
from videos.curation.pairs import Knowledge
from videos.curation.takedowns import is_down
from videos.curation.telling import tell_knowledge
from videos.desk.access import desk_context, desk_page
from videos.desk.ages import tell_age
from videos.importing.fields import web_address
from videos.models import ListingState, Report, ReportKind, ReportState, Source

PER_PAGE = 25
MOST_NOTE = 1000  # characters
HANDLED = "handled"
ACCEPT = {
    ReportKind.REMOVAL: "Seen to",
    ReportKind.MISSING_TAG: "Accept: it has the tag",
    ReportKind.OTHER: "Seen to",
    ReportKind.WRONG_TAG: "Accept: reject the tag",
    ReportKind.SUGGEST_VIDEO: "Seen to",
    ReportKind.SUGGEST_CREATOR: "Seen to",
}


@dataclass(frozen=True)
class ReportRow:
    """One report as the queue prints it. `known` is what is known of its pair now; `link` its address, if it is one.

    `import_href` leads to the import of a suggested address; the report stays open until somebody closes it.
    """

    report: Report
    heading: str
    waits: str
    is_overdue: bool
    known: str
    is_decided: bool
    link: str
    import_href: str
    accept_label: str
    can_check_absent: bool
    can_hide: bool
    can_take_down: bool
    same_sender_count: int


@desk_page("videos.change_report")
def reports(request):
    """The open reports, of one kind if `kind` says so; those handled last for `state=handled`."""
    is_handled, kind = request.GET.get("state") == HANDLED, request.GET.get("kind", "")
    found = curation.handled() if is_handled else curation.in_queue()
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    shown = found.filter(kind=kind) if kind in ReportKind.values else found
    shown = shown.select_related("video__creator", "creator", "tag", "handled_by")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("p"))
    context = desk_context(
        request,
        title="Handled reports" if is_handled else "Reports",
        rows=_make_rows(page.object_list),
        page=page,
        kinds=[(value, label, counts[value]) for value, label in ReportKind.choices if value in counts],
        kind=kind,
        is_handled=is_handled,
        query=urlencode({name: value for name, value in (("state", is_handled and HANDLED), ("kind", kind)) if value}),
    )
    return render(request, "desk/reports.html", context)


@require_POST
@desk_page("videos.change_report")
def answer(request, pk):
    """Do what the pressed button says with one report, and go back to the queue."""
    report = get_object_or_404(Report, pk=pk)
    action, note = request.POST.get("action"), clean(request.POST.get("note", ""))[:MOST_NOTE]
    if action not in ANSWERS:
        raise Http404(f"no answer {action}")
    try:
        messages.success(request, ANSWERS[action](report, request.user, note))
    except curation.HandledError as error:
        messages.warning(request, str(error))
    return redirect("desk:reports")


def _accept(report, user, note):
    curation.accept(report, user=user, note=note)
    return f"Accepted: {report}."


def _decline(report, user, note):
    curation.decline(report, user=user, note=note)
    return f"Declined: {report}."


def _check_absent(report, user, note):
    curation.check_absent(report, user=user, note=note)
    return f"Declined: {report}. The video is known to be free of it now."


def _decline_sender(report, user, note):
    said = f"Declined {curation.decline_sender(report, user=user, note=note)} of that sender."
    has_request = curation.open_of_sender(report).filter(kind=ReportKind.REMOVAL).exists()
    return f"{said} What they ask as a creator waits still: it is answered by itself." if has_request else said


def _write_note(report, user, note):
    curation.write_note(report, note)
    return f"Noted: {report}."


def _hide(report, user, note):
    is_hidden = curation.hide_meanwhile(report, user=user)
    if note:
        curation.write_note(report, note)
    return f"The video is hidden; {report} waits still." if is_hidden else f"No visitor sees it; {report} waits still."


ANSWERS = {
    "accept": _accept,
    "decline": _decline,
    "absent": _check_absent,
    "decline-sender": _decline_sender,
    "note": _write_note,
    "hide": _hide,
}


def _make_rows(reports) -> list[ReportRow]:
    """Three queries for all of them."""
    reports, now = list(reports), timezone.now()
    pairs, of_sender = curation.read_pairs_of(reports), curation.count_by_sender(reports)
    return [
        _make_row(report, now, pairs.get((report.video_id, report.tag_id)), of_sender.get(report.sender, 0))
        for report in reports
    ]


def _asks_for_a_takedown(report: Report) -> bool:
    """Whether it waits, is a creator's request, and what it names is not down yet."""
    thing = report.video or report.creator
    is_request = report.kind == ReportKind.REMOVAL and report.state == ReportState.OPEN
    return is_request and thing is not None and not is_down(thing)


def _make_row(report: Report, now: datetime, known: Knowledge | None, of_sender: int) -> ReportRow:
    link = web_address(report.url) or ""
    import_href = f"{reverse('admin:videos_importrun_add')}?{urlencode({'addresses': report.url})}"
    is_about_tag, is_open = report.kind in curation.ABOUT_TAGS, report.state == ReportState.OPEN
    return ReportRow(
        report=report,
        heading=report.get_kind_display().capitalize(),
        waits=tell_age(report.reported_at, now, depth=1),
        is_overdue=curation.is_overdue(report, now),
        known=tell_knowledge(known) if is_about_tag and report.video_id else "",
        is_decided=is_about_tag and known is not None and known.source in {Source.CURATOR, Source.CREATOR},
        link=link,
        import_href=import_href if link and report.kind in curation.SUGGESTIONS else "",
        accept_label=ACCEPT[report.kind],
        can_check_absent=report.kind == ReportKind.MISSING_TAG and bool(report.video_id and report.tag_id),
        can_hide=report.video is not None and report.video.listing_state == ListingState.LISTED,
        can_take_down=_asks_for_a_takedown(report),
        same_sender_count=of_sender if is_open and report.kind != ReportKind.REMOVAL else 0,
    )

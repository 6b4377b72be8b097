"""The forms that visitors send: parse, ask, render. No account, no cookie but the token of the form."""

from django.db import DatabaseError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from creators.models import Creator
from videos.browsing.distress import speaks_of_distress
from videos.browsing.index.current import current_index
from videos.browsing.stopping import find_reasons
from videos.curation.reports import receive
from videos.curation.senders import TooManyReportsError
from videos.gone import get_or_gone
from videos.models import Report, ReportKind, Video
from videos.reporting.forms import RemovalForm, SuggestionForm, VideoReportForm
from videos.reporting.senders import address_of
from videos.visitor import carried, never_of

BACK = {"/videos/": "Back to the video", "/creators/": "Back to the creator"}
LEFT_OUT = "left-out"  # what was sent leaves a video out for those who exclude it
BUSY = "The catalog was busy and has not taken it. What you wrote is still here: please send it again."


@never_cache
@csrf_protect
def report_video(request, pk):
    """What is wrong with a video. What the visitor chose never to see stops them first, as on the video's page.

    Whoever has the form already sends it all the same; it names the video no more then.
    """
    videos, index = Video.objects.filter(pk=pk), current_index()
    video = get_or_gone(videos.published().for_page(), videos.taken_down())
    reasons = find_reasons(video, never_of(request), index)
    if reasons and request.method != "POST":
        return render(request, "stop.html", {"thing": "video", "reasons": reasons})
    form = VideoReportForm(_sent(request), video=video, graph=index.graph)
    return _answer(request, form, "report_video.html", video=None if reasons else video)


@never_cache
@csrf_protect
def suggest(request):
    """A video or a creator for the catalog; `tag` is what the visitor looked for and did not find."""
    graph, initial = current_index().graph, {"tag": request.GET.get("tag", "")}
    form = SuggestionForm(_sent(request), graph=graph, host=request.get_host(), initial=initial)
    return _answer(request, form, "suggest.html")


@never_cache
@csrf_protect
def ask_for_removal(request):
    """A creator's request; `about` is the path of the page that they come from."""
    path = _page_of(request)
    initial = {"url": request.build_absolute_uri(path)} if path else {}
    form = RemovalForm(_sent(request), host=request.get_host(), initial=initial)
    return _answer(request, form, "removal.html")


def thanks(request):
    """What happens next with what was `sent`; nothing of it is repeated but the path of the page it is `about`."""
    back = _page_of(request)
    context = {
        "sent": request.GET.get("sent", ""),
        "needs_help": "help" in request.GET,
        "back": back,
        "back_label": next((label for start, label in BACK.items() if back.startswith(start)), ""),
        "noindex": True,
    }
    return render(request, "reporting/thanks.html", context)


def _page_of(request) -> str:
    """The path of a video's or creator's page that the address is `about`; of anything else the empty string."""
    path = request.GET.get("about", "")
    return path if path.startswith(tuple(BACK)) else ""


def _sent(request):
    return request.POST if request.method == "POST" else None


def _answer(request, form, template, **context):
    """Take a valid form and lead on; otherwise show it with all that was typed, and what is to be done."""
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(carried(request, _take(request, form)))
        except TooManyReportsError as error:
            form.add_error(None, str(error))
            status = 429
        except DatabaseError:
            form.add_error(None, BUSY)
            status = 503
    return render(request, f"reporting/{template}", {"form": form, "noindex": True, **context}, status=status)


def _take(request, form) -> str:
    """The address that says what happens next."""
    report = form.as_report()
    leaves_out = receive(report, address=address_of(request))
    kind = LEFT_OUT if leaves_out else ReportKind(report.kind).value
    help_too = "&help" if speaks_of_distress(report.text) else ""
    return f"{reverse('report-thanks')}?sent={kind}{_tell_page(report)}{help_too}"


def _tell_page(report: Report) -> str:
    """Where the page is that the report is about, if visitors may see it."""
    shown = report.video or Creator.objects.visible().filter(pk=report.creator_id).first()
    return f"&about={shown.get_absolute_url()}" if shown else ""

"""Many videos at once: the list on which they are chosen, the preview of what would change, and doing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from videos.browsing.filters import VideoFilter, is_canonical
from videos.browsing.search import search
from videos.curation.bulk import BulkPreview, PreviewOutdatedError, apply, preview
from videos.curation.telling import recent_actions
from videos.desk.access import desk_context, desk_page
from videos.desk.bulk_form import BulkForm, Scope
from videos.desk.curating import list_context, preview_context
from videos.models import ActionKind
from videos.visitor import query_of

KEPT_ACTIONS = 20  # edits of many videos that are listed to be taken back


@desk_page("videos.change_video")
def videos(request):
    """The list that a filter finds, to tick videos on. Other spellings of a filter lead to its one address."""
    query = query_of(request)
    asked = VideoFilter.from_query(query)
    result = search(asked)
    if not result.filter.ignored and (result.filter != asked or not is_canonical(query)):
        return redirect(result.filter.href(reverse("desk:videos")))
    return _show_list(request, result, BulkForm(initial={"query": result.filter.query_string}))


@require_POST
@desk_page("videos.change_video")
def preview_edit(request):
    """What would become of the chosen videos; nothing is done yet."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _show_mistakes(request, form)
    return _show_preview(request, form, preview(form.edit, form.video_ids))


@require_POST
@desk_page("videos.change_video")
def apply_edit(request):
    """Do what was previewed. Where it would be something else by now, that is shown instead."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _show_mistakes(request, form)
    told = {"query": form.cleaned_data["query"], "expected": form.cleaned_data["fingerprint"]}
    try:
        action = apply(form.edit, form.video_ids, user=request.user, **told)
    except PreviewOutdatedError as error:
        return _show_preview(request, form, error.preview, is_outdated=True)
    messages.success(request, f"Done. {action}." if action else "Nothing had to be changed.")
    return redirect("desk:actions")


@desk_page("videos.change_video")
def actions(request):
    """The last edits of many videos, each to be taken back."""
    done = recent_actions(kinds=[ActionKind.BULK], most=KEPT_ACTIONS)
    context = desk_context(request, title="Edits of many videos", actions=done, may_undo=True)
    return render(request, "desk/bulk_actions.html", context)


def _show_list(request, result, form: BulkForm, *, ticked=frozenset()):
    context = list_context(result, ticked=ticked)
    return render(request, "desk/bulk_list.html", desk_context(request, title="Curate a list", form=form, **context))


def _show_mistakes(request, form: BulkForm):
    """The list again, with what was ticked on it and what is wrong."""
    query = "" if "query" in form.errors else form.cleaned_data.get("query", "")
    ticked = form.cleaned_data.get("video", ())
    return _show_list(request, search(VideoFilter.from_query(query)), form, ticked=frozenset(ticked))


def _show_preview(request, form: BulkForm, shown: BulkPreview, *, is_outdated: bool = False):
    """The form goes on with it: whichever videos were chosen on the page are named by now."""
    cleaned = form.cleaned_data
    is_all = cleaned["scope"] == Scope.ALL
    sent_on = {name: cleaned[name] for name in ("query", "kind")}
    sent_on |= {name: getattr(cleaned[name], "slug", "") for name in ("tag", "new_tag", "creator")}
    sent_on |= {"scope": Scope.ALL if is_all else Scope.TICKED, "fingerprint": shown.fingerprint}
    sent_on |= {} if is_all else {"video": ",".join(map(str, form.video_ids))}
    context = preview_context(shown, form.result.graph)
    list_href = VideoFilter.from_query(cleaned["query"]).href(reverse("desk:videos"))
    context |= {"sent_on": sent_on, "is_outdated": is_outdated, "list_href": list_href, "form": form}
    return render(request, "desk/bulk_preview.html", desk_context(request, title="Preview", **context))

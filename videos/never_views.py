"""What a visitor never wants to see: the page that sets it. Nothing of it is kept here."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from videos import visitor
from videos.browsing.never import NOTHING, NeverList, TooMuchError
from videos.browsing.never_page import choose, never_context, shorten

FULL = "Nothing was saved: that is more than a browser can keep. Choose broader tags in place of many narrow ones."


@never_cache
@csrf_protect
def never(request):
    """GET shows what is kept, and what `add=` would add. POST saves, forgets, or looks for creators first."""
    if request.method == "POST":
        return _answer(request)
    kept, is_unreadable = NOTHING, False
    try:
        kept = visitor.kept_by(request)
    except visitor.UnreadableListError:
        is_unreadable = True
    try:
        asked = NeverList(tags=request.GET.getlist("add"), creators=request.GET.getlist("add-creator"))
        wanted = kept.joined(asked)
    except TooMuchError:
        return _show(request, kept, problem=FULL, is_unreadable=is_unreadable)
    if is_unreadable:
        return _show(request, wanted, is_unreadable=True, is_unsaved=bool(asked))
    return _show(request, wanted, is_saved="saved" in request.GET and wanted == kept, is_unsaved=wanted != kept)


def _answer(request):
    boxes = request.POST
    action = boxes.get("action")
    try:
        chosen = choose(presets=boxes.getlist("preset"), tags=boxes.getlist("tag"), creators=boxes.getlist("creator"))
    except TooMuchError:
        return _show(request, visitor.kept_by(request), problem=FULL)
    if action == "find":
        return _show(request, chosen, find=boxes.get("find", "")[:200], is_unsaved=True)
    return _save(request, NOTHING if action == "forget" else chosen)


def _save(request, chosen):
    response = redirect(f"{request.path}?saved")
    fitting = chosen if visitor.fits(chosen) else shorten(chosen)
    try:
        visitor.keep(response, fitting, is_secure=request.is_secure())
    except TooMuchError:
        return _show(request, chosen, problem=FULL)
    return response


def _show(request, never, *, find="", **state):
    context = {**never_context(never, find=find), **state, "noindex": True}
    return render(request, "never.html", context, status=400 if state.get("problem") else 200)

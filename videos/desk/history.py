"""Who did what: the history of one thing, and taking an action back."""

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from creators.models import Creator
from videos.curation.history import NotUndoableError, history_of, undo
from videos.curation.telling import tell_history
from videos.desk.access import desk_context, desk_page, way_back
from videos.models import Action, Tag, Video

THINGS = {"video": Video, "creator": Creator, "tag": Tag}


@desk_page("videos.view_video")
def history(request, thing, pk):
    """What people did to one video, creator or tag, newest first; below it what the admin itself has on record."""
    if thing not in THINGS:
        raise Http404(thing)
    found = get_object_or_404(THINGS[thing], pk=pk)
    if not admin.site.get_model_admin(THINGS[thing]).has_view_permission(request, found):
        raise PermissionDenied
    content_type = ContentType.objects.get_for_model(THINGS[thing])
    context = desk_context(
        request,
        title=f"History of {found}",
        thing=found,
        thing_url=reverse(f"admin:{found._meta.app_label}_{thing}_change", args=[pk]),
        words_url=reverse("desk:tag-words", args=[pk]) if thing == "tag" else None,
        lines=tell_history(history_of(**{thing: found})),
        entries=LogEntry.objects.filter(content_type=content_type, object_id=str(pk)).select_related("user")[:100],
        may_undo=request.user.has_perm("videos.change_video"),
    )
    return render(request, "desk/history.html", context)


@require_POST
@desk_page("videos.change_video")
def undo_action(request, pk):
    """Take back one action; what somebody decided since is left, and said. Needs the right to what it changed."""
    action = get_object_or_404(Action, pk=pk)
    if not request.user.has_perms(_find_rights(action)):
        raise PermissionDenied
    try:
        undone = undo(action, user=request.user)
    except NotUndoableError as error:
        messages.error(request, f"{error} ({action})")
    else:
        messages.success(request, f"Taken back: {action} ({undone.restored} restored).")
        if undone.left:
            messages.warning(request, f"Left as they are, for somebody decided anew since: {undone.left}.")
    return redirect(way_back(request, otherwise=reverse("desk:home")))


def _find_rights(action: Action) -> list[str]:
    """Those to change creators and tags, where it changed any. Two queries."""
    changed = {
        "creators.change_creator": action.changes.filter(creator__isnull=False),
        "videos.change_tag": action.changes.filter(tag__isnull=False, video__isnull=True),
    }
    return [right for right, changes in changed.items() if changes.exists()]

"""What is done with one creator beside their entry: confirm a channel, merge two entries, apply a default."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from creators.models import Creator, CreatorDefault
from videos.curation.applying import apply_to_all, find_reach
from videos.curation.confirming import NotConfirmableError, check_confirmable, confirm_channel
from videos.curation.merge_preview import find_namesakes, foresee_merge
from videos.curation.merging import merge_duplicates
from videos.desk.access import desk_context, desk_page
from videos.importing import queue
from videos.importing.channel_checks import NoChannelError, explain_no_answer, request_channel_check
from videos.models import ChannelCheck, RunState

ENTRY = "admin:creators_creator_change"
MOST_FOUND = 20  # entries offered for a merge


class ChannelForm(forms.Form):
    channel = forms.CharField(
        max_length=1000,
        help_text="Its address, @handle or id; name@host of a PeerTube channel.",
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 60}),
    )


@desk_page("creators.change_creator", "videos.add_importrun")
def channel(request, pk):
    """Ask what a site says of a channel, and see what it said."""
    creator = get_object_or_404(Creator, pk=pk)
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request_channel_check(creator, form.cleaned_data["channel"], user=request.user)
            return redirect("desk:creator-channel", creator.pk)
        except NoChannelError as error:
            form.add_error("channel", str(error))
    context = desk_context(
        request, title=f"Confirm a channel: {creator}", creator=creator, form=form, **_look_at_check(creator)
    )
    return render(request, "desk/creator_channel.html", context)


@require_POST
@desk_page("creators.change_creator")
def confirm(request, pk, check_pk):
    """ "This is them": take over what the site said."""
    check = get_object_or_404(ChannelCheck, pk=check_pk, creator=get_object_or_404(Creator, pk=pk))
    try:
        creator = confirm_channel(check, user=request.user)
    except NotConfirmableError as error:
        messages.error(request, str(error))
        return redirect("desk:creator-channel", pk)
    messages.success(request, f"Confirmed: the channel {check} is {creator}'s.")
    return redirect(ENTRY, pk)


@desk_page("creators.change_creator")
def merge(request, pk):
    """Two entries become one: find the other, see what comes of it, do it."""
    creator = get_object_or_404(Creator, pk=pk)
    q = request.GET.get("q", "").replace("\x00", "").strip()
    other_pk = request.POST.get("other") or request.GET.get("other") or ""
    context = desk_context(request, title=f"Merge with another entry: {creator}", creator=creator, q=q)
    if not other_pk:
        here = Creator.objects.exclude(pk=pk).filter(site=creator.site)
        context["found"] = (here.named(q) if q else find_namesakes(creator))[:MOST_FOUND]
        return render(request, "desk/creator_merge.html", context)
    other = get_object_or_404(Creator, pk=int(other_pk) if other_pk.isdecimal() and len(other_pk) < 19 else 0)
    try:
        if request.method == "POST":
            stays = merge_duplicates(creator, other, user=request.user)
            messages.success(request, f"The two entries are one: {stays}.")
            return redirect(ENTRY, stays.pk)
        context |= {"other": other, "preview": foresee_merge(creator, other)}
    except ValueError as error:
        context |= {"other": other, "reason": str(error)}
    return render(request, "desk/creator_merge.html", context)


@desk_page("creators.change_creator", "videos.change_video")
def default(request, pk, default_pk):
    """A default for the videos that are there already: how many would get it, then do it."""
    defaults = CreatorDefault.objects.select_related("creator", "tag")
    found = get_object_or_404(defaults, pk=default_pk, creator=get_object_or_404(Creator, pk=pk))
    if request.method == "POST":
        reach = apply_to_all(found, user=request.user)
        said = f"“{found}” holds for all videos of {found.creator}: {len(reach.gets)} got it, {len(reach.waits)} wait."
        messages.success(request, said)
        return redirect(ENTRY, pk)
    context = desk_context(request, title=f"{found.creator}: {found}", default=found, reach=find_reach(found))
    return render(request, "desk/creator_default.html", context)


def _look_at_check(creator: Creator) -> dict:
    """The latest question about the creator's channel and what became of it."""
    check = creator.channel_checks.select_related("run__requested_by").first()
    if check is None:
        return {}
    if check.answered_at is None:
        is_waiting = check.run.state in (RunState.REQUESTED, RunState.RUNNING)
        return {
            "check": check,
            "is_waiting": is_waiting,
            "has_no_worker": is_waiting and not queue.living_workers(),
            "reasons": [] if is_waiting else explain_no_answer(check),
        }
    try:
        check_confirmable(creator, check)
    except NotConfirmableError as error:
        return {"check": check, "obstacle": str(error), "other": error.other}
    return {"check": check, "is_confirmable": True}

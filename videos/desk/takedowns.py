"""Takedowns: what was taken down, by whom and why; taking down one thing more, and bringing it back."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from creators.models import Creator
from videos.curation.reports import has_open_about
from videos.curation.takedowns import NotStandingError, Thing, find_standing, reverse_takedown, take_down
from videos.curation.targets import Stranger, Target, find_targets
from videos.desk.access import desk_context, desk_page
from videos.models import Takedown, TakedownReason, Video

THINGS = {"video": Video, "creator": Creator}
PAGE_SIZE = 50
RIGHT = "videos.take_down"


class TakedownForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "Choose a reason"), *TakedownReason.choices])
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="For staff alone."
    )


@desk_page(RIGHT)
def takedown_list(request):
    """All takedowns, newest first; `find` looks for what is to be taken down next."""
    words = request.GET.get("find", "")[:1000]
    takedowns = Takedown.objects.select_related("video", "creator")
    context = desk_context(
        request,
        title="Takedowns",
        find=words,
        found=[(target, _address_of(target), isinstance(target, Stranger)) for target in find_targets(words)]
        if words
        else (),
        page=Paginator(takedowns, PAGE_SIZE).get_page(request.GET.get("page")),
    )
    return render(request, "desk/takedowns.html", context)


@desk_page(RIGHT)
def takedown(request, thing, pk):
    """One video or creator: asks before taking it down, or says that it is down and offers the way back."""
    if thing not in THINGS:
        raise Http404(thing)
    found = get_object_or_404(THINGS[thing], pk=pk)
    return _ask(request, found, standing=find_standing(found), shown=_make_facts(found))


@desk_page(RIGHT)
def takedown_of_stranger(request):
    """A video or channel that the catalog does not have: imports shall leave it out."""
    targets = find_targets(request.GET.get("address", "")[:1000])
    if len(targets) != 1:
        raise Http404("no address of a video or channel")
    if not isinstance(targets[0], Stranger):
        return redirect(_address_of(targets[0]))
    return _ask(request, targets[0], standing=None, shown=("Not in the catalog yet: imports will leave it out.",))


@require_POST
@desk_page(RIGHT)
def reverse_one(request, pk):
    standing = get_object_or_404(Takedown, pk=pk)
    try:
        reverse_takedown(standing, user=request.user)
    except NotStandingError:
        messages.error(request, "This was reversed already.")
    else:
        told = "Reversed: it is as it was before. The next reading of its page brings its texts back."
        messages.success(request, told)
    return redirect("desk:takedowns")


def _ask(request, target: Target, *, standing: Takedown | None, shown: tuple[str, ...]):
    form = TakedownForm(request.POST if request.method == "POST" and not standing else None)
    if form.is_valid():
        entry = target.enter() if isinstance(target, Stranger) else target
        take_down(entry, **form.cleaned_data, user=request.user)
        messages.success(request, f"Taken down: {target}. Its page answers “gone”, and no import brings it back.")
        if request.user.has_perm("videos.change_report") and has_open_about(entry):
            messages.info(request, "What was said of it waits here still for your answer.")
            return redirect("desk:reports")
        return redirect("desk:takedowns")
    title = f"Taken down: {target}" if standing else f"Take down: {target}"
    context = desk_context(request, title=title, target=target, standing=standing, facts=shown, form=form)
    return render(request, "desk/takedown.html", context)


def _make_facts(thing: Thing) -> tuple[str, ...]:
    """What is about to go, in words."""
    if isinstance(thing, Creator):
        return (f"Their page and the pages of all their videos ({thing.videos.count()}) answer “gone”.", thing.url)
    return (f"By {thing.creator or 'nobody known'}; now {thing.get_listing_state_display()}.", thing.url)


def _address_of(target: Target) -> str:
    if isinstance(target, Stranger):
        return f"{reverse('desk:takedown-of-stranger')}?{urlencode({'address': target.address})}"
    return reverse("desk:takedown", args=["creator" if isinstance(target, Creator) else "video", target.pk])

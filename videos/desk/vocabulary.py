"""The vocabulary edited: what a tag is called and stands below, each edit previewed on the catalog before."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from videos.curation.vocabulary_checks import MOST_LETTERS, RefusedEdit
from videos.curation.vocabulary_edits import add_tag
from videos.curation.vocabulary_proposals import EDITS, describe_saved, propose
from videos.desk.access import desk_context, desk_page
from videos.desk.vocabulary_pages import look_at_tag, make_choices
from videos.models import Tag, TagGroup


@desk_page("videos.change_tag")
def tag_words(request, pk):
    """All that may be edited of one tag's place in the vocabulary; the address may bring what was refused."""
    tag = get_object_or_404(Tag.objects.select_related("group__facet"), pk=pk)
    context = desk_context(
        request, title=f"Vocabulary: {tag.name}", page=look_at_tag(tag), told=request.GET, choices=make_choices()
    )
    return render(request, "desk/tag_words.html", context)


@desk_page("videos.change_tag")
def edit_tag(request, pk, edit):
    """Ask before an edit, with what it would change (GET), and make it (POST)."""
    tag = get_object_or_404(Tag, pk=pk)
    told = {name: value for name, value in (request.POST or request.GET).items() if name != "csrfmiddlewaretoken"}
    if edit not in EDITS:
        raise Http404(edit)
    try:
        proposal = propose(edit, tag, told)
        if request.method == "POST":
            messages.success(request, describe_saved(proposal.apply(user=request.user)))
            return redirect("desk:tag-words", (proposal.then or tag).pk)
        preview = proposal.preview()
    except RefusedEdit as error:
        messages.error(request, str(error))
        short = {name: value[:MOST_LETTERS] for name, value in told.items()}
        return redirect(f"{reverse('desk:tag-words', args=[pk])}?{urlencode(short)}")
    context = desk_context(
        request,
        title=proposal.question,
        tag=tag,
        preview=preview,
        told=told.items(),
        back=reverse("desk:tag-words", args=[pk]),
    )
    return render(request, "desk/vocabulary_preview.html", context)


@desk_page("videos.add_tag")
def new_tag(request):
    """A form for a tag that is in no file, filled again with what was refused."""
    if request.method == "POST":
        told = {name: request.POST.get(name, "") for name in ("slug", "label", "group", "definition")}
        try:
            tag = add_tag(**told, user=request.user)
        except RefusedEdit as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{tag.name}” is a tag now. Say by which words it is found.")
            return redirect("desk:tag-words", tag.pk)
    groups = TagGroup.objects.select_related("facet")
    context = desk_context(request, title="New tag", groups=groups, told=request.POST or request.GET)
    return render(request, "desk/new_tag.html", context)

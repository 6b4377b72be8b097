"""Words that no tag explains: made a synonym, made a tag, or ignored."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from videos.curation import words
from videos.desk.access import desk_context, desk_page, way_back
from videos.desk.word_forms import NewTagForm, SynonymForm, propose_tag, tell
from videos.desk.word_list import WordFilter, make_page, read_count_state, with_samples
from videos.models import CountedWord, IgnoredWord, Tag

RIGHT = "videos.change_tag"
GONE = "This word was counted anew, or somebody was quicker: here is the present list."


@desk_page(RIGHT)
def word_list(request):
    """The words that no tag explains, the most frequent first."""
    word_filter = WordFilter.from_query(request.GET)
    for problem in word_filter.problems:
        messages.warning(request, problem)
    context = desk_context(
        request,
        title="Unexplained words",
        page=make_page(word_filter),
        state=read_count_state(),
        ignored_count=IgnoredWord.objects.count(),
    )
    return render(request, "desk/words.html", context)


@require_POST
@desk_page(RIGHT)
def count(request):
    """Count anew while the curator waits, in a small catalog."""
    if read_count_state().may_count_here:
        counted = words.count_words()
        messages.success(request, f"Counted the words of {counted.video_count:,} videos.")
    else:
        messages.error(request, "This catalog is too big to count in a page: run manage.py count_words.")
    return redirect("desk:words")


@desk_page(RIGHT)
def word(request, pk):
    """One word: its samples, and what may be made of it; with a tag in the address, what that would change."""
    found = CountedWord.objects.filter(pk=pk).first()
    if found is None:
        messages.warning(request, GONE)
        return redirect("desk:words")
    return _render_word(request, found)


@require_POST
@desk_page(RIGHT)
def make_synonym(request, pk):
    """Make the word mean a tag, or with the button “Preview” show what that would change."""
    found = get_object_or_404(CountedWord, pk=pk)
    form = SynonymForm(request.POST)
    if "preview" in request.POST:
        return _render_word(request, found, synonym=form, preview=form.preview())
    saved = form.save(user=request.user)
    if saved is None:
        return _render_word(request, found, synonym=form)
    found.delete()
    messages.success(request, f"“{form.cleaned_data['words']}” means “{form.cleaned_data['tag']}” now. {tell(saved)}")
    return redirect(_back(request))


@require_POST
@desk_page(RIGHT, "videos.add_tag")
def make_tag(request, pk):
    """Make a tag of the word; the tagger looks for the word in titles if the form says so."""
    found = get_object_or_404(CountedWord, pk=pk)
    form = NewTagForm(request.POST)
    tag = form.save(user=request.user)
    if tag is None:
        return _render_word(request, found, new_tag=form)
    messages.success(request, f"“{tag}” is a tag now.")
    if form.cleaned_data["words"]:
        synonym = SynonymForm({"tag": tag.slug, "words": form.cleaned_data["words"], "in_titles": "on"})
        saved = synonym.save(user=request.user)
        messages.info(request, tell(saved) if saved else f"It is not found in titles: {synonym.what_is_wrong}")
    found.delete()
    return redirect(_back(request))


@require_POST
@desk_page(RIGHT)
def ignore(request, pk):
    found = get_object_or_404(CountedWord, pk=pk)
    words.ignore(found, user=request.user)
    if _wants_json(request):
        ignored = IgnoredWord.objects.get(folded=found.folded)
        return JsonResponse({"back": reverse("desk:take-word-back", args=[ignored.pk])})
    messages.success(request, f"Ignored: “{found}”.")
    return redirect(_back(request))


@desk_page(RIGHT)
def ignored_words(request):
    ignored = IgnoredWord.objects.select_related("ignored_by")
    return render(request, "desk/ignored_words.html", desk_context(request, title="Ignored words", words=ignored))


@require_POST
@desk_page(RIGHT)
def take_back(request, pk):
    """Let an ignored word be listed again. Harmless to repeat."""
    found = IgnoredWord.objects.filter(pk=pk).first()
    if found:
        words.take_back(found, user=request.user)
    if _wants_json(request):
        return JsonResponse({})
    messages.success(request, f"Listed again: “{found}”." if found else "This word is listed already.")
    return redirect("desk:ignored-words")


def _render_word(request, found, *, synonym=None, new_tag=None, preview=None):
    is_tag_asked = new_tag is not None or request.GET.get("make") == "tag"
    synonym = synonym or SynonymForm(initial={"words": found.shown, "in_titles": True})
    new_tag = new_tag or NewTagForm(initial=propose_tag(found.shown))
    first_field = new_tag.fields["label"] if is_tag_asked else synonym.fields["tag"]
    first_field.widget.attrs["autofocus"] = True
    context = desk_context(
        request,
        title=f"“{found}”",
        listed=with_samples([found])[0],
        synonym=synonym,
        new_tag=new_tag,
        tags=Tag.objects.active().order_by("name"),
        preview=preview,
        back=_back(request),
    )
    return render(request, "desk/word.html", context)


def _back(request) -> str:
    """The page of the list that they came from."""
    return way_back(request, otherwise=reverse("desk:words"))


def _wants_json(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")

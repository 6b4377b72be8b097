"""The vocabulary as a file: ours to take away, another site's to look at and to use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from videos.curation.sharing import drop_shared, exported_vocabulary, preview_shared, use_shared
from videos.curation.vocabulary import LabelConflictError
from videos.desk.access import desk_context, desk_page
from videos.models import SharedVocabulary
from videos.vocabulary.packing import MOST_BYTES, pack, parse_packed
from videos.vocabulary.parser import VocabularyError
from videos.vocabulary.writer import write_files

MAY_USE = "videos.add_sharedvocabulary"
MOST_PROBLEMS = 50  # said of one file


@desk_page("videos.view_tag")
def vocabulary_files(request):
    return _render(request)


@desk_page("videos.view_tag")
def export(request):
    """The vocabulary in force as a ZIP file of the YAML files that load_vocabulary reads."""
    headers = {"Content-Disposition": 'attachment; filename="vocabulary.zip"'}
    return HttpResponse(pack(write_files(exported_vocabulary())), content_type="application/zip", headers=headers)


@require_POST
@desk_page(MAY_USE)
def upload(request):
    """Show what another site's vocabulary would change; nothing but the upload is stored."""
    file = request.FILES.get("file")
    if file is None:
        return _render(request, problems=["Choose a ZIP file."])
    try:
        theirs = parse_packed(file.read(MOST_BYTES + 1))
        found = preview_shared(theirs, name=file.name, user=request.user, keep=True)
    except (VocabularyError, LabelConflictError) as error:
        return _render(request, problems=_tell(error), name=file.name)
    return _render(request, found=found)


@require_POST
@desk_page(MAY_USE)
def use(request, pk):
    shared = get_object_or_404(SharedVocabulary, pk=pk, is_in_use=False)
    try:
        diff = use_shared(shared, user=request.user)
    except (VocabularyError, LabelConflictError) as error:
        return _render(request, problems=_tell(error), name=shared.name)
    messages.success(
        request,
        f"“{shared}” is in use: {len(diff.added)} tags added, {len(diff.changed)} changed. "
        "Videos follow with their next import, or at once by manage.py suggest_tags --all --apply.",
    )
    return redirect("desk:vocabulary-files")


@require_POST
@desk_page(MAY_USE)
def drop(request):
    diff = drop_shared(user=request.user)
    if diff is None:
        messages.warning(request, "No other site's vocabulary was in use.")
    else:
        messages.success(request, f"Out of use. Tags that only it has are retired: {len(diff.retired)}.")
    return redirect("desk:vocabulary-files")


def _render(request, *, problems=(), found=None, name=""):
    context = desk_context(
        request,
        title="Vocabulary as a file",
        used=SharedVocabulary.objects.filter(is_in_use=True).select_related("made_by").first(),
        may_use=request.user.has_perm(MAY_USE),
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
        name=name,
        found=found,
    )
    return render(request, "desk/vocabulary_files.html", context, status=400 if problems else 200)


def _tell(error: VocabularyError | LabelConflictError) -> list[str]:
    if isinstance(error, VocabularyError):
        return [*error.problems]
    return [
        f"A curator gave the label “{label}” to {held}, and it would be that of {wanted} too: rename the first."
        for label, held, wanted in error.pairs
    ]

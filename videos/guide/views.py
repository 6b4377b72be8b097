"""Pages for people who are new here: parse, ask, render."""

from django.shortcuts import render

from videos.guide.findings import catalog_findings
from videos.guide.glossary import glossary_context
from videos.guide.start import start_context
from videos.unchanged import answers_unchanged
from videos.visitor import never_of


@answers_unchanged
def start(request):
    return render(request, "guide/start.html", start_context(never=never_of(request)))


@answers_unchanged
def glossary(request):
    return render(request, "guide/glossary.html", glossary_context(never=never_of(request)))


@answers_unchanged
def science(request):
    return render(request, "guide/science.html", {"chapters": catalog_findings()})

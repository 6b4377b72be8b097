"""The help page and the list of resources: parse, ask, render."""

from django.shortcuts import render

from videos.browsing.care import find_help
from videos.browsing.index.current import current_index
from videos.browsing.resources import find_resources
from videos.unchanged import answers_unchanged
from videos.visitor import never_of


@answers_unchanged
def help_page(request):
    """Whom to turn to. `country` chooses one; it is kept nowhere, and one that does not exist is none."""
    return render(request, "help.html", {"help": find_help(request.GET.get("country", ""))})


@answers_unchanged
def resource_list(request):
    resources, hidden_count = find_resources(never_of(request), current_index().graph)
    return render(request, "resources.html", {"resources": resources, "hidden_count": hidden_count})

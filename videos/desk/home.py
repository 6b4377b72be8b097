"""The desk's first page: what waits, and what was done last."""

from django.shortcuts import render

from videos.curation.telling import recent_actions
from videos.desk.access import desk_context, desk_page
from videos.desk.sections import make_section_links


@desk_page("videos.view_video")
def home(request):
    context = desk_context(
        request, title="Curators' desk", sections=make_section_links(request.user), actions=recent_actions()
    )
    return render(request, "desk/home.html", context)

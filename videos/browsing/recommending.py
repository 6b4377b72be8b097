"""What the site may choose for somebody, rather than list because they asked: nobody is startled out of sleep."""

from collections.abc import Collection

from videos.browsing.search import SearchResult

SLEEP, STARTLING = "sleep", "loud-sudden"


def leave_startling_out(result: SearchResult, *, beside: Collection[str] = ()) -> SearchResult:
    """The result without what is loud or sudden, or may be, where it is meant for sleep.

    It is, where its filter asks for a tag made for sleep, or what is seen beside it has one: `beside`, slugs of tags.
    Who asks for loud sounds by name gets them.
    """
    present, asked = result.graph.present, {slug for clause in result.filter.tags for slug in clause}
    shelves = {tag.slug for clause in result.filter.groups for group in clause for tag in result.graph.in_group(group)}
    is_for_sleep = any(SLEEP in present.get(slug, ()) for slug in (*asked, *shelves, *beside))
    if not is_for_sleep or any(STARTLING in present.get(slug, ()) for slug in asked):
        return result
    return result.with_filter(result.filter.excluding(STARTLING))

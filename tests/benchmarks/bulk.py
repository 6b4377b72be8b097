"""`python -m tests.benchmarks.bulk --videos N`: how quick one edit of very many videos is, from preview to undo.

In the made-up catalog that `tests.benchmarks.browse` measures, in a database of its own; `--database` and `--keep` are
that benchmark's. A tag is added to everything that a filter finds, through the curators' own pages; printed are
the seconds of each step, and whether the counts of the next page and the rows after the undo are right.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.__main__ import HERE
from tests.benchmarks.browse import find_databases

LIST = "/admin/desk/videos/"
ADDED = "journaling"  # the tag; next to no video has it
MOST_SECONDS = 5  # for preview and change together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=100_000)
    parser.add_argument("--matching", type=int, default=20_000, help="videos that the edit is for, about")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of a server")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep SQLite files there, and use those there are")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        import django

        django.setup()
        measure(options.matching)
        return
    with find_databases(options) as find_database, tempfile.TemporaryDirectory() as folder:
        environment = find_database(options.videos)
        fill = ["tests.benchmarks.browse", "--part", "fill", "--output", f"{folder}/filled.json"]
        for module, *arguments in (fill, ["tests.benchmarks.bulk", "--part", "--matching", str(options.matching)]):
            command = [sys.executable, "-m", module, "--videos", str(options.videos), *arguments]
            subprocess.run(command, check=True, cwd=HERE, env=environment)
        print(f"filled in {json.loads(Path(folder, 'filled.json').read_text())['fill']:.0f} s")


def measure(matching: int) -> None:
    """Within a process that is set up for the database: what a curator's browser would ask, one after the other."""
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client
    from django.test.utils import setup_test_environment

    from videos.curation.listing import hold_for_moderators
    from videos.models import Video

    # The made-up catalog lists what no real one does; taking back would hold it.
    with transaction.atomic():
        hold_for_moderators(Video.objects.all())
    setup_test_environment()  # so that answers tell what was put into them
    user, _ = get_user_model().objects.get_or_create(username="benchmark", is_superuser=True, is_staff=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    try:
        _measure(client, _choose_filter(matching))
    finally:
        user.delete()


def _measure(client, query: str) -> None:
    from videos.models import Action

    seconds = {}
    ask = partial(_ask, client, seconds)
    count_before = _count(client, ADDED)
    matching = _count(client, query.removeprefix("tag="))
    page = ask("the list", "get", f"{LIST}?{query}")
    before = _read_rows()
    sent = {"query": page.context["query"], "scope": "all", "kind": "add-tag", "tag": ADDED}
    preview = ask("the preview", "post", f"{LIST}preview/", sent)
    gaining = sum(line["count"] for line in preview.context["changes"] if line["words"].startswith("gets"))
    done = ask("the change", "post", f"{LIST}apply/", preview.context["sent_on"])
    assert done.status_code == 302, "the change was not made"
    count_after = ask("the next page, index included", "get", f"/videos/?tag={ADDED}").context["result"]["total"]
    action = Action.objects.latest("pk")
    ask("taking it back", "post", f"/admin/desk/actions/{action.pk}/undo/")
    after = _read_rows()
    for step, taken in seconds.items():
        print(f"{step:<32}{taken:7.2f} s")
    spent = seconds["the preview"] + seconds["the change"]
    print(f"{matching:,} videos matched, {len(preview.context['changes'])} kinds of change, {action}")
    print(f"preview and change: {spent:.2f} s, {'within' if spent <= MOST_SECONDS else 'BEYOND'} {MOST_SECONDS} s")
    print(f"counts right in the next page: {_say(count_after == count_before + gaining)}")
    print(f"equal rows after taking it back: {_say(after == before)} ({sum(map(len, before)):,} rows)")


def _ask(client, seconds: dict, step: str, method: str, *arguments):
    start = time.perf_counter()
    response = getattr(client, method)(*arguments)
    seconds[step] = time.perf_counter() - start
    return response


def _choose_filter(matching: int) -> str:
    """The one tag that about so many listed videos have."""
    from videos.browsing.counting import count_tags
    from videos.browsing.filters import VideoFilter
    from videos.browsing.search import search

    counts = count_tags(search(VideoFilter()))
    return f"tag={min(counts, key=lambda slug: abs(counts[slug] - matching))}"


def _count(client, slug: str) -> int:
    return client.get(f"/videos/?tag={slug}").context["result"]["total"]


def _read_rows() -> list[list[tuple]]:
    """All that is known of tags and listings, but for primary keys."""
    from videos.models import TagDecision, TaggedVideo, Video

    unseen = {"id"}
    tables = []
    for model, order in ((TaggedVideo, ("content_object", "tag")), (TagDecision, ("video", "tag"))):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in unseen]
        tables.append(list(model.objects.order_by(*order).values_list(*names)))
    tables.append(list(Video.objects.order_by("pk").values_list("pk", "listing_state", "held_reason", "creator_id")))
    return tables


def _say(is_so: bool) -> str:
    return "yes" if is_so else "NO"


if __name__ == "__main__":
    main()

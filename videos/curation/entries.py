"""What a person writes around a creator's entry: other names, links, what they do, what holds for their videos."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from creators.models import Creator
from videos.curation.applying import take_back
from videos.curation.history import acting
from videos.models import ActionKind


@contextmanager
def recording_parts(creator: Creator, *, user=None) -> Iterator[None]:
    """Record what changes around `creator` within the block; what only a default that is gone had brought goes too.

    Kept in the history as it was and is, but not undone from there: it is edited anew.
    """
    with acting(user, ActionKind.CREATOR, "") as recorder:
        recorder.is_undoable = False
        before, defaults = read_parts(creator), _read_defaults(creator)
        yield
        after = read_parts(creator)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return
        recorder.summary = f"Edited: {', '.join(changed)}"
        recorder.note(
            creator=creator,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        Creator.objects.filter(pk=creator.pk).update(curated_at=timezone.now())
        for tag_id, _ in sorted(defaults - _read_defaults(creator)):
            take_back(creator, tag_id, recorder)


def read_parts(creator: Creator) -> dict[str, list[str]]:
    """What stands around the entry, as the history keeps it. Four queries."""
    return {
        "aliases": list(creator.aliases.order_by("name").values_list("name", flat=True)),
        "links": [f"{link}: {link.url}" for link in creator.links.order_by("pk")],
        "tags": [
            f"{slug} ({source})" if source else slug
            for slug, source in creator.said_tags.order_by("tag__slug").values_list("tag__slug", "source")
        ],
        "defaults": [str(default) for default in creator.defaults.select_related("tag").order_by("tag__slug")],
    }


def _read_defaults(creator: Creator) -> set[tuple[int, str]]:
    return {*creator.defaults.order_by().values_list("tag", "kind")}

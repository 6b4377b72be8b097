"""The names that the catalog knows now: of its tags from the vocabulary, of its creators from the index."""

from collections.abc import Iterator

from videos.browsing.index.catalog import CreatorEntry, VideoIndex
from videos.browsing.naming import Names, Thing, names_of_tag
from videos.browsing.never import NeverList
from videos.models import TagAlias
from videos.tag_graph import TagGraph
from videos.vocabulary.glossary import catalog_glossary

# The names last used, with what they are of: an index shares both with the next one where they did not change.
_latest: tuple[TagGraph, dict[int, CreatorEntry], Names] | None = None


def names_of(index: VideoIndex) -> Names:
    """Give the names of public tags and visible creators in this state of the catalog.

    No query and almost no time if no name changed; milliseconds if some creators' did; a query and some 20 µs a name
    after the process's start and after a change of the vocabulary.
    """
    global _latest
    latest = _latest  # another thread may put a later state in its place
    if latest is None or latest[0] is not index.graph:
        names = Names(
            [*_tags(index.graph), *(_creator(pk, entry) for pk, entry in index.creators.items())],
            abbreviations=catalog_glossary().abbreviations,
        )
        _latest = latest = index.graph, index.creators, names
    _, creators, names = latest
    if creators is not index.creators:
        now, before = set(index.creators.items()), set(creators.items())
        if now != before:
            names = names.changed(
                gone=[_creator(pk, entry)[0] for pk, entry in before - now],
                come=[_creator(pk, entry) for pk, entry in now - before],
            )
        _latest = index.graph, index.creators, names
    return names


def unwanted_things(never: NeverList, graph: TagGraph) -> frozenset[tuple[str, str]]:
    """(kind, slug) of all that the never-list shuts out: with a tag whatever would bring it."""
    tags = frozenset().union(*(graph.making_present(slug) for slug in never.tags))
    return frozenset([*(("tag", slug) for slug in tags), *(("creator", slug) for slug in never.creators)])


def _tags(graph: TagGraph) -> Iterator[tuple[Thing, tuple[str, ...]]]:
    aliases: dict[str, list[str]] = {}
    for slug, name in TagAlias.objects.order_by("pk").values_list("tag__slug", "name"):
        aliases.setdefault(slug, []).append(name)
    for tag in graph.public_tags:
        yield (
            Thing("tag", tag.slug, tag.name, tag.pk),
            (*names_of_tag(tag.name, tag.slug), *aliases.get(tag.slug, ())),
        )


def _creator(pk: int, entry: CreatorEntry) -> tuple[Thing, tuple[str, ...]]:
    return Thing("creator", entry.slug, entry.name, pk), (entry.name, *entry.other_names)

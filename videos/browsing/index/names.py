"""Reading the names of tags and creators from the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from creators.models import Creator, CreatorAlias
from videos.browsing.naming import Names, Thing, names_of_tag
from videos.models import TagAlias
from videos.tag_graph import TagGraph
from videos.vocabulary.glossary import catalog_glossary


def read_names(graph: TagGraph) -> Names:
    """All names of public tags and of creators whom visitors may see. Three queries, some 20 µs a name."""
    named = [*_read_tags(graph), *_read_creators(Creator.objects.visible(), CreatorAlias.objects.all())]
    return Names(named, abbreviations=catalog_glossary().abbreviations)


def reread_names(names: Names, creator_ids: Collection[int]) -> Names:
    """`names` with those of some creators as they are now. Two queries."""
    creators = Creator.objects.visible().filter(pk__in=creator_ids)
    aliases = CreatorAlias.objects.filter(creator__in=creator_ids)
    return names.changed(gone={("creator", pk) for pk in creator_ids}, come=_read_creators(creators, aliases))


def _read_tags(graph: TagGraph) -> Iterator[tuple[Thing, tuple[str, ...]]]:
    aliases = defaultdict(list)
    for pk, name in TagAlias.objects.order_by("pk").values_list("tag_id", "name"):
        aliases[pk].append(name)
    for tag in graph.public_tags:
        yield Thing("tag", tag.slug, tag.name, tag.pk), (*names_of_tag(tag.name, tag.slug), *aliases[tag.pk])


def _read_creators(creators, aliases) -> Iterator[tuple[Thing, tuple[str, ...]]]:
    others = defaultdict(list)
    for pk, name in aliases.order_by("pk").values_list("creator_id", "name"):
        others[pk].append(name)
    for pk, slug, name, handle in creators.values_list("pk", "slug", "name", "handle"):
        yield Thing("creator", slug, name, pk), (name, handle, *others[pk])

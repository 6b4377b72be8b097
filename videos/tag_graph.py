"""The vocabulary as it lies in the database, read whole: 226 tags and their arrows are less work than many joins."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from videos.models import Tag, TagClosure
from videos.querysets import NEVER_LISTED


@dataclass(frozen=True)
class TagGraph:
    """Active tags in the vocabulary's order, with group and facet; the closure of their parents and implications."""

    tags: dict[str, Tag]
    present: dict[str, frozenset[str]]  # where the key is present, these are too; includes itself
    ancestors: dict[str, frozenset[str]]  # the key's parents, to the top; includes itself
    children: dict[str, tuple[str, ...]]
    parents: dict[str, tuple[str, ...]]
    opposed: dict[str, frozenset[str]]

    @cached_property
    def slugs(self) -> dict[int, str]:
        """Slugs by primary key; without retired tags."""
        return {tag.pk: slug for slug, tag in self.tags.items()}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {slug: place for place, slug in enumerate(self.tags)}

    @cached_property
    def holding(self) -> frozenset[str]:
        """The tags that hold a video until a moderator has decided."""
        return frozenset(slug for slug, tag in self.tags.items() if tag.holds_for_moderator)

    @cached_property
    def asking(self) -> frozenset[str]:
        """The tags that are, or bring, one for a moderator: who asks for one wants what a moderator let pass."""
        return frozenset().union(*map(self.making_present, self.holding))

    @cached_property
    def never_listed(self) -> frozenset[str]:
        """The tags with which nothing is ever listed."""
        return frozenset(NEVER_LISTED) & self.tags.keys()

    @cached_property
    def refusing(self) -> frozenset[str]:
        """The tags that bring one of these."""
        return frozenset().union(*map(self.making_present, self.never_listed))

    @cached_property
    def declaring(self) -> frozenset[str]:
        """The tags that declare absent what they oppose; what others oppose is a hint to curators only."""
        return frozenset(
            slug for slug, tag in self.tags.items() if tag.group_id == "declared-absence" or slug == "no-talking"
        )

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The tags of which a mere suggestion counts for whoever excludes: they are, or bring, what people shut out."""
        return frozenset(
            slug for slug, present in self.present.items() if any(self.tags[other].is_shut_out for other in present)
        )

    @cached_property
    def _making(self) -> dict[str, frozenset[str]]:
        making = defaultdict(set)
        for slug, made in self.present.items():
            for other in made:
                making[other].add(slug)
        return {slug: frozenset(others) for slug, others in making.items()}

    def making_present(self, slug: str) -> frozenset[str]:
        """The tags whose presence means that `slug` is present: itself, its descendants and whatever implies it."""
        return self._making.get(slug, frozenset())

    def closure(self, slugs) -> frozenset[str]:
        """All tags that are present where `slugs` are."""
        return frozenset().union(*(self.present.get(slug, ()) for slug in slugs))

    @cached_property
    def public_tags(self) -> list[Tag]:
        """The tags that visitors may see and filter by, in the order of the vocabulary."""
        return [tag for tag in self.tags.values() if not tag.is_staff_only]

    @cached_property
    def public_slugs(self) -> tuple[str, ...]:
        return tuple(tag.slug for tag in self.public_tags)

    def in_order(self, slugs) -> list[Tag]:
        """The active ones among `slugs`, in the order of the vocabulary."""
        places = self._places
        return [self.tags[slug] for slug in sorted(places.keys() & set(slugs), key=places.__getitem__)]

    def depth(self, slug: str) -> int:
        """How many parents of its own group stand above a tag, by the shortest way."""
        group = self.tags[slug].group_id
        above = [parent for parent in self.parents[slug] if self.tags[parent].group_id == group]
        return 1 + min(map(self.depth, above)) if above else 0

    @cached_property
    def shelves(self) -> tuple:
        """The public tags as (facet, ((group, ((tag, depth), …)), …)), each below its parents of the same group."""
        return tuple(
            (
                facet,
                tuple(
                    (group, tuple(self._below_parents(list(tags))))
                    for group, tags in groupby(facet_tags, key=attrgetter("group"))
                ),
            )
            for facet, facet_tags in groupby(self.public_tags, key=attrgetter("group.facet"))
        )

    def _below_parents(self, tags: list[Tag]) -> Iterator[tuple[Tag, int]]:
        """The tags of one group with their depths, each below the parent by which its way up is shortest."""
        depths = {tag.slug: self.depth(tag.slug) for tag in tags}
        children = defaultdict(list)
        for tag in tags:
            above = [parent for parent in self.parents[tag.slug] if parent in depths]
            children[min(above, key=depths.__getitem__, default=None)].append(tag)

        def descend(parent: str | None) -> Iterator[tuple[Tag, int]]:
            for tag in children[parent]:
                yield tag, depths[tag.slug]
                yield from descend(tag.slug)

        return descend(None)

    def in_group(self, group_slug: str) -> list[Tag]:
        return self._groups.get(group_slug, [])

    @cached_property
    def _groups(self) -> dict[str, list[Tag]]:
        groups = defaultdict(list)
        for tag in self.tags.values():
            groups[tag.group_id].append(tag)
        return dict(groups)


def load_tag_graph() -> TagGraph:
    """Four queries."""
    tags = {tag.slug: tag for tag in Tag.objects.active().in_order()}
    slug_of = {tag.pk: slug for slug, tag in tags.items()}
    present, ancestors, children, parents = (defaultdict(list) for _ in range(4))
    for tag_id, present_id, is_ancestor in TagClosure.objects.values_list("tag_id", "present_id", "is_ancestor"):
        if tag_id not in slug_of or present_id not in slug_of:
            continue
        present[slug_of[tag_id]].append(slug_of[present_id])
        if is_ancestor:
            ancestors[slug_of[tag_id]].append(slug_of[present_id])
    for child, parent in _links(Tag.parents, slug_of):
        children[parent].append(child)
        parents[child].append(parent)
    opposed = defaultdict(list)
    for tag, other in _links(Tag.opposes, slug_of):
        opposed[tag].append(other)
    return TagGraph(
        tags=tags,
        present={slug: frozenset(present[slug]) for slug in tags},
        ancestors={slug: frozenset(ancestors[slug]) for slug in tags},
        children={slug: tuple(children[slug]) for slug in tags},
        parents={slug: tuple(parents[slug]) for slug in tags},
        opposed={slug: frozenset(opposed[slug]) for slug in tags},
    )


def _links(descriptor, slug_of: dict[int, str]):
    """(slug, slug) of a relation from tags to tags, active ones only, in the order of their making."""
    for pair in descriptor.through.objects.order_by("pk").values_list("from_tag_id", "to_tag_id"):
        if slug_of.keys() >= set(pair):
            yield tuple(slug_of[pk] for pk in pair)

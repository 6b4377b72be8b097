"""What it means that a video says a word, in plain Python."""

from collections.abc import Callable
from dataclasses import dataclass

from asmr_catalog.tokens import BOUNDARY, tokenise
from creators.models import Creator, CreatorAlias
from videos.browsing.naming import name_tag
from videos.browsing.words import parse
from videos.fulltext.terms import Term, says
from videos.models import TagAlias
from videos.tag_graph import TagGraph


@dataclass(frozen=True)
class Wording:
    """The words of a video as they are stored: of its title; and of its texts, its tags and its creator together."""

    title: str
    all: str


def read_query(q: str) -> list[Callable[[Wording], bool]]:
    """What must hold of a video that is found, term by term. What is typed but no word finds nothing."""
    words = parse(q)
    conditions = [lambda wording, term=term: says(term, wording.all) for term in words.required]
    conditions += [lambda wording, term=term: not says(term, wording.all) for term in words.refused]
    return [*conditions, *([lambda wording: False] if words.is_unreadable else [])]


def lacks_slug(slug: str, wording: Wording) -> bool:
    """Whether the video does not say the words of a slug that is no tag, one after the other."""
    tokens = tokenise(slug.replace("-", " "))
    return not (tokens and says(Term(tuple(tokens)), wording.all))


def count_in_title(q: str, wording: Wording) -> int:
    """How many of the terms asked for stand in the title."""
    return sum(says(term, wording.title) for term in parse(q).required)


def read_tag_names(graph: TagGraph) -> dict[str, str]:
    """The words of all names of each public tag, by slug."""
    names = {tag.slug: [*name_tag(tag.name, tag.slug)] for tag in graph.public_tags}
    for slug, name in TagAlias.objects.values_list("tag__slug", "name"):
        names.get(slug, []).append(name)
    return {slug: join(*map(_keep, texts)) for slug, texts in names.items()}


def read_creator_names() -> dict[int, str]:
    """The words of all names of each creator, by id."""
    names = {creator.pk: [creator.name, creator.handle] for creator in Creator.objects.all()}
    for pk, name in CreatorAlias.objects.values_list("creator_id", "name"):
        names[pk].append(name)
    return {pk: join(*map(_keep, texts)) for pk, texts in names.items()}


def join(*words: str) -> str:
    """Stored words one after the other, so that no run of words goes from one text into the next."""
    return f" {BOUNDARY} ".join(words)


def _keep(text: str) -> str:
    return " ".join(tokenise(text))

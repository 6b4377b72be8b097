"""Words in the index: which videos say a term, in their text, by a tag of theirs or by their creator's name."""

from pyroaring import BitMap

from asmr_catalog.tokens import tokenise
from videos.browsing.index.bitmaps import union
from videos.browsing.index.catalog import VideoIndex
from videos.browsing.words import parse
from videos.fulltext.terms import Term


def find_saying(q: str, index: VideoIndex) -> tuple[list[BitMap], list[BitMap]]:
    """For each term asked for, and for each one refused, the videos that say it. What is no word at all finds none."""
    words = parse(q)
    required = [find_term(term, index) for term in words.required]
    return [*required, *([BitMap()] if words.is_unreadable else [])], [find_term(term, index) for term in words.refused]


def find_saying_slug(slug: str, index: VideoIndex) -> BitMap:
    """The videos that say the words of a slug which is no tag, one after the other."""
    tokens = tokenise(slug.replace("-", " "))
    return find_term(Term(tuple(tokens)), index) if tokens else BitMap()


def find_in_titles(q: str, index: VideoIndex) -> list[BitMap]:
    """For each term asked for, the videos whose title says it."""
    return [index.saying(term, in_title=True) for term in parse(q).required]


def find_term(term: Term, index: VideoIndex) -> BitMap:
    """The listed videos that say the term. A query for a term that nobody asked for lately."""

    def find() -> BitMap:
        tags = index.with_any(index.names.tags_saying(term))
        creators = index.by_creator_ids(index.names.creators_saying(term))
        return union([index.saying(term), tags, creators])

    return index.remember(("says", term), find)

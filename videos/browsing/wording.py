"""Words in the index: which videos say a term, remembered for as long as nothing changes."""

from pyroaring import BitMap

from asmr_catalog.tokens import tokenise
from videos.browsing.index.bitmaps import to_bitmap
from videos.browsing.index.catalog import VideoIndex
from videos.fulltext.matching import find_videos
from videos.fulltext.terms import Term


def find_saying(q: str, index: VideoIndex) -> tuple[list[BitMap], list[BitMap]]:
    """For each word asked for, and for each one refused, the videos that say it."""
    return [_find_term(Term((token,)), index) for token in tokenise(q)], []


def find_saying_slug(slug: str, index: VideoIndex) -> BitMap:
    """The videos that say the words of a slug which is no tag, one after the other."""
    tokens = tokenise(slug.replace("-", " "))
    return _find_term(Term(tuple(tokens)), index) if tokens else BitMap()


def find_in_titles(q: str, index: VideoIndex) -> list[BitMap]:
    """For each word asked for, the videos whose title says it."""
    return [_find_in_text(Term((token,)), index, in_title=True) for token in tokenise(q)]


def _find_term(term: Term, index: VideoIndex) -> BitMap:
    """In the text, in the name of a tag that is present, or in the name of the creator."""
    return _find_in_text(term, index, in_title=False)


def _find_in_text(term: Term, index: VideoIndex, *, in_title: bool) -> BitMap:
    def find() -> BitMap:
        return to_bitmap(find_videos(term, in_title=in_title)) & index.listed

    return index.remember((term, in_title), find)

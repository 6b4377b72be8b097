"""What stands above the results of words: terms explained, tags and creators that they name, likelier spellings."""

from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from videos.browsing.filters import VideoFilter
from videos.browsing.naming import MOST_MEANT, Naming, Thing, rest_without
from videos.browsing.options import LinkOption
from videos.browsing.resources import find_named
from videos.browsing.search import SearchResult
from videos.browsing.terms import entry_href, explain_term
from videos.models import Resource
from videos.vocabulary.glossary import GlossaryTerm, catalog_glossary

FEW = 10  # videos: who finds more has hardly misspelt it


@dataclass(frozen=True)
class Explanation:
    """A term of the glossary. `href`: the list of the tag that it is, blank for none; `entry_href`: all about it."""

    label: str
    text: str
    href: str
    entry_href: str


@dataclass(frozen=True)
class Choice:
    """Words that may mean each of `options`."""

    words: str
    options: tuple[LinkOption, ...]


@dataclass(frozen=True)
class Answers:
    """`filters` are what single words name, and last all of it together where that is more than one.

    `resources` belong to what is explained, or are named by the words. `creators` lead to the pages of those whom the
    words name or may be meant for, who perhaps have no videos here.
    """

    glossary: tuple[Explanation, ...] = ()
    filters: tuple[LinkOption, ...] = ()
    choices: tuple[Choice, ...] = ()
    did_you_mean: tuple[LinkOption, ...] = ()
    resources: tuple[Resource, ...] = ()
    creators: tuple[LinkOption, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.glossary or self.filters or self.choices or self.did_you_mean or self.resources)


def make_answers(result: SearchResult) -> Answers:
    """Nothing where no words are searched for. Every offer keeps all other conditions, and counts what it would find.

    Nothing on the visitor's never-list is offered.
    """
    q = result.filter.q
    if not q:
        return Answers()
    names = result.index.names
    but = result.unwanted
    named = names.named_in(q, but=but)
    clear = [naming for naming in named if not naming.is_ambiguous]
    filters = [_offer(result, naming, naming.meanings[0]) for naming in clear]
    if len(filters) > 1:
        filters.append(_offer_all(result, clear))
    choices = [
        Choice(naming.words, tuple(_offer(result, naming, meaning) for meaning in naming.meanings))
        for naming in named
        if naming.is_ambiguous
    ]
    near = names.find_near(q, but=but) if not named else ()
    if near:
        choices.append(Choice(q, tuple(_link(result, _with(result.filter.with_q(""), tag), tag.label) for tag in near)))
    guesses = names.did_you_mean(q, but=but) if not near and result.count() < FEW else ()
    terms = catalog_glossary().find_terms(q)
    return Answers(
        glossary=tuple(filter(None, (_explain(result, term, but) for term in terms))),
        filters=tuple(filters),
        choices=tuple(choices),
        did_you_mean=tuple(_offer(result, naming, naming.meanings[0]) for naming in guesses),
        resources=find_named(q, {term.tag for term in terms}, but),
        creators=_link_creators([*named, *guesses]),
    )


def _link_creators(namings: list[Naming]) -> tuple[LinkOption, ...]:
    """The pages of the creators among what is named, each once, the first few."""
    things = dict.fromkeys(thing for naming in namings for thing, _ in naming.meanings if thing.kind == "creator")
    options = (LinkOption(thing.label, reverse("creator-detail", args=[thing.slug])) for thing in things)
    return tuple(islice(options, MOST_MEANT))


def _explain(result: SearchResult, term: GlossaryTerm, but: frozenset[tuple[str, str]]) -> Explanation | None:
    """None for a term whose tag is shut out, or that is explained by a tag which this catalog does not have."""
    text = explain_term(term, result.graph, but)
    tag = result.graph.tags.get(term.tag)
    is_offered = tag is not None and not tag.is_staff_only
    href = VideoFilter(tags=((term.tag,),)).href() if is_offered else ""
    return Explanation(term.label, text, href, entry_href(term)) if text else None


def _offer(result: SearchResult, naming: Naming, meaning: tuple[Thing, str]) -> LinkOption:
    thing, label = meaning
    return _link(result, _with(result.filter.with_q(naming.rest), thing), label)


def _offer_all(result: SearchResult, namings: list[Naming]) -> LinkOption:
    wanted = result.filter.with_q(rest_without(result.filter.q, namings))
    for naming in namings:
        wanted = _with(wanted, naming.meanings[0][0])
    return _link(result, wanted, "all of these" if len(namings) > 2 else "both")


def _with(wanted: VideoFilter, thing: Thing) -> VideoFilter:
    if thing.kind == "tag":
        return wanted.including(thing.slug)
    return wanted if wanted.contains("creator", thing.slug) else wanted.toggled("creator", thing.slug)


def _link(result: SearchResult, wanted: VideoFilter, label: str) -> LinkOption:
    return LinkOption(label, wanted.href(), result.with_filter(wanted).count())

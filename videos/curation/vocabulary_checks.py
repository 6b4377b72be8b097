"""What is refused of a curator's edits of the vocabulary, each refusal with its reason and by name."""

import re
from collections.abc import Mapping, Sequence

from django.utils.text import slugify

from asmr_catalog.folding import fold
from asmr_catalog.tokens import tokenise
from videos.browsing.presets import PRESETS
from videos.browsing.resolving import LENGTH_TAGS
from videos.fulltext.matching import find_videos
from videos.fulltext.terms import Term
from videos.models import Tag, TagAlias, TagGroup, Video
from videos.querysets import NEVER_LISTED
from videos.tagging.terms import split_words
from videos.vocabulary.checks import SLUG, find_cycles
from videos.vocabulary.definitions import TagDefinition, Vocabulary
from videos.vocabulary.glossary import catalog_glossary

MOST_LETTERS = 100  # of a synonym, a slug and a label, as their columns take them
MOST_OF_TITLES = 0.2  # the share of all titles from which on words tell nothing
FEW_TITLES = 20  # so few tell nothing about the share
# Words that join others, in the languages of most titles; alone they name nothing.
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "this",
        "to",
        "up",
        "we",
        "with",
        "you",
        "your",
        "video",
        "videos",
        "channel",
        "new",
        "part",
        "de",
        "del",
        "la",
        "las",
        "el",
        "los",
        "y",
        "o",
        "en",
        "un",
        "una",
        "con",
        "para",
        "por",
        "mi",
        "tu",
        "es",
        "que",
        "do",
        "da",
        "dos",
        "das",
        "e",
        "um",
        "uma",
        "com",
        "no",
        "na",
        "le",
        "les",
        "des",
        "du",
        "et",
        "un",
        "une",
        "au",
        "aux",
        "pour",
        "avec",
        "der",
        "die",
        "das",
        "und",
        "ein",
        "eine",
        "mit",
        "fur",
        "von",
        "zu",
        "im",
        "il",
        "lo",
        "gli",
        "di",
        "per",
        "non",
        "si",
        "u",
        "v",
        "i",
        "na",
        "dla",
        "z",
        "s",
    ]
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WITHOUT_WORDS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class RefusedEdit(ValueError):  # noqa: N818 - it is no error of the program: the text says to the curator what is wrong
    """An edit of the vocabulary that would break it, or mean too much. The text says why."""


def check_synonym(tag: Tag, words: str, *, vocabulary: Vocabulary, is_in_titles: bool) -> str:
    """Return `words` as they are kept. Raises RefusedEdit. Up to two queries."""
    words = clean_line(words, what="synonym")
    if tag.slug not in vocabulary.tags:
        raise RefusedEdit(f"“{tag.name}” is retired: synonyms belong to tags that are in use.")
    if "*" in words:
        raise RefusedEdit("A synonym is whole words, without *: patterns are kept in the vocabulary's files.")
    parts = split_words(words)
    squashed = "".join(parts)
    if not re.search(r"[^\W_]", squashed):
        raise RefusedEdit(f"“{words}” has no letter or digit to look for.")
    if len(squashed) == 1 and not _WITHOUT_WORDS.match(squashed):
        raise RefusedEdit(f"“{words}” is a single letter: it stands in too many texts for other things.")
    asmr = {"".join(split_words(word)) for word in vocabulary.matching.recognition.words}
    if squashed in asmr:
        raise RefusedEdit(f"“{words}” means ASMR itself: it would match every video.")
    if all(part in _STOP_WORDS or part in asmr for part in parts):
        raise RefusedEdit(f"“{words}” stands in texts of every kind: it names nothing.")
    bearer = find_bearer(words, vocabulary, besides=tag.slug)
    if bearer:
        raise RefusedEdit(f"“{words}” means “{bearer.label}” ({bearer.slug}) already.")
    if is_in_titles:
        _check_share(words)
    return words


def find_bearer(words: str, vocabulary: Vocabulary, *, besides: str = "") -> TagDefinition | None:
    """The tag other than `besides` that `words` are the label, slug, former slug, a synonym or a term of."""
    wanted = _address(words)
    for tag in vocabulary.tags.values():
        if tag.slug == besides:
            continue
        terms = [term for _, some in tag.i18n for term in some if "*" not in term]
        names = (tag.slug, tag.label, *tag.synonyms, *tag.search_only_synonyms, *tag.former_slugs, *terms)
        if any(_address(name) == wanted for name in names):
            return tag
    return None


def check_new_slug(slug: str, vocabulary: Vocabulary, *, besides: Tag | None = None) -> str:
    """Return `slug` if a tag may be called so from now on; `besides` may have been called so. Raises RefusedEdit."""
    slug = clean_line(slug, what="slug").lower()
    if not SLUG.fullmatch(slug):
        raise RefusedEdit(
            f"“{slug}” is no slug: small letters a to z, digits and single hyphens, such as “soap-cutting”."
        )
    bearer = find_bearer(slug, vocabulary, besides=besides.slug if besides else "")
    if bearer:
        raise RefusedEdit(f"“{slug}” means “{bearer.label}” ({bearer.slug}) already.")
    others = Tag.objects.exclude(pk=besides.pk) if besides else Tag.objects.all()
    if other := others.filter(slug=slug).first():
        raise RefusedEdit(f"“{slug}” is the slug of “{other.name}”, and slugs are never used twice.")
    aliases = TagAlias.objects.exclude(tag=besides) if besides else TagAlias.objects.all()
    if alias := aliases.filter(slug=slug).select_related("tag").first():
        raise RefusedEdit(f"“{slug}” leads to “{alias.tag.name}” already.")
    return slug


def check_new_label(label: str, vocabulary: Vocabulary, *, besides: Tag | None = None) -> str:
    """Return `label` as it is kept; `besides` may have it. Raises RefusedEdit. One query."""
    label = clean_line(label, what="label")
    bearer = find_bearer(label, vocabulary, besides=besides.slug if besides else "")
    if bearer:
        raise RefusedEdit(f"“{label}” means “{bearer.label}” ({bearer.slug}) already.")
    if not _address(label):
        raise RefusedEdit(f"“{label}” has no letter or digit.")
    others = Tag.objects.exclude(pk=besides.pk) if besides else Tag.objects.all()
    if others.filter(name__iexact=label).exists():
        raise RefusedEdit(f"Another tag is called “{label}”.")
    return label


def check_group(slug: str) -> TagGroup:
    """Return the group. Raises RefusedEdit where there is none. One query."""
    group = TagGroup.objects.filter(slug=slug.replace("\x00", "")).first()
    if group is None:
        raise RefusedEdit(f"There is no group “{slug}”.")
    return group


def check_can_go(tag: Tag, *, how: str) -> None:
    """Raise RefusedEdit where the program itself or its glossary asks for the tag by its slug."""
    used = {
        "the lengths of videos": LENGTH_TAGS.keys(),
        "the warning beside sensitive themes": {"crisis-sensitive"},
        "silence": {"no-talking"},
        "the rule that such videos are never listed": NEVER_LISTED,
        "a choice of the page “Never show”": {slug for preset in PRESETS for slug in preset.tags},
        "the glossary": {
            *(term.tag for term in catalog_glossary().terms),
            *(letters.tag for letters in catalog_glossary().abbreviations),
        },
    }
    for user, slugs in used.items():
        if tag.slug in slugs:
            raise RefusedEdit(f"“{tag.slug}” cannot be {how}: {user} needs it by this slug.")


def check_circles(links: Mapping[str, Sequence[str]]) -> None:
    """Raise RefusedEdit where arrows, parents and implications together, run in a circle: said as “a → b → a”."""
    done: set[str] = set()
    for start in links:
        for cycle in find_cycles(start, links, done):
            raise RefusedEdit(f"Parents and implications would run in a circle: {' → '.join(cycle)}.")


def clean_line(text: str, *, what: str) -> str:
    """One line of text with single spaces. Raises RefusedEdit where it is empty, too long or no text."""
    if "\x00" in text:
        raise RefusedEdit(f"This {what} has a character that no text has.")
    text = " ".join(_CONTROL.sub(" ", text).split())
    if not text:
        raise RefusedEdit(f"The {what} is empty.")
    if len(text) > MOST_LETTERS:
        raise RefusedEdit(f"The {what} has {len(text)} letters; {MOST_LETTERS} are the most.")
    return text


def _check_share(words: str) -> None:
    tokens = tuple(tokenise(words))
    found = find_videos(Term(tokens), in_title=True).size if tokens else 0
    total = Video.objects.count()
    if found > FEW_TITLES and found > MOST_OF_TITLES * total:
        raise RefusedEdit(
            f"“{words}” stands in {found:,} of {total:,} titles: that much tells nothing. "
            "It may be a synonym for searching only."
        )


def _address(name: str) -> str:
    """Names are alike where they are in an address."""
    return slugify(fold(name), allow_unicode=True)

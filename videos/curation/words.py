"""Frequent words of titles and keywords that no tag explains: counted now and then, listed, ignored, taken back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from creators.models import Creator, CreatorAlias
from videos.curation.effective import effective_vocabulary
from videos.curation.history import acting
from videos.models import (
    ActionKind,
    CountedWord,
    IgnoredWord,
    Source,
    Tag,
    TagAlias,
    TagDecision,
    TaggedVideo,
    Video,
    WordCount,
)
from videos.tagging.unexplained import Explained, Term, parts_of, words_of
from videos.vocabulary.stop_words import read_stop_words
from videos.writing import insert_rows

LEAST_VIDEOS = 3  # that have a word before it is worth a person's time
MOST_WORDS = 3_000  # kept of each kind
SAMPLES = 5  # videos of a word
ORDINARY_FROM = 5  # creators that use a word which is also the name of one: then it is a word
MOST_TERMS = 1_000_000  # counted at once; beyond it those met once are forgotten
_MOST_PHRASE_WORDS = 6  # of the words that caused a tag: more of them are a sentence that comes once
_AT_ONCE = 2_000  # videos
# A word that nearly always stands in one pair, or in one longer run, is told by that.
_SHARE_OF_WHOLE = 2 / 3


@dataclass
class _Seen:
    """What is learned of one word while the titles are read."""

    shown: str
    creators: set[int | None] = field(default_factory=set)
    languages: Counter = field(default_factory=Counter)
    samples: list[int] = field(default_factory=list)


def count_words() -> WordCount:
    """Count what no tag explains in the titles and keywords of all listed videos, and keep the most frequent.

    What was counted before is replaced. Reads all titles twice, so that only what is kept needs memory: about half a
    minute for 100,000 videos with 20 keywords each.
    """
    explained, names = _read_explained()
    counts = {kind: Counter() for kind in CountedWord.Kind}
    video_count = 0
    for _, terms in _read_videos(explained):
        video_count += 1
        for kind, found in terms.items():
            counts[kind].update(term.folded for term in found)
            if len(counts[kind]) > MOST_TERMS:
                counts[kind] = Counter({term: count for term, count in counts[kind].items() if count > 1})
    ignored = set(IgnoredWord.objects.values_list("folded", flat=True))
    kept = {kind: _choose(counted, ignored) for kind, counted in counts.items()}
    seen = _look_closer(explained, kept)
    with transaction.atomic():
        WordCount.objects.all().delete()
        count = WordCount.objects.create(counted_at=timezone.now(), video_count=video_count)
        insert_rows(
            [
                _make_row(count, kind, folded, video_count, word)
                for kind, words in kept.items()
                for folded, video_count in words.items()
                if (word := seen[kind].get(folded))
                and (folded not in names or len(word.creators - {None}) >= ORDINARY_FROM)
            ]
        )
    return count


def listed_words(kind: CountedWord.Kind) -> QuerySet[CountedWord]:
    """The counted words of one kind without the ignored ones, the most frequent first."""
    is_ignored = Exists(IgnoredWord.objects.filter(folded=OuterRef("folded")))
    return CountedWord.objects.filter(~is_ignored, kind=kind).order_by("-video_count", "pk")


def after(words: QuerySet[CountedWord], video_count: int, pk: int) -> QuerySet[CountedWord]:
    """Those of `listed_words` that come behind the word with this count and key."""
    return words.filter(Q(video_count__lt=video_count) | Q(video_count=video_count, pk__gt=pk))


def ignore(word: CountedWord, *, user) -> None:
    """List `word` no more, neither as a word nor as a keyword, until somebody takes it back."""
    with acting(user, ActionKind.VOCABULARY, f"Ignored “{word.shown}”: it needs no tag") as recorder:
        recorder.is_undoable = False  # it is taken back in the list of ignored words
        _, is_new = IgnoredWord.objects.get_or_create(
            folded=word.folded, defaults={"shown": word.shown, "ignored_by": user}
        )
        if is_new:
            recorder.note(before={"ignored": None}, after={"ignored": word.shown})


def take_back(word: IgnoredWord, *, user) -> None:
    """Let `word` be listed again."""
    with acting(user, ActionKind.VOCABULARY, f"“{word.shown}” is ignored no more") as recorder:
        recorder.is_undoable = False
        count, _ = IgnoredWord.objects.filter(pk=word.pk).delete()
        if count:
            recorder.note(before={"ignored": word.shown}, after={"ignored": None})


def _read_explained() -> tuple[Explained, set[str]]:
    """What needs no explanation; and the names of creators that are a single word, which may be any word."""
    vocabulary = effective_vocabulary()
    active = Tag.objects.active()
    phrases = {name for tag in active for name in (tag.name, tag.slug)}
    phrases |= set(TagAlias.objects.filter(tag__in=active).values_list("name", flat=True))
    phrases |= {term for tag in vocabulary.tags.values() for _, terms in tag.i18n for term in terms}
    phrases |= {phrase for phrase in _read_evidence() if len(words_of(phrase)) <= _MOST_PHRASE_WORDS}
    fillers = vocabulary.matching.recognition.words
    silent = {word for filler in fillers for word in words_of(filler)}
    names = set()
    for name in _read_names():
        words = tuple(word for word in words_of(name) if word not in silent)
        if len(words) > 1:
            phrases.add(" ".join(words))
        names |= set(words) if len(words) == 1 else set()
    return Explained(phrases, stop_words=read_stop_words(), fillers=fillers), names


def _read_evidence() -> set[str]:
    """The words that caused automatic tags and suggestions, wherever they stood."""
    return {
        evidence
        for model in (TaggedVideo, TagDecision)
        for evidence in model.objects.filter(source=Source.AUTOMATIC)
        .exclude(zone__in=["computed", "rest"])
        .order_by()
        .values_list("evidence", flat=True)
        .distinct()
    }


def _read_names() -> Iterator[str]:
    yield from Creator.objects.order_by().values_list("name", flat=True)
    yield from CreatorAlias.objects.order_by().values_list("name", flat=True)


def _read_videos(explained: Explained) -> Iterator[tuple[tuple, dict[str, frozenset[Term]]]]:
    """Yield (key, creator's key, language) of each listed video, newest entries first, and its terms by kind."""
    read_keyword = lru_cache(maxsize=200_000)(explained.read_keyword)  # creators repeat theirs
    columns = ("pk", "creator_id", "language", "title", "source_keywords")
    for *video, title, keywords in (
        Video.objects.published().order_by("-pk").values_list(*columns).iterator(chunk_size=_AT_ONCE)
    ):
        read = filter(None, (read_keyword(keyword) for keyword in keywords or () if isinstance(keyword, str)))
        of_keywords = {term.folded: term for term in read}  # which may write one word in several ways
        yield (
            tuple(video),
            {
                CountedWord.Kind.TITLE: explained.read_title(title),
                CountedWord.Kind.KEYWORD: frozenset(of_keywords.values()),
            },
        )


def _choose(counts: Counter, ignored: set[str]) -> dict[str, int]:
    """The most frequent terms with their counts, and those among them that are ignored on top: they may come back."""
    frequent = {folded: count for folded, count in counts.items() if count >= LEAST_VIDEOS}
    told = {
        part
        for folded, count in frequent.items()
        for part in parts_of(folded)
        if count >= _SHARE_OF_WHOLE * frequent.get(part, count * 2)
    }
    chosen, room = {}, MOST_WORDS
    for folded, count in sorted(frequent.items(), key=lambda item: (-item[1], item[0])):
        if not room:
            break
        if folded not in told:
            chosen[folded] = count
            room -= folded not in ignored
    return chosen


def _look_closer(explained: Explained, kept: dict[str, dict[str, int]]) -> dict[str, dict[str, _Seen]]:
    seen = {kind: {} for kind in kept}
    for (pk, creator_id, language), terms in _read_videos(explained):
        for kind, found in terms.items():
            for term in found:
                if term.folded not in kept[kind]:
                    continue
                word = seen[kind].setdefault(term.folded, _Seen(term.shown))
                # Several creators' videos tell more of a word than several of one.
                if len(word.samples) < SAMPLES and (creator_id not in word.creators or len(word.samples) < 2):
                    word.samples.append(pk)
                word.creators.add(creator_id)
                word.languages[language.partition("-")[0]] += 1
    return seen


def _make_row(count: WordCount, kind: str, folded: str, video_count: int, word: _Seen) -> CountedWord:
    language, times = word.languages.most_common(1)[0]
    return CountedWord(
        count=count,
        kind=kind,
        folded=folded,
        shown=word.shown[: CountedWord._meta.get_field("shown").max_length],
        video_count=video_count,
        creator_count=len(word.creators - {None}),
        language=language if 2 * times > video_count else "",
        sample_ids=word.samples,
    )

"""The eleven classes of requests that browsing is measured by, as query strings over the catalog at hand."""

import random
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import Range
from videos.models import TaggedVideo, Video

CLASSES = (
    "none", "broad1", "broad2", "narrow", "incexc", "multi", "creator", "ft_common", "ft_rare", "ft_tags", "deep",
)  # fmt: skip
WITH_WORDS = {"ft_common", "ft_rare", "ft_tags"}
MEANINGS = {
    "none": "no condition",
    "broad1": "one frequent tag",
    "broad2": "two frequent tags",
    "narrow": "a rare tag",
    "incexc": "a frequent tag, two shut out",
    "multi": "any of three tags, of groups, a length, two languages",
    "creator": "a creator, sometimes with a tag",
    "ft_common": "two words of many videos",
    "ft_rare": "a word of few videos",
    "ft_tags": "a word, a tag, one shut out",
    "deep": "page 500, or a quarter of the way",
}
SORTS = ("newest", "newest", "newest", "oldest", "longest", "shortest", "most-viewed", "random")
SHUT_OUT = ("mouth-sounds", "no-talking", "eating-sounds", "roleplay", "soft-spoken", "whispered", "misophonia-mouth")
GROUPS = ("sound", "mouth", "personal-attention", "sleep", "calm", "voice", "relaxation")
LENGTHS = (Range(None, 10), Range(10, 20), Range(20, 60), Range(60, None))
SAMPLE = 600  # videos whose words are looked at
DEEPEST = 500  # page


@dataclass(frozen=True)
class Request:
    kind: str  # one of CLASSES
    query_string: str

    @property
    def has_words(self) -> bool:
        return self.kind in WITH_WORDS


def make_requests(count: int, *, seed: int) -> list[Request]:
    """`count` requests, the classes in turn. Reads the catalog for tags, words and creators that are there."""
    maker = _Maker(random.Random(seed))
    kinds = [CLASSES[place % len(CLASSES)] for place in range(count)]
    return [Request(kind, getattr(maker, kind)().query_string) for kind in kinds]


class _Maker:
    def __init__(self, chance: random.Random):
        self.chance = chance
        counts = (
            TaggedVideo.objects.values_list("tag__slug").annotate(count=Count("pk")).order_by("-count", "tag__slug")
        )
        public = [slug for slug, _ in counts.filter(tag__is_staff_only=False)]
        self.frequent, self.rare = public[:12], public[len(public) // 2 :]
        self.creators = list(Creator.objects.order_by("pk").values_list("slug", flat=True)[:200])
        self.videos = Video.objects.count()
        documents = Counter(word for text in self._sample_texts() for word in set(text.lower().split()))
        del documents["asmr"]
        self.common = [word for word, times in documents.most_common() if times > SAMPLE // 20]
        self.middling = [word for word, times in documents.most_common() if SAMPLE // 100 < times <= SAMPLE // 20]
        self.seldom = sorted(word for word, times in documents.items() if times == 1)

    def none(self) -> VideoFilter:
        return VideoFilter(sort=self._sort())

    def broad1(self) -> VideoFilter:
        return VideoFilter(tags=[[self._frequent()]], sort=self._sort())

    def broad2(self) -> VideoFilter:
        return VideoFilter(tags=[[slug] for slug in self.chance.sample(self.frequent, 2)], sort=self._sort())

    def narrow(self) -> VideoFilter:
        return VideoFilter(tags=[[self.chance.choice(self.rare)]], sort=self._sort())

    def incexc(self) -> VideoFilter:
        tag = self._frequent()
        shut_out = [slug for slug in SHUT_OUT if slug != tag]
        return VideoFilter(tags=[[tag]], not_tags=self.chance.sample(shut_out, 2), sort=self._sort())

    def multi(self) -> VideoFilter:
        return VideoFilter(
            tags=[[*self.chance.sample(self.frequent, 2), self.chance.choice(self.rare)]],
            groups=[self.chance.sample(GROUPS, 2)],
            length=self.chance.choice(LENGTHS),
            languages=self.chance.sample(("en", "ja", "ko", "es"), 2),
            sort=self._sort(),
        )

    def creator(self) -> VideoFilter:
        tags = [[self._frequent()]] if self.chance.random() < 0.5 else []
        return VideoFilter(creators=[self.chance.choice(self.creators)], tags=tags, sort=self._sort())

    def ft_common(self) -> VideoFilter:
        return VideoFilter(q=" ".join(self.chance.sample(self.common, 2)), sort=self._sort_of_words())

    def ft_rare(self) -> VideoFilter:
        return VideoFilter(q=self.chance.choice(self.seldom), sort=self._sort_of_words())

    def ft_tags(self) -> VideoFilter:
        tag = self._frequent()
        shut_out = [slug for slug in SHUT_OUT if slug != tag]
        return VideoFilter(
            q=self.chance.choice([*self.common, *self.middling]),
            tags=[[tag]],
            not_tags=[self.chance.choice(shut_out)],
            sort=self._sort_of_words(),
        )

    def deep(self) -> VideoFilter:
        tags = [[self.frequent[0]]] if self.chance.random() < 0.3 else []
        page = max(1, min(DEEPEST, self.videos // 24 // 4))
        return VideoFilter(tags=tags, sort=self._sort()).with_page(page)

    def _frequent(self) -> str:
        return self.chance.choice(self.frequent)

    def _sort(self) -> str:
        sort = self.chance.choice(SORTS)
        return f"random-{self.chance.randrange(10**8)}" if sort == "random" else sort

    def _sort_of_words(self) -> str:
        return self.chance.choice(("best", "newest"))

    def _sample_texts(self) -> list[str]:
        pks = self.chance.sample(range(1, self.videos + 1), min(SAMPLE, self.videos))
        rows = Video.objects.filter(pk__in=pks).order_by("pk").values_list("title", "description")
        return [f"{title} {description}" for title, description in rows]

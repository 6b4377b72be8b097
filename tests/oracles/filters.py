"""Random filters and never-lists: mostly what people ask for, now and then what only a robot would."""

import random
from dataclasses import dataclass

from creators.models import Creator
from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import SORTS, Range
from videos.browsing.never import NeverList
from videos.models import TagAlias, Video
from videos.tag_graph import TagGraph

UNKNOWN = ("no-such-tag", "zzz")
LENGTHS = (Range(None, 10), Range(10, 20), Range(20, 60), Range(60, None), Range(180, None), Range(3, 4), Range(0, 7))
YEARS = (Range(2019, 2021), Range(2024, 2024), Range(2022, None), Range(None, 2015), Range(1990, 1991))
LANGUAGES = ("en", "ja", "ko", "es", "de", "xx")


@dataclass(frozen=True)
class Wish:
    filter: VideoFilter
    never: NeverList

    def __str__(self):
        return f"{self.filter.href()} {self.never.query_string}".strip()


class Wishes:
    """Draws wishes over the database's catalog: tags by how frequent they are, so that most filters find something."""

    def __init__(self, graph: TagGraph, frequencies: dict[str, int], seed: int):
        self.chance = random.Random(seed)
        self.tags = [tag.slug for tag in graph.public_tags]
        self.weights = [frequencies.get(slug, 0) + 1 for slug in self.tags]
        self.shut_out = [tag.slug for tag in graph.public_tags if tag.is_shut_out]
        self.groups = sorted({tag.group_id for tag in graph.public_tags})
        self.creators = list(Creator.objects.order_by("pk").values_list("slug", flat=True))
        self.aliases = list(TagAlias.objects.order_by("pk").values_list("slug", flat=True))
        self.names = [tag.name for tag in graph.public_tags]
        self.names += Creator.objects.order_by("pk").values_list("name", flat=True)
        self.titles = list(Video.objects.order_by("pk").values_list("title", flat=True)[:500])

    def draw(self) -> Wish:
        chance = self.chance
        sort = chance.choice(SORTS)
        return Wish(
            VideoFilter(
                tags=[self._alternatives(self._tag) for _ in range(self._few())],
                not_tags=[self._excluded() for _ in range(self._few())],
                free_tags=[self._excluded() for _ in range(chance.random() < 0.15)],
                groups=[self._alternatives(self._group) for _ in range(chance.random() < 0.15)],
                not_groups=[self._group() for _ in range(self._few() if chance.random() < 0.15 else 0)],
                length=self._sometimes(LENGTHS),
                year=self._sometimes(YEARS),
                languages=chance.sample(LANGUAGES, chance.choice((1, 1, 2, 3))) if chance.random() < 0.12 else (),
                creators=[self._creator() for _ in range(chance.choice((1, 2, 3)))] if chance.random() < 0.2 else (),
                q=self._words() if chance.random() < 0.2 else "",
                sort=f"random-{chance.randrange(10**8)}" if sort == "random" else sort,
            ),
            self._never() if chance.random() < 0.3 else NeverList(),
        )

    def _few(self) -> int:
        return self.chance.choices((0, 1, 2, 3), (55, 33, 9, 3))[0]

    def _alternatives(self, one) -> list[str]:
        return [one() for _ in range(self.chance.choices((1, 2, 3), (60, 30, 10))[0])]

    def _tag(self) -> str:
        if self.chance.random() < 0.03:
            return self.chance.choice([*UNKNOWN, *self.aliases])
        return self.chance.choices(self.tags, self.weights)[0]

    def _excluded(self) -> str:
        """Mostly what people shut out, and of that mostly the first."""
        if self.chance.random() < 0.4:
            return self._tag()
        return self.chance.choices(self.shut_out, [1 / rank for rank in range(1, len(self.shut_out) + 1)])[0]

    def _group(self) -> str:
        return self.chance.choice([*self.groups, "no-such-group"]) if self.chance.random() < 0.9 else self.groups[0]

    def _creator(self) -> str:
        few = self.creators[:8] if self.chance.random() < 0.7 else [*self.creators, "nobody"]
        return self.chance.choice(few)

    def _sometimes(self, values):
        return self.chance.choice(values) if self.chance.random() < 0.12 else None

    def _words(self) -> str:
        """One to three words of a title or name; now and then as a phrase, as a beginning, or refused."""
        chance = self.chance
        words = chance.choice([*self.titles, *self.names]).split()
        start = chance.randrange(len(words))
        found = " ".join(words[start : start + chance.choice((1, 1, 2, 3))])
        form = chance.choices(("{}", '"{}"', "{}*", "asmr -{}", "-{} the", "??? {}", "???"), (60, 12, 9, 6, 6, 5, 2))[0]
        return form.format(found)

    def _never(self) -> NeverList:
        tags = [self._excluded() for _ in range(self.chance.choice((1, 2, 5)))]
        return NeverList(tags=tuple(tags), creators=tuple(self._creator() for _ in range(self._few())))

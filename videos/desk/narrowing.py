"""What the review is narrowed to, read from the address and written into it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from creators.models import Creator
from videos.browsing.resolving import find_meanings
from videos.curation.reviewing import CLASSES, Scope
from videos.models import ImportRun, Tag, TagGroup
from videos.tag_graph import TagGraph

PARAMETERS = {"kind": "class", "shelf": "group"}  # parts of a scope that are called otherwise in addresses


@dataclass(frozen=True)
class Narrowing:
    """A scope with its address. `problems` say what was not understood: then nothing is in it, rather than all."""

    scope: Scope = Scope()
    problems: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: Mapping[str, str], graph: TagGraph) -> Self:
        """Read `creator=ID&tag=slug&run=ID&class=harm&group=clinical`. At most a query for each."""
        found, problems = {}, []
        readers = {
            "creator": _find_creator,
            "run": _find_run,
            "tag": lambda text: find_tag(text, graph),
            "kind": _kind,
            "shelf": lambda text: _find_shelf(text, graph),
        }
        for name, read in readers.items():
            text = query.get(PARAMETERS.get(name, name), "").strip()
            if not text:
                continue
            found[name] = read(text)
            if not found[name]:
                what = {"run": "import", "kind": "class of suggestions", "shelf": "group of tags"}.get(name, name)
                problems.append(f"There is no {what} “{text[:100]}”.")
        return cls(Scope(**{name: value for name, value in found.items() if value}), tuple(problems))

    @property
    def query_string(self) -> str:
        """Of what was understood; begins with "?"."""
        scope = self.scope
        pairs = {
            "creator": scope.creator and scope.creator.pk,
            "run": scope.run and scope.run.pk,
            "class": scope.kind,
            "group": scope.shelf and scope.shelf.slug,
            "tag": scope.tag and scope.tag.slug,
        }
        return f"?{urlencode({name: value for name, value in pairs.items() if value})}"

    def to(self, **changes) -> Self:
        """The same narrowed otherwise, as by `tag=None`."""
        return Narrowing(replace(self.scope, **changes))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What it is narrowed to in words, each with the address without it."""
        scope = self.scope
        labels = {
            "creator": scope.creator and f"Creator: {scope.creator.shown_name}",
            "run": scope.run and f"From {scope.run}",
            "kind": CLASSES.get(scope.kind),
            "shelf": scope.shelf and scope.shelf.label,
            "tag": scope.tag and f"Tag: {scope.tag.name}",
        }
        without = {name: self.to(**{name: "" if name == "kind" else None}) for name in labels}
        return [(label, without[name].query_string) for name, label in labels.items() if label]


def find_tag(text: str, graph: TagGraph) -> Tag | None:
    """The active tag of this slug or label, or the only public one of this synonym. At most one query."""
    folded = text.strip().casefold()
    for tag in graph.tags.values():
        if folded in {tag.slug, tag.name.casefold()}:
            return tag
    meanings = find_meanings({folded}, graph).get(folded, ())
    return graph.tags[meanings[0]] if len(meanings) == 1 else None


def _find_shelf(text: str, graph: TagGraph) -> TagGroup | None:
    return next((tag.group for tag in graph.in_group(text)), None)


def _find_creator(text: str) -> Creator | None:
    return Creator.objects.filter(pk=int(text)).first() if _is_key(text) else None


def _find_run(text: str) -> ImportRun | None:
    return ImportRun.objects.filter(pk=int(text)).first() if _is_key(text) else None


def _kind(text: str) -> str:
    return text if text in CLASSES else ""


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18

"""What studies found of ASMR, each finding with its source, as the file beside it says. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("findings.yaml")
# How the finding is known here. Nobody has read all of it again, so each page says how far one may trust the words.
BASES = {
    "text": "read in public text",
    "press": "as quoted in the press",
    "reference-list": "seen in a list of references, not read",
}


@dataclass(frozen=True)
class Source:
    """A study: `authors`, `year` (None: not known), and its `place`: journal and article, or "preprint"."""

    authors: str
    year: int | None
    place: str

    @property
    def citation(self) -> str:
        return f"{self.authors} {self.year}, {self.place}" if self.year else f"{self.authors}, {self.place}"


@dataclass(frozen=True)
class Finding:
    """`text` in plain words; `limits` say what it does not show, blank where the source says nothing of them."""

    text: str
    source: Source
    basis: str
    limits: str = ""

    @property
    def basis_label(self) -> str:
        return BASES[self.basis]


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    findings: tuple[Finding, ...]


@lru_cache(maxsize=1)
def catalog_findings() -> tuple[Chapter, ...]:
    """Give the catalog's own findings, read once in a process."""
    return read_findings()


def read_findings(path: Path = PATH) -> tuple[Chapter, ...]:
    """Give the chapters in the YAML file at `path`. Raises KeyError or TypeError where it lacks or has too much."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    sources = {key: Source(**source) for key, source in raw["sources"].items()}
    return tuple(
        Chapter(chapter["slug"], chapter["title"], tuple(_make_finding(one, sources) for one in chapter["findings"]))
        for chapter in raw["chapters"]
    )


def _make_finding(raw: dict, sources: dict[str, Source]) -> Finding:
    finding = Finding(**{**raw, "source": sources[raw["source"]]})
    if finding.basis not in BASES:
        raise KeyError(finding.basis)
    return finding

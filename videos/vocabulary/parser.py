"""Read the controlled vocabulary from its YAML files into frozen values, or name everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from videos.vocabulary.checks import find_problems
from videos.vocabulary.computed import parse_computed_rule
from videos.vocabulary.definitions import (
    CandidateRules,
    Evidence,
    Facet,
    Group,
    HashtagRules,
    MatchingSettings,
    MatchRules,
    NegationRules,
    RecognitionRules,
    TagDefinition,
    Thresholds,
    Vocabulary,
)
from videos.vocabulary.shapes import SETTINGS_FILE

FOLDER = Path(__file__).parent

# What the loader raises for values that are not what their tag or their look says, such as a 13th month.
_UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError)
# The C loader reads the 226 tags about ten times as quickly; it is missing where libyaml is.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VocabularyError(Exception):
    """The vocabulary cannot be used; `problems` names every reason with its file and tag."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@lru_cache(maxsize=1)
def catalog_vocabulary() -> Vocabulary:
    """Return the catalog's own vocabulary, read once in a process. Raises VocabularyError."""
    return read_vocabulary()


def read_vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Return the vocabulary in `folder` (vocabulary.yaml and tags/*.yaml).

    Raises VocabularyError naming all problems at once, each with its file and tag.
    """
    folder = Path(folder)
    contents: dict[str, bytes] = {}
    problems: list[str] = []
    for path in [folder / SETTINGS_FILE, *sorted((folder / "tags").glob("*.yaml"))]:
        name = path.relative_to(folder).as_posix()
        try:
            contents[name] = path.read_bytes()
        except OSError as error:
            problems.append(f"{name}: cannot be read: {error.strerror}")
    return parse_vocabulary(contents, problems=problems)


def parse_vocabulary(contents: Mapping[str, bytes], *, problems: Iterable[str] = ()) -> Vocabulary:
    """Return the vocabulary in these files, by their names: vocabulary.yaml, and the files of tags.

    Raises VocabularyError naming all problems at once, those given included, each with its file and tag.
    """
    digest = hashlib.sha256()
    documents: dict[str, Any] = {}
    problems = [*problems]
    for name, content in contents.items():
        try:
            documents[name] = yaml.load(content, Loader=_Loader)  # noqa: S506 - both loaders are the safe ones
        except _UNREADABLE as error:
            problems.append(_describe_yaml_error(name, error))
            continue
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    if problems:
        raise VocabularyError(problems)
    return build_vocabulary(documents, fingerprint=digest.hexdigest())


def build_vocabulary(documents: Mapping[str, Any], *, fingerprint: str) -> Vocabulary:
    """Return the vocabulary of what such files say, by their names. Raises what `parse_vocabulary` does."""
    tags = {name: document for name, document in documents.items() if name != SETTINGS_FILE}
    settings = documents.get(SETTINGS_FILE)
    problems = find_problems(settings, tags)
    if problems:
        raise VocabularyError(problems)
    return _build_vocabulary(settings, tags, fingerprint=fingerprint)


def _describe_yaml_error(name: str, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"{name}, line {mark.line + 1}" if mark else name
    is_telling = isinstance(error, (yaml.YAMLError, ValueError))
    reason = (getattr(error, "problem", None) or str(error)) if is_telling else "a value is not what it is said to be"
    return f"{place}: is not readable YAML: {reason}"


def _build_vocabulary(settings: dict[str, Any], documents: dict[str, Any], *, fingerprint: str) -> Vocabulary:
    references = settings["references"]
    tags = {raw["slug"]: _build_tag(raw, references) for document in documents.values() for raw in document}
    return Vocabulary(
        facets=tuple(_build_facets(settings["facets"])),
        groups=tuple(
            Group(slug=raw["slug"], facet=raw["facet"], label=raw["label"], order=raw["order"])
            for raw in settings["groups"]
        ),
        tags=MappingProxyType(tags),
        matching=_build_matching(settings["matching"]),
        fingerprint=fingerprint,
    )


def _build_facets(raws: list[dict[str, Any]]) -> Iterator[Facet]:
    for raw in raws:
        yield Facet(
            slug=raw["slug"],
            label=raw["label"],
            question=raw["question"],
            is_public=raw["public"],
            order=raw["order"],
            note=raw.get("note", ""),
        )


def _build_tag(raw: dict[str, Any], references: Mapping[str, str]) -> TagDefinition:
    match = raw.get("match", {})
    evidence = raw.get("evidence", {})
    return TagDefinition(
        slug=raw["slug"],
        label=raw["label"],
        facet=raw["facet"],
        group=raw["group"],
        definition=raw["definition"],
        parents=tuple(raw.get("parents", ())),
        implies=tuple(raw.get("implies", ())),
        opposes=tuple(raw.get("opposes", ())),
        often_with=tuple(raw.get("often_with", ())),
        synonyms=tuple(raw.get("synonyms", ())),
        search_only_synonyms=tuple(raw.get("search_only_synonyms", ())),
        former_slugs=tuple(raw.get("former_slugs", ())),
        i18n=tuple((language, tuple(terms)) for language, terms in raw.get("i18n", {}).items()),
        i18n_display_only=frozenset(raw.get("i18n_display_only", ())),
        is_assignable=raw.get("assignable", True),
        hold_for_moderator=match.get("hold_for_moderator", False),
        evidence=Evidence(
            level=evidence.get("level", "not_applicable"),
            note=evidence.get("note", ""),
            references=tuple(references[key] for key in evidence.get("refs", ())),
        ),
        rules=_build_rules(match),
        own_terms=tuple(raw.get("own_terms", ())),
        listening=raw.get("listening", ""),
    )


def _build_rules(match: dict[str, Any]) -> MatchRules:
    derive = match.get("derive")
    return MatchRules(
        positive=tuple(match.get("positive", ())),
        case_sensitive=tuple(match.get("case_sensitive", ())),
        weak=tuple(match.get("weak", ())),
        weak_context=match.get("weak_context"),
        negative=tuple(match.get("negative", ())),
        block_if=tuple(match.get("block_if", ())),
        suppressed_by=tuple(match.get("suppressed_by", ())),
        zones=tuple(match["zones"]) if "zones" in match else None,
        recall_first=match.get("recall_first", False),
        is_negatable=match.get("negatable", True),
        derive=derive,
        computed=parse_computed_rule(derive) if derive else None,
        notes=match.get("notes", ""),
        candidate=tuple(match.get("candidate", ())),
    )


def _build_matching(raw: dict[str, Any]) -> MatchingSettings:
    negation, recognition, candidates = raw["negation"], raw["recognition"], raw.get("candidates", {})
    return MatchingSettings(
        zone_weights=MappingProxyType(dict(raw["zones"])),
        default_zones=tuple(raw["default_zones"]),
        thresholds=Thresholds(**raw["thresholds"]),
        negation=NegationRules(
            prefix_cues=tuple(negation["prefix_cues"]),
            not_a_cue=MappingProxyType({key: frozenset(cues) for key, cues in negation["not_a_cue"].items()}),
            optional_words_after_cue=tuple(negation["optional_words_after_cue"]),
            conjunctions=tuple(negation["conjunctions"]),
            suffix_cues=tuple(negation["suffix_cues"]),
            optional_words_before_suffix=tuple(negation["optional_words_before_suffix"]),
        ),
        hashtags=HashtagRules(
            wall_weight=raw["hashtags"]["wall_weight"],
            never_telling=frozenset(raw["hashtags"]["never_telling"]),
        ),
        lead_cues=MappingProxyType({facet: tuple(cues) for facet, cues in raw["lead_cues"].items()}),
        recognition=RecognitionRules(
            words=tuple(recognition["words"]),
            signs=frozenset(recognition["signs"]),
            no_sign_alone=frozenset(recognition["no_sign_alone"]),
            denials=tuple(recognition["denials"]),
            about=tuple(recognition["about"]),
            topics=tuple(recognition["topics"]),
        ),
        candidates=CandidateRules(
            groups=frozenset(candidates.get("groups", ())),
            never_beside=tuple(candidates.get("never_beside", ())),
            unless=tuple(candidates.get("unless", ())),
        ),
    )

"""Everything that can be wrong with the raw vocabulary, each problem named with its file and tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from asmr_catalog.folding import fold
from videos.vocabulary.computed import parse_computed_rule
from videos.vocabulary.shapes import SETTINGS_FILE, check_settings_shape, check_tag_shape, place_of

_PATTERN_KEYS = ("positive", "case_sensitive", "weak", "candidate", "negative", "block_if")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_NO_LITERAL = re.compile(r"\\.|\(\?P?<\w+>|\(\?[a-zA-Z-]+[:)]", re.DOTALL)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def find_problems(settings: Any, documents: Mapping[str, Any]) -> list[str]:
    """Return all problems of the raw settings and of the raw tag files (name to content); empty means usable.

    Where something has not the right shape, that alone is reported: meanings are only checked in what has.
    """
    tags = [(name, raw) for name, document in documents.items() if isinstance(document, list) for raw in document]
    problems = [*check_settings_shape(settings)]
    for name, document in documents.items():
        if not isinstance(document, list):
            problems.append(f"{name}: expected a list of tags")
    for name, raw in tags:
        problems += check_tag_shape(name, raw)
    if problems:
        return problems
    return [
        *_check_settings_meaning(settings),
        *_check_slugs(tags),
        *(problem for name, raw in tags for problem in _check_tag_meaning(name, raw, settings, _slugs(tags))),
        *_check_cycles(tags),
    ]


def _slugs(tags: Iterable[tuple[str, dict[str, Any]]]) -> set[str]:
    return {raw["slug"] for _, raw in tags}


def _check_settings_meaning(settings: dict[str, Any]) -> Iterator[str]:
    facets = {row["slug"] for row in settings["facets"]}
    for key in ("facets", "groups"):
        for slug in _repeated(row["slug"] for row in settings[key]):
            yield f"{SETTINGS_FILE}: {key}: “{slug}” stands twice"
    for row in settings["groups"]:
        if row["facet"] not in facets:
            yield f"{SETTINGS_FILE}: groups, {row['slug']}: unknown facet “{row['facet']}”"
    matching = settings["matching"]
    place = f"{SETTINGS_FILE}: matching"
    for zone in matching["default_zones"]:
        if zone not in matching["zones"]:
            yield f"{place}: default_zones: unknown zone “{zone}”"
    for key, named in (("lead_cues", matching["lead_cues"]), ("never_telling", matching["hashtags"]["never_telling"])):
        yield from (f"{place}: {key}: unknown facet “{facet}”" for facet in named if facet not in facets)
    for facet, cues in matching["lead_cues"].items():
        yield from _check_compiles(f"{place}: lead_cues, {facet}", cues)
    candidates = matching.get("candidates", {})
    techniques = {row["slug"] for row in settings["groups"] if row["facet"] == "technique"}
    for group in candidates.get("groups", ()):
        if group not in techniques:
            yield f"{place}: candidates: “{group}” is no group of techniques"
    for key in ("never_beside", "unless"):
        yield from _check_compiles(f"{place}: candidates: {key}", candidates.get(key, ()))
    for key in ("denials", "about", "topics"):
        yield from _check_compiles(f"{place}: recognition: {key}", matching["recognition"][key])


def _check_compiles(place: str, patterns: Iterable[str], *, is_folded: bool = True) -> Iterator[str]:
    """Yield what keeps patterns from working: folded text has neither capitals nor accents."""
    for pattern in patterns:
        if control := _CONTROL.search(pattern):
            yield f"{place}: the pattern {pattern!r} has the control character {control[0]!r}: quote it with ' in YAML"
            continue
        literal = _NO_LITERAL.sub("", pattern)
        if is_folded and (never := [character for character in literal if fold(character) != character]):
            yield f"{place}: the pattern “{pattern}” has “{never[0]}”, which folded text never has"
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            yield f"{place}: the pattern “{pattern}” does not compile: {error}"
            continue
        if compiled.search(""):
            yield f"{place}: the pattern “{pattern}” matches the empty text"


def _check_slugs(tags: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    files: dict[str, list[str]] = {}
    for name, raw in tags:
        files.setdefault(raw["slug"], []).append(name)
    for slug, names in files.items():
        if not SLUG.fullmatch(slug):
            yield f"{names[0]}, {slug}: a slug has lower-case letters, digits and single hyphens only"
        if len(names) > 1:
            yield f"{names[1]}, {slug}: the slug stands twice (first in {names[0]})"
    former: dict[str, str] = {}
    for name, raw in tags:
        for slug in raw.get("former_slugs", ()):
            if slug in files:
                yield f"{name}, {raw['slug']}: the former slug “{slug}” is also a slug"
            if slug in former:
                yield f"{name}, {raw['slug']}: the former slug “{slug}” is also a former slug of {former[slug]}"
            former[slug] = raw["slug"]


def _repeated(values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [value for value in values if value in seen or seen.add(value)]


def _check_tag_meaning(name: str, raw: dict[str, Any], settings: dict[str, Any], slugs: set[str]) -> Iterator[str]:
    place = place_of(name, raw)
    match = raw.get("match", {})
    group_facets = {row["slug"]: row["facet"] for row in settings["groups"]}
    facets = {row["slug"] for row in settings["facets"]}
    if raw["facet"] not in facets:
        yield f"{place}: unknown facet “{raw['facet']}”"
    if raw["group"] not in group_facets:
        yield f"{place}: unknown group “{raw['group']}”"
    elif raw["facet"] in facets and group_facets[raw["group"]] != raw["facet"]:
        yield f"{place}: the group “{raw['group']}” belongs to the facet “{group_facets[raw['group']]}”"
    for key in ("parents", "implies", "opposes", "often_with"):
        yield from (f"{place}: {key}: unknown tag “{slug}”" for slug in raw.get(key, ()) if slug not in slugs)
    for slug in match.get("suppressed_by", ()):
        if slug not in slugs:
            yield f"{place}: suppressed_by: unknown tag “{slug}”"
    for zone in match.get("zones", ()):
        if zone not in settings["matching"]["zones"]:
            yield f"{place}: zones: unknown zone “{zone}”"
    yield from _check_evidence(place, raw.get("evidence", {}), settings)
    yield from _check_patterns(place, match)


def _check_evidence(place: str, evidence: dict[str, Any], settings: dict[str, Any]) -> Iterator[str]:
    level = evidence.get("level")
    if level is not None and level not in settings.get("evidence_scale", {}):
        yield f"{place}: unknown evidence level “{level}”"
    for key in evidence.get("refs", ()):
        if key not in settings["references"]:
            yield f"{place}: unknown reference “{key}”"


def _check_patterns(place: str, match: dict[str, Any]) -> Iterator[str]:
    for key in _PATTERN_KEYS:
        yield from _check_compiles(f"{place}: {key}", match.get(key, ()), is_folded=key != "case_sensitive")
    if "weak_context" in match:
        yield from _check_compiles(f"{place}: weak_context", [match["weak_context"]])
    if match.get("weak") and not match.get("weak_context"):
        yield f"{place}: “weak” patterns need a “weak_context”"
    if derive := match.get("derive"):
        try:
            parse_computed_rule(derive)
        except ValueError as error:
            yield f"{place}: derive: {error}"


def _check_cycles(tags: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    files = {raw["slug"]: name for name, raw in tags}
    links = {raw["slug"]: (*raw.get("parents", ()), *raw.get("implies", ())) for _, raw in tags}
    done: set[str] = set()
    for start in links:
        for cycle in find_cycles(start, links, done):
            yield f"{files[cycle[0]]}, {cycle[0]}: parents and implications run in a circle: {' -> '.join(cycle)}"


def find_cycles(start: str, links: Mapping[str, tuple[str, ...]], done: set[str]) -> Iterator[list[str]]:
    """Yield each cycle met on a walk from `start`; `done` collects what needs no second visit."""
    path: list[str] = []
    waiting: list[tuple[str, bool]] = [(start, True)]
    while waiting:
        slug, is_entering = waiting.pop()
        if not is_entering:
            path.pop()
            done.add(slug)
            continue
        if slug in path:
            yield [*path[path.index(slug) :], slug]
            continue
        if slug in done or slug not in links:
            continue
        path.append(slug)
        waiting.append((slug, False))
        waiting += ((target, True) for target in reversed(links[slug]))

"""Everything that can be wrong with the raw vocabulary, each problem named with its file and tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from videos.vocabulary.computed import parse_computed_rule

TEXT, TEXTS, FLAG, MAPPING = "text", "a list of texts", "true or false", "a mapping"

_REQUIRED = ("slug", "label", "facet", "group", "definition")
_TAG_KEYS = {
    **dict.fromkeys(_REQUIRED, TEXT),
    **dict.fromkeys(("parents", "implies", "opposes", "often_with", "synonyms", "search_only_synonyms"), TEXTS),
    **dict.fromkeys(("former_slugs", "i18n_display_only"), TEXTS),
    "i18n": MAPPING,
    "match": MAPPING,
    "evidence": MAPPING,
    "assignable": FLAG,
}
_MATCH_KEYS = {
    **dict.fromkeys(("positive", "case_sensitive", "weak", "negative", "block_if", "suppressed_by", "zones"), TEXTS),
    **dict.fromkeys(("weak_context", "derive", "notes"), TEXT),
    **dict.fromkeys(("recall_first", "negatable", "hold_for_moderator"), FLAG),
}
_EVIDENCE_KEYS = {"level": TEXT, "note": TEXT, "refs": TEXTS}
_PATTERN_KEYS = ("positive", "case_sensitive", "weak", "negative", "block_if")
_THRESHOLDS = ("publish", "benefit_publish", "technique_publish", "caution_publish", "review_from",
               "caution_review_from")  # fmt: skip
_NEGATION_LISTS = ("prefix_cues", "optional_words_after_cue", "conjunctions", "suffix_cues",
                   "optional_words_before_suffix")  # fmt: skip
_SETTINGS_FILE = "vocabulary.yaml"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def find_problems(settings: Any, documents: Mapping[str, Any]) -> list[str]:
    """Return all problems of the raw settings and of the raw tag files (name to content); empty means usable.

    Where something has not the right shape, that alone is reported: meanings are only checked in what has.
    """
    tags = [(name, raw) for name, document in documents.items() if isinstance(document, list) for raw in document]
    problems = [*_check_settings_shape(settings)]
    for name, document in documents.items():
        if not isinstance(document, list):
            problems.append(f"{name}: expected a list of tags")
    for name, raw in tags:
        problems += _check_tag_shape(name, raw)
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


def _place(name: str, raw: Any) -> str:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    return f"{name}, {slug}" if isinstance(slug, str) else name


def _check_tag_shape(name: str, raw: Any) -> Iterator[str]:
    place = _place(name, raw)
    if not isinstance(raw, dict):
        yield f"{place}: expected a mapping for each tag, got {raw!r}"
        return
    for key in _REQUIRED:
        if not raw.get(key):
            yield f"{place}: “{key}” is missing"
    yield from _check_keys(place, raw, _TAG_KEYS)
    yield from _check_keys(f"{place}: match", raw.get("match", {}), _MATCH_KEYS)
    yield from _check_keys(f"{place}: evidence", raw.get("evidence", {}), _EVIDENCE_KEYS)
    i18n = raw.get("i18n", {})
    for language, terms in i18n.items() if isinstance(i18n, dict) else ():
        if not isinstance(language, str) or not _has_shape(terms, TEXTS):
            yield f"{place}: i18n, {language}: expected {TEXTS}"


def _check_keys(place: str, raw: Any, shapes: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(raw, dict):
        return
    for key, value in raw.items():
        if key not in shapes:
            yield f"{place}: “{key}” is not a known key"
        elif not _has_shape(value, shapes[key]):
            yield f"{place}: “{key}”: expected {shapes[key]}, got {value!r}"


def _has_shape(value: Any, shape: str) -> bool:
    if shape == TEXT:
        return isinstance(value, str)
    if shape == FLAG:
        return isinstance(value, bool)
    if shape == MAPPING:
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _check_settings_shape(settings: Any) -> Iterator[str]:
    if not isinstance(settings, dict):
        yield f"{_SETTINGS_FILE}: expected a mapping"
        return
    for key, required in (
        ("facets", ("slug", "label", "question", "public", "order")),
        ("groups", ("slug", "facet", "label", "order")),
    ):
        rows = settings.get(key)
        if not isinstance(rows, list):
            yield f"{_SETTINGS_FILE}: “{key}”: expected a list"
            continue
        for row in rows:
            if not isinstance(row, dict):
                yield f"{_SETTINGS_FILE}: {key}: expected a mapping, got {row!r}"
                continue
            for name in required:
                if name not in row:
                    yield f"{_SETTINGS_FILE}: {key}, {row.get('slug')}: “{name}” is missing"
    if not isinstance(settings.get("references"), dict):
        yield f"{_SETTINGS_FILE}: “references”: expected {MAPPING}"
    yield from _check_matching_shape(settings.get("matching"))


def _check_matching_shape(matching: Any) -> Iterator[str]:
    place = f"{_SETTINGS_FILE}: matching"
    if not isinstance(matching, dict):
        yield f"{place}: expected {MAPPING}"
        return
    for key in ("zones", "thresholds", "negation", "recognition"):
        if not isinstance(matching.get(key), dict):
            yield f"{place}: “{key}”: expected {MAPPING}"
            return
    if not _has_shape(matching.get("default_zones"), TEXTS):
        yield f"{place}: “default_zones”: expected {TEXTS}"
    for key in _THRESHOLDS:
        if not isinstance(matching["thresholds"].get(key), int | float):
            yield f"{place}: thresholds: “{key}”: expected a number"
    for key in matching["thresholds"].keys() - set(_THRESHOLDS):
        yield f"{place}: thresholds: “{key}” is not a known key"
    for zone, weight in matching["zones"].items():
        if not isinstance(weight, int | float):
            yield f"{place}: zones, {zone}: expected a number"
    for key in _NEGATION_LISTS:
        if not _has_shape(matching["negation"].get(key), TEXTS):
            yield f"{place}: negation: “{key}”: expected {TEXTS} (quote words like 'no')"
    not_a_cue = matching["negation"].get("not_a_cue")
    if not isinstance(not_a_cue, dict) or not all(_has_shape(cues, TEXTS) for cues in not_a_cue.values()):
        yield f"{place}: negation: “not_a_cue”: expected a list of texts for each language"
    for key in ("words", "no_sign_alone"):
        if not _has_shape(matching["recognition"].get(key), TEXTS):
            yield f"{place}: recognition: “{key}”: expected {TEXTS}"


def _check_settings_meaning(settings: dict[str, Any]) -> Iterator[str]:
    facets = {row["slug"] for row in settings["facets"]}
    for key in ("facets", "groups"):
        for slug in _repeated(row["slug"] for row in settings[key]):
            yield f"{_SETTINGS_FILE}: {key}: “{slug}” stands twice"
    for row in settings["groups"]:
        if row["facet"] not in facets:
            yield f"{_SETTINGS_FILE}: groups, {row['slug']}: unknown facet “{row['facet']}”"
    for zone in settings["matching"]["default_zones"]:
        if zone not in settings["matching"]["zones"]:
            yield f"{_SETTINGS_FILE}: matching: default_zones: unknown zone “{zone}”"


def _check_slugs(tags: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    files: dict[str, list[str]] = {}
    for name, raw in tags:
        files.setdefault(raw["slug"], []).append(name)
    for slug, names in files.items():
        if not _SLUG.fullmatch(slug):
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
    place = _place(name, raw)
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
    patterns = [(key, pattern) for key in _PATTERN_KEYS for pattern in match.get(key, ())]
    if "weak_context" in match:
        patterns.append(("weak_context", match["weak_context"]))
    for key, pattern in patterns:
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            yield f"{place}: {key}: the pattern “{pattern}” does not compile: {error}"
            continue
        if compiled.search(""):
            yield f"{place}: {key}: the pattern “{pattern}” matches the empty text"
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
        for cycle in _find_cycles(start, links, done):
            yield f"{files[cycle[0]]}, {cycle[0]}: parents and implications run in a circle: {' -> '.join(cycle)}"


def _find_cycles(start: str, links: Mapping[str, tuple[str, ...]], done: set[str]) -> Iterator[list[str]]:
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

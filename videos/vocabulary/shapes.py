"""Whether the raw vocabulary has the shape that its parser reads: keys, kinds of values, nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TEXT, TEXTS, FLAG, MAPPING = "text", "a list of texts", "true or false", "a mapping"
PLACE = "a whole number from 0 to 32,767"
MOST_PLACES = 32_767  # as its column takes it

_REQUIRED = ("slug", "label", "facet", "group", "definition")
_TAG_KEYS = {
    **dict.fromkeys(_REQUIRED, TEXT),
    **dict.fromkeys(("parents", "implies", "opposes", "often_with", "synonyms", "search_only_synonyms"), TEXTS),
    **dict.fromkeys(("former_slugs", "own_terms", "i18n_display_only"), TEXTS),
    "i18n": MAPPING,
    "match": MAPPING,
    "evidence": MAPPING,
    "listening": TEXT,
    "assignable": FLAG,
}
_MATCH_KEYS = {
    **dict.fromkeys(
        ("positive", "case_sensitive", "weak", "candidate", "negative", "block_if", "suppressed_by"), TEXTS
    ),
    "zones": TEXTS,
    **dict.fromkeys(("weak_context", "derive", "notes"), TEXT),
    **dict.fromkeys(("recall_first", "negatable", "hold_for_moderator"), FLAG),
}
_EVIDENCE_KEYS = {"level": TEXT, "note": TEXT, "refs": TEXTS}
_SHELF_KEYS = {
    "facets": {**dict.fromkeys(("slug", "label", "question"), TEXT), "public": FLAG, "order": PLACE},
    "groups": {**dict.fromkeys(("slug", "facet", "label"), TEXT), "order": PLACE},
}
# Letters, as the columns take them.
_LONGEST = {"slug": 100, "label": 100, "synonyms": 100, "search_only_synonyms": 100, "former_slugs": 100}
_LONGEST_OF_SHELVES = {"slug": 40, "label": 100, "question": 200}
_THRESHOLDS = ("publish", "benefit_publish", "technique_publish", "caution_publish", "review_from",
               "caution_review_from")  # fmt: skip
_NEGATION_LISTS = ("prefix_cues", "optional_words_after_cue", "conjunctions", "suffix_cues",
                   "optional_words_before_suffix")  # fmt: skip
_MATCHING_KEYS = {"zones", "default_zones", "thresholds", "hashtags", "lead_cues", "negation", "recognition"}
_CANDIDATE_KEYS = dict.fromkeys(("groups", "never_beside", "unless"), TEXTS)  # all may be left out
_MATCHING_NOTES = {"normalise", "drop_lines", "steps", "states", "known_limits"}  # for people
_RECOGNITION_LISTS = ("words", "signs", "no_sign_alone", "denials", "about", "topics")
SETTINGS_FILE = "vocabulary.yaml"


def place_of(name: str, raw: Any) -> str:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    return f"{name}, {slug}" if isinstance(slug, str) else name


def check_tag_shape(name: str, raw: Any) -> Iterator[str]:
    place = place_of(name, raw)
    if not isinstance(raw, dict):
        yield f"{place}: expected a mapping for each tag, got {raw!r}"
        return
    for key in _REQUIRED:
        if not raw.get(key):
            yield f"{place}: “{key}” is missing"
    yield from _check_keys(place, raw, _TAG_KEYS)
    yield from _check_lengths(place, raw, _LONGEST)
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


def _check_lengths(place: str, raw: dict[str, Any], longest: Mapping[str, int]) -> Iterator[str]:
    for key, most in longest.items():
        texts = raw.get(key)
        for text in texts if isinstance(texts, list) else [texts]:
            if isinstance(text, str) and len(text) > most:
                yield f"{place}: “{key}” has {len(text)} letters; {most} are the most"


def _has_shape(value: Any, shape: str) -> bool:
    if shape == PLACE:
        return isinstance(value, int) and 0 <= value <= MOST_PLACES
    if shape == TEXT:
        return isinstance(value, str)
    if shape == FLAG:
        return isinstance(value, bool)
    if shape == MAPPING:
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def check_settings_shape(settings: Any) -> Iterator[str]:
    if not isinstance(settings, dict):
        yield f"{SETTINGS_FILE}: expected a mapping"
        return
    for key, shapes in _SHELF_KEYS.items():
        rows = settings.get(key)
        if not isinstance(rows, list):
            yield f"{SETTINGS_FILE}: “{key}”: expected a list"
            continue
        for row in rows:
            yield from _check_shelf(key, row, shapes)
    if not isinstance(settings.get("references"), dict):
        yield f"{SETTINGS_FILE}: “references”: expected {MAPPING}"
    elif not all(isinstance(cited, str) for cited in settings["references"].values()):
        yield f"{SETTINGS_FILE}: “references”: expected {TEXT} for each"
    if "evidence_scale" in settings and not isinstance(settings["evidence_scale"], dict):
        yield f"{SETTINGS_FILE}: “evidence_scale”: expected {MAPPING}"
    yield from _check_matching_shape(settings.get("matching"))


def _check_shelf(kind: str, row: Any, shapes: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{SETTINGS_FILE}: {kind}: expected a mapping, got {row!r}"
        return
    place = f"{SETTINGS_FILE}: {kind}, {row.get('slug')}"
    for key, shape in shapes.items():
        if key not in row:
            yield f"{place}: “{key}” is missing"
        elif not _has_shape(row[key], shape):
            yield f"{place}: “{key}”: expected {shape}, got {row[key]!r}"
    yield from _check_lengths(place, row, _LONGEST_OF_SHELVES)


def _check_matching_shape(matching: Any) -> Iterator[str]:
    place = f"{SETTINGS_FILE}: matching"
    if not isinstance(matching, dict):
        yield f"{place}: expected {MAPPING}"
        return
    known = {*_MATCHING_KEYS, *_MATCHING_NOTES, "candidates"}
    yield from (f"{place}: “{key}” is not a known key" for key in matching.keys() - known)
    for key in sorted(_MATCHING_KEYS - {"default_zones"}):
        if not isinstance(matching.get(key), dict):
            problem = f"expected {MAPPING}" if key in matching else "is missing"
            yield f"{place}: “{key}”: {problem}"
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
    yield from _check_hashtags_shape(place, matching["hashtags"])
    candidates = matching.get("candidates", {})
    if not isinstance(candidates, dict):
        yield f"{place}: “candidates”: expected {MAPPING}"
    yield from _check_keys(f"{place}: candidates", candidates, _CANDIDATE_KEYS)
    for facet, cues in matching["lead_cues"].items():
        if not _has_shape(cues, TEXTS):
            yield f"{place}: lead_cues, {facet}: expected {TEXTS}"
    for key in _RECOGNITION_LISTS:
        if not _has_shape(matching["recognition"].get(key), TEXTS):
            yield f"{place}: recognition: “{key}”: expected {TEXTS}"


def _check_hashtags_shape(place: str, hashtags: dict[str, Any]) -> Iterator[str]:
    if not isinstance(hashtags.get("wall_weight"), int | float):
        yield f"{place}: hashtags: “wall_weight”: expected a number"
    if not _has_shape(hashtags.get("never_telling"), TEXTS):
        yield f"{place}: hashtags: “never_telling”: expected {TEXTS}"

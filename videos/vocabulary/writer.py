"""A vocabulary as the YAML files that the parser reads: what is written and read again is the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import yaml

from videos.vocabulary.definitions import MatchingSettings, MatchRules, TagDefinition, Vocabulary
from videos.vocabulary.parser import FOLDER
from videos.vocabulary.shapes import SETTINGS_FILE

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_HEAD = "# Written by export_vocabulary. load_vocabulary FOLDER reads it at another site.\n"
_PATTERNS = ("positive", "case_sensitive", "weak", "candidate", "negative", "block_if", "suppressed_by")
ARROWS = ("parents", "implies", "opposes", "often_with")
_NAMES = ("synonyms", "search_only_synonyms", "former_slugs", "own_terms")
_REQUIRED_LISTS = ("parents", "synonyms", "implies")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def write_files(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the files of `vocabulary` by their names: vocabulary.yaml, and tags/FACET.yaml with the facet's tags.

    Equal vocabularies give equal files. Comments are not in them; remarks for people are those of the files here.
    """
    return {
        name: _HEAD + yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
        for name, document in as_documents(vocabulary).items()
    }


def as_documents(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what the files of `vocabulary` say, by their names."""
    citations = dict.fromkeys(cited for tag in vocabulary.tags.values() for cited in tag.evidence.references)
    keys = _name_references(citations)
    documents: dict[str, Any] = {SETTINGS_FILE: _settings(vocabulary, keys)}
    for facet in sorted({tag.facet for tag in vocabulary.tags.values()}):
        tags = [tag for tag in vocabulary.tags.values() if tag.facet == facet]
        documents[f"tags/{facet}.yaml"] = [as_raw_tag(tag, keys) for tag in tags]
    return documents


def as_raw_tag(tag: TagDefinition, reference_keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the tag as a file says it; `reference_keys` maps full citations to their keys."""
    raw: dict[str, Any] = {
        "slug": tag.slug,
        "label": tag.label,
        "facet": tag.facet,
        "group": tag.group,
        "definition": tag.definition,
    }
    raw |= {"listening": tag.listening} if tag.listening else {}
    raw |= {name: [*getattr(tag, name)] for name in (*ARROWS, *_NAMES) if getattr(tag, name) or name in _REQUIRED_LISTS}
    raw |= {} if tag.is_assignable else {"assignable": False}
    raw |= {"i18n": {language: [*terms] for language, terms in tag.i18n}} if tag.i18n else {}
    raw |= {"i18n_display_only": sorted(tag.i18n_display_only)} if tag.i18n_display_only else {}
    if match := _match(tag.rules, hold_for_moderator=tag.hold_for_moderator):
        raw["match"] = match
    raw["evidence"] = {"level": tag.evidence.level}
    raw["evidence"] |= {"note": tag.evidence.note} if tag.evidence.note else {}
    refs = [reference_keys[cited] for cited in tag.evidence.references]
    raw["evidence"] |= {"refs": refs} if refs else {}
    return raw


def _match(rules: MatchRules, *, hold_for_moderator: bool) -> dict[str, Any]:
    match: dict[str, Any] = {name: [*getattr(rules, name)] for name in _PATTERNS if getattr(rules, name)}
    match |= {name: getattr(rules, name) for name in ("weak_context", "derive", "notes") if getattr(rules, name)}
    match |= {"zones": [*rules.zones]} if rules.zones is not None else {}
    match |= {"recall_first": True} if rules.recall_first else {}
    match |= {} if rules.is_negatable else {"negatable": False}
    return match | ({"hold_for_moderator": True} if hold_for_moderator else {})


def _settings(vocabulary: Vocabulary, reference_keys: Mapping[str, str]) -> dict[str, Any]:
    own = _own_settings()
    cited = {key: text for text, key in sorted(reference_keys.items(), key=lambda item: item[1])}
    return own | {
        "facets": [
            {
                "slug": facet.slug,
                "label": facet.label,
                "question": facet.question,
                "public": facet.is_public,
                "order": facet.order,
                "note": facet.note,
            }
            for facet in vocabulary.facets
        ],
        "groups": [asdict(group) for group in vocabulary.groups],
        "matching": own["matching"] | _matching(vocabulary.matching),
        "references": cited,
        "references_checked": {key: day for key, day in own["references_checked"].items() if key in cited},
    }


def _matching(matching: MatchingSettings) -> dict[str, Any]:
    negation, recognition = matching.negation, matching.recognition
    return {
        "zones": dict(matching.zone_weights),
        "default_zones": [*matching.default_zones],
        "thresholds": asdict(matching.thresholds),
        "hashtags": {
            "wall_weight": matching.hashtags.wall_weight,
            "never_telling": sorted(matching.hashtags.never_telling),
        },
        "candidates": {
            "groups": sorted(matching.candidates.groups),
            "never_beside": [*matching.candidates.never_beside],
            "unless": [*matching.candidates.unless],
        },
        "lead_cues": {facet: [*cues] for facet, cues in matching.lead_cues.items()},
        "negation": {
            "prefix_cues": [*negation.prefix_cues],
            "not_a_cue": {language: sorted(cues) for language, cues in negation.not_a_cue.items()},
            "optional_words_after_cue": [*negation.optional_words_after_cue],
            "conjunctions": [*negation.conjunctions],
            "suffix_cues": [*negation.suffix_cues],
            "optional_words_before_suffix": [*negation.optional_words_before_suffix],
        },
        "recognition": {
            "words": [*recognition.words],
            "signs": sorted(recognition.signs),
            "no_sign_alone": sorted(recognition.no_sign_alone),
            **{name: [*getattr(recognition, name)] for name in ("denials", "about", "topics")},
        },
    }


def _name_references(citations: Mapping[str, None]) -> dict[str, str]:
    """Give every citation its key in the files here; others one of author and year, numbered where it is taken."""
    own = {cited: key for key, cited in _own_settings()["references"].items()}
    keys = {cited: own[cited] for cited in citations if cited in own}
    taken = set(own.values())
    for cited in sorted(set(citations) - keys.keys()):
        author, year = re.match(r"\w*", cited)[0].lower(), _YEAR.search(cited)
        base = f"{author}{year[0] if year else ''}" or "reference"
        numbered = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        keys[cited] = next(key for key in numbered if key not in taken)
        taken.add(keys[cited])
    return keys


@lru_cache(maxsize=1)
def _own_settings() -> dict[str, Any]:
    """What the files here say beside the tags: remarks for people and the scale of evidence are in no vocabulary."""
    return yaml.safe_load((FOLDER / SETTINGS_FILE).read_text(encoding="utf-8"))

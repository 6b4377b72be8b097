"""Another site's vocabulary over the files here: what of it is new, and what both make together. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from videos.vocabulary.definitions import Vocabulary
from videos.vocabulary.parser import VocabularyError, build_vocabulary
from videos.vocabulary.shapes import SETTINGS_FILE
from videos.vocabulary.writer import ARROWS, as_documents, as_raw_tag

_SHELVES = ("facets", "groups")
NOTHING: Mapping[str, Any] = {"facets": [], "groups": [], "tags": []}


def find_shared(
    theirs: Vocabulary,
    files: Vocabulary,
    *,
    before: Mapping[str, Any] = NOTHING,
    besides: Collection[str] = (),
) -> dict[str, Any]:
    """Return what `theirs` says otherwise than the files here, fit for JSON: whole tags, and their shelves.

    What was shared `before` stays as far as `theirs` says nothing of it. Left out are the tags `besides`, those that
    are called otherwise here, and how their tagger is set.
    """
    cited = {cited: cited for tag in theirs.tags.values() for cited in tag.evidence.references}
    here = {old for tag in files.tags.values() for old in tag.former_slugs}
    tags = [raw for raw in before["tags"] if raw["slug"] not in theirs.tags or raw["slug"] in besides]
    tags += [
        as_raw_tag(tag, cited)
        for slug, tag in theirs.tags.items()
        if tag != files.tags.get(slug) and slug not in here - files.tags.keys() and slug not in besides
    ]
    settings, ours = as_documents(theirs)[SETTINGS_FILE], as_documents(files)[SETTINGS_FILE]
    shelves = {}
    for kind in _SHELVES:
        known = {row["slug"] for row in ours[kind]}
        new = {row["slug"]: row for row in (*before[kind], *settings[kind]) if row["slug"] not in known}
        shelves[kind] = [*new.values()]
    return {**shelves, "tags": tags}


def apply_shared(files: Vocabulary, shared: Mapping[str, Any]) -> Vocabulary:
    """Return the files' vocabulary with the tags of `shared`, as `find_shared` gives it, in place of their own.

    Nothing of the files goes, but a tag that `shared` has under another slug. Raises VocabularyError where both
    together are no vocabulary: a circle, a label twice.
    """
    documents = as_documents(files)
    settings = documents[SETTINGS_FILE]
    tags = {raw["slug"]: raw for raw in shared["tags"]}
    renamed = {
        old: slug
        for slug, raw in tags.items()
        for old in raw.get("former_slugs", ())
        if old in files.tags and old not in tags
    }
    today = {old: slug for slug, tag in files.tags.items() for old in tag.former_slugs if old not in tags} | renamed
    for kind in _SHELVES:
        settings[kind] = [*settings[kind], *shared[kind]]
    cited = [cited for raw in tags.values() for cited in raw["evidence"].get("refs", ())]
    settings["references"] |= dict(zip(cited, cited, strict=True))
    recognition = settings["matching"]["recognition"]
    for kind in ("signs", "no_sign_alone"):
        recognition[kind] = sorted({today.get(slug, slug) for slug in recognition[kind]})
    left = dict(tags)
    for name in [name for name in documents if name != SETTINGS_FILE]:
        documents[name] = [
            _point(left.pop(today.get(raw["slug"], raw["slug"]), None) or raw, today)
            for raw in documents[name]
            if raw["slug"] not in renamed or today[raw["slug"]] in left
        ]
    for raw in left.values():
        documents.setdefault(f"tags/{raw['facet']}.yaml", []).append(_point(raw, today))
    problems = [*_find_labels_twice(documents)]
    if problems:
        raise VocabularyError(problems)
    return build_vocabulary(documents, fingerprint=f"{files.fingerprint} {digest(shared)}")


def digest(shared: Mapping[str, Any]) -> str:
    """Equal for equal content."""
    return hashlib.sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()


def _point(raw: dict[str, Any], today: Mapping[str, str]) -> dict[str, Any]:
    """The tag with its arrows to the slugs of today, none of them to itself."""

    def point(slugs: list[str]) -> list[str]:
        pointed = dict.fromkeys(today.get(slug, slug) for slug in slugs)
        return [slug for slug in pointed if slug != raw["slug"]]

    pointed = raw | {name: point(raw[name]) for name in ARROWS if name in raw}
    if "suppressed_by" in raw.get("match", {}):
        pointed["match"] = raw["match"] | {"suppressed_by": point(raw["match"]["suppressed_by"])}
    return pointed


def _find_labels_twice(documents: Mapping[str, Any]) -> Iterator[str]:
    tags = [(name, raw) for name, document in documents.items() if name != SETTINGS_FILE for raw in document]
    counts = Counter(raw["label"].casefold() for _, raw in tags)
    for name, raw in tags:
        others = [other["slug"] for _, other in tags if other["label"].casefold() == raw["label"].casefold()]
        if counts[raw["label"].casefold()] > 1 and raw["slug"] == others[-1]:
            yield f"{name}, {raw['slug']}: the label “{raw['label']}” is also that of {others[0]}"

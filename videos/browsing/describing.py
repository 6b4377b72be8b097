"""A video, a tag and a creator as plain values: what the API and the exports say of them. None is unknown."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from creators.models import Creator, CredentialState
from videos.models import NoteReview, Source, Tag, TagAlias, Video
from videos.tag_graph import TagGraph

IMPLIED = "implied"  # the source of a tag that follows from another one

Address = Callable[[str], str]  # from a path of ours to the address that is told


def describe_video(video: Video, graph: TagGraph, *, address: Address) -> dict:
    """All that is public of a video fetched with `for_page()`. Tags in the vocabulary's order. No further queries."""
    sources = {row.tag.slug: row.source for row in video.tagged_videos.all()}
    decided = {kind: set() for kind in ("suggested", "absent-declared", "absent-checked", "rejected")}
    for row in video.tag_decisions.all():
        decided[row.kind].add(row.tag.slug)
    present = _public(graph, graph.closure(sources))
    return {
        "id": video.pk,
        "title": video.title,
        "url": video.url,
        "page": address(video.get_absolute_url()),
        "site": video.site,
        "site_id": video.site_id,
        "creator": _name_creator(video.creator) if video.creator else None,
        "duration_seconds": video.duration_seconds,
        "published_at": _moment(video.published_at),
        "published_precision": video.published_precision,
        "language": video.language or None,
        "tags": [{**_name_tag(tag), "source": sources.get(tag.slug, IMPLIED)} for tag in present],
        "cautions": [_name(tag) for tag in present if tag.group.facet_id == "caution"],
        "known_absent": _find_absent(sources, decided, graph),
        "suggested": [_name(tag) for tag in _public(graph, decided["suggested"])],
        "view_count": video.view_count,
        "counts_read_at": _moment(video.counts_read_at),
    }


def describe_tags(tags: Iterable[Tag], graph: TagGraph, counts: Mapping[str, int], *, address: Address) -> list[dict]:
    """Public tags of the vocabulary, each with its place in it; `counts`: videos that have it, by slug. Two queries."""
    tags = list(tags)
    synonyms, implied = defaultdict(list), defaultdict(list)
    for name, pk in (
        TagAlias.objects.filter(tag__in=tags, kind="synonym").order_by("name").values_list("name", "tag_id")
    ):
        synonyms[pk].append(name)
    arrows = Tag.implies.through.objects.filter(from_tag__in=tags)
    for pk, slug in arrows.values_list("from_tag_id", "to_tag__slug"):
        implied[pk].append(slug)
    return [
        _describe_tag(
            tag,
            graph,
            synonyms=synonyms[tag.pk],
            implied=implied[tag.pk],
            video_count=counts[tag.slug],
            address=address,
        )
        for tag in tags
    ]


def _describe_tag(tag: Tag, graph: TagGraph, *, synonyms, implied, video_count: int, address: Address) -> dict:
    return {
        **_name_tag(tag),
        "definition": tag.definition,
        "page": address(tag.get_absolute_url()),
        "synonyms": synonyms,
        "parents": [other.slug for other in _public(graph, graph.parents[tag.slug])],
        "children": [other.slug for other in _public(graph, graph.children[tag.slug])],
        "implies": [other.slug for other in _public(graph, implied)],
        "opposes": [other.slug for other in _public(graph, graph.opposed[tag.slug])],
        "evidence_level": None if tag.evidence_level == "not_applicable" else tag.evidence_level,
        "evidence_note": tag.evidence_note,
        "listening_note": tag.listening_note,
        "note_review": _describe_review(tag.note_review),
        "video_count": video_count,
    }


def _describe_review(review: NoteReview) -> dict:
    return {"state": review.state, "by": review.by or None, "on": review.on and review.on.isoformat()}


def describe_creator(
    creator: Creator, *, said_tags: Iterable[tuple[Tag, str]], video_count: int, address: Address
) -> dict:
    """One creator fetched with `PARTS`; `said_tags` are said of them, each with its source."""
    return {
        **_name_creator(creator),
        "page": address(creator.get_absolute_url()),
        "site": creator.site,
        "site_id": creator.site_id or None,
        "handle": creator.handle or None,
        "aliases": [alias.name for alias in creator.aliases.all()],
        "approach": creator.approach,
        "credentials_as_stated": creator.credentials,
        "confirmed_credential": _describe_confirmation(creator),
        "languages": creator.languages,
        "links": [{"label": link.label, "url": link.url} for link in creator.links.all()],
        "said_tags": [{**_name(tag), "source": source or None} for tag, source in said_tags],
        "named_in": [
            {
                "title": named.title,
                "source": named.source_title,
                "source_url": named.source_url or None,
                "page": address(named.get_absolute_url()),
            }
            for named in creator.collections.all()
        ],
        "status": creator.status,
        "confirmed_at": _moment(creator.confirmed_at),
        "video_count": video_count,
    }


def _find_absent(present: Iterable[str], decided: dict[str, set[str]], graph: TagGraph) -> list[dict]:
    """What the video is known to be without: for each of these tags, `free=` finds it.

    Absence goes down to kinds, and ends where something present or suggested is the tag or implies it.
    """
    declaring = [slug for slug in present if slug in graph.declaring]
    declared = decided["absent-declared"].union(*(graph.opposed[slug] for slug in declaring))
    contradicted = graph.closure([*present, *decided["suggested"]])
    found = []
    for tag in _public(graph, graph.tags):
        above = graph.ancestors[tag.slug]
        if tag.slug not in contradicted and above & (declared | decided["absent-checked"]):
            found.append({**_name(tag), "basis": "checked" if above & decided["absent-checked"] else "declared"})
    return found


def _public(graph: TagGraph, slugs: Iterable[str]) -> list[Tag]:
    return [tag for tag in graph.in_order(slugs) if not tag.is_staff_only]


def _name(tag: Tag) -> dict:
    return {"slug": tag.slug, "label": tag.name}


def _name_tag(tag: Tag) -> dict:
    return {**_name(tag), "facet": tag.group.facet_id, "group": tag.group_id}


def _name_creator(creator: Creator) -> dict:
    return {
        "slug": creator.slug,
        "name": creator.name,
        "url": creator.url or None,
        "credential": creator.credential_state or None,
    }


def _describe_confirmation(creator: Creator) -> dict | None:
    if creator.credential_state != CredentialState.CONFIRMED:
        return None
    return {
        "what": creator.confirmed_credential,
        "source": creator.credential_source,
        "confirmed_at": _moment(creator.credential_confirmed_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


SOURCES = (*Source.values, IMPLIED)

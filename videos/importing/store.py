"""Records become rows. A value that a record does not have (None) never touches one that is known."""
from dataclasses import dataclass

from django.db.models import Q

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus
from videos.importing.records import CreatorRecord, VideoRecord
from videos.models import Completeness, DatePrecision, ListingState, Video

PRECISIONS = [DatePrecision.UNKNOWN, DatePrecision.APPROXIMATE, DatePrecision.DAY, DatePrecision.EXACT]  # worst first

# Column of the video -> attribute of the record.
FACTS = {
    "url": "url",
    "source_title": "title",
    "source_language": "language",
    "description": "description",
    "duration_seconds": "duration_seconds",
    "view_count": "view_count",
    "like_count": "like_count",
    "availability": "availability",
    "live_status": "live_status",
    "media_type": "media_type",
    "is_embeddable": "is_embeddable",
    "age_limit": "age_limit",
}


class Refused(Exception):
    """A record that must not be stored; the text says why."""


@dataclass(frozen=True)
class Draft:
    """A video as it would be stored: not saved yet, with the names of the fields that the record changed."""

    video: Video
    creator: Creator | None  # None where the record names nobody
    changed: tuple[str, ...]
    is_creator_changed: bool = False

    @property
    def is_new(self) -> bool:
        return self.video.pk is None


def draft_video(
    record: VideoRecord, *, is_sample: bool = False, fill_only: bool = False, fill_creator_only: bool = False
) -> Draft:
    """The video of `record`, found or new, with what the record knows. Two or three queries, nothing is written.

    With `fill_only` known values stay and only unknown ones are filled: for a video met again in one run. The same for its
    creator with `fill_creator_only`: of two old files that disagree, the first is right on every run.
    Raises `Refused` for a video that was taken down and for creators who asked to be removed.
    """
    creator = find_creator(record.creator) if record.creator else None
    video = Video.objects.select_related("creator").filter(site=record.site, site_id=record.site_id).first()
    video = video or Video(site=record.site, site_id=record.site_id, is_sample=is_sample)
    if video.listing_state == ListingState.TAKEN_DOWN:
        raise Refused("taken down; it stays out of the catalog")
    if CreatorStatus.REMOVED in {who.status for who in (creator, video.creator) if who}:
        raise Refused("its creator asked to be removed from the catalog")
    changed = [name for name, value in _wanted(video, record).items() if _set(video, name, value, fill_only=fill_only)]
    is_creator_changed = creator is not None and _describe_creator(
        creator, record.creator, is_sample=is_sample, fill_only=fill_creator_only
    )
    changed += _set_creator(video, creator)
    if video.is_sample and not is_sample:
        video.is_sample = False
        changed.append("is_sample")
    if record.counts_read_at and not fill_only:
        video.counts_read_at = record.counts_read_at
    return Draft(video=video, creator=creator, changed=tuple(changed), is_creator_changed=is_creator_changed)


def save_draft(draft: Draft) -> None:
    """Write the creator, where the record changed them, and the video."""
    if draft.is_creator_changed:
        draft.creator.save()
        draft.video.creator = draft.video.creator  # takes over the id of a creator saved just now
    draft.video.save()


def find_creator(record: CreatorRecord) -> Creator | None:
    """The creator of `record`, found or new and unsaved; None where it names nobody. One or two queries.

    Found by the site's id, else by exact folded name among that site's creators without an id, who then take the id over.
    A record without an id has only its name: it goes to the one creator of that name.
    """
    if not (record.site_id or record.name):
        return None
    return _find_by_id(record) or _find_by_name(record) or Creator(site=record.site)


def _find_by_id(record: CreatorRecord) -> Creator | None:
    if not record.site_id:
        return None
    return Creator.objects.filter(site=record.site, site_id=record.site_id).first()


def _find_by_name(record: CreatorRecord) -> Creator | None:
    if not record.name:
        return None
    namesakes = Creator.objects.filter(
        Q(folded_name=fold_name(record.name)) | Q(source_name=record.name), site=record.site
    ).order_by("site_id", "pk")
    if record.site_id:
        return namesakes.filter(site_id="").first()
    found = list(namesakes[:2])
    # A blank id sorts first; of several with ids none is more likely than another.
    return found[0] if len(found) == 1 or (found and not found[0].site_id) else None


def _describe_creator(creator: Creator, record: CreatorRecord, *, is_sample: bool, fill_only: bool) -> bool:
    """Set what the source says of a creator; returns whether that changed anything."""
    said = {
        "site_id": creator.site_id or record.site_id,
        "source_name": record.name or creator.source_name or record.handle or record.site_id,
        "handle": record.handle,
        "source_url": record.url,
    }
    wanted = {name: value for name, value in said.items() if value and not (fill_only and getattr(creator, name))}
    wanted["is_sample"] = is_sample and (creator.is_sample or creator.pk is None)
    changed = [name for name, value in wanted.items() if getattr(creator, name) != value]
    for name in changed:
        setattr(creator, name, wanted[name])
    return bool(changed)


def _wanted(video: Video, record: VideoRecord) -> dict:
    """Columns and the values that the record has for them; None where it has none."""
    wanted = {column: getattr(record, attribute) for column, attribute in FACTS.items()}
    wanted["chapters"] = (
        None if record.chapters is None else [[chapter.start_seconds, chapter.title] for chapter in record.chapters]
    )
    # Filters speak of languages, not of their regional forms: "pt-BR" is Portuguese.
    wanted["source_language"] = record.language and record.language.split("-")[0].lower()
    wanted["source_keywords"] = None if record.keywords is None else list(record.keywords)
    wanted["completeness"] = Completeness.FULL if record.is_full else None
    if PRECISIONS.index(record.published_precision) >= PRECISIONS.index(video.published_precision):
        wanted["published_at"] = record.published_at
        wanted["published_precision"] = record.published_precision
    return wanted


def _set(video: Video, name: str, value, *, fill_only: bool) -> bool:
    """Set one column; returns whether that changed it. Unknown (None) changes nothing."""
    current = getattr(video, name)
    is_known = current not in (None, "", Completeness.STUB, DatePrecision.UNKNOWN)
    if value is None or value == current or (fill_only and is_known):
        return False
    setattr(video, name, value)
    return True


def _set_creator(video: Video, creator: Creator | None) -> list[str]:
    """A video keeps the creator it has unless the source names another by their id."""
    if creator is None or (video.creator_id and (video.creator_id == creator.pk or not creator.site_id)):
        return []
    video.creator = creator
    return ["creator"]

"""The sample catalog: real videos to begin with, and the creators whom the catalog was asked for because of."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify

from asmr_catalog.folding import fold, fold_name
from creators.models import Creator, CreatorStatus
from videos.importing.files import read_files
from videos.importing.intake import Import, Outcome
from videos.models import ListingState, RecordedChange, Source, Tag, TagDecision, TaggedVideo, Video

FOLDER = Path(__file__).resolve().parent.parent / "starter"
THE_POST = "The blog post “What is ASMR? Pt. II”"


def import_starter(run: Import) -> Iterator[Outcome]:
    """Add the four creators as "unverified" entries, then import the videos like any others, marked as samples."""
    add_named_creators()
    yield from run.store_all(read_files([FOLDER / "starter.jsonl"]))


def wants_sample() -> bool:
    """Whether the sample belongs into the catalog: while it is empty, or has the sample already."""
    return Video.objects.filter(is_sample=True).exists() or not Video.objects.exists()


@transaction.atomic
def add_named_creators() -> int:
    """Add the creators of `creators.json` who are not there yet; returns how many. No id or address is invented.

    Known are those of that name, and those once made under it: renaming a creator keeps the slug. What the blog post
    says of them is said by it, until a person edits the entry.
    """
    added = 0
    for entry in json.loads((FOLDER / "creators.json").read_text(encoding="utf-8")):
        is_known = Q(folded_name=fold_name(entry["name"])) | Q(slug=slugify(fold(entry["name"]), allow_unicode=True))
        creator = Creator.objects.filter(is_known, site="youtube").first()
        if creator is None:
            creator = Creator.objects.create(
                curator_name=entry["name"], approach=entry["approach"], is_asmr_creator=True, is_sample=True
            )
            for alias in entry["aliases"]:
                creator.aliases.create(name=alias)
            added += 1
        if creator.is_sample and creator.curated_at is None:
            for tag in Tag.objects.active().filter(slug__in=entry["said"]):
                creator.said_tags.get_or_create(tag=tag, defaults={"source": THE_POST})
    return added


@transaction.atomic
def remove_starter() -> tuple[int, int, int]:
    """Take the sample out again, but for what a person touched.

    What was taken down stays too: it is what keeps it out. What stays is the curators' own from now on. Returns how
    many videos and creators were removed, and how many videos of the sample stayed.
    """
    said = ~Q(source=Source.AUTOMATIC)
    touched = (
        Q(curated_at__isnull=False)
        | Q(listing_state=ListingState.TAKEN_DOWN)
        | Q(is_listing_curated=True)
        | Exists(RecordedChange.objects.filter(video=OuterRef("pk")))
        | Exists(TaggedVideo.objects.filter(said, content_object=OuterRef("pk")))
        | Exists(TagDecision.objects.filter(said, video=OuterRef("pk")))
    )
    sample = Video.objects.filter(is_sample=True)
    untouched = sample.exclude(touched).exclude(creator__status=CreatorStatus.REMOVED)
    video_count = untouched.count()
    untouched.delete()
    creators = Creator.objects.filter(is_sample=True, curated_at=None, videos=None, takedowns=None)
    creator_count = creators.count()
    creators.delete()
    kept = sample.update(is_sample=False)
    Creator.objects.filter(is_sample=True).update(is_sample=False)
    return video_count, creator_count, kept

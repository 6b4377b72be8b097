"""The sample catalog: real videos to begin with, and the creators whom the catalog was asked for because of."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify

from asmr_catalog.folding import fold, fold_name
from creators.models import Creator, CreatorStatus
from videos.importing.files import read_files
from videos.importing.intake import Import, Outcome
from videos.models import Collection, ListingState, RecordedChange, Source, Tag, TagDecision, TaggedVideo, Video

FOLDER = Path(__file__).resolve().parent.parent / "starter"
THE_POST = "the blog post “What is ASMR? Pt. II”"


def import_starter(run: Import) -> Iterator[Outcome]:
    """Add the four creators as "unverified" entries, then import the videos like any others, marked as samples."""
    add_named_creators()
    add_collection()
    yield from run.store_all(read_files([FOLDER / "starter.jsonl"]))


def wants_sample() -> bool:
    """Whether the sample belongs into the catalog: while it is empty, or has the sample already."""
    return Video.objects.filter(is_sample=True).exists() or not Video.objects.exists()


@transaction.atomic
def add_named_creators() -> int:
    """Add the creators of `creators.json` who are not there yet; returns how many. No id or address is invented.

    What the blog post says of them is said by it, until a person edits the entry.
    """
    added = 0
    for entry in json.loads((FOLDER / "creators.json").read_text(encoding="utf-8")):
        creator = _find_named(entry["name"]).first()
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
def add_collection() -> None:
    """Add the collection of the creators whom the blog post names, unless there is or was one. Call it after them.

    Its address and its date are not known, so they stay blank.
    """
    entry = json.loads((FOLDER / "collection.json").read_text(encoding="utf-8"))
    collection, is_new = Collection.objects.get_or_create(
        slug=entry["slug"],
        defaults={**{name: entry[name] for name in ("title", "source_title", "note")}, "is_sample": True},
    )
    if is_new:
        collection.creators.set(chain.from_iterable(map(_find_named, entry["creators"])))


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
        | Exists(Collection.videos.through.objects.filter(video=OuterRef("pk"), collection__curated_at__isnull=False))
        | Exists(RecordedChange.objects.filter(video=OuterRef("pk")))
        | Exists(TaggedVideo.objects.filter(said, content_object=OuterRef("pk")))
        | Exists(TagDecision.objects.filter(said, video=OuterRef("pk")))
    )
    sample = Video.objects.filter(is_sample=True)
    untouched = sample.exclude(touched).exclude(creator__status=CreatorStatus.REMOVED)
    video_count = untouched.count()
    untouched.delete()
    creators = Creator.objects.filter(is_sample=True, curated_at=None, videos=None, takedowns=None)
    creators = creators.exclude(collections__curated_at__isnull=False)
    creator_count = creators.count()
    creators.delete()
    kept = sample.update(is_sample=False)
    Creator.objects.filter(is_sample=True).update(is_sample=False)
    Collection.objects.filter(is_sample=True, curated_at=None).delete()
    Collection.objects.filter(is_sample=True).update(is_sample=False)
    return video_count, creator_count, kept


def _find_named(name: str):
    """Who has that name, or was once made under it: renaming a creator keeps the slug."""
    is_known = Q(folded_name=fold_name(name)) | Q(slug=slugify(fold(name), allow_unicode=True))
    return Creator.objects.filter(is_known, site="youtube")

"""What the catalog knows."""

from videos.models.changes import Change
from videos.models.history import Action, ActionKind, RecordedChange
from videos.models.imports import (
    ImportLock,
    ImportRun,
    ItemKind,
    ItemState,
    ListedVideo,
    RunItem,
    RunKind,
    RunState,
    SiteLimit,
    SourceListing,
    Worker,
)
from videos.models.knowledge import Source, TagDecision, TaggedVideo
from videos.models.takedowns import Takedown, TakedownReason
from videos.models.videos import Completeness, DatePrecision, FormerTitle, HeldReason, ListingState, Video
from videos.models.vocabulary import ArrowEdit, Facet, Tag, TagAlias, TagClosure, TagGroup

__all__ = [
    "Action",
    "ActionKind",
    "ArrowEdit",
    "Change",
    "Completeness",
    "DatePrecision",
    "Facet",
    "FormerTitle",
    "HeldReason",
    "ImportLock",
    "ImportRun",
    "ItemKind",
    "ItemState",
    "ListedVideo",
    "ListingState",
    "RecordedChange",
    "RunItem",
    "RunKind",
    "RunState",
    "SiteLimit",
    "Source",
    "SourceListing",
    "Tag",
    "TagAlias",
    "TagClosure",
    "TagDecision",
    "TagGroup",
    "TaggedVideo",
    "Takedown",
    "TakedownReason",
    "Video",
    "Worker",
]

"""What the catalog knows."""

from videos.models.changes import Change
from videos.models.demand import TagDemand
from videos.models.history import Action, ActionKind, RecordedChange
from videos.models.imports import (
    ChannelCheck,
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
from videos.models.reports import Report, ReportKind, ReportState, SenderKey, SentReport
from videos.models.takedowns import Takedown, TakedownReason
from videos.models.videos import Completeness, DatePrecision, FormerTitle, HeldReason, ListingState, Video
from videos.models.vocabulary import ArrowEdit, Facet, Tag, TagAlias, TagClosure, TagGroup

__all__ = [
    "Action",
    "ActionKind",
    "ArrowEdit",
    "Change",
    "ChannelCheck",
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
    "Report",
    "ReportKind",
    "ReportState",
    "RunItem",
    "RunKind",
    "RunState",
    "SenderKey",
    "SentReport",
    "SiteLimit",
    "Source",
    "SourceListing",
    "Tag",
    "TagAlias",
    "TagClosure",
    "TagDecision",
    "TagDemand",
    "TagGroup",
    "TaggedVideo",
    "Takedown",
    "TakedownReason",
    "Video",
    "Worker",
]

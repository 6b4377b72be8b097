"""What the catalog knows."""

from videos.models.care import HelpContact, Resource
from videos.models.changes import Change
from videos.models.collections import Collection
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
from videos.models.note_reviews import REVIEW_FIELDS, REVIEWED_FIELDS, NoteReview, fingerprint_texts
from videos.models.reports import Report, ReportKind, ReportState, SenderKey, SentReport
from videos.models.takedowns import Takedown, TakedownReason
from videos.models.videos import Completeness, DatePrecision, FormerTitle, HeldReason, ListingState, Video
from videos.models.vocabulary import ArrowEdit, Facet, Tag, TagAlias, TagClosure, TagGroup
from videos.models.wrangling import CountedWord, IgnoredWord, SharedVocabulary, WordCount

__all__ = [
    "REVIEWED_FIELDS",
    "REVIEW_FIELDS",
    "Action",
    "ActionKind",
    "ArrowEdit",
    "Change",
    "ChannelCheck",
    "Collection",
    "Completeness",
    "CountedWord",
    "DatePrecision",
    "Facet",
    "FormerTitle",
    "HeldReason",
    "HelpContact",
    "IgnoredWord",
    "ImportLock",
    "ImportRun",
    "ItemKind",
    "ItemState",
    "ListedVideo",
    "ListingState",
    "NoteReview",
    "RecordedChange",
    "Report",
    "ReportKind",
    "ReportState",
    "Resource",
    "RunItem",
    "RunKind",
    "RunState",
    "SharedVocabulary",
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
    "WordCount",
    "Worker",
    "fingerprint_texts",
]

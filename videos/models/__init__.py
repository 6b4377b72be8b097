"""What the catalog knows."""

from videos.models.knowledge import Source, TagDecision, TaggedVideo
from videos.models.videos import Completeness, DatePrecision, HeldReason, ListingState, Video
from videos.models.vocabulary import Facet, Tag, TagAlias, TagClosure, TagGroup

__all__ = [
    "Completeness",
    "DatePrecision",
    "Facet",
    "HeldReason",
    "ListingState",
    "Source",
    "Tag",
    "TagAlias",
    "TagClosure",
    "TagDecision",
    "TagGroup",
    "TaggedVideo",
    "Video",
]

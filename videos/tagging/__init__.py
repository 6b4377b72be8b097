"""Text in, findings out. Pure: no database, no clock, no log."""

from videos.tagging.computed import find_all_tags, find_computed_tags
from videos.tagging.findings import Finding
from videos.tagging.matcher import find_tags
from videos.tagging.recognition import is_recognised
from videos.tagging.zones import VideoText, line_key

__all__ = [
    "Finding",
    "VideoText",
    "find_all_tags",
    "find_computed_tags",
    "find_tags",
    "is_recognised",
    "line_key",
]

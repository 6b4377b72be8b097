"""All that the text and the facts of one video say: its tags, and whether it is ASMR at all."""

from videos.tagging.computed import add_computed_tags
from videos.tagging.findings import Examination
from videos.tagging.language import find_language
from videos.tagging.matcher import find_tags_in, is_scan_loaded
from videos.tagging.recognition import find_objection, is_recognised
from videos.tagging.zones import VideoText, read_zones
from videos.vocabulary.definitions import Vocabulary


def examine(
    text: VideoText,
    *,
    channel: str | None,
    duration_seconds: float | None,
    live_status: str | None,
    vocabulary: Vocabulary,
    spares_scan: bool = False,
) -> Examination:
    """Find the tags of one video and whether it is recognised as ASMR.

    About a third of a millisecond; the first call in a process compiles the vocabulary, which takes about two seconds.
    `spares_scan` finds the same without the scan, which takes most of that, unless it is there already: worth it for a
    few texts, each of which takes forty times as long.
    """
    zones = read_zones(text)
    found = find_tags_in(zones, find_language(text, zones), vocabulary, is_plain=spares_scan and not is_scan_loaded())
    recognised = is_recognised(zones, channel=channel, findings=found, vocabulary=vocabulary)
    return Examination(
        findings=add_computed_tags(
            found, duration_seconds=duration_seconds, live_status=live_status, vocabulary=vocabulary
        ),
        is_recognised=recognised,
        objection="" if recognised else find_objection(zones, vocabulary),
    )

"""Videos that may be one video twice: uploaded again, or met under two ids. A hint; a curator hides the extra one."""

from videos.models import Video
from videos.querysets import VideoQuerySet

TOLERANCE_SECONDS = 2  # sites round lengths differently


def find_near_duplicates(video: Video) -> VideoQuerySet:
    """Other videos of the same creator with the same title, however it is written, and the same length, oldest first.

    None where creator or length is unknown: titles alone repeat ("ASMR for sleep").
    """
    if video.creator_id is None or video.duration_seconds is None:
        return Video.objects.none()
    shortest = max(video.duration_seconds - TOLERANCE_SECONDS, 0)
    return (
        Video.objects.filter(creator=video.creator_id, folded_title=video.folded_title)
        .filter(duration_seconds__range=(shortest, video.duration_seconds + TOLERANCE_SECONDS))
        .exclude(pk=video.pk)
        .order_by("pk")
    )

"""What a creator's request is about, as far as the address that they give tells."""

import re
from urllib.parse import unquote, urlsplit

from django.db.models import Q

from creators.models import Creator
from videos.browsing.index.current import current_index
from videos.browsing.sharing import find_video
from videos.models import Report

_CREATOR_PAGE = re.compile(r"/creators/([^/\x00]+)/?")


def set_subject(report: Report, *, host: str) -> None:
    """Set on `report` the listed video or the creator that its address means, here (at `host`) or at the source."""
    report.video_id = find_video(report.url, host=host)
    report.creator_id = None if report.video_id else _find_creator(report.url, host)


def _find_creator(address: str, host: str) -> int | None:
    parts = urlsplit(address)
    if parts.netloc == host and (page := _CREATOR_PAGE.fullmatch(unquote(parts.path))):
        return current_index().creator_ids.get(page[1])
    by_address = Creator.objects.filter(Q(source_url=address) | Q(curator_url=address))
    return by_address.values_list("pk", flat=True).first() if address else None

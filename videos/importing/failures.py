"""What yt-dlp's exceptions say, in words that can be shown, and what they mean."""

import re

from videos.importing.guard import DeadlineError, SilenceError, find_refusal, http_status
from videos.importing.troubles import Trouble, classify

_NO_EXTRACTOR = re.compile(r"No suitable extractor.* found for URL (?:\w+://)?(?:[^\s/?#]*@)?(\[[^]\s]*\]|[^\s/?#:]+)")
_ADVICE = re.compile(
    r"(; please report this issue|\(caused by |\bUse --|\bSee {1,2}https?:|\bAlso see |You might want to use|https?://)"
)
_LABELS = re.compile(r"^(ERROR: |WARNING: |\[[\w:.+-]+\] )+")


def find_meaning(error: Exception) -> Trouble:
    """Tell what to make of it. An error that yt-dlp did not expect is a slip of its own."""
    refusal = find_refusal(error)
    if refusal is not None:
        return Trouble.NETWORK if isinstance(refusal, (DeadlineError, SilenceError)) else Trouble.REFUSED
    if _NO_EXTRACTOR.search(str(error)):
        return Trouble.REFUSED
    trouble = classify(str(error), status=http_status(error))
    cause = getattr(error, "exc_info", (None, error))[1] or error
    is_slip = not _is_own_error(error) or getattr(cause, "expected", True) is False
    return Trouble.BROKEN if trouble == Trouble.OTHER and is_slip else trouble


def find_reason(error: Exception) -> str:
    """Give the site's own words where there are some, else what was refused or went wrong."""
    if refusal := find_refusal(error):
        return str(refusal)
    if unread := _NO_EXTRACTOR.search(str(error)):
        return f"no site that this catalog imports from: {unread[1]}; ASMR_ALLOW_GENERIC=true reads any page"
    text = clean_message(str(error))
    if _is_own_error(error) and text:
        return text
    return f"yt-dlp failed with {type(error).__name__}: {text}"


def _is_own_error(error: Exception) -> bool:
    from yt_dlp.utils import YoutubeDLError

    return isinstance(error, YoutubeDLError)


def clean_message(message: str) -> str:
    """Give the message's own words: no labels, no advice for yt-dlp's command line, no addresses of its manual."""
    text = _LABELS.sub("", " ".join(message.split()))
    advice = _ADVICE.search(text)
    return text[: advice.start()].rstrip(" ;,") if advice else text

"""What a site's refusal means: the words of yt-dlp's errors and warnings, sorted by what is to be done about them."""

import re
from enum import StrEnum


class Trouble(StrEnum):
    """Why there was no video or listing, or (MEMBERS_ONLY to UPCOMING) what keeps people from a video that there is."""

    RATE_LIMITED = "rate-limited"
    BOT_CHECK = "bot-check"
    NETWORK = "network"
    BROKEN = "broken"  # yt-dlp does not understand the site any more
    NO_ANSWER = "no-answer"  # the site said nothing at all of a video: there is none, or yt-dlp is out of date
    REDIRECTED = "redirected"  # another video was given than was asked for
    GONE = "gone"
    PRIVATE = "private"
    MEMBERS_ONLY = "members-only"
    PREMIUM_ONLY = "premium-only"
    GEO_BLOCKED = "geo-blocked"
    AGE_RESTRICTED = "age-restricted"
    UPCOMING = "upcoming"
    CHANNEL_CLOSED = "channel-closed"
    NO_SUCH_TAB = "no-such-tab"
    PLAYLIST_MISSING = "playlist-missing"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"  # not an address that may be asked for
    OTHER = "other"


# The site has had enough of us: every further request would make it worse.
STOPS_THE_RUN = frozenset({Trouble.RATE_LIMITED, Trouble.BOT_CHECK})
# Most likely yt-dlp is out of date, or the site hides from us: a person should look, though a later day may do.
NEEDS_A_PERSON = frozenset({Trouble.BROKEN, Trouble.NO_ANSWER, Trouble.REDIRECTED})
# Says something about the way to the site, nothing about the video; several in a row are no accident.
OF_THE_WAY = STOPS_THE_RUN | NEEDS_A_PERSON | {Trouble.NETWORK}
# The video is there, for others or for later.
KEPT_FROM = frozenset(
    {
        Trouble.MEMBERS_ONLY,
        Trouble.PREMIUM_ONLY,
        Trouble.GEO_BLOCKED,
        Trouble.AGE_RESTRICTED,
        Trouble.UPCOMING,
    }
)
# Nobody can have the video, if it is true: a second check a week later decides.
MISSING = frozenset({Trouble.GONE, Trouble.PRIVATE, Trouble.CHANNEL_CLOSED})

# In this order; the first that fits. Seen in recorded answers, or read in yt-dlp 2026.10.26 (youtube/_video.py and
# _tab.py) and in its issues (#10128, #11426, #5439). Apostrophes come straight and curved.
_PHRASES = {
    Trouble.BOT_CHECK: [r"not a bot", r"captcha", r"unusual traffic"],
    Trouble.RATE_LIMITED: [
        r"(is not|isn't) available, try again later",
        r"rate.?limit",
        r"too many requests",
        r"http error 429",
    ],
    Trouble.NO_SUCH_TAB: [r"does not have an? [\w ]*tab\b"],
    Trouble.CHANNEL_CLOSED: [
        r"(account|channel)\b.{0,60}\b(terminated|removed because|suspended)",
        r"has been terminated",
        r"(channel|account|user) (does not|doesn't) exist",
        r"channel/playlist does not exist",
        r"(channel|account) (is not|isn't|is no longer) available",
        r"closed their youtube account",
    ],
    Trouble.PLAYLIST_MISSING: [
        r"playlist (does not|doesn't) exist",
        r"does the playlist exist",
        r"playlist is private",
        r"unviewable",
    ],
    Trouble.PRIVATE: [r"(video|this) is private", r"private video", r"video is set to private"],
    Trouble.MEMBERS_ONLY: [r"members.only", r"channel's members", r"join this channel"],
    Trouble.PREMIUM_ONLY: [
        r"\bpremium\b.{0,40}\b(member|only|subscri)",
        r"(music|youtube) premium",
        r"requires payment",
        r"pay to watch",
        r"purchase",
        r"rental",
    ],
    Trouble.GEO_BLOCKED: [
        r"(in|from) your (country|location|region)",
        r"geo.?(restrict|block)",
        r"blocked it (in|on)",
    ],
    Trouble.AGE_RESTRICTED: [
        r"confirm your age",
        r"age.?restricted",
        r"inappropriate for some users",
        r"age.?verif",
    ],
    Trouble.UPCOMING: [
        r"premieres? (in|will)",
        r"live event will",
        r"will begin",
        r"not (currently|yet) live",
        r"has not started",
    ],
    Trouble.GONE: [
        r"(video|this|it|content) (has been|was|is) (removed|deleted|taken down)",
        r"removed (by|for)",
        r"been (removed|deleted)",
        r"no longer available",
        r"(isn't|not) available any ?more",
        r"(video|this) (does not|doesn't) exist",
        r"video (is )?(unavailable|not available|isn't available)",
        r"(copyright|trademark) (claim|grounds)",
        r"video not found",
    ],
    Trouble.NO_ANSWER: [r"failed to extract any player response"],
    Trouble.NETWORK: [
        r"http error [45]\d\d",
        r"timed? ?out",
        r"unable to (download|connect)",
        r"connection",
        r"temporary failure",
        r"name or service",
        r"no address associated",
        r"remote end closed",
        r"incompleteread",
        r"bytes read",
        r"ssl",
        r"certificate",
        r"no complete answer",
    ],
    Trouble.BROKEN: [
        r"please report this issue",
        r"unable to (extract|find|recognize|parse)",
        r"failed to (extract|parse|resolve)",
    ],
}
_MEANINGS = {trouble: re.compile("|".join(phrases)) for trouble, phrases in _PHRASES.items()}


def classify(text: str, *, status: int | None = None) -> Trouble:
    """Tell what the words of an error or warning mean; `status` is that of the HTTP answer behind it, if there was one.

    HTTP 4xx and 5xx are trouble on the way, 404 too: sites answer so for a while of what is there.
    """
    if status == 429:
        return Trouble.RATE_LIMITED
    words = " ".join(text.replace("’", "'").lower().split())
    for trouble, meaning in _MEANINGS.items():
        if meaning.search(words):
            return trouble
    return Trouble.NETWORK if status and status >= 400 else Trouble.OTHER


ADVICE = {
    Trouble.RATE_LIMITED: (
        "The site asks for a pause. Nothing is lost: a worker or a timer goes on after it, or --resume does. "
        "A longer ASMR_IMPORT_PAUSE_SECONDS keeps it from happening."
    ),
    Trouble.BOT_CHECK: (
        "The site takes this address for a robot. Wait some hours, then use --resume. It happens less at home than "
        "in a data centre; the cookies of an account (ASMR_YTDLP_OPTIONS) help, and put that account at risk."
    ),
    Trouble.NETWORK: "The network or the site fails. A running worker tries again in a quarter of an hour.",
    Trouble.BROKEN: (
        "yt-dlp no longer understands the site. Upgrade it (pip install --upgrade yt-dlp), then use --resume."
    ),
    Trouble.NO_ANSWER: (
        "The site tells nothing of one video after another: most likely yt-dlp is out of date. Upgrade it "
        "(pip install --upgrade yt-dlp), then use --resume."
    ),
    Trouble.REDIRECTED: (
        "The site gives other videos than those asked for, as it does to whom it blocks. Wait some hours, then use "
        "--resume."
    ),
}

# What a person reads beside a video or listing that could not be had.
WORDS = {
    Trouble.RATE_LIMITED: "the site asks for a pause",
    Trouble.BOT_CHECK: "the site takes us for a robot",
    Trouble.NETWORK: "the network or the site failed",
    Trouble.BROKEN: "yt-dlp does not understand the site",
    Trouble.NO_ANSWER: "the site tells nothing of it",
    Trouble.REDIRECTED: "the site gave another video",
    Trouble.GONE: "gone",
    Trouble.PRIVATE: "private",
    Trouble.MEMBERS_ONLY: "for members only",
    Trouble.PREMIUM_ONLY: "has to be paid for",
    Trouble.GEO_BLOCKED: "blocked in our country",
    Trouble.AGE_RESTRICTED: "needs an account of age",
    Trouble.UPCOMING: "not out yet",
    Trouble.CHANNEL_CLOSED: "the channel is closed",
    Trouble.NO_SUCH_TAB: "the channel has no such tab",
    Trouble.PLAYLIST_MISSING: "there is no such playlist",
    Trouble.EMPTY: "nothing is in it",
    Trouble.INCOMPLETE: "not listed to its end",
    Trouble.REFUSED: "not an address that may be asked for",
    Trouble.OTHER: "something else",
}


def describe_trouble(trouble: str) -> str:
    """Plain words for a kind of trouble as rows keep it; blank for none, and the kind itself where it is unknown."""
    return WORDS.get(trouble, trouble)

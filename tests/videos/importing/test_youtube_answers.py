"""YouTube's refusals through yt-dlp's own extractor: a watch page whose player answer says what is the matter."""

import io
import json

import pytest
from yt_dlp import YoutubeDL
from yt_dlp.networking import Response

from videos.importing.files import FoundInfo
from videos.importing.records import read_info
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import fetch

ID = "aaaaaaaaaa1"
URL = f"https://www.youtube.com/watch?v={ID}"
CONFIG = {
    "INNERTUBE_CONTEXT": {"client": {"hl": "en", "gl": "US", "clientName": "WEB", "clientVersion": "2.20260123.01.00"}},
    "INNERTUBE_CONTEXT_CLIENT_NAME": 1,
    "INNERTUBE_CLIENT_VERSION": "2.20260123.01.00",
    "INNERTUBE_API_KEY": "x",
}
DETAILS = {"videoId": ID, "title": "ASMR rain", "lengthSeconds": "3600", "channelId": "UCaaaaaaaaaaaaaaaaaaaaaa",
           "author": "Quiet Tent", "shortDescription": "Rain.", "keywords": ["asmr"], "viewCount": "12345",
           "isLiveContent": False}  # fmt: skip


@pytest.fixture
def youtube(monkeypatch):
    """Give youtube(status, reason, …): make YouTube answer every watch page and player request with that."""
    asked = []

    def answer_with(status, reason="", subreason="", *, details=None, microformat=None, **playability):
        playability |= {"status": status, "reason": reason}
        if subreason:
            text = {"simpleText": subreason}
            playability["errorScreen"] = {"playerErrorMessageRenderer": {"subreason": text}}
        player = {
            "playabilityStatus": playability,
            **({"videoDetails": details} if details else {}),
            **({"microformat": {"playerMicroformatRenderer": microformat}} if microformat else {}),
        }
        page = (
            "<!DOCTYPE html><html><head></head><body>"
            f"<script>ytcfg.set({json.dumps(CONFIG)});</script>"
            f"<script>var ytInitialPlayerResponse = {json.dumps(player)};</script>"
            f"<script>var ytInitialData = {json.dumps({'contents': {'twoColumnWatchNextResults': {}}})};</script>"
            "</body></html>"
        )

        def urlopen(self, request):
            url = request if isinstance(request, str) else request.url
            asked.append(url)
            is_page = "/watch" in url
            body = page if is_page else json.dumps(player)
            kind = "text/html; charset=utf-8" if is_page else "application/json"
            return Response(io.BytesIO(body.encode()), url=url, headers={"Content-Type": kind}, status=200)

        monkeypatch.setattr(YoutubeDL, "urlopen", urlopen)
        return asked

    return answer_with


def fetch_one():
    options = {"sleep_interval_requests": 0, "retries": 0, "extractor_retries": 0}
    [item] = fetch(URL, options=options)
    return item


@pytest.mark.parametrize(
    ("status", "reason", "subreason", "trouble"),
    [
        ("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot", "", Trouble.BOT_CHECK),
        ("UNPLAYABLE", "This content isn't available, try again later.", "", Trouble.RATE_LIMITED),
        ("ERROR", "Video unavailable", "This video has been removed by the uploader", Trouble.GONE),
        ("ERROR", "Video unavailable", "This video is no longer available because the YouTube account associated with "
         "this video has been terminated.", Trouble.CHANNEL_CLOSED),
        ("ERROR", "This video has been removed for violating YouTube's Community Guidelines", "", Trouble.GONE),
        ("ERROR", "Video unavailable", "", Trouble.GONE),
        ("LOGIN_REQUIRED", "Private video", "Sign in if you've been granted access to this video", Trouble.PRIVATE),
        ("UNPLAYABLE", "This video requires payment to watch.", "", Trouble.PREMIUM_ONLY),
        ("UNPLAYABLE", "Join this channel to get access to members-only content like this video", "",
         Trouble.MEMBERS_ONLY),
    ],
)  # fmt: skip
def test_a_refusal_without_metadata_is_a_failure_with_its_meaning(youtube, status, reason, subreason, trouble):
    youtube(status, reason, subreason)

    assert fetch_one().trouble == trouble


@pytest.mark.parametrize(
    ("status", "reason", "subreason", "trouble"),
    [
        ("UNPLAYABLE", "Video unavailable", "The uploader has not made this video available in your country",
         Trouble.GEO_BLOCKED),
        ("LIVE_STREAM_OFFLINE", "Premieres in 3 hours", "", Trouble.UPCOMING),
        ("LIVE_STREAM_OFFLINE", "This live event will begin in 2 days.", "", Trouble.UPCOMING),
        ("UNPLAYABLE", "This video is available to this channel's members on level: Gold", "", Trouble.MEMBERS_ONLY),
    ],
)  # fmt: skip
def test_a_refusal_with_metadata_keeps_the_video(youtube, status, reason, subreason, trouble):
    youtube(status, reason, subreason, details=DETAILS)

    item = fetch_one()

    assert (type(item), item.trouble, item.info["title"]) == (FoundInfo, trouble, "ASMR rain")


def test_metadata_beside_a_bot_check_is_not_believed(youtube):
    youtube("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot", details=DETAILS)

    assert fetch_one().trouble == Trouble.BOT_CHECK


def test_an_announced_video_tells_when_it_is_due(youtube):
    live = {"isLiveNow": False, "startTimestamp": "2027-01-01T20:00:00+00:00"}
    upcoming = {**DETAILS, "isUpcoming": True, "isLiveContent": True}
    youtube("LIVE_STREAM_OFFLINE", "Premieres in 3 hours", details=upcoming, microformat={"liveBroadcastDetails": live})

    record = read_info(fetch_one().info, address=URL)

    assert record.live_status == "is_upcoming"
    assert f"{record.release_at:%Y-%m-%d %H:%M}" == "2027-01-01 20:00"


def test_a_video_that_may_not_be_embedded_is_known_as_such(youtube):
    youtube("OK", details=DETAILS, playableInEmbed=False)

    assert read_info(fetch_one().info, address=URL).is_embeddable is False


def test_a_good_video_costs_one_request(youtube):
    asked = youtube("OK", details=DETAILS)

    record = read_info(fetch_one().info, address=URL)

    assert (record.title, record.duration_seconds, record.is_full) == ("ASMR rain", 3600, True)
    assert [url.partition("&")[0] for url in asked] == [URL]

"""Asking what a site says of a channel: one question through the queue, and an answer to each kind of failure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from creators.models import Creator
from videos.importing import queue
from videos.importing.channel_checks import NoChannelError, explain_no_answer, request_channel_check
from videos.importing.runs import work
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError, SkippedInfo
from videos.models import ChannelCheck, SiteLimit, Video

pytestmark = pytest.mark.django_db

CHANNEL_ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
PAGE = "https://www.youtube.com/@quiettent"
OWNED = {
    "id": CHANNEL_ID,
    "channel_id": CHANNEL_ID,
    "channel": "Quiet Tent",
    "uploader_id": "@quiettent",
    "title": "Quiet Tent - Videos",
}


@pytest.fixture
def creator(make_creator):
    return make_creator("Quiet Tent ASMR")


def ask(creator, text="@quiettent", **values) -> ChannelCheck:
    """Ask, let a worker do its work, and give what became of it."""
    check = request_channel_check(creator, text, **values)
    assert queue.claim(check.run, worker=queue.this_process())
    for _ in work(check.run):
        pass
    check.refresh_from_db()
    check.run.refresh_from_db()
    return check


class TestAnAnswer:
    def test_keeps_what_the_site_says_of_the_channel(self, web, make_info, creator, curator):
        web[f"{PAGE}/videos"] = web.listing(make_info(1), make_info(2, title="ASMR wind"), **OWNED)

        check = ask(creator, user=curator)

        assert (check.site, check.site_id, check.name, check.handle) == (
            "youtube",
            CHANNEL_ID,
            "Quiet Tent",
            "@quiettent",
        )
        assert check.url == f"https://www.youtube.com/channel/{CHANNEL_ID}"
        assert (check.titles, check.answered_at is not None) == (["ASMR rain 1", "ASMR wind"], True)
        assert (check.run.kind, check.run.state, check.run.requested_by) == ("channel", "finished", curator)

    def test_changes_nothing_of_the_creator_and_stores_no_video(self, web, make_info, creator):
        web[f"{PAGE}/videos"] = web.listing(make_info(1), **OWNED)
        before = Creator.objects.values().get()

        ask(creator)

        assert Creator.objects.values().get() == before
        assert not Video.objects.exists()

    def test_is_one_request_for_a_few_titles(self, web, make_info, creator):
        web[f"{PAGE}/videos"] = web.listing(*(make_info(number) for number in range(9)), **OWNED)

        check = ask(creator)

        assert (web.asked, len(check.titles)) == ([(f"{PAGE}/videos", 5)], 5)

    @pytest.mark.parametrize("text", [PAGE, f"{PAGE}/shorts", "youtube.com/@quiettent", " @quiettent "])
    def test_comes_however_the_channel_is_named(self, web, make_info, creator, text):
        web[f"{PAGE}/videos"] = web.listing(make_info(1), **OWNED)

        assert ask(creator, text).site_id == CHANNEL_ID

    @pytest.mark.parametrize(
        "nothing",
        [
            FetchError("x", "This channel does not have a videos tab", Trouble.NO_SUCH_TAB),
            SkippedInfo("x", "empty listing (Quiet Tent)", Trouble.EMPTY),
        ],
    )
    def test_comes_from_another_tab_where_there_are_no_videos(self, web, make_info, creator, nothing):
        web[f"{PAGE}/videos"] = [nothing]
        web[f"{PAGE}/streams"] = web.listing(make_info(1), **OWNED)

        assert ask(creator).site_id == CHANNEL_ID
        assert [url for url, _ in web.asked] == [f"{PAGE}/videos", f"{PAGE}/streams"]


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "This is no channel’s address: nothing stands there."),
            ("nobody", "neither a web address nor a handle"),
            ("https://www.youtube.com/watch?v=aaaaaaaaaaa", "a video, not a channel"),
            ("https://www.youtube.com/playlist?list=PL1", "a playlist, not a channel"),
            ("a@gmail.com", "a mail address, not a channel"),
            ("https://example.org/somebody", "no site whose channels are known here"),
            ("\x00", "neither a web address nor a handle"),
            (f"@{'a' * 300}", "too long for a channel's address"),
        ],
    )
    def test_is_asked_for_where_no_channel_is_named(self, creator, text, reason):
        with pytest.raises(NoChannelError) as error:
            request_channel_check(creator, text)

        assert reason in str(error.value)
        assert not ChannelCheck.objects.exists()

    def test_is_asked_for_of_who_asked_to_be_removed(self, make_creator):
        with pytest.raises(NoChannelError):
            request_channel_check(make_creator(status="removed"), "@quiettent")

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            (
                [FetchError("x", "This channel does not exist.", Trouble.CHANNEL_CLOSED)],
                "The channel is closed: This channel does not exist.",
            ),
            (
                [FetchError("x", "HTTP Error 404", Trouble.NETWORK)],
                "HTTP Error 404. The network or the site fails. A running worker tries again in a quarter of an hour.",
            ),
            (
                [FetchError("x", "Name or service not known", Trouble.NETWORK)],
                "The site could not be asked: Name or service not known. The network or the site fails. A running "
                "worker tries again in a quarter of an hour.",
            ),
            (
                [FetchError("x", "Not a bot?", Trouble.BOT_CHECK)],
                "The site could not be asked: Not a bot?. The site takes this address for a robot. Wait some hours, "
                "then use “Ask the site”. It happens less at home than in a data centre; the cookies of an account "
                "(ASMR_YTDLP_OPTIONS) help, and put that account at risk.",
            ),
            (
                [SkippedInfo("x", "empty listing (Tent)", Trouble.EMPTY)],
                "empty listing (Tent)",
            ),
        ],
    )
    def test_is_explained_in_plain_words(self, web, creator, answer, told):
        for tab in ("videos", "streams", "shorts"):
            web[f"{PAGE}/{tab}"] = answer

        check = ask(creator)

        assert (check.answered_at, told in explain_no_answer(check)) == (None, True)

    def test_of_a_playlist_that_is_nobody_s(self, web, make_info, creator):
        for tab in ("videos", "streams", "shorts"):
            web[f"{PAGE}/{tab}"] = web.listing(make_info(1), id="PL1", title="Mixed")

        told = explain_no_answer(ask(creator))

        assert told == ["Something else: what stands at this address is no channel's own list of videos"]

    def test_comes_while_the_site_wants_to_be_left_alone(self, web, creator):
        later = timezone.now() + timedelta(minutes=30)
        SiteLimit.objects.create(
            site="youtube", until=later, trouble="rate-limited", said="Slow down.", seen_at=timezone.now()
        )

        check = ask(creator)

        assert (web.asked, check.run.state, check.run.resume_at) == ([], "stopped", later)
        assert explain_no_answer(check) == [
            f"The site could not be asked: youtube is left alone until {later:%H:%M} UTC: Slow down."
        ]

    def test_is_remembered_where_the_site_asks_for_a_pause(self, web, creator):
        web[f"{PAGE}/videos"] = [FetchError(PAGE, "HTTP Error 429", Trouble.RATE_LIMITED)]

        check = ask(creator)

        assert (check.run.state, SiteLimit.objects.get().site) == ("stopped", "youtube")

    def test_comes_of_a_question_that_another_one_replaced(self, creator):
        first = request_channel_check(creator, "@first")

        request_channel_check(creator, "@second")

        first.run.refresh_from_db()
        assert first.run.state == "cancelled"


class TestRecordedAnswers:
    """yt-dlp's own extractors over what YouTube once answered."""

    @pytest.fixture
    def ask_recorded(self, replay, settings, creator, expected):
        settings.ASMR_YTDLP_OPTIONS, settings.ASMR_IMPORT_PAUSE_SECONDS = replay, 0
        return lambda name: ask(creator, expected(name)["url"])

    def test_tell_of_a_channel(self, ask_recorded, expected):
        check = ask_recorded("channel_videos_one")

        told = expected("channel_videos_one")["info"]
        assert (check.name, check.site_id) == (told["channel"], told["channel_id"])
        assert check.titles == [entry["title"] for entry in told["entries"]]

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("channel_does_not_exist", "This channel does not exist."),
            ("channel_terminated", "This account has been terminated for a violation of YouTube's Terms of Service."),
        ],
    )
    def test_tell_why_there_is_none(self, ask_recorded, name, reason):
        check = ask_recorded(name)

        [first, *_] = explain_no_answer(check)
        assert (first.startswith("The channel is closed: "), first.endswith(reason)) == (True, True)

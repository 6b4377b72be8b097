"""Runs over a fake web: what each answer of a site makes of the run, its items and the catalog."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from creators.models import Creator
from videos.curation.merging import merge_duplicates
from videos.importing import desk, queue
from videos.importing.checking import request_check
from videos.importing.fields import web_address
from videos.importing.files import FoundInfo, mark_files
from videos.importing.options import RunOptions
from videos.importing.runs import work
from videos.importing.syncing import due, request_sync
from videos.importing.troubles import Trouble
from videos.importing.ytdlp import FetchError, SkippedInfo
from videos.models import ImportRun, ListedVideo, RunItem, SiteLimit, SourceListing, Video

pytestmark = pytest.mark.django_db

CHANNEL_ID = "UCaaaaaaaaaaaaaaaaaaaaaa"
TAB = f"https://www.youtube.com/channel/{CHANNEL_ID}/videos"
OWNED = {"id": CHANNEL_ID, "channel_id": CHANNEL_ID, "channel": "Quiet Tent", "title": "Quiet Tent - Videos"}


def watch(number):
    return f"https://www.youtube.com/watch?v=aaaaaaaaa{number:02}"


def refusal(number, trouble, reason="no"):
    return [FetchError(watch(number), reason, trouble)]


def do(run: ImportRun) -> ImportRun:
    assert queue.claim(run, worker=queue.this_process())
    for _ in work(run):
        pass
    run.refresh_from_db()
    return run


def start(*urls, kind="addresses", **options) -> ImportRun:
    return do(queue.request_run(kind, RunOptions(urls=urls, **options).as_json()))


def sync(creator, **options) -> ImportRun:
    return do(queue.request_run("creators", RunOptions(creators=(creator.pk,), tabs=("videos",), **options).as_json()))


def check(video) -> ImportRun:
    return do(queue.request_run("check", RunOptions(videos=(video.pk,), details="all").as_json()))


def states(run):
    return dict(run.items.values_list("address", "state"))


class TestAListing:
    def test_makes_browsable_stubs_that_are_read_later(self, web, make_info):
        web[TAB] = web.listing(make_info(1), **OWNED)
        web[watch(1)] = refusal(1, Trouble.NETWORK)

        start(TAB)

        video = Video.objects.get()
        assert (video.completeness, video.listing_state, video.creator.site_id) == ("stub", "listed", CHANNEL_ID)
        assert video.tags.count() == 1

    def test_is_kept_with_the_videos_seen_in_it(self, web, make_info):
        web[TAB] = web.listing(make_info(1), make_info(2), **OWNED)

        start(TAB, details="none")

        listing = SourceListing.objects.get()
        assert (listing.url, listing.title, listing.creator.site_id) == (TAB, "Quiet Tent - Videos", CHANNEL_ID)
        assert listing.videos.count() == 2
        assert listing.read_whole_at is not None

    def test_has_one_address_whatever_the_channel_calls_itself(self, web, make_info):
        handle = "https://www.youtube.com/@quiettent/videos"
        web[TAB] = web[handle] = web.listing(make_info(1), **OWNED)

        start(TAB, details="none")
        start(handle, details="none")

        assert SourceListing.objects.get().url == TAB
        assert ListedVideo.objects.count() == 1

    def test_and_another_may_lead_to_one_video_which_is_read_once(self, web, make_info):
        playlist = "https://www.youtube.com/playlist?list=PLrain"
        web[TAB], web[playlist] = web.listing(make_info(1), **OWNED), web.listing(make_info(1), title="Rain")
        web[watch(1)] = web.video(make_info(1))

        start(TAB, playlist)

        assert Video.objects.get().listings.count() == 2
        assert [address for address, _ in web.asked] == [TAB, playlist, watch(1)]

    def test_that_lacks_a_video_proves_nothing(self, web, make_info):
        web[TAB] = web.listing(make_info(1), make_info(2), **OWNED)
        start(TAB, details="none")
        web[TAB] = web.listing(make_info(1), **OWNED)

        start(TAB, details="none")

        assert list(Video.objects.values_list("missing_since", "listing_state")) == [(None, "listed")] * 2

    @pytest.mark.parametrize("trouble", [Trouble.EMPTY, Trouble.INCOMPLETE])
    def test_that_is_empty_or_incomplete_takes_nothing_away(self, web, make_info, trouble):
        web[TAB] = web.listing(make_info(1), **OWNED)
        start(TAB, details="none")
        web[TAB] = [SkippedInfo(TAB, "empty listing", trouble)]

        run = start(TAB, details="none")

        assert run.state == "finished"
        assert run.items.get().state == "listed"
        assert Video.objects.get().listing_state == "listed"

    def test_without_the_tab_is_as_good_as_empty(self, web, make_info):
        channel = TAB.removesuffix("/videos")
        web[TAB] = web.listing(make_info(1), **OWNED)
        web[f"{channel}/streams"] = [FetchError(TAB, "This channel does not have a streams tab", Trouble.NO_SUCH_TAB)]

        run = start(channel, details="none")

        assert run.items.get(address=f"{channel}/streams").state == "skipped"

    def test_of_a_creator_who_is_being_imported_is_left_to_that_run(self, web, make_info):
        web[TAB] = web.listing(make_info(1), **OWNED)
        other = queue.request_run("addresses", {})
        queue.claim(other, worker="elsewhere:1")
        queue.lock(other, f"youtube:{CHANNEL_ID}")

        run = start(TAB)

        assert run.items.get().detail == "another import is at work on this creator; run this again when it is done"
        assert Video.objects.count() == 0

    def test_asks_for_no_page_of_what_is_for_members_only(self, web, make_info):
        web[TAB] = web.listing(make_info(1, availability="subscriber_only"), **OWNED)

        start(TAB)

        assert Video.objects.get().held_reason == "not-public"
        assert len(web.asked) == 1


class TestDetails:
    @pytest.fixture
    def listed(self, web, make_info):
        web[TAB] = web.listing(make_info(1), **OWNED)
        web[watch(1)] = web.video(make_info(1))

    def test_are_read_once_where_only_new_ones_are_wanted(self, web, listed):
        start(TAB)
        start(TAB)

        assert [address for address, _ in web.asked] == [TAB, watch(1), TAB]

    @pytest.mark.parametrize(
        ("read_days_ago", "published_days_ago", "is_read"),
        [(8, 20, True), (6, 20, False), (181, 900, True), (179, 900, False)],
    )
    def test_grow_stale_sooner_while_a_video_is_young(self, web, listed, read_days_ago, published_days_ago, is_read):
        start(TAB)
        now = timezone.now()
        Video.objects.update(
            read_at=now - timedelta(days=read_days_ago),
            published_at=now - timedelta(days=published_days_ago),
            published_precision="exact",
        )
        web.asked.clear()

        start(TAB, details="stale")

        assert (len(web.asked) == 2) is is_read

    def test_are_read_again_where_the_listing_gives_another_title(self, web, listed, make_info):
        start(TAB)
        Video.objects.update(read_at=timezone.now() - timedelta(days=2))
        web[TAB] = web.listing(make_info(1, title="ASMR wind"), **OWNED)
        web[watch(1)] = web.video(make_info(1, title="ASMR wind"))

        start(TAB)

        assert Video.objects.get().title == "ASMR wind"

    def test_of_an_upcoming_video_are_read_again_when_it_is_due(self, web, listed, make_info):
        start(TAB)
        now = timezone.now()
        Video.objects.update(
            live_status="is_upcoming", read_at=now - timedelta(hours=2), release_at=now - timedelta(hours=1)
        )
        web[watch(1)] = web.video(make_info(1, live_status="was_live"))

        start(TAB, details="stale")

        assert Video.objects.get().live_status == "was_live"

    def test_are_read_in_turns_so_that_no_channel_waits_for_another(self, web, make_info):
        other = "https://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb/videos"
        web[TAB], web[other] = web.listing(make_info(1), make_info(2)), web.listing(make_info(3), make_info(4))
        for number in (1, 2, 3, 4):
            web[watch(number)] = web.video(make_info(number))

        start(TAB, other)

        assert [address for address, _ in web.asked[2:]] == [watch(number) for number in (1, 3, 2, 4)]


class TestWhatARefusalMakesOfTheRun:
    @pytest.mark.parametrize("trouble", [Trouble.RATE_LIMITED, Trouble.BOT_CHECK])
    def test_that_asks_for_a_pause_stops_it_and_is_remembered(self, web, make_info, trouble):
        web[TAB] = web.listing(make_info(1), make_info(2))
        web[watch(1)] = refusal(1, trouble, "Enough.")

        run = start(TAB)

        assert (run.state, run.trouble, run.resume_at) == ("stopped", trouble, SiteLimit.objects.get().until)
        assert run.reason.startswith("Enough. The site ")
        assert states(run) == {TAB: "listed", watch(1): "waiting", watch(2): "waiting"}
        assert len(web.asked) == 2

    @pytest.mark.parametrize(
        ("trouble", "wait"),
        [
            (Trouble.NETWORK, timedelta(minutes=15)),
            (Trouble.BROKEN, timedelta(days=1)),
            (Trouble.NO_ANSWER, timedelta(days=1)),
            (Trouble.REDIRECTED, timedelta(days=1)),
        ],
    )
    def test_three_times_in_a_row_on_the_way_stops_it_for_a_while(self, web, make_info, trouble, wait):
        web[TAB] = web.listing(*map(make_info, range(1, 6)))
        for number in range(1, 6):
            web[watch(number)] = refusal(number, trouble)

        run = start(TAB)

        assert (run.state, run.trouble) == ("stopped", trouble)
        assert abs(run.resume_at - timezone.now() - wait) < timedelta(minutes=1)
        assert set(states(run).values()) == {"listed", "waiting"}
        assert len(web.asked) == 4

    @pytest.mark.parametrize("trouble", [Trouble.NETWORK, Trouble.BROKEN, Trouble.NO_ANSWER])
    def test_each_time_keeps_it_from_its_other_videos_no_longer(self, web, make_info, trouble):
        for number in (1, 2, 3):
            web[watch(number)] = refusal(number, trouble)
        web[watch(4)] = web.video(make_info(4))

        run = do(do(start(*map(watch, range(1, 5)))))

        assert run.state == "finished"
        assert [states(run)[watch(number)] for number in range(1, 5)] == ["failed", "failed", "failed", "created"]

    def test_on_the_way_now_and_then_is_a_failure_of_one_video(self, web, make_info):
        web[TAB] = web.listing(*map(make_info, range(1, 6)))
        for number in range(1, 6):
            web[watch(number)] = refusal(number, Trouble.NETWORK) if number != 3 else web.video(make_info(number))

        run = start(TAB)

        assert run.state == "finished"
        assert [states(run)[watch(number)] for number in range(1, 6)] == [
            "failed", "failed", "created", "failed", "failed",
        ]  # fmt: skip

    def test_of_a_single_video_does_not_stop_it(self, web, make_info):
        web[TAB] = web.listing(*map(make_info, range(1, 6)))
        for number in range(1, 6):
            web[watch(number)] = refusal(number, Trouble.PRIVATE)

        run = start(TAB)

        assert run.state == "finished"
        assert set(states(run).values()) == {"listed", "skipped"}

    def test_fails_where_just_this_video_was_asked_for(self, web):
        web[watch(1)] = refusal(1, Trouble.PRIVATE, "This video is private.")

        run = start(watch(1))

        assert run.items.values_list("state", "trouble", "detail").get() == (
            "failed", "private", "This video is private.",
        )  # fmt: skip


class TestWhatARefusalMakesOfTheVideo:
    @pytest.mark.parametrize(
        ("trouble", "held"),
        [
            (Trouble.MEMBERS_ONLY, "not-public"),
            (Trouble.PREMIUM_ONLY, "not-public"),
            (Trouble.AGE_RESTRICTED, "age-limit"),
            (Trouble.GEO_BLOCKED, ""),
            (Trouble.UPCOMING, ""),
            (Trouble.GONE, ""),
            (Trouble.PRIVATE, ""),
            (Trouble.NETWORK, ""),
            (Trouble.OTHER, ""),
        ],
    )
    def test_is_what_the_site_says_for_certain(self, web, make_info, trouble, held):
        web[TAB] = web.listing(make_info(1))
        web[watch(1)] = refusal(1, trouble)

        start(TAB)

        assert Video.objects.get().held_reason == held

    @pytest.mark.parametrize("trouble", [Trouble.GEO_BLOCKED, Trouble.UPCOMING])
    def test_beside_its_metadata_is_told(self, web, make_info, trouble):
        live_status = "is_upcoming" if trouble == Trouble.UPCOMING else "not_live"
        web[watch(1)] = web.video(make_info(1, live_status=live_status), trouble)

        run = start(watch(1))

        assert run.items.values_list("state", "trouble").get() == ("created", trouble)
        assert Video.objects.get().held_reason == ("not-over" if trouble == Trouble.UPCOMING else "")


class TestAVideoThatIsGone:
    """Believed after two checks a week apart, never on the word of a run that met trouble; and it may come back."""

    @pytest.fixture
    def video(self, web, make_info):
        web[watch(1)] = web.video(make_info(1))
        start(watch(1))
        return Video.objects.get()

    def check_after(self, days, video, web, answer):
        Video.objects.filter(missing_since__isnull=False).update(missing_since=timezone.now() - timedelta(days=days))
        web[watch(1)] = answer
        check(video)
        video.refresh_from_db()
        return video.listing_state, video.held_reason, video.missing_since is not None, video.gone_at is not None

    @pytest.mark.parametrize("trouble", [Trouble.GONE, Trouble.PRIVATE, Trouble.CHANNEL_CLOSED])
    def test_is_only_noted_the_first_time(self, video, web, trouble):
        assert self.check_after(0, video, web, refusal(1, trouble)) == ("listed", "", True, False)
        assert video.missing_reason == trouble

    def test_is_not_hidden_by_a_second_check_too_soon(self, video, web):
        self.check_after(0, video, web, refusal(1, Trouble.GONE))

        assert self.check_after(6, video, web, refusal(1, Trouble.GONE)) == ("listed", "", True, False)

    def test_is_hidden_by_a_second_check_a_week_later(self, video, web):
        self.check_after(0, video, web, refusal(1, Trouble.GONE))

        assert self.check_after(7, video, web, refusal(1, Trouble.GONE)) == ("held", "gone", True, True)

    def test_comes_back_when_it_is_found_again(self, video, web, make_info):
        self.check_after(0, video, web, refusal(1, Trouble.GONE))
        self.check_after(7, video, web, refusal(1, Trouble.GONE))

        assert self.check_after(7, video, web, web.video(make_info(1))) == ("listed", "", False, False)

    def test_comes_back_listed_where_only_the_operator_s_word_had_listed_it(self, web, make_info):
        web[watch(1)] = web.video(make_info(1, title="A quiet evening"))
        start(watch(1), list_all=True)
        video = Video.objects.get()
        self.check_after(0, video, web, refusal(1, Trouble.GONE))
        hidden = self.check_after(7, video, web, refusal(1, Trouble.GONE))

        found = self.check_after(7, video, web, web.video(make_info(1, title="A quiet evening")))

        assert (hidden, found) == (("held", "gone", True, True), ("listed", "", False, False))

    def test_stays_as_a_curator_decided(self, video, web):
        Video.objects.update(is_listing_curated=True)
        self.check_after(0, video, web, refusal(1, Trouble.GONE))

        assert self.check_after(7, video, web, refusal(1, Trouble.GONE)) == ("listed", "", True, True)

    @pytest.mark.parametrize("trouble", [Trouble.NETWORK, Trouble.BOT_CHECK, Trouble.BROKEN, Trouble.OTHER])
    def test_is_not_what_trouble_on_the_way_says(self, video, web, trouble):
        assert self.check_after(0, video, web, refusal(1, trouble)) == ("listed", "", False, False)

    @pytest.mark.parametrize("trouble", [Trouble.NETWORK, Trouble.RATE_LIMITED])
    def test_is_not_believed_by_a_run_that_met_trouble_elsewhere(self, video, web, make_info, trouble):
        web[watch(1)], web[watch(2)] = refusal(1, Trouble.GONE), refusal(2, trouble)
        web[TAB] = web.listing(make_info(1), make_info(2))

        start(TAB, details="all")

        video.refresh_from_db()
        assert video.missing_since is None


class TestKnownValues:
    def test_are_not_overwritten_by_what_is_not_known(self, web, make_info):
        web[watch(1)] = web.video(make_info(1, duration=60, view_count=5, language="en", timestamp=1700000000))
        start(watch(1))
        web[watch(1)] = web.video(make_info(1, duration=None, view_count=None))

        start(watch(1), details="all")

        video = Video.objects.get()
        assert (video.duration_seconds, video.view_count, video.language) == (60, 5, "en")
        assert (video.published_at, video.published_precision) == (
            datetime.fromtimestamp(1700000000, tz=video.published_at.tzinfo), "exact",
        )  # fmt: skip

    def test_tags_follow_a_changed_title_but_for_a_curator_s(self, web, make_info, curator):
        web[watch(1)] = web.video(make_info(1, title="ASMR tapping"))
        start(watch(1))
        web[watch(1)] = web.video(make_info(1, title="ASMR brushing"))

        start(watch(1))

        video = Video.objects.get()
        assert sorted(video.tags.values_list("slug", flat=True)) == ["brushing"]
        assert [former.title for former in video.former_titles.all()] == ["ASMR tapping"]


class TestFollowing:
    @pytest.fixture
    def creator(self, make_creator):
        return make_creator("Quiet Tent", site_id=CHANNEL_ID, is_followed=True)

    def test_reads_the_channel_by_its_permanent_id_and_says_when_again(self, web, make_info, creator):
        web[TAB] = web.listing(make_info(1), **OWNED)
        web[watch(1)] = web.video(make_info(1))

        sync(creator)

        creator.refresh_from_db()
        assert (creator.sync_trouble, creator.terminated_at) == ("", None)
        assert timedelta(days=5) < creator.sync_due_at - creator.synced_at < timedelta(days=9)

    def test_resolves_a_handle_to_the_id(self, web, make_info, make_creator):
        creator = make_creator("@quiettent", handle="@quiettent", is_followed=True)
        web["https://www.youtube.com/@quiettent/videos"] = web.listing(make_info(1), **OWNED)
        web[watch(1)] = web.video(make_info(1))

        sync(creator)

        creator.refresh_from_db()
        assert (creator.site_id, creator.shown_name, creator.videos.count()) == (CHANNEL_ID, "Quiet Tent", 1)

    def test_finds_that_two_entries_are_one_channel(self, web, make_info, creator, make_creator):
        other = make_creator("@quiettent", handle="@quiettent", is_followed=True)
        web["https://www.youtube.com/@quiettent/videos"] = web.listing(make_info(1), **OWNED)
        web[watch(1)] = web.video(make_info(1))

        sync(other)

        assert list(Creator.objects.all()) == [creator]
        assert creator.videos.count() == 1

    def test_stops_where_all_is_known(self, web, make_info, creator):
        web[TAB] = web.listing(*map(make_info, range(1, 99)), **OWNED)
        for number in range(1, 99):
            web[watch(number)] = web.video(make_info(number))
        sync(creator)
        read = []

        def listing():
            for item in web.listing(*map(make_info, range(1, 99)), **OWNED):
                read.append(item)
                yield item

        web[TAB] = lambda: list(listing())
        run = sync(creator)

        assert run.items.get(kind="listing").detail == "60 entries; the rest is known"

    @pytest.mark.parametrize(
        "words",
        [
            "YouTube said: This account has been terminated for a violation of YouTube's Terms of Service.",
            "YouTube said: This channel does not exist.",
        ],
    )
    def test_notes_a_closed_channel_and_heals_itself(self, web, make_info, creator, words):
        web[TAB] = [FetchError(TAB, words, Trouble.CHANNEL_CLOSED)]
        sync(creator)
        creator.refresh_from_db()
        closed = (creator.terminated_at is not None, creator.sync_trouble)
        wait = creator.sync_due_at - timezone.now()
        web[TAB] = web.listing(**OWNED) or [SkippedInfo(TAB, "empty", Trouble.EMPTY)]

        sync(creator)

        creator.refresh_from_db()
        assert closed == (True, words)
        assert timedelta(days=23) < wait < timedelta(days=37)
        assert (creator.terminated_at, creator.sync_trouble) == (None, "")

    def test_is_not_needed_to_notice_a_closed_channel(self, web, creator):
        web[TAB] = [FetchError(TAB, "terminated", Trouble.CHANNEL_CLOSED)]

        start(TAB)

        creator.refresh_from_db()
        assert (creator.terminated_at is not None, creator.synced_at) == (True, None)

    def test_reads_nothing_of_a_creator_who_asked_to_be_removed(self, web, creator):
        Creator.objects.update(status="removed")

        run = sync(creator)

        assert web.asked == []
        assert run.items.get().detail == "its creator was taken down; it stays out of the catalog"


class TestInterruption:
    def test_leaves_a_run_that_can_go_on(self, web, make_info):
        def interrupt():
            raise KeyboardInterrupt

        web[TAB], web[watch(1)] = web.listing(make_info(1)), interrupt

        with pytest.raises(KeyboardInterrupt):
            start(TAB)

        run = ImportRun.objects.get()
        assert (run.state, run.reason) == ("stopped", "Interrupted. It can go on with --resume.")

    def test_by_an_unforeseen_error_is_said_and_goes_on_later_by_itself(self, web):
        def fail():
            raise ZeroDivisionError("a slip")

        web[TAB] = fail

        with pytest.raises(ZeroDivisionError):
            start(TAB)

        run = ImportRun.objects.get()
        assert (run.state, run.resume_at is not None) == ("stopped", True)
        assert run.reason.startswith("It broke off: ZeroDivisionError: a slip")

    def test_by_a_person_cancels_the_run_and_keeps_what_is_stored(self, web, make_info):
        def cancel():
            queue.cancel(ImportRun.objects.get())
            return web.video(make_info(1))

        web[TAB], web[watch(1)] = web.listing(make_info(1), make_info(2)), cancel

        run = start(TAB)

        assert run.state == "cancelled"
        assert sorted(states(run).values()) == ["created", "listed", "skipped"]


class TestFiles:
    def test_go_on_after_the_rows_that_are_stored(self, write, make_info):
        path = write(*map(make_info, range(1, 6)))
        run = queue.request_run("files", RunOptions(files=(str(path),)).as_json())
        ImportRun.objects.update(cursor=3, counts={"created": 3})
        run.refresh_from_db()

        do(run)

        assert sorted(Video.objects.values_list("site_id", flat=True)) == ["aaaaaaaaa04", "aaaaaaaaa05"]
        assert (run.cursor, run.counts) == (5, {"created": 5})

    def test_keep_a_row_of_what_failed_or_was_skipped(self, write, make_info):
        path = write(make_info(1), make_info(2, id=None), {"entries": []})

        run = do(queue.request_run("files", RunOptions(files=(str(path),)).as_json()))

        assert list(RunItem.objects.values_list("state", "detail")) == [
            ("failed", "no id"), ("skipped", "empty playlist (without a title)"),
        ]  # fmt: skip
        assert run.state == "finished"


def test_a_playlist_is_read_to_its_end_for_what_is_new_enough(web, make_info):
    playlist = "https://www.youtube.com/playlist?list=PLrain"
    web[playlist] = web.listing(*map(make_info, range(1, 6)))
    for number in range(1, 6):
        web[watch(number)] = web.video(make_info(number, upload_date="20240101" if number == 5 else "20190101"))

    start(playlist, since=date(2020, 1, 1))

    assert Video.objects.get().site_id == make_info(5)["id"]


def test_what_is_new_below_where_a_reading_broke_off_is_found_by_the_next(web, make_info, make_creator):
    creator = make_creator(site_id=CHANNEL_ID)
    known, new = list(map(make_info, range(90, 99))), list(map(make_info, range(10, 90)))
    web[TAB] = web.listing(*known, **OWNED)
    sync(creator, details="none")
    whole = web.listing(*new, *known, **OWNED)
    web[TAB] = [*whole[:60], FetchError(TAB, "timed out", Trouble.NETWORK)]
    sync(creator, details="none")
    web[TAB] = whole

    sync(creator, details="none")

    assert Video.objects.count() == len(whole)


def test_a_channel_on_another_site_gives_its_creator_no_id(web, make_creator):
    creator = make_creator(site="youtube", curator_url="https://tube.example/c/rain")
    listing = {"extractor_key": "PeerTubePlaylist", "webpage_url": "https://tube.example/c/rain", "title": "Rain"}
    info = {"id": "rain", "title": "ASMR rain", "extractor_key": "PeerTube"}
    web["https://tube.example/c/rain"] = [FoundInfo("https://tube.example/w/rain", info, listing)]

    run = sync(creator)

    creator.refresh_from_db()
    assert (creator.site_id, run.state) == ("", "finished")
    assert run.items.get().detail == "this channel is on peertube, its creator is entered as one on youtube"


def test_nobody_takes_a_run_over_while_a_person_thinks_about_it(web, make_info):
    web[TAB], web[watch(1)] = web.listing(make_info(1), **OWNED), web.video(make_info(1))
    run = queue.request_run("addresses", RunOptions(urls=(TAB,)).as_json())
    queue.claim(run, worker="elsewhere:1")

    def confirm(run):
        assert ImportRun.objects.get().lease_until > timezone.now() + timedelta(hours=8)
        return True

    assert [outcome.state for outcome in work(run, confirm=confirm)] == ["found", "created"]


def test_short_runs_one_after_the_other_are_no_quicker_than_a_long_one(web, make_info, settings, monkeypatch):
    slept = []
    monkeypatch.setattr(desk.time, "sleep", slept.append)
    settings.ASMR_IMPORT_PAUSE_SECONDS = 10
    web[watch(1)], web[watch(2)] = web.video(make_info(1)), web.video(make_info(2))

    start(watch(1))
    assert slept == []

    start(watch(2))
    assert 5 <= sum(slept) <= 15


def test_no_page_is_asked_for_of_who_asked_meanwhile_to_be_removed(web, make_info):
    def leave():
        Creator.objects.update(status="removed")
        return web.video(make_info(1))

    web[TAB], web[watch(1)] = web.listing(make_info(1), make_info(2), **OWNED), leave

    run = start(TAB)

    assert [address for address, _ in web.asked] == [TAB, watch(1)]
    assert states(run) == {TAB: "listed", watch(1): "skipped", watch(2): "skipped"}


class TestWhatACuratorDoesMeanwhile:
    def test_a_creator_may_be_deleted(self, web, make_info, make_creator):
        def delete():
            Creator.objects.all().delete()
            return web.listing(make_info(1), **OWNED)

        web[TAB] = delete

        assert sync(make_creator(site_id=CHANNEL_ID), details="none").state == "finished"
        assert Video.objects.get().creator.site_id == CHANNEL_ID

    def test_a_creator_may_be_merged(self, web, make_info, make_creator):
        by_handle, by_id = make_creator(handle="@rain"), make_creator(site_id=CHANNEL_ID)

        def merge():
            merge_duplicates(by_id, by_handle)
            return web.listing(make_info(1), **OWNED)

        web["https://www.youtube.com/@rain/videos"] = merge

        run = sync(by_handle, details="none")

        assert (run.state, run.items.get(kind="listing").creator) == ("finished", by_id)

    @pytest.mark.parametrize("is_there", [True, False])
    def test_a_video_may_be_deleted(self, web, make_info, make_video, is_there):
        def delete():
            Video.objects.all().delete()
            return web.video(make_info(1)) if is_there else refusal(1, Trouble.GONE)

        web[watch(1)] = delete

        assert check(make_video(site_id="aaaaaaaaa01", url=watch(1))).state == "finished"
        assert Video.objects.exists() == is_there


class TestFilesThatBrokeOff:
    @pytest.fixture
    def half(self, write, make_info):
        """A run over a file of five rows, four of which are stored."""
        path = write(*map(make_info, range(1, 6)))
        options = RunOptions(files=(str(path),), marks=mark_files([path]))
        run = queue.request_run("files", options.as_json())
        run.cursor, run.counts = 4, {"created": 4}
        run.save()
        return run, path

    def test_are_read_from_the_start_where_they_changed(self, half, write, make_info):
        run, path = half
        write(*map(make_info, range(11, 16)))

        do(run)

        assert (Video.objects.count(), run.counts) == (5, {"created": 5})

    def test_are_missed_where_they_are_no_longer_there(self, half):
        run, path = half
        path.unlink()

        do(run)

        assert run.items.get().detail == "no such file or folder"

    def test_count_nothing_that_was_rolled_back(self, half):
        run, _ = half
        queue.claim(run, worker=queue.this_process())
        ImportRun.objects.update(is_cancel_requested=True)

        list(work(run))

        run.refresh_from_db()
        assert (run.state, run.counts, Video.objects.count()) == ("cancelled", {"created": 4}, 0)


class TestWhatCannotBeKept:
    @pytest.mark.parametrize("url", ["http://[rain", "http://ex℀mple.com/", f"https://a.example/{'a' * 1000}", ""])
    def test_an_odd_address_fails_alone(self, web, make_info, url):
        web[watch(1)] = web.video(make_info(1))

        run = start(url, watch(1))

        assert (run.state, sorted(states(run).values())) == ("finished", ["created", "failed"])

    def test_an_address_that_is_too_long_is_not_asked_for_cut(self):
        run = queue.request_run("addresses", RunOptions(urls=(f"https://a.example/{'a' * 1000}",)).as_json())

        assert web_address(run.items.get().address) is None

    @pytest.mark.parametrize("since", [None, date(2020, 1, 1)])
    def test_half_an_emoji_in_a_title_is_left_out(self, web, make_info, since):
        web[TAB] = web.listing(make_info(1, title="ASMR rain \ud83d"), **{**OWNED, "title": "Quiet \ud83d"})

        run = start(TAB, details="none" if since is None else "new", since=since)

        assert run.state == "finished"
        assert SourceListing.objects.get().title == "Quiet"
        assert run.items.get(kind="video").title == "ASMR rain"


def test_videos_that_nothing_is_told_of_do_not_keep_a_check_from_the_others(web, make_video):
    videos = [make_video(site_id=f"aaaaaaaaa{number:02}", url=watch(number)) for number in range(1, 5)]
    for number in range(1, 5):
        web[watch(number)] = refusal(number, Trouble.NO_ANSWER if number < 4 else Trouble.PRIVATE)
    do(request_check(3))

    do(request_check(3))

    videos[3].refresh_from_db()
    assert videos[3].checked_at is not None


class TestWhoWasAskedFor:
    """Whatever became of the reading, nobody stays due: they would be read again at once, and for ever."""

    @pytest.fixture
    def creator(self, make_creator):
        return make_creator(site_id=CHANNEL_ID, is_followed=True)

    def sync(self, creator):
        do(request_sync([creator]))
        creator.refresh_from_db()
        return creator

    def test_is_read_where_the_channel_has_no_such_tabs(self, web, creator):
        for tab in ("videos", "streams"):
            url = TAB.replace("videos", tab)
            web[url] = [FetchError(url, f"does not have a {tab} tab", Trouble.NO_SUCH_TAB)]

        self.sync(creator)

        assert (due(timezone.now()).count(), creator.sync_trouble, creator.synced_at is None) == (0, "", False)

    def test_waits_while_another_import_is_at_their_channel(self, web, creator):
        other = queue.request_run("addresses", RunOptions().as_json())
        queue.claim(other, worker="elsewhere:1")
        queue.lock(other, f"youtube:{CHANNEL_ID}")

        self.sync(creator)

        assert (due(timezone.now()).count(), creator.synced_at) == (0, None)
        assert creator.sync_trouble.startswith("another import is at work on this creator")

    def test_waits_where_nothing_lists_their_videos(self, web, make_creator):
        creator = self.sync(make_creator(curator_url="https://blog.example/quiet", is_followed=True))

        assert (due(timezone.now()).count(), creator.synced_at) == (0, None)
        assert creator.sync_trouble == "no page that lists their videos is known"

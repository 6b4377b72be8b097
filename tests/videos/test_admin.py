"""The curators' desk for videos and tags: what a person decides there stays, and the source's word stays beside it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags

from videos.curation import vocabulary as curation
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Source, SourceListing, Tag, TagAlias, TagDecision, TaggedVideo, Video

VIDEOS = "/admin/videos/video/"
TAGS = "/admin/videos/tag/"
INFO = {
    "id": "abcdefghijk",
    "extractor_key": "Youtube",
    "title": "ASMR tapping and whispering",
    "webpage_url": "https://www.youtube.com/watch?v=abcdefghijk",
    "channel": "Quiet Corner ASMR",
    "channel_id": "UC0123456789012345678901",
    "description": "A first description.",
}


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def change_address(row):
    return reverse(f"admin:videos_{row._meta.model_name}_change", args=[row.pk])


def form_data(page, **changes):
    """What a browser would send from `page`, with `changes`."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    shown = re.findall(r'<input type="hidden" name="(initial-[^"]+)"(?: value="([^"]*)")?', page.text)
    data = {name: unescape(value) for name, value in shown}
    data |= {bound.html_name: bound.value() for form in forms for bound in form}
    data = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def save(desk, row, **changes):
    return desk.post(change_address(row), form_data(desk.get(change_address(row)), **changes), follow=True)


def decide(desk, action, videos):
    return desk.post(VIDEOS, {"action": action, "_selected_action": [video.pk for video in videos]}, follow=True)


def pks(*slugs):
    return [Tag.objects.get(slug=slug).pk for slug in slugs]


def present(video):
    """slug -> source"""
    return {row.tag.slug: row.source for row in TaggedVideo.objects.filter(content_object=video).select_related("tag")}


def decisions(video):
    """slug -> kind"""
    return {row.tag.slug: row.kind for row in TagDecision.objects.filter(video=video).select_related("tag")}


def automatic(video, *slugs):
    for pk in pks(*slugs):
        TaggedVideo.objects.create(
            content_object=video, tag_id=pk, source=Source.AUTOMATIC, zone="title", evidence="said so", confidence=0.9
        )


def run_import(**changes):
    return [outcome.state for outcome in Import.begin().store_all([FoundInfo("hand:1", {**INFO, **changes})])]


def found(desk, query):
    return [video.title for video in desk.get(VIDEOS, query).context["cl"].result_list]


def errors(response):
    return response.context["adminform"].form.errors


def messages(response):
    return [str(message) for message in response.context["messages"]]


def ask_autocomplete(desk, term, *, link="taggedvideo"):
    answer = desk.get(
        "/admin/autocomplete/",
        {
            "app_label": "videos",
            "model_name": link,
            "field_name": "tag",
            "term": term,
        },
    )
    return [result["text"] for result in answer.json()["results"]]


class TestTheListOfVideos:
    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_videos(self, desk, make_video, make_creator):
        for number in range(3):
            make_video(creator=make_creator(f"Creator {number}"), tags=["tapping"])
        with CaptureQueriesContext(connection) as few:
            desk.get(VIDEOS)
        for number in range(3, 30):
            make_video(creator=make_creator(f"Creator {number}"), tags=["tapping", "whispered"])

        with CaptureQueriesContext(connection) as many:
            page = desk.get(VIDEOS)

        assert (len(page.context["cl"].result_list), len(many)) == (30, len(few))

    def test_shows_state_length_date_and_number_of_tags_in_words(self, desk, make_video):
        make_video(
            duration_seconds=31 * 60, listing_state="held", held_reason="moderation", tags=["tapping", "whispered"]
        )

        page = desk.get(VIDEOS)

        cells = dict(re.findall(r'<td class="field-(listing|length|published|tag_count)">(.*?)</td>', page.text))
        assert cells == {
            "listing": "held: a moderator must decide",
            "length": "31 min",
            "published": "date unknown",
            "tag_count": "2",
        }

    def test_the_newest_entry_comes_first(self, desk, make_video):
        make_video("First")
        make_video("Second")

        assert found(desk, {}) == ["Second", "First"]

    @pytest.mark.parametrize("words", ["crème tapping", "CREME", "video000001", "watch?v=video000001", "quiet corner"])
    def test_finds_a_video_by_title_id_address_or_creator(self, desk, make_video, make_creator, words):
        make_video("Crème jars, tapping", creator=make_creator("Quiet Corner"))
        make_video("Rain")

        assert found(desk, {"q": words}) == ["Crème jars, tapping"]

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({"listing_state__exact": "held"}, ["Held"]),
            ({"held_reason__exact": "moderation"}, ["Held"]),
            ({"completeness__exact": "full"}, ["Held"]),
            ({"site": "peertube"}, ["Held"]),
            ({"language": "de"}, ["Held"]),
            ({"is_sample__exact": "1"}, ["Held"]),
            ({"tag": "tapping"}, ["Held"]),
            ({"tag": "Tapping"}, ["Held"]),
            ({"tag": "nothing-of-the-kind"}, []),
            ({"curated-tags": "yes"}, ["Held"]),
            ({"curated-tags": "no"}, ["Listed"]),
            ({"waiting-tags": "yes"}, ["Listed"]),
        ],
    )
    def test_filters(self, desk, make_video, query, titles):
        make_video(
            "Held",
            listing_state="held",
            held_reason="moderation",
            completeness="full",
            site="peertube",
            source_language="de",
            is_sample=True,
            tags=["tapping"],
        )
        listed = make_video("Listed")
        automatic(listed, "whispered")
        TagDecision.objects.create(video=listed, tag_id=pks("tapping")[0], kind="suggested", source="automatic")

        assert found(desk, query) == titles

    def test_the_tag_filter_keeps_the_other_conditions_and_the_words(self, desk):
        page = desk.get(VIDEOS, {"q": "rain", "site": "youtube", "tag": "tapping"})

        form = page.text.partition('data-filter-title="tag set directly"')[2].partition("</form>")[0]
        assert re.findall(r'<input type="(\w+)"\s+name="(\w+)"\s+value="(\w*)"', form) == [
            ("hidden", "q", "rain"),
            ("hidden", "site", "youtube"),
            ("text", "tag", "tapping"),
        ]

    @pytest.mark.parametrize("address", [VIDEOS, TAGS, "/admin/creators/creator/"])
    def test_every_filter_can_show_its_counts(self, desk, make_video, make_creator, address):
        make_video(creator=make_creator(), tags=["tapping"])

        page = desk.get(address, {"_facets": "True"})

        assert page.context["cl"].add_facets is True

    def test_a_word_that_is_no_tag_finds_nothing_and_is_said_to_be_none(self, desk, make_video):
        make_video(tags=["tapping"])

        unknown, known = (desk.get(VIDEOS, {"tag": word}) for word in ("zzunheard", "tapping"))

        assert len(unknown.context["cl"].result_list) == 0
        assert ["is no tag: nothing is found." in page.text for page in (unknown, known)] == [True, False]

    def test_nul_characters_are_dropped(self, desk, make_video):
        make_video("Tapped", tags=["tapping"])
        make_video("Rain")

        assert found(desk, {"tag": "\x00"}) == ["Rain", "Tapped"]
        assert found(desk, {"tag": "tap\x00ping"}) == ["Tapped"]

    def test_videos_are_not_made_by_hand(self, desk):
        assert desk.get(f"{VIDEOS}add/").status_code == 403


class TestDecidingOnManyVideos:
    @pytest.mark.parametrize(
        ("action", "state", "reason", "word"),
        [
            ("list_them", "listed", "", "listed"),
            ("hold_them", "held", "curator", "held"),
            ("hide_them", "hidden", "", "hidden"),
        ],
    )
    def test_is_a_curators_decision_and_says_how_many(self, desk, curator, make_video, action, state, reason, word):
        videos = [make_video(), make_video(listing_state="held", held_reason="moderation")]

        answer = decide(desk, action, videos)

        rows = Video.objects.exclude(curated_at=None).values_list("listing_state", "held_reason", "is_listing_curated")
        assert list(rows) == [(state, reason, True)] * 2
        assert messages(answer) == [f"Videos that are {word} now: 2."]
        assert list(LogEntry.objects.values_list("user", "change_message")) == [(curator.pk, f"Decided: {word}.")] * 2

    def test_can_be_given_back_to_the_rules(self, desk, curator):
        run_import()
        decide(desk, "hold_them", [Video.objects.get()])

        answer = decide(desk, "give_back", [Video.objects.get()])
        until_then = Video.objects.get()
        run_import()

        assert (until_then.listing_state, until_then.is_listing_curated) == ("held", False)
        assert messages(answer) == ["Videos that the next import judges anew, and that stay as they are until then: 1."]
        assert LogEntry.objects.first().change_message == "Given back to the rules."
        assert Video.objects.get().listing_state == "listed"

    def test_what_is_hidden_or_taken_down_cannot_and_it_says_so(self, desk, make_video):
        videos = [
            make_video(listing_state=state, is_listing_curated=True) for state in ("listed", "hidden", "taken-down")
        ]

        answer = decide(desk, "give_back", videos)

        rows = Video.objects.filter(is_listing_curated=True).values_list("listing_state", flat=True)
        assert sorted(rows) == ["hidden", "taken-down"]
        assert messages(answer)[1] == (
            "Left as they are, for they are hidden or were taken down: 2. List or hold them first."
        )

    def test_leaves_out_what_was_taken_down_and_says_so(self, desk, make_video):
        videos = [make_video("Fine", listing_state="hidden"), make_video("Gone", listing_state="taken-down")]

        answer = decide(desk, "list_them", videos)

        assert dict(Video.objects.values_list("title", "listing_state")) == {"Fine": "listed", "Gone": "taken-down"}
        assert messages(answer) == [
            "Videos that are listed now: 1.",
            "Left as they are, for they were taken down: 1. Their own pages can change that.",
        ]

    def test_lists_nothing_with_a_tag_that_lets_nobody_list_it_and_says_so(self, desk, make_video):
        videos = [
            make_video("Fine", listing_state="hidden"),
            make_video(tags=["minor-appears"], listing_state="hidden"),
        ]

        answer = decide(desk, "list_them", videos)

        assert messages(answer) == [
            "Videos that are listed now: 1.",
            "Not listed, for they carry a tag with which nothing is listed: 1. "
            "Reject that tag first where it is not so.",
        ]

    def test_works_on_all_that_a_filter_and_a_search_found(self, desk, make_video, make_creator):
        for number in range(3):
            make_video("Rain", creator=make_creator(f"Creator {number}"), tags=["tapping"])
        make_video("Wind", tags=["tapping"])

        desk.post(
            f"{VIDEOS}?q=rain&tag=tapping",
            {"action": "hide_them", "select_across": "1", "_selected_action": [Video.objects.first().pk]},
        )

        rows = Video.objects.order_by("pk").values_list("title", "listing_state")
        assert list(rows) == [("Rain", "hidden")] * 3 + [("Wind", "listed")]

    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_videos(self, desk, make_video):
        videos = [make_video() for _ in range(3)]
        decide(desk, "hide_them", videos)  # content types are remembered from here on
        with CaptureQueriesContext(connection) as few:
            decide(desk, "list_them", videos)
        videos += [make_video() for _ in range(27)]
        decide(desk, "hide_them", videos)

        with CaptureQueriesContext(connection) as many:
            decide(desk, "list_them", videos)

        assert len(many) == len(few)

    def test_stands_against_a_later_import(self, desk):
        run_import()
        decide(desk, "hide_them", [Video.objects.get()])

        run_import(description="A second description.")

        assert Video.objects.get().listing_state == "hidden"


class TestTheListingStateOfOneVideo:
    def test_changed_by_a_person_is_theirs_for_good(self, desk, make_video):
        video = make_video()

        save(desk, video, listing_state="hidden")

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason, video.is_listing_curated) == ("hidden", "", True)
        assert video.curated_at is not None

    @pytest.mark.parametrize(("before", "after"), [("listed", "taken-down"), ("taken-down", "listed")])
    def test_is_neither_taken_down_nor_brought_back_here(self, desk, make_video, before, after):
        video = make_video(listing_state=before)

        save(desk, video, listing_state=after, curator_language="de")

        video.refresh_from_db()
        assert video.listing_state == before

    def test_a_changed_reason_alone_is_a_decision_too(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="not-recognised")

        save(desk, video, held_reason="curator")

        video.refresh_from_db()
        assert (video.held_reason, video.is_listing_curated) == ("curator", True)

    def test_held_without_a_reason_is_held_by_a_curator(self, desk, make_video):
        video = make_video()

        save(desk, video, listing_state="held")

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason) == ("held", "curator")

    def test_a_reason_without_being_held_is_dropped(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="moderation")

        save(desk, video, listing_state="listed")

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason) == ("listed", "")

    def test_another_edit_is_no_decision_on_it(self, desk, make_video):
        video = make_video()

        save(desk, video, curator_title="A truer title", held_reason="moderation")

        video.refresh_from_db()
        assert (video.title, video.is_listing_curated, video.listing_state) == ("A truer title", False, "listed")

    @pytest.mark.parametrize("changes", [{}, {"held_reason": "curator"}])
    def test_is_not_decided_by_a_page_that_is_out_of_date(self, desk, make_video, make_creator, changes):
        old, new = make_creator("Old"), make_creator("New")
        video = make_video(creator=old)
        page = desk.get(change_address(video))
        Video.objects.update(listing_state="held", held_reason="moderation", creator=new)

        desk.post(change_address(video), form_data(page, curator_title="Ours", **changes))

        video.refresh_from_db()
        assert (video.title, video.creator, video.is_creator_curated) == ("Ours", new, False)
        assert (video.listing_state, video.held_reason, video.is_listing_curated) == ("held", "moderation", False)

    def test_set_on_a_page_that_is_out_of_date_is_a_decision_all_the_same(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="not-recognised")
        page = desk.get(change_address(video))
        Video.objects.update(listing_state="listed", held_reason="")

        desk.post(change_address(video), form_data(page, held_reason="curator"))

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason, video.is_listing_curated) == ("held", "curator", True)

    def test_an_error_on_the_page_does_not_make_it_forget_what_it_showed(self, desk, make_video):
        video = make_video()
        page = desk.get(change_address(video))
        Video.objects.update(listing_state="held", held_reason="moderation")

        data = form_data(page, curator_language="English")
        again = desk.post(change_address(video), data)
        shown = dict(re.findall(r'name="(initial-listing_state)" value="([^"]*)"', again.text))
        desk.post(change_address(video), {**data, **shown, "curator_language": "en"})

        video.refresh_from_db()
        assert shown == {"initial-listing_state": "listed"}
        assert (video.language, video.listing_state, video.is_listing_curated) == ("en", "held", False)

    def test_stands_against_a_later_import(self, desk):
        run_import(title="Cooking noodles", channel="Kitchen")
        video = Video.objects.get(held_reason="not-recognised")
        save(desk, video, listing_state="listed")

        run_import(title="Cooking noodles", channel="Kitchen", age_limit=18)

        assert Video.objects.get().listing_state == "listed"

    @pytest.mark.parametrize(
        ("state", "reason", "has_link"), [("listed", "", True), ("held", "curator", False), ("hidden", "", False)]
    )
    def test_only_a_listed_video_has_a_page_to_view(self, desk, make_video, state, reason, has_link):
        video = make_video(listing_state=state, held_reason=reason)

        page = desk.get(change_address(video))

        assert page.context.get("absolute_url") == (video.get_absolute_url() if has_link else None)

    def test_a_removed_creators_video_has_none(self, desk, make_video, make_creator):
        video = make_video(creator=make_creator(status="removed"))

        assert desk.get(change_address(video)).context.get("absolute_url") is None


class TestTheFactsOfOneVideo:
    def test_the_source_is_shown_and_not_editable(self, desk, make_video):
        video = make_video("The source's title", description="As they wrote it.", chapters=[[133, "Brushing"]])

        page = desk.get(change_address(video))

        said = ["The source&#x27;s title", "As they wrote it.", "2:13 Brushing"]
        assert [text for text in said if text not in page.text] == []
        assert set(page.context["adminform"].form.fields) == {
            "curator_title",
            "curator_language",
            "creator",
            "listing_state",
            "held_reason",
            "present_tags",
            "absent_tags",
            "shown_tag_ids",
            "shown_absent_tag_ids",
        }

    def test_tells_when_it_was_read_and_that_it_is_there(self, desk, make_video):
        read_at = datetime(2026, 3, 9, 21, 7, tzinfo=UTC)

        page = desk.get(change_address(make_video(read_at=read_at, checked_at=read_at, release_at=read_at)))

        assert page.text.count("March 9, 2026, 9:07 p.m.") == 3
        assert [shown in page.text for shown in ("not missing", "none known", "no listing that was read")] == [True] * 3

    @pytest.mark.parametrize(("reason", "words"), [("private", "private"), ("", "unknown why")])
    def test_tells_since_when_it_is_missing_and_what_was_said(self, desk, make_video, reason, words):
        since = datetime(2026, 3, 9, 21, 7, tzinfo=UTC)

        page = desk.get(change_address(make_video(missing_since=since, missing_reason=reason)))

        assert f"9 Mar 2026, 21:07 UTC: {words}" in page.text

    def test_links_to_what_may_be_the_same_video(self, desk, make_video, make_creator):
        both = {"creator": make_creator(), "duration_seconds": 600}
        video, other = make_video("Soft rain", **both), make_video("Soft Rain", **both)

        page = desk.get(change_address(video)).text

        assert f'<a href="{change_address(other)}">Soft Rain</a> (youtube {other.site_id})' in page

    def test_lists_former_titles_and_where_it_stands(self, desk, make_video):
        video = make_video()
        now = datetime(2026, 3, 9, 21, 7, tzinfo=UTC)
        video.former_titles.create(title="<Older>", replaced_at=now - timedelta(days=9))
        video.former_titles.create(title="Old", replaced_at=now)
        for url, title in [("https://a.example/videos", "Quiet & Co"), ("https://a.example/list", "")]:
            listing = SourceListing.objects.create(url=url, title=title)
            listing.listed_videos.create(video=video, first_seen_at=now, last_seen_at=now)

        page = desk.get(change_address(video)).text

        assert "Old, until 9 Mar 2026<br>&lt;Older&gt;, until 28 Feb 2026" in page
        assert (
            '<a href="https://a.example/videos" rel="noreferrer">Quiet &amp; Co</a><br>'
            '<a href="https://a.example/list" rel="noreferrer">https://a.example/list</a>'
        ) in page

    def test_one_that_is_gone_is_found_by_that_reason(self, desk, make_video):
        make_video("Gone", listing_state="held", held_reason="gone")
        make_video("Here")

        assert found(desk, {"held_reason__exact": "gone"}) == ["Gone"]

    def test_saving_without_a_change_leaves_no_mark(self, desk, make_video):
        video = make_video(tags=["tapping"], description="First line\nSecond line", curator_title="Ours")

        save(desk, video)

        video.refresh_from_db()
        assert (video.curated_at, video.is_listing_curated, present(video)) == (None, False, {"tapping": "curator"})

    def test_a_curators_title_is_searched_and_shown(self, desk, make_video):
        video = make_video("Clickbait")

        save(desk, video, curator_title="Raín")

        video.refresh_from_db()
        assert (video.title, video.source_title, video.folded_title) == ("Raín", "Clickbait", "rain")
        assert video.curated_at is not None

    def test_a_title_written_while_the_page_was_open_stays_and_is_searched(self, desk, make_video):
        video = make_video(curator_title="Old")
        page = desk.get(change_address(video))
        save(desk, video, curator_title="New")

        desk.post(change_address(video), form_data(page, curator_language="de"))

        video.refresh_from_db()
        assert (video.title, video.folded_title, video.language) == ("New", "new", "de")

    @pytest.mark.parametrize("code", ["English", "d", "12"])
    def test_a_language_is_a_code(self, desk, make_video, code):
        answer = save(desk, make_video(), curator_language=code)

        assert errors(answer) == {"curator_language": ["Enter the code of a language: en, de, ja …"]}

    def test_what_an_import_stored_meanwhile_stays(self, desk, make_video, monkeypatch):
        video = make_video(view_count=1)
        clean = Video.full_clean

        def import_meanwhile(self, *args, **kwargs):
            Video.objects.filter(pk=self.pk).update(view_count=2)
            return clean(self, *args, **kwargs)

        monkeypatch.setattr(Video, "full_clean", import_meanwhile)
        save(desk, video, curator_title="Ours")

        assert Video.objects.values_list("title", "view_count").get() == ("Ours", 2)

    def test_somebody_who_may_only_look_sees_the_page(self, client, django_user_model, make_video):
        visitor = django_user_model.objects.create_user("visitor", is_staff=True)
        visitor.user_permissions.add(Permission.objects.get(codename="view_video"))
        client.force_login(visitor)

        page = client.get(change_address(make_video("Soft rain", tags=["tapping"])))

        assert "Soft rain" in page.text
        assert page.context["has_change_permission"] is False


class TestTheTagsOfOneVideo:
    def test_an_added_tag_is_a_curators_and_a_removed_one_is_rejected(self, desk, curator, make_video):
        video = make_video()
        automatic(video, "tapping", "whispered")

        save(desk, video, present_tags=pks("whispered", "scratching"))

        assert present(video) == {"whispered": "automatic", "scratching": "curator"}
        assert decisions(video) == {"tapping": "rejected"}
        assert video.tag_decisions.get().decided_by == curator

    def test_a_suggestion_is_accepted_by_adding_it(self, desk, make_video):
        video = make_video()
        TagDecision.objects.create(video=video, tag_id=pks("tapping")[0], kind="suggested", source="automatic")

        save(desk, video, present_tags=pks("tapping"))

        assert (present(video), decisions(video)) == ({"tapping": "curator"}, {})

    def test_a_checked_absence_is_recorded_with_its_person(self, desk, curator, make_video):
        video = make_video()

        save(desk, video, absent_tags=pks("tapping"))

        row = video.tag_decisions.get()
        assert (row.tag.slug, row.kind, row.source, row.decided_by) == ("tapping", "absent-checked", "curator", curator)

    def test_a_checked_absence_taken_out_again_is_unknown(self, desk, make_video):
        video = make_video()
        save(desk, video, absent_tags=pks("tapping", "whispered"))

        save(desk, video, absent_tags=pks("whispered"))

        assert decisions(video) == {"whispered": "absent-checked"}

    def test_no_other_decision_is_lost_with_it(self, desk, make_video):
        video = make_video()
        for slug, kind in [("tapping", "rejected"), ("whispered", "suggested"), ("scratching", "absent-declared")]:
            TagDecision.objects.create(video=video, tag_id=pks(slug)[0], kind=kind, source="automatic")

        save(desk, video, absent_tags=pks("page-turning"))
        save(desk, video, absent_tags=[])

        assert decisions(video) == {"tapping": "rejected", "whispered": "suggested", "scratching": "absent-declared"}

    def test_a_present_tag_can_be_moved_to_absent_and_back(self, desk, make_video):
        video = make_video(tags=["tapping"])

        save(desk, video, present_tags=[], absent_tags=pks("tapping"))
        moved = (present(video), decisions(video))
        save(desk, video, present_tags=pks("tapping"), absent_tags=[])

        assert moved == ({}, {"tapping": "absent-checked"})
        assert (present(video), decisions(video)) == ({"tapping": "curator"}, {})

    def test_a_tag_in_both_fields_is_an_error(self, desk, make_video):
        video = make_video()

        answer = save(desk, video, present_tags=pks("tapping", "whispered"), absent_tags=pks("tapping"))

        assert errors(answer) == {"absent_tags": ["A tag cannot be in the video and not in it: Tapping."]}
        assert (present(video), decisions(video)) == ({}, {})

    def test_a_tag_that_came_while_the_page_was_open_is_not_rejected(self, desk, make_video):
        video = make_video(tags=["whispered"])
        page = desk.get(change_address(video))
        automatic(video, "tapping")

        desk.post(change_address(video), form_data(page, present_tags=pks("whispered", "scratching")))

        assert present(video) == {"whispered": "curator", "tapping": "automatic", "scratching": "curator"}
        assert decisions(video) == {}

    def test_a_tag_that_went_while_the_page_was_open_does_not_become_a_curators(self, desk, make_video):
        video = make_video()
        automatic(video, "tapping", "whispered")
        page = desk.get(change_address(video))
        TaggedVideo.objects.filter(tag__slug="tapping").delete()

        desk.post(change_address(video), form_data(page, curator_title="Ours"))

        assert present(video) == {"whispered": "automatic"}

    def test_an_absence_checked_while_the_page_was_open_stays(self, desk, make_video):
        video = make_video()
        page = desk.get(change_address(video))
        save(desk, video, absent_tags=pks("tapping"))

        desk.post(change_address(video), form_data(page, absent_tags=pks("whispered")))

        assert decisions(video) == {"tapping": "absent-checked", "whispered": "absent-checked"}

    @pytest.mark.parametrize("shown", ["", "x", ",,", "99999999999999999999999", "-1", "٣"])
    def test_a_spoilt_hidden_field_rejects_nothing(self, desk, make_video, shown):
        video = make_video(tags=["tapping"])

        answer = save(desk, video, present_tags=[], shown_tag_ids=shown)

        assert (answer.status_code, present(video), decisions(video)) == (200, {"tapping": "curator"}, {})

    def test_staff_only_tags_may_be_set_and_mere_parents_may_not(self, desk, make_video):
        staff_only, parent = Tag.objects.filter(is_staff_only=True)[0], Tag.objects.filter(is_assignable=False)[0]
        video, other = make_video(), make_video()

        save(desk, video, present_tags=[staff_only.pk])
        answer = save(desk, other, present_tags=[parent.pk])

        assert (present(video), present(other)) == ({staff_only.slug: "curator"}, {})
        assert list(errors(answer)) == ["present_tags"]

    def test_a_retired_tag_that_is_there_stays_there(self, desk, make_video):
        video = make_video(tags=["tapping", "whispered"])
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        save(desk, video, present_tags=pks("tapping", "scratching"))

        assert set(present(video)) == {"tapping", "scratching"}

    def test_the_page_says_why_each_tag_is_there_and_who_decided_what(self, desk, make_video):
        video = make_video()
        automatic(video, "tapping")
        save(desk, video, absent_tags=pks("whispered"))

        page = desk.get(change_address(video))

        table = " ".join(strip_tags(page.text.partition("<tbody>")[2].partition("</tbody>")[0]).split())
        assert "Tapping present found in the text title said so 0.9" in table
        assert f"{video.tag_decisions.get().tag} checked by a person: none decided by a curator: curator" in table

    def test_the_page_asks_the_same_number_of_queries_for_three_and_for_twelve_tags(self, desk, make_video, curator):
        slugs = list(Tag.objects.filter(is_assignable=True).values_list("slug", flat=True)[:24])
        few_tags, many_tags = make_video(tags=slugs[:3]), make_video(tags=slugs[:12])
        for video, absent in [(few_tags, slugs[12:15]), (many_tags, slugs[12:])]:
            for slug in absent:
                TagDecision.objects.create(
                    video=video, tag_id=pks(slug)[0], kind="absent-checked", source="curator", decided_by=curator
                )
        TaggedVideo.objects.update(decided_by=curator)
        desk.get(change_address(few_tags))  # content types are remembered from here on
        with CaptureQueriesContext(connection) as few:
            desk.get(change_address(few_tags))

        with CaptureQueriesContext(connection) as many:
            desk.get(change_address(many_tags))

        assert len(many) == len(few)

    def test_no_later_import_undoes_what_a_curator_decided(self, desk):
        run_import()
        video = Video.objects.get()
        before = present(video)

        save(desk, video, present_tags=pks(*(before.keys() - {"tapping"}), "scratching"))
        states = run_import(description="A second description, with tapping in it.")

        assert before == {"tapping": "automatic", "whispered": "automatic"}
        assert states == ["updated"]
        assert present(video) == {"whispered": "automatic", "scratching": "curator"}
        assert decisions(video) == {"tapping": "rejected"}

    def test_a_tag_for_a_moderator_holds_the_video_at_once(self, desk, make_video):
        video = make_video()

        save(desk, video, present_tags=pks("ear-eating"))

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason, video.is_listing_curated) == ("held", "moderation", False)

    def test_with_one_that_lets_nobody_list_it_says_so(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["sexually-explicit"])

        answer = save(desk, video, listing_state="listed")

        video.refresh_from_db()
        assert video.listing_state == "held"
        assert answer.context["adminform"].form.errors == {
            "listing_state": ["It carries “Sexually explicit”. Reject that tag first if it is not so."]
        }

    def test_with_that_one_taken_out_in_the_same_step_it_is_listed(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["sexually-explicit"])

        save(desk, video, listing_state="listed", present_tags=[])

        assert list(Video.objects.published()) == [video]

    def test_listing_it_in_the_same_step_stands_against_it(self, desk, make_video):
        video = make_video(listing_state="hidden")

        save(desk, video, present_tags=pks("ear-eating"), listing_state="listed")

        video.refresh_from_db()
        assert (video.listing_state, video.is_listing_curated) == ("listed", True)

    def test_taken_out_again_it_leaves_the_listing_to_a_person_and_says_so(self, desk, make_video):
        video = make_video(listing_state="held", held_reason="moderation", tags=["ear-eating", "tapping"])

        answer = save(desk, video, present_tags=pks("tapping"))

        video.refresh_from_db()
        assert (video.listing_state, video.held_reason) == ("held", "moderation")
        assert messages(answer)[0] == "No tag holds this video any more. Set its listing state to list it."

    @pytest.mark.parametrize(
        ("values", "suggested", "changes"),
        [
            ({"is_listing_curated": True}, [], {}),
            ({"held_reason": "curator"}, [], {}),
            ({}, ["ear-eating"], {}),
            ({}, [], {"listing_state": "listed"}),
        ],
    )
    def test_says_nothing_where_something_else_holds_it_or_a_person_decided(
        self, desk, make_video, values, suggested, changes
    ):
        video = make_video(**{"listing_state": "held", "held_reason": "moderation", "tags": ["tapping"], **values})
        for slug in suggested:
            TagDecision.objects.create(video=video, tag_id=pks(slug)[0], kind="suggested", source="automatic")

        answer = save(desk, video, present_tags=[], **changes)

        assert [text for text in messages(answer) if "No tag holds" in text] == []

    def test_taken_out_again_it_has_the_next_import_judge_the_video_anew(self, desk):
        run_import(title="ASMR ear eating and tapping")
        video = Video.objects.get(held_reason="moderation")

        save(desk, video, present_tags=pks("tapping"), absent_tags=pks("ear-eating"))
        run_import(title="ASMR ear eating and tapping")

        assert Video.objects.get().listing_state == "listed"

    def test_a_decision_to_list_stands_against_it(self, desk, make_video):
        video = make_video(is_listing_curated=True)

        save(desk, video, present_tags=pks("ear-eating"))

        video.refresh_from_db()
        assert video.listing_state == "listed"

    def test_no_later_import_gives_the_video_to_another_creator(self, desk, make_creator):
        run_import()
        video, chosen = Video.objects.get(), make_creator("Another Corner")

        save(desk, video, creator=chosen.pk)
        run_import(description="A second description.")

        video.refresh_from_db()
        assert video.creator == chosen

    def test_a_video_cannot_be_deleted_for_it_would_come_back_without_its_decisions(self, desk, make_video):
        assert desk.get(f"{VIDEOS}{make_video().pk}/delete/").status_code == 403


class TestTheAutocompleteOfTags:
    def test_what_begins_with_the_words_comes_first(self, desk):
        offered = ask_autocomplete(desk, "tap")

        assert offered[0] == "Tapping"
        assert sorted(not label.lower().startswith("tap") for label in offered) == [
            not label.lower().startswith("tap") for label in offered
        ]

    def test_finds_a_tag_by_synonym_once(self, desk):
        tag = Tag.objects.get(slug="tapping")
        for name in ("zzknocking", "zzknocking softly"):
            TagAlias.objects.create(tag=tag, kind="synonym", name=name)

        assert ask_autocomplete(desk, "zzknock") == ["Tapping"]

    def test_never_offers_a_retired_tag(self, desk):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        assert "Tapping" not in ask_autocomplete(desk, "tapping")

    def test_offers_a_mere_parent_as_absent_but_not_as_present(self, desk):
        parent = Tag.objects.filter(is_assignable=False)[0]

        as_present = ask_autocomplete(desk, parent.name, link="taggedvideo")
        as_absent = ask_autocomplete(desk, parent.name, link="tagdecision")

        assert (parent.name in as_present, parent.name in as_absent) == (False, True)

    def test_nul_characters_are_dropped(self, desk):
        assert ask_autocomplete(desk, "tapp\x00ing")[0] == "Tapping"

    def test_does_not_look_into_definitions(self, desk):
        Tag.objects.filter(slug="tapping").update(definition="zzunheard")

        assert ask_autocomplete(desk, "zzunheard") == []


class TestTheListOfTags:
    def test_asks_the_same_number_of_queries_for_a_few_and_for_all_tags(self, desk, make_video):
        make_video(tags=["tapping", "whispered"])
        desk.get(TAGS)
        with CaptureQueriesContext(connection) as few:
            few_tags = desk.get(TAGS, {"q": "whispered"})

        with CaptureQueriesContext(connection) as many:
            all_tags = desk.get(TAGS, {"q": ""})

        assert len(few_tags.context["cl"].result_list) < 10
        assert len(all_tags.context["cl"].result_list) == Tag.objects.count()
        assert len(many) == len(few)

    def test_shows_how_many_videos_have_a_tag_and_leads_to_them(self, desk, make_video):
        make_video(tags=["tapping"])
        make_video(tags=["tapping", "whispered"])

        page = desk.get(TAGS)

        assert '<a href="/admin/videos/video/?tag=tapping">2</a>' in page.text

    @pytest.mark.parametrize("words", ["Tapping", "tapping", "zzknocking", "zzdefined"])
    def test_finds_a_tag_by_name_slug_synonym_or_definition(self, desk, words):
        tag = Tag.objects.get(slug="tapping")
        TagAlias.objects.create(tag=tag, kind="synonym", name="zzknocking")
        Tag.objects.filter(pk=tag.pk).update(definition="zzdefined")

        assert tag in list(desk.get(TAGS, {"q": words}).context["cl"].result_list)

    @pytest.mark.parametrize(
        ("query", "condition"),
        [
            ({"group__facet__slug__exact": "technique"}, {"group__facet": "technique"}),
            ({"evidence_level__exact": "strong"}, {"evidence_level": "strong"}),
            ({"is_staff_only__exact": "1"}, {"is_staff_only": True}),
            ({"is_retired__exact": "1"}, {"is_retired": True}),
        ],
    )
    def test_filters(self, desk, query, condition):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        assert set(desk.get(TAGS, query).context["cl"].result_list) == set(Tag.objects.filter(**condition))

    def test_tags_are_made_on_the_desk_and_never_deleted(self, desk):
        tag = Tag.objects.get(slug="tapping")

        adding = desk.get(f"{TAGS}add/")
        address = adding.headers["Location"]
        deleting = desk.post(f"{TAGS}{tag.pk}/delete/", {"post": "yes"})

        assert (address, deleting.status_code) == ("/admin/desk/vocabulary/new/", 403)
        assert Tag.objects.filter(pk=tag.pk).exists()

    def test_the_tag_of_taggit_itself_does_not_appear(self, desk):
        with pytest.raises(NoReverseMatch):
            reverse("admin:taggit_tag_changelist")


class TestEditingATag:
    def test_what_a_curator_wrote_stands_against_the_vocabulary(self, desk, vocabulary):
        tag = Tag.objects.get(slug="tapping")

        save(desk, tag, definition="Ours.", evidence_references="First (2001).\r\n\r\n Second (2002). ")
        diff = curation.load(vocabulary)

        tag.refresh_from_db()
        assert (tag.definition, tag.evidence_references) == ("Ours.", ["First (2001).", "Second (2002)."])
        assert diff.kept == {"tapping": ("definition", "evidence_references")}

    def test_fields_left_alone_still_follow_the_vocabulary(self, desk, vocabulary):
        tag = Tag.objects.filter(evidence_level="strong").first()
        save(desk, tag, definition="Ours.")
        tags = dict(vocabulary.tags)
        tags[tag.slug] = replace(tags[tag.slug], label="A new label")

        curation.load(replace(vocabulary, tags=tags))

        tag.refresh_from_db()
        assert (tag.name, tag.definition, tag.curated_fields) == ("A new label", "Ours.", ["definition"])

    def test_saving_without_a_change_leaves_everything_to_the_vocabulary(self, desk):
        for tag in Tag.objects.exclude(evidence_references=[])[:3]:
            save(desk, tag)

        assert Tag.objects.exclude(curated_fields=[]).count() == 0

    def test_what_another_wrote_since_the_page_was_made_stays(self, desk):
        tag = Tag.objects.get(slug="tapping")
        page = desk.get(change_address(tag))
        Tag.objects.filter(pk=tag.pk).update(name="Knocking", evidence_references=["First (2001)."])

        desk.post(change_address(tag), form_data(page, definition="Ours."))

        tag.refresh_from_db()
        assert (tag.name, tag.definition, tag.evidence_references) == ("Knocking", "Ours.", ["First (2001)."])
        assert tag.curated_fields == ["definition"]

    def test_a_tag_can_be_given_back_to_the_vocabulary(self, desk, vocabulary):
        tag = Tag.objects.get(slug="tapping")
        save(desk, tag, definition="Ours.")

        answer = desk.post(TAGS, {"action": "give_back", "_selected_action": [tag.pk, *pks("whispered")]}, follow=True)
        curation.load(vocabulary)

        tag.refresh_from_db()
        assert tag.definition == vocabulary.tags["tapping"].definition
        assert messages(answer) == ["Tags that the next load_vocabulary writes anew: 1."]

    @pytest.mark.parametrize("label", ["whispered", "Finger tapping", "Eating & drinking sounds"])
    def test_a_label_means_one_tag(self, desk, label):
        Tag.objects.get(slug="whispered").aliases.create(kind="synonym", name="Finger tapping")
        tag = Tag.objects.get(slug="tapping")

        page = save(desk, tag, name=label)

        (problem,) = page.context["adminform"].form.errors["name"]
        assert problem.startswith(f"“{label}” means “")
        tag.refresh_from_db()
        assert tag.name == "Tapping"

    def test_a_label_may_be_written_otherwise(self, desk):
        tag = Tag.objects.get(slug="tapping")

        save(desk, tag, name="TAPPING")

        tag.refresh_from_db()
        assert tag.name == "TAPPING"

    def test_structure_is_shown_and_not_editable(self, desk):
        page = desk.get(change_address(Tag.objects.get(slug="tapping")))

        assert set(page.context["adminform"].form.fields) == {
            "name",
            "definition",
            "listening_note",
            "evidence_level",
            "evidence_note",
            "evidence_references",
            "note_reviewed_by",
            "note_reviewed_on",
        }
        assert "come from the vocabulary" in page.text

    def test_words_are_shown_and_edited_on_the_desk(self, desk):
        tag = Tag.objects.get(slug="tapping")
        synonym = tag.aliases.filter(kind="synonym")[0]

        page = desk.get(change_address(tag))

        assert synonym.name in page.text
        assert f'href="/admin/desk/vocabulary/{tag.pk}/"' in page.text

    def test_a_name_that_another_tag_bears_is_an_error(self, desk):
        answer = save(desk, Tag.objects.get(slug="tapping"), name=Tag.objects.get(slug="whispered").name)

        assert list(errors(answer)) == ["name"]

    @pytest.mark.parametrize(
        ("values", "has_link"), [({}, True), ({"is_staff_only": True}, False), ({"is_retired": True}, False)]
    )
    def test_only_a_public_tag_has_a_page_to_view(self, desk, values, has_link):
        Tag.objects.filter(slug="tapping").update(**values)
        tag = Tag.objects.get(slug="tapping")

        page = desk.get(change_address(tag))

        assert page.context.get("absolute_url") == (tag.get_absolute_url() if has_link else None)

"""Many videos at once at the curators' desk: the list, the preview, the change, and taking it back."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.curation.tags import decide
from videos.models import Action, Source, Tag, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

LIST = "/admin/desk/videos/"
PREVIEW = "/admin/desk/videos/preview/"
APPLY = "/admin/desk/videos/apply/"
ACTIONS = "/admin/desk/actions/"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def videos(make_video):
    return [make_video(f"Rain {number}", tags=["rain-sounds"]) for number in range(3)]


def tag(slug="tapping"):
    return Tag.objects.get(slug=slug)


def asked(**changes):
    """What the form of the list sends."""
    return {"query": "", "scope": "all", "kind": "add-tag", "tag": "tapping", "new_tag": "", "creator": "", **changes}


def sent_on(response):
    """What the preview's form sends."""
    form = response.text.partition('action="/admin/desk/videos/apply/"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def lines(response):
    """What becomes of how many."""
    shown = [*response.context["changes"], *response.context["rest"]]
    return {line["words"]: line["count"] for line in shown}


def titles(response):
    return [row.title for row in response.context["rows"]]


def messages(response):
    return [str(message) for message in response.context["messages"]]


def tagged(slug="tapping"):
    return set(TaggedVideo.objects.filter(tag__slug=slug).values_list("content_object", flat=True))


class TestTheList:
    def test_finds_by_the_filters_of_the_visitors_list(self, desk, videos, make_video):
        make_video("Wind", tags=["tapping"])

        page = desk.get(f"{LIST}?tag=rain-sounds&sort=oldest")

        assert titles(page) == ["Rain 0", "Rain 1", "Rain 2"]
        assert [(chip.label, chip.remove_href) for chip in page.context["chips"]] == [
            ("Rain & thunder", f"{LIST}?sort=oldest")
        ]
        assert (page.context["total_label"], page.context["public_href"]) == (
            "3 videos",
            "/videos/?tag=rain-sounds&sort=oldest",
        )

    def test_shows_tags_and_suggestions_in_words(self, desk, make_video):
        video = make_video("Rain", tags=["rain-sounds"], duration_seconds=600)
        TagDecision.objects.create(video=video, tag=tag(), kind="suggested", source="automatic")

        [row] = desk.get(LIST).context["rows"]

        assert (row.tags, row.suggested, row.creator, row.length) == (
            ("Rain & thunder",),
            ("Tapping",),
            "creator unknown",
            "10 min",
        )

    def test_offers_the_tags_that_narrow_it(self, desk, videos, make_video):
        make_video("Wind", tags=["tapping"])

        offered = {tag.label: tag for tag in desk.get(LIST).context["frequent"]}

        assert (offered["Rain & thunder"].count, offered["Tapping"].count) == (3, 1)
        assert titles(desk.get(offered["Rain & thunder"].href)) == ["Rain 2", "Rain 1", "Rain 0"]

    def test_other_spellings_lead_to_the_one_address(self, desk, videos):
        response = desk.get(f"{LIST}?q=rain&tag=&not=&sort=newest")

        assert (response.status_code, response.headers["Location"]) == (302, f"{LIST}?q=rain")

    def test_does_not_leave_out_what_the_curator_never_wants_to_see(self, desk, videos):
        desk.cookies["never"] = "never=rain-sounds"

        assert len(titles(desk.get(LIST))) == 3

    def test_says_how_many_it_cannot_find_and_where_they_are(self, desk, videos, make_video):
        make_video("Held", listing_state="held", held_reason="moderation")

        page = desk.get(LIST)

        assert [(state.label, state.count, state.href) for state in page.context["others"]] == [
            ("held", 1, "/admin/videos/video/?listing_state__exact=held")
        ]

    def test_has_pages_of_fifty(self, desk, make_video):
        for number in range(51):
            make_video(f"Rain {number:02}")

        assert titles(desk.get(f"{LIST}?page=2")) == ["Rain 00"]

    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_videos(
        self, desk, videos, make_video, django_assert_num_queries
    ):
        desk.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        few = len(queries)
        for number in range(27):
            make_video(f"Wind {number}", tags=["tapping"])
        desk.get(LIST)

        with django_assert_num_queries(few):
            desk.get(LIST)

    @pytest.mark.parametrize(
        "query", ["q=%00", "page=99999999999999999999", "length=abc", "tag=no-such", "tag=%F0%28", "sort=random"]
    )
    def test_answers_whatever_stands_in_the_address(self, desk, videos, query):
        assert desk.get(f"{LIST}?{query}", follow=True).status_code == 200


class TestThePreview:
    def test_says_what_would_become_of_how_many_and_changes_nothing(self, desk, videos, curator):
        decide(videos[0], tag(), kind="rejected", user=curator)
        decide(videos[1], tag(), kind=None, user=curator)

        page = desk.post(PREVIEW, asked())

        assert lines(page) == {
            "gets “Tapping”": 1,
            "a person rejected it or found none: stays so": 1,
            "has “Tapping” already, by a curator's word": 1,
        }
        assert (
            "Add “Tapping” to 3 videos:</strong> <strong>1 would change</strong>, 2 would stay as they are."
            in page.text
        )
        assert tagged() == {videos[1].pk}

    @pytest.mark.parametrize("word", ["tapping", "Tapping", "TAPPING", " tapping "])
    def test_takes_a_tag_by_word_or_name(self, desk, videos, word):
        assert lines(desk.post(PREVIEW, asked(tag=word))) == {"gets “Tapping”": 3}

    def test_takes_a_tag_by_synonym(self, desk, videos):
        tag().aliases.create(kind="synonym", name="finger drumming")

        assert lines(desk.post(PREVIEW, asked(tag="Finger Drumming"))) == {"gets “Tapping”": 3}

    @pytest.mark.parametrize(
        "word", ["Quiet Corner ASMR", "quiet-corner-asmr", "http://testserver/creators/quiet-corner-asmr/"]
    )
    def test_takes_a_creator_by_name_or_address(self, desk, videos, make_creator, word):
        make_creator()

        page = desk.post(PREVIEW, asked(kind="set-creator", creator=word))

        assert lines(page) == {"goes to Quiet Corner ASMR": 3}

    def test_takes_the_address_of_a_creator_in_any_script(self, desk, videos, make_creator):
        creator = make_creator("ささやき")
        address = f"http://testserver{creator.get_absolute_url()}?sort=oldest"

        assert lines(desk.post(PREVIEW, asked(kind="set-creator", creator=address))) == {"goes to ささやき": 3}

    def test_is_for_what_the_filter_finds_alone(self, desk, videos, make_video):
        make_video("Wind")

        assert lines(desk.post(PREVIEW, asked(query="tag=rain-sounds"))) == {"gets “Tapping”": 3}

    @pytest.mark.parametrize(
        ("chosen", "count"),
        [
            ({"scope": "ticked", "video": [0]}, 1),
            ({"scope": "page", "page_ids": [0, 1]}, 2),
            ({"scope": "all"}, 3),
        ],
    )
    def test_is_for_what_was_chosen(self, desk, videos, chosen, count):
        chosen = {
            name: value if isinstance(value, str) else ",".join(str(videos[place].pk) for place in value)
            for name, value in chosen.items()
        }

        assert lines(desk.post(PREVIEW, asked(**chosen))) == {"gets “Tapping”": count}

    def test_tells_that_a_tag_for_a_moderator_holds_what_gets_it(self, desk, videos):
        page = desk.post(PREVIEW, asked(tag="suggestive"))

        assert page.context["holding"] == "Suggestive or sensual"

    @pytest.mark.parametrize(
        ("changes", "field", "error"),
        [
            ({"tag": "tapp"}, "tag", "“tapp” is no tag of this catalog."),
            ({"tag": ""}, "tag", "“Add a tag” needs it."),
            ({"tag": "a\x00b"}, "tag", "Null characters are not allowed."),
            ({"kind": "replace-tag"}, "new_tag", "“Replace a tag by another” needs it."),
            ({"kind": "replace-tag", "new_tag": "tapping"}, "new_tag", "This is the tag that is to be replaced."),
            ({"kind": "set-creator"}, "creator", "“Set the creator” needs it."),
            ({"kind": "set-creator", "creator": "nobody"}, "creator", "“nobody” is no creator of this catalog."),
            ({"kind": "set-creator", "creator": "http://["}, "creator", "“http://[” is no creator of this catalog."),
            (
                {"scope": "ticked"},
                "scope",
                "No video is chosen: tick some, or take all of the page or of the list.",
            ),
            (
                {"query": "length=abc"},
                "scope",
                "Something in this filter was not understood: take it away first.",
            ),
            (
                {"query": "not-group=no-such"},
                "scope",
                "Something in this filter was not understood: take it away first.",
            ),
        ],
    )
    def test_says_what_is_wrong_and_shows_the_list_again(self, desk, videos, changes, field, error):
        page = desk.post(PREVIEW, asked(**changes))

        assert page.context["form"].errors == {field: [error]}
        assert len(titles(page)) == 3

    def test_keeps_the_ticks_where_something_is_wrong(self, desk, videos):
        page = desk.post(PREVIEW, asked(scope="ticked", video=[videos[1].pk], tag="tapp"))

        assert [row.is_ticked for row in page.context["rows"]] == [False, True, False]

    def test_of_two_creators_with_one_name_asks_which(self, desk, videos, make_creator):
        make_creator()
        make_creator()

        page = desk.post(PREVIEW, asked(kind="set-creator", creator="Quiet Corner ASMR"))

        assert page.context["form"].errors == {
            "creator": ["Several have this name. Write one of these instead: quiet-corner-asmr, quiet-corner-asmr-2."]
        }

    def test_gives_no_video_to_a_creator_who_asked_to_be_removed(self, desk, videos, make_creator):
        make_creator(status="removed")

        page = desk.post(PREVIEW, asked(kind="set-creator", creator="Quiet Corner ASMR"))

        assert page.context["form"].errors == {"creator": ["Quiet Corner ASMR asked to be removed."]}

    def test_adds_no_tag_that_only_stands_above_others(self, desk, videos):
        parent = Tag.objects.filter(is_assignable=False, is_retired=False).first()

        page = desk.post(PREVIEW, asked(tag=parent.slug))

        assert list(page.context["form"].errors) == ["tag"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"video": "9" * 40, "scope": "ticked"},
            {"kind": "no-such"},
            {"scope": ""},
            {"query": "\x00"},
            {"query": "x" * 20_000},
            {"fingerprint": "x" * 100},
            {"creator": "\x00", "kind": "set-creator"},
        ],
    )
    def test_answers_whatever_is_sent(self, desk, videos, changes):
        assert desk.post(PREVIEW, asked(**changes)).status_code == 200
        assert desk.post(APPLY, asked(**changes)).status_code == 200
        assert Action.objects.count() == 0


class TestChanging:
    def test_does_what_was_previewed_and_says_so(self, desk, videos, curator):
        preview = desk.post(PREVIEW, asked(query="tag=rain-sounds"))

        done = desk.post(APPLY, sent_on(preview), follow=True)

        assert done.redirect_chain == [(ACTIONS, 302)]
        assert messages(done) == ["Done. “Tapping” added: 3 of 3 videos changed."]
        assert tagged() == {video.pk for video in videos}
        assert {row.source for row in TaggedVideo.objects.filter(tag=tag())} == {Source.CURATOR}
        [action] = Action.objects.all()
        assert (action.kind, action.query, action.person) == ("bulk", "tag=rain-sounds", curator)

    def test_is_counted_right_by_the_next_page(self, client, desk, videos):
        desk.post(APPLY, sent_on(desk.post(PREVIEW, asked())))

        assert "3 videos" in client.get("/videos/?tag=tapping").text

    @pytest.mark.parametrize(
        "change",
        [
            lambda video: decide(video, tag(), kind="rejected"),
            lambda video: Video.objects.filter(pk=video.pk).update(listing_state="hidden"),
        ],
        ids=["decided", "hidden"],
    )
    def test_shows_the_preview_again_where_something_changed_meanwhile(self, desk, videos, change):
        preview = desk.post(PREVIEW, asked())
        change(videos[0])

        again = desk.post(APPLY, sent_on(preview))

        assert (again.context["is_outdated"], lines(again)["gets “Tapping”"], tagged()) == (True, 2, set())
        assert desk.post(APPLY, sent_on(again)).status_code == 302
        assert tagged() == {video.pk for video in videos[1:]}

    def test_shows_it_again_for_a_video_that_came(self, desk, videos, make_video):
        preview = desk.post(PREVIEW, asked())
        make_video("Another")

        assert desk.post(APPLY, sent_on(preview)).context["is_outdated"]

    @pytest.mark.parametrize("without", ["fingerprint", "kind"])
    def test_does_nothing_that_was_not_previewed(self, desk, videos, without):
        sent = sent_on(desk.post(PREVIEW, asked()))

        response = desk.post(APPLY, {name: value for name, value in sent.items() if name != without})

        assert (response.status_code, tagged()) == (200, set())

    def test_overrules_a_person_only_where_that_was_previewed(self, desk, videos, curator):
        decide(videos[0], tag(), kind="rejected", user=curator)
        preview = desk.post(PREVIEW, asked())

        again = desk.post(APPLY, {**sent_on(preview), "overrules": "on"})
        desk.post(APPLY, {**sent_on(again), "overrules": "on"})

        assert lines(again) == {
            "gets “Tapping”": 2,
            "a person rejected it or found none: gets “Tapping” all the same": 1,
        }
        assert tagged() == {video.pk for video in videos}

    def test_of_a_choice_keeps_to_it(self, desk, videos):
        chosen = asked(scope="ticked", video=[videos[0].pk, videos[2].pk], kind="hide")

        desk.post(APPLY, sent_on(desk.post(PREVIEW, chosen)))

        assert [video.listing_state for video in Video.objects.order_by("pk")] == ["hidden", "listed", "hidden"]


class TestTheActions:
    def test_are_the_last_twenty_edits_of_many_videos(self, desk, videos, curator):
        decide(videos[0], tag(), kind=None, user=curator)
        for number in range(22):
            Action.objects.create(kind="bulk", summary=f"Edit {number}")

        shown = [action.summary for action in desk.get(ACTIONS).context["actions"]]

        assert shown == [f"Edit {number}" for number in range(21, 1, -1)]

    def test_are_taken_back_from_there(self, desk, videos, curator):
        before = list(TaggedVideo.objects.order_by("pk").values())
        desk.post(APPLY, sent_on(desk.post(PREVIEW, asked())), follow=True)
        decide(videos[0], tag(), kind="rejected", user=curator)
        action = Action.objects.get(kind="bulk")

        page = desk.post(f"{ACTIONS}{action.pk}/undo/", {"back": ACTIONS}, follow=True)

        assert page.redirect_chain == [(ACTIONS, 302)]
        assert messages(page) == [
            "Taken back: “Tapping” added: 3 of 3 videos changed (2 restored).",
            "Left as they are, for somebody decided anew since: 1.",
        ]
        assert list(TaggedVideo.objects.order_by("pk").values()) == before


class TestWhoMay:
    PATHS = [("get", LIST), ("post", PREVIEW), ("post", APPLY), ("get", ACTIONS)]

    @pytest.mark.parametrize(("method", "path"), PATHS)
    def test_staff_who_may_only_look_may_not(self, client, django_user_model, method, path):
        person = django_user_model.objects.create_user("looks", is_staff=True)
        person.user_permissions.add(Permission.objects.get(codename="view_video"))
        client.force_login(person)

        assert getattr(client, method)(path).status_code == 403

    @pytest.mark.parametrize("path", [PREVIEW, APPLY])
    def test_nothing_is_done_by_a_link(self, desk, path):
        assert desk.get(path).status_code == 405


class TestTheWayThere:
    """From the visitors' list, for curators alone."""

    def test_curators_find_it_on_the_visitors_list(self, desk, videos):
        assert f'href="{LIST}?tag=rain-sounds"' in desk.get("/videos/?tag=rain-sounds").text

    def test_visitors_do_not(self, client, videos):
        assert "admin/desk" not in client.get("/videos/?tag=rain-sounds").text

    def test_nor_does_somebody_with_an_account_but_without_the_right(self, client, django_user_model, videos):
        client.force_login(django_user_model.objects.create_user("reader", is_staff=True))

        assert "admin/desk" not in client.get("/videos/").text

    def test_a_copy_from_before_signing_in_is_not_used_again(self, client, curator, videos):
        etag = client.get("/videos/").headers["ETag"]
        client.force_login(curator)

        page = client.get("/videos/", headers={"If-None-Match": etag})

        assert (page.status_code, LIST in page.text) == (200, True)

    def test_a_copy_from_before_signing_out_is_not_either(self, client, curator, videos):
        client.force_login(curator)
        etag = client.get("/videos/").headers["ETag"]
        client.logout()

        page = client.get("/videos/", headers={"If-None-Match": etag})

        assert (page.status_code, LIST in page.text) == (200, False)

    def test_a_curators_own_copy_is(self, desk, videos):
        etag = desk.get("/videos/").headers["ETag"]

        assert desk.get("/videos/", headers={"If-None-Match": etag}).status_code == 304

    def test_nobody_is_looked_up_for_a_visitor(self, client, videos):
        client.get("/videos/")

        with CaptureQueriesContext(connection) as queries:
            client.get("/videos/")

        assert [query["sql"] for query in queries if "session" in query["sql"] or "auth_" in query["sql"]] == []

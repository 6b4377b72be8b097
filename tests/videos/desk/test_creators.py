"""One creator at the desk: a channel is confirmed, two entries become one, a default reaches earlier videos."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from creators.models import Creator
from videos.models import Action, ChannelCheck, ImportRun, Tag, TaggedVideo

pytestmark = pytest.mark.django_db

CHANNEL_ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def olivia(make_creator):
    return make_creator("", curator_name="Olivia Kissper ASMR")


def page(name, creator, *more):
    return reverse(f"desk:creator-{name}", args=[creator.pk, *more])


def entry(creator):
    return reverse("admin:creators_creator_change", args=[creator.pk])


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def answer(olivia):
    """Let the site have answered the latest question about Olivia."""

    def answer(**values):
        run = ImportRun.objects.create(kind="channel", state="finished")
        said = {"site": "youtube", "site_id": CHANNEL_ID, "name": "Kissper", "handle": "@kissper", "titles": ["Rain"]}
        return ChannelCheck.objects.create(
            creator=olivia, run=run, address="https://www.youtube.com/@kissper", answered_at=timezone.now(), **said
        )

    return answer


class TestAskingTheSite:
    def test_puts_the_question_into_the_queue_and_waits(self, desk, olivia, curator):
        response = desk.post(page("channel", olivia), {"channel": "youtube.com/@kissper"}, follow=True)

        run = ImportRun.objects.get()
        assert (run.kind, run.requested_by, run.options["urls"]) == (
            "channel",
            curator,
            ["https://www.youtube.com/@kissper"],
        )
        assert response.redirect_chain == [(page("channel", olivia), 302)]
        assert (response.context["is_waiting"], response.context["has_no_worker"]) == (True, True)

    @pytest.mark.parametrize(
        ("channel", "reason"),
        [
            ("nobody", "This is no channel’s address: neither a web address nor a handle, which begins with @."),
            ("", "This field is required."),
            ("a\x00b", "Null characters are not allowed."),
            ("@" + "a" * 2000, "Ensure this value has at most 1000 characters (it has 2001)."),
        ],
    )
    def test_says_why_something_is_no_channel(self, desk, olivia, channel, reason):
        response = desk.post(page("channel", olivia), {"channel": channel})

        assert response.context["form"].errors == {"channel": [reason]}
        assert not ImportRun.objects.exists()

    def test_explains_why_there_is_no_answer(self, desk, olivia):
        run = ImportRun.objects.create(kind="channel", state="finished")
        run.items.create(kind="listing", state="failed", address="x", trouble="channel-closed", detail="It is gone.")
        ChannelCheck.objects.create(creator=olivia, run=run, address="https://www.youtube.com/@kissper")

        html = desk.get(page("channel", olivia)).text

        assert "The channel is closed: It is gone." in html


class TestConfirming:
    def test_shows_what_the_site_says_and_changes_nothing(self, desk, olivia, answer):
        check = answer()

        html = desk.get(page("channel", olivia)).text

        assert all(text in html for text in ("Kissper", "@kissper", CHANNEL_ID, "<li>Rain</li>"))
        assert f'action="{page("confirm", olivia, check.pk)}"' in html
        assert Creator.objects.get().site_id == ""

    def test_makes_the_channel_theirs(self, desk, olivia, answer, curator):
        response = desk.post(page("confirm", olivia, answer().pk), follow=True)

        olivia.refresh_from_db()
        assert (olivia.site_id, olivia.status, olivia.name) == (CHANNEL_ID, "active", "Olivia Kissper ASMR")
        assert Action.objects.get().person == curator
        assert response.redirect_chain == [(entry(olivia), 302)]
        assert messages(response) == ["Confirmed: the channel Kissper is Olivia Kissper ASMR's."]

    def test_offers_the_merge_where_another_entry_has_the_channel(self, desk, olivia, answer, make_creator):
        other = make_creator("Kissper", site_id=CHANNEL_ID)
        check = answer()

        html = desk.get(page("channel", olivia)).text
        response = desk.post(page("confirm", olivia, check.pk), follow=True)

        assert f'href="{page("merge", olivia)}?other={other.pk}"' in html
        assert messages(response) == ["Another entry of the catalog has this channel: “Kissper”."]
        assert not Action.objects.exists()

    def test_is_not_done_by_a_mere_visit(self, desk, olivia, answer):
        assert desk.get(page("confirm", olivia, answer().pk)).status_code == 405

    def test_of_another_creator_s_answer_is_not_found(self, desk, answer, make_creator):
        assert desk.post(page("confirm", make_creator(), answer().pk)).status_code == 404


class TestMerging:
    def test_offers_entries_that_share_a_name(self, desk, olivia, make_creator):
        olivia.aliases.create(name="Kissper")
        namesake = make_creator("KISSPER")
        make_creator("Somebody else")
        make_creator("Kissper", site="vimeo")

        assert list(desk.get(page("merge", olivia)).context["found"]) == [namesake]

    @pytest.mark.parametrize("q", ["some", "so\x00me"])
    def test_finds_others_by_name(self, desk, olivia, make_creator, q):
        other = make_creator("Somebody else")

        assert list(desk.get(page("merge", olivia), {"q": q}).context["found"]) == [other]

    def test_shows_what_would_become_of_both_and_changes_nothing(self, desk, olivia, make_creator, make_video):
        other = make_creator("Kissper", site_id=CHANNEL_ID, approach="Whispers.")
        make_video(creator=other)

        preview = desk.get(page("merge", olivia), {"other": other.pk}).context["preview"]

        rows = {row.label: (row.stays, row.goes, row.result) for row in preview.rows}
        assert (preview.stays, preview.goes) == (other, olivia)
        assert rows["Name"] == ("Kissper", "Olivia Kissper ASMR", "Olivia Kissper ASMR")
        assert rows["Videos"] == ("1", "0", "1")
        assert rows["Approach"] == ("Whispers.", "", "Whispers.")
        assert (Creator.objects.count(), Action.objects.count()) == (2, 0)

    def test_makes_them_one(self, desk, olivia, make_creator, curator):
        other = make_creator("Kissper", site_id=CHANNEL_ID)

        response = desk.post(page("merge", olivia), {"other": other.pk}, follow=True)

        action = Action.objects.get()
        assert list(Creator.objects.all()) == [other]
        assert (action.kind, action.person, action.is_undoable) == ("merge", curator, False)
        assert response.redirect_chain == [(entry(other), 302)]

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"site_id": OTHER_ID}, "First and Second have ids of their own: these are two channels"),
            ({"site": "vimeo"}, "First is on youtube, Second on vimeo: these are two channels"),
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_refuses_two_channels_by_name(self, desk, make_creator, values, reason, method):
        first, second = make_creator("First", site_id=CHANNEL_ID), make_creator("Second", **values)

        response = getattr(desk, method)(page("merge", first), {"other": second.pk})

        assert (response.status_code, response.context["reason"]) == (200, reason)
        assert Creator.objects.count() == 2

    def test_refuses_an_entry_with_itself(self, desk, olivia):
        response = desk.get(page("merge", olivia), {"other": olivia.pk})

        assert response.context["reason"] == "two entries of the catalog are needed"

    @pytest.mark.parametrize("other", ["x", "0", "9" * 30, "-1", "\x00"])
    def test_of_an_entry_that_is_not_there_is_not_found(self, desk, olivia, other):
        assert desk.get(page("merge", olivia), {"other": other}).status_code == 404


class TestADefaultForEarlierVideos:
    @pytest.fixture
    def default(self, olivia, make_video):
        make_video(creator=olivia, tags=["tapping"])
        make_video(creator=olivia, tags=["whispered"])
        return olivia.defaults.create(tag=Tag.objects.get(slug="no-talking"))

    def test_says_how_many_would_get_it_and_changes_nothing(self, desk, olivia, default):
        reach = desk.get(page("default", olivia, default.pk)).context["reach"]

        assert (len(reach.gets), len(reach.waits)) == (1, 1)
        assert not TaggedVideo.objects.filter(tag__slug="no-talking").exists()

    def test_is_applied(self, desk, olivia, default):
        response = desk.post(page("default", olivia, default.pk), follow=True)

        assert TaggedVideo.objects.filter(tag__slug="no-talking").count() == 1
        assert messages(response) == [
            "“No talking in their videos” holds for all videos of Olivia Kissper ASMR: 1 got it, 1 wait."
        ]

    def test_of_a_retired_tag_reaches_nothing(self, desk, olivia, default):
        Tag.objects.filter(slug="no-talking").update(is_retired=True)

        assert desk.get(page("default", olivia, default.pk)).context["reach"].is_changing is False

    def test_of_another_creator_is_not_found(self, desk, default, make_creator):
        assert desk.get(page("default", make_creator(), default.pk)).status_code == 404


class TestWhoMayComeIn:
    @pytest.mark.parametrize("name", ["channel", "merge"])
    def test_strangers_are_led_to_the_door_and_others_refused(self, client, olivia, name):
        stranger = client.get(page(name, olivia))
        staff = get_user_model().objects.create_user("staff", is_staff=True)
        staff.user_permissions.set(Permission.objects.filter(codename="view_creator"))
        client.force_login(staff)

        assert (stranger.status_code, stranger.url.split("?")[0]) == (302, "/admin/login/")
        assert client.get(page(name, olivia)).status_code == 403

    @pytest.mark.parametrize("name", ["channel", "merge"])
    def test_of_a_creator_who_is_not_there_is_not_found(self, desk, name):
        assert desk.get(reverse(f"desk:creator-{name}", args=[77])).status_code == 404

    @pytest.mark.parametrize("name", ["confirm", "default"])
    def test_an_id_that_no_database_holds_is_not_found(self, desk, name):
        assert desk.post(reverse(f"desk:creator-{name}", args=[10**30, 1])).status_code == 404


def test_the_desk_counts_who_is_to_be_confirmed(desk, olivia, make_creator):
    make_creator("Confirmed", status="active")

    html = desk.get(reverse("desk:home")).text

    assert "Creators to be confirmed" in html
    found = desk.get("/admin/creators/creator/?missing=confirmation").context["cl"].result_list
    assert list(found) == [olivia]

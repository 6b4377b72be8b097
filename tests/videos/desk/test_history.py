import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from creators.models import Creator
from videos.curation.editing import save_creator, save_tag, set_followed
from videos.curation.history import acting
from videos.curation.pairs import PRESENT
from videos.curation.tags import decide, decide_pairs
from videos.curation.vocabulary_edits import add_synonym
from videos.models import Action, ActionKind, Tag, TaggedVideo

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def tapping():
    return Tag.objects.get(slug="tapping")


def shown(answer):
    """(summary, changes) of the actions on a page."""
    return [(action.summary, action.changes) for action in answer.context["lines"]]


class TestHistory:
    def test_says_who_decided_what_of_a_video(self, desk, make_video, tapping, curator):
        video = make_video("Soft rain")
        decide(video, tapping, kind=None, user=curator)
        decide(video, tapping, kind="rejected", user=curator)

        answer = desk.get(reverse("desk:history", args=["video", video.pk]))

        by = "decided by a curator"
        assert shown(answer) == [
            (
                "“Tapping”: rejected",
                (f"Tapping in “Soft rain”: present ({by}) → rejected by a person ({by})",),
            ),
            ("“Tapping”: present", (f"Tapping in “Soft rain”: unknown → present ({by})",)),
        ]
        assert {action.person for action in answer.context["lines"]} == {curator.username}

    def test_says_what_was_edited_of_a_creator_and_of_a_tag(self, desk, make_creator, tapping, curator):
        creator = make_creator("Rain")
        creator.approach, tapping.definition = "Rain only.", "Fingers."
        save_creator(creator, changed={"approach"}, user=curator)
        before = Tag.objects.get(slug="tapping").definition
        save_tag(tapping, changed={"definition"}, user=curator)

        of_creator = desk.get(reverse("desk:history", args=["creator", creator.pk]))
        of_tag = desk.get(reverse("desk:history", args=["tag", tapping.pk]))

        assert shown(of_creator) == [("Edited: approach", ("approach: nothing → Rain only.",))]
        assert f"definition: {before[:60]}" in shown(of_tag)[0][1][0]

    def test_says_how_an_edit_of_the_vocabulary_is_undone(self, desk, make_video, tapping, curator):
        add_synonym(tapping, "woodpecker noises", in_titles=False, user=curator)

        of_tag = desk.get(reverse("desk:history", args=["tag", tapping.pk])).text
        of_video = desk.get(reverse("desk:history", args=["video", make_video().pk])).text

        words = f'the opposite edit under <a href="{reverse("desk:tag-words", args=[tapping.pk])}">Words and place</a>'
        assert ("Take back</button>" in of_tag, words in of_tag) == (False, True)
        assert "Words and place" not in of_video

    def test_is_linked_from_the_entry(self, desk, make_video):
        video = make_video()

        answer = desk.get(reverse("admin:videos_video_change", args=[video.pk]))

        assert f'href="{reverse("desk:history", args=["video", video.pk])}"' in answer.content.decode()

    @pytest.mark.parametrize(("thing", "pk"), [("video", 999), ("nothing", 1), ("video", 10**30)])
    def test_of_nothing_is_not_found(self, desk, thing, pk):
        assert desk.get(f"/admin/desk/history/{thing}/{pk}/").status_code == 404


class TestUndo:
    def test_takes_an_action_back_and_returns(self, desk, make_video, tapping, curator):
        video = make_video()
        decide(video, tapping, kind=None, user=curator)
        back = reverse("desk:history", args=["video", video.pk])

        answer = desk.post(reverse("desk:undo", args=[Action.objects.get().pk]), {"back": back}, follow=True)

        assert answer.redirect_chain == [(back, 302)]
        assert [str(message) for message in answer.context["messages"]] == [
            "Taken back: “Tapping”: present (1 restored)."
        ]
        assert TaggedVideo.objects.count() == 0

    def test_says_what_it_left(self, desk, make_video, tapping, curator):
        video = make_video()
        decide(video, tapping, kind=None, user=curator)
        first = Action.objects.get()
        decide(video, tapping, kind="rejected", user=curator)

        answer = desk.post(reverse("desk:undo", args=[first.pk]), follow=True)

        assert [str(message) for message in answer.context["messages"]] == [
            "Taken back: “Tapping”: present (0 restored).",
            "Left as they are, for somebody decided anew since: 1.",
        ]

    @pytest.mark.parametrize("thing", ["creator", "tag"])
    def test_needs_the_right_to_what_was_changed(self, client, django_user_model, make_creator, tapping, thing):
        clerk = django_user_model.objects.create_user("clerk", is_staff=True)
        clerk.user_permissions.add(Permission.objects.get(codename="change_video"))
        client.force_login(clerk)
        if thing == "creator":
            make_creator()
            set_followed(Creator.objects.all(), is_followed=True)
        else:
            tapping.definition = "Ours."
            save_tag(tapping, changed={"definition"})

        assert client.post(reverse("desk:undo", args=[Action.objects.get().pk])).status_code == 403

    @pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "no address", "desk:home"])
    def test_leads_to_pages_of_this_site_alone(self, desk, make_video, tapping, curator, back):
        decide(make_video(), tapping, kind=None, user=curator)

        answer = desk.post(reverse("desk:undo", args=[Action.objects.get().pk]), {"back": back})

        assert answer["Location"] == reverse("desk:home")


def test_the_first_page_shows_what_was_done_last(desk, make_video, tapping, curator):
    decide(make_video(), tapping, kind=None, user=curator)

    answer = desk.get(reverse("desk:home"))

    assert [action.summary for action in answer.context["actions"]] == ["“Tapping”: present"]


class TestTheFirstPage:
    def test_leads_to_the_history_of_the_one_thing_that_an_action_was_about(
        self, desk, make_video, make_creator, tapping, curator
    ):
        video, creator = make_video("Soft rain"), make_creator("Rain")
        creator.approach, tapping.definition = "Rain only.", "Fingers."
        decide(video, tapping, kind=None, user=curator)
        save_creator(creator, changed={"approach"}, user=curator)
        save_tag(tapping, changed={"definition"}, user=curator)

        answer = desk.get("/admin/desk/")

        assert [(told.about.thing, told.about.pk, told.about.name) for told in answer.context["actions"]] == [
            ("tag", tapping.pk, "Tapping"),
            ("creator", creator.pk, "Rain"),
            ("video", video.pk, "Soft rain"),
        ]
        assert f'<a href="/admin/desk/history/video/{video.pk}/"><bdi>Soft rain</bdi></a>' in answer.content.decode()

    def test_names_none_of_several(self, desk, make_video, tapping, curator):
        pairs = {(make_video(title).pk, tapping.pk): PRESENT for title in ("Soft rain", "Hard rain")}
        with acting(curator, ActionKind.BULK, "“Tapping” added") as recorder:
            decide_pairs(pairs, recorder=recorder)

        assert [told.about for told in desk.get("/admin/desk/").context["actions"]] == [None]

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from creators.models import Creator
from videos.curation.editing import save_creator, save_tag, set_followed
from videos.curation.tags import decide
from videos.models import Action, Tag, TaggedVideo

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

    def test_leads_to_no_other_site(self, desk, make_video, tapping, curator):
        decide(make_video(), tapping, kind=None, user=curator)

        answer = desk.post(reverse("desk:undo", args=[Action.objects.get().pk]), {"back": "https://elsewhere.example/"})

        assert answer["Location"] == reverse("desk:home")


def test_the_first_page_shows_what_was_done_last(desk, make_video, tapping, curator):
    decide(make_video(), tapping, kind=None, user=curator)

    answer = desk.get(reverse("desk:home"))

    assert [action.summary for action in answer.context["actions"]] == ["“Tapping”: present"]

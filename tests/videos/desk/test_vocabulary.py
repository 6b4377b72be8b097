"""The vocabulary edited on the desk: asked before, done once somebody says yes."""

from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.http import urlencode

from videos.models import Action, Tag, TagAlias, TaggedVideo

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    user = get_user_model().objects.create_user("wrangler", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    client.force_login(user)
    return client


@pytest.fixture
def slime():
    return Tag.objects.get(slug="slime")


def words(tag):
    return reverse("desk:tag-words", args=[tag.pk])


def edit(tag, name):
    return reverse("desk:edit-tag", args=[tag.pk, name])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


class TestThePageOfATag:
    def test_names_its_words_its_arrows_and_what_the_files_say_otherwise(self, desk, slime, vocabulary):
        Tag.objects.filter(pk=slime.pk).update(definition="Ours.", curated_fields=["definition"])
        slime.aliases.create(kind="synonym", name="wobblegoo", is_in_titles=True)

        page = desk.get(words(slime)).context["page"]

        assert [(alias.name, alias.is_in_titles) for alias in page.synonyms] == [("wobblegoo", True)]
        assert {alias.name for alias in page.synonyms_of_files} == set(vocabulary.tags["slime"].synonyms) | set(
            vocabulary.tags["slime"].search_only_synonyms
        )
        assert [(kind, [tag.slug for tag in tags]) for kind, _, tags in page.arrows] == [
            ("parents", list(vocabulary.tags["slime"].parents)),
            ("implies", list(vocabulary.tags["slime"].implies)),
        ]
        assert [(row.field, row.ours, row.theirs) for row in page.differences] == [
            ("definition", "Ours.", vocabulary.tags["slime"].definition)
        ]

    @pytest.mark.parametrize("path", ["99999999999/", "0/", "1/nothing/"])
    def test_that_is_none_is_missing(self, desk, path):
        assert desk.get(f"/admin/desk/vocabulary/{path}").status_code == 404

    def test_is_for_who_may_change_tags(self, client, slime):
        anonymous = client.get(words(slime))
        client.force_login(get_user_model().objects.create_user("clerk", is_staff=True))
        clerk = [client.get(words(slime)), client.post(edit(slime, "retire")), client.get(reverse("desk:new-tag"))]

        assert "/admin/login/" in anonymous.headers["Location"]
        assert [answer.status_code for answer in clerk] == [403, 403, 403]


class TestAnEdit:
    def test_is_asked_before_with_what_would_follow(self, desk, slime, make_video):
        video = make_video("ASMR wobblegoo")

        answer = desk.get(edit(slime, "synonym"), {"words": "wobblegoo", "in_titles": "1"})

        assert answer.context["preview"].lines == (
            "1 video would gain “Slime & squishing”",
            "Looked at 1 video with these words in the text",
        )
        assert video.shown_title in answer.text
        assert not Action.objects.exists()

    def test_is_done_once_somebody_says_yes(self, desk, slime, make_video):
        video = make_video("ASMR wobblegoo")

        answer = desk.post(edit(slime, "synonym"), {"words": "wobblegoo", "in_titles": "1"}, follow=True)

        assert answer.redirect_chain == [(words(slime), 302)]
        assert "Saved. Looked at 1 videos anew, 1 of them changed." in answer.text
        assert TaggedVideo.objects.filter(content_object=video, tag=slime).exists()

    def test_that_is_refused_says_why_and_keeps_what_was_typed(self, desk, slime):
        answer = desk.get(edit(slime, "synonym"), {"words": "the", "in_titles": "1"})

        assert answer.headers["Location"] == f"{words(slime)}?{urlencode({'words': 'the', 'in_titles': '1'})}"
        assert said(answer) == ["“the” stands in texts of every kind: it names nothing."]
        assert 'value="the"' in desk.get(answer.headers["Location"]).text

    @pytest.mark.parametrize(
        "name",
        ["synonym", "remove-synonym", "arrow", "remove-arrow", "slug", "merge", "bring-back", "files"],
    )
    @pytest.mark.parametrize("value", ["", "\x00", "9" * 100_000, "🎧"])
    def test_of_nonsense_is_refused_in_words(self, desk, slime, name, value):
        told = dict.fromkeys(("words", "other", "kind", "slug", "field"), value) | {"csrfmiddlewaretoken": "x"}

        answers = [desk.get(edit(slime, name), told), desk.post(edit(slime, name), told)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert max(len(answer.headers["Location"]) for answer in answers) < 4_000  # what servers take of a header
        assert said(answers[1])
        assert not Action.objects.exists()

    def test_takes_an_arrow_a_slug_and_a_merging(self, desk, slime, make_video):
        make_video(tags=["slime"])

        desk.post(edit(slime, "arrow"), {"kind": "implies", "other": "Heartbeat"})
        desk.post(edit(slime, "slug"), {"slug": "goo"})
        desk.post(edit(slime, "merge"), {"other": "crinkling"})

        assert [action.summary for action in Action.objects.order_by("pk")] == [
            "“Slime & squishing” has the implication “Heartbeat”",
            "Renamed: slime is goo",
            "Merged: goo into crinkling",
        ]
        assert list(TaggedVideo.objects.values_list("tag__slug", flat=True)) == ["crinkling"]

    def test_that_takes_a_tag_for_moderators_out_of_use_says_what_nobody_would_look_at(self, desk, make_video):
        make_video(tags=["ear-eating"], listing_state="held", held_reason="moderation")
        ear_eating = Tag.objects.get(slug="ear-eating")

        page = desk.get(edit(ear_eating, "retire"))

        assert (
            f"From now on no video waits for a moderator because of “{ear_eating.name}”: the next import may list "
            "1 video of which nobody has decided."
        ) in unescape(page.text)

    def test_that_merges_leads_on_to_the_tag_that_stays(self, desk, slime):
        stays = Tag.objects.get(slug="crinkling")

        answer = desk.post(edit(slime, "merge"), {"other": "crinkling"})

        assert answer.headers["Location"] == f"/admin/desk/vocabulary/{stays.pk}/"
        assert f'one with <a href="/admin/desk/vocabulary/{stays.pk}/">Crinkling' in desk.get(words(slime)).text

    def test_that_takes_a_tag_out_of_use_can_be_taken_back(self, desk, slime):
        desk.post(edit(slime, "retire"), {"yes": "1"})
        is_retired = Tag.objects.get(pk=slime.pk).is_retired
        desk.post(edit(slime, "bring-back"), {"yes": "1"})

        assert (is_retired, Tag.objects.get(pk=slime.pk).is_retired) == (True, False)


class TestANewTag:
    TOLD = {"label": "Glorping", "slug": "glorping", "group": "sound", "definition": "Sounds of glorp."}

    def test_is_made_and_then_given_words(self, desk):
        answer = desk.post(reverse("desk:new-tag"), self.TOLD)

        tag = Tag.objects.get(slug="glorping")
        assert answer.headers["Location"] == words(tag)
        assert (tag.name, tag.group_id, tag.is_ours) == ("Glorping", "sound", True)

    def test_that_is_refused_keeps_what_was_typed(self, desk):
        answer = desk.post(reverse("desk:new-tag"), {**self.TOLD, "slug": "slime"})

        assert said(answer) == ["“slime” means “Slime & squishing” (slime) already."]
        assert 'value="Glorping"' in answer.text
        assert not TagAlias.objects.filter(is_curated=True).exists()


def test_an_old_slug_finds_in_filters_feeds_and_the_api(desk, client, make_video):
    tag = Tag.objects.get(slug="eating-sounds")
    make_video("Munching a pear", tags=["eating-sounds"])

    desk.post(edit(tag, "slug"), {"slug": "munching"})

    assert client.get("/tags/eating-sounds/").status_code == 301
    assert client.get("/videos/?not=eating-sounds").headers["Location"] == "/videos/?not=munching"
    assert "Munching a pear" in client.get("/videos/feed.atom?tag=eating-sounds", follow=True).text
    assert "Munching a pear" not in client.get("/videos/?never=eating-sounds", follow=True).text

"""A technique's own page: what it is, how sure anybody is, and what nobody has confirmed."""

from datetime import date

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.search import search
from videos.browsing.techniques.page import MOST_REPORTED, describe_technique
from videos.curation.editing import save_tag
from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db


def describe(slug: str, *, never: NeverList = NOTHING):
    everything = search(VideoFilter(), never=never)
    return describe_technique(everything.graph.tags[slug], everything)


def labels(links) -> list[str]:
    return [link.label for link in links]


def suggest(video, slug, **values):
    return TagDecision.objects.create(
        video=video, tag=Tag.objects.get(slug=slug), **{"kind": "suggested", "source": "visitor", **values}
    )


class TestWhatItIs:
    def test_says_what_one_will_hear_and_how_it_is_founded(self):
        cbt = describe("cbt")

        assert cbt.listening_note == Tag.objects.get(slug="cbt").listening_note
        assert cbt.listening_note
        assert cbt.evidence.level_label == "strong"
        assert [reference[:9] for reference in cbt.evidence.references] == ["Hofmann S", "Cuijpers "]

    def test_every_technique_says_what_one_will_hear(self):
        techniques = Tag.objects.active().filter(group__facet="technique")

        assert [tag.slug for tag in techniques if not tag.listening_note] == []

    def test_warns_of_all_that_it_brings_along(self):
        assert labels(describe("sleep-hypnosis").cautions) == labels(describe("hypnosis").cautions)
        assert "do-not-drive" in {link.url.split("/")[2] for link in describe("hypnosis").cautions}
        assert "spiritual-claims" in {link.url.split("/")[2] for link in describe("reiki").cautions}
        assert describe("breathing-exercise").cautions == ()


class TestReview:
    def test_tells_that_nobody_reviewed_the_note(self):
        assert describe("cbt").review == "Nobody has reviewed this note yet."

    def test_tells_who_did_and_when_and_that_it_was_changed_since(self, curator):
        tag = Tag.objects.get(slug="cbt")
        tag.note_reviewed_by, tag.note_reviewed_on = "A. Reader, psychotherapist", date(2026, 11, 3)
        save_tag(tag, changed=["note_reviewed_by", "note_reviewed_on"], user=curator)
        assert describe("cbt").review == "Reviewed by A. Reader, psychotherapist on 3 Nov 2026."

        tag = Tag.objects.get(slug="cbt")
        tag.evidence_note = "Otherwise."
        save_tag(tag, changed=["evidence_note"], user=curator)

        assert describe("cbt").review == "Reviewed by A. Reader, psychotherapist on 3 Nov 2026; it was changed since."


class TestRelated:
    def test_are_its_siblings_before_the_others_of_its_group(self):
        related = labels(describe("cognitive-restructuring").related)

        assert related[:3] == ["CBT-I (for insomnia)", "Behavioural activation", "Exposure therapy"]
        assert "CBT (cognitive behavioural therapy)" not in related

    @pytest.mark.parametrize(("slug", "group"), [("cbt", "clinical"), ("reiki", "energy-spiritual")])
    def test_never_lead_to_the_other_world(self, slug, group):
        groups = set(Tag.objects.filter(name__in=labels(describe(slug).related)).values_list("group", flat=True))

        assert groups == {group}

    def test_leave_out_what_is_never_to_be_met(self):
        never = NeverList(tags=("crystal-healing",))

        assert "Crystal healing" in labels(describe("reiki").related)
        assert "Crystal healing" not in labels(describe("reiki", never=never).related)


class TestHowSure:
    def test_counts_what_a_person_confirmed_apart_from_what_a_rule_found(self, make_video):
        make_video(tags=["cognitive-restructuring"])
        for _ in range(2):
            make_video(tags=["cbt"]).tagged_videos.update(source="automatic", zone="title", confidence=0.9)

        cbt = describe("cbt")

        assert (cbt.confirmed_count, cbt.by_rule_count) == (1, 2)

    def test_offers_its_videos_without_spiritual_claims_where_that_makes_a_difference(self, make_video):
        make_video(tags=["affirmations"])
        assert describe("affirmations").without_claims is None

        make_video(tags=["affirmations", "reiki"])

        offer = describe("affirmations").without_claims
        assert (offer.href, offer.count) == ("/videos/?tag=affirmations&not=spiritual-claims", 1)
        assert describe("reiki").without_claims is None


class TestReported:
    def test_stand_apart_and_are_not_counted(self, make_video):
        make_video("Certain", tags=["cbt"])
        suggest(make_video("Doubtful"), "cognitive-restructuring")

        cbt = describe("cbt")

        assert [card.title for card in cbt.reported] == ["Doubtful"]
        assert (cbt.reported_count, cbt.confirmed_count, cbt.by_rule_count) == (1, 1, 0)

    def test_are_none_that_have_it_anyway_were_rejected_or_are_not_listed(self, make_video):
        suggest(make_video(tags=["cbt"]), "cognitive-restructuring")
        suggest(make_video(), "cbt", kind="rejected", source="curator")
        suggest(make_video(listing_state="hidden"), "cbt")

        assert describe("cbt").reported == ()

    def test_leave_out_what_is_never_to_be_met(self, make_video):
        suggest(make_video(tags=["tapping"]), "cbt")

        assert describe("cbt", never=NeverList(tags=("tapping",))).reported_count == 0

    def test_are_not_told_of_what_is_never_to_be_met(self, make_video):
        suggest(make_video(), "cbt")
        suggest(make_video("Breathing"), "dbt")

        umbrella = describe("psychotherapy-asmr", never=NeverList(tags=("cbt",)))

        assert [card.title for card in umbrella.reported] == ["Breathing"]
        assert describe("cbt", never=NeverList(tags=("cbt",))).reported == ()

    def test_are_the_latest_where_there_are_many(self, make_video):
        for number in range(MOST_REPORTED + 1):
            suggest(make_video(f"Video {number}"), "cbt")

        cbt = describe("cbt")

        assert (len(cbt.reported), cbt.reported_count) == (MOST_REPORTED, MOST_REPORTED + 1)
        assert cbt.reported[0].title == f"Video {MOST_REPORTED}"


class TestItsPage:
    def test_marks_each_video_with_who_says_it(self, client, make_video):
        make_video("Certain", tags=["cbt"])
        make_video("By rule", tags=["cbt"]).tagged_videos.update(source="automatic", zone="title", confidence=0.9)

        cards = client.get("/tags/cbt/").context["cards"]

        assert {card.title: card.said_by for card in cards} == {
            "Certain": "confirmed by a curator",
            "By rule": "found by a rule, not confirmed",
        }

    def test_of_another_tag_marks_nothing(self, client, make_video):
        make_video(tags=["tapping"])

        assert [card.said_by for card in client.get("/tags/tapping/").context["cards"]] == [""]

    def test_keeps_the_unconfirmed_under_a_heading_of_their_own(self, client, make_video):
        suggest(make_video("Doubtful"), "cbt")

        html = client.get("/tags/cbt/").content.decode()

        assert html.index("Nobody yet") < html.index("Reported but unconfirmed") < html.index("Doubtful")

    def test_leads_a_curator_and_nobody_else_to_what_waits(self, client, make_video, curator):
        suggest(make_video("Doubtful"), "cbt")
        address = "/admin/desk/review/?group=clinical"
        assert address not in client.get("/tags/cbt/").content.decode()

        client.force_login(curator)

        assert address in client.get("/tags/cbt/").content.decode()
        assert client.get(address).context["item"].tag.slug == "cbt"

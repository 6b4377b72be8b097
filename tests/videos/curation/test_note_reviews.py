from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from videos import roles
from videos.browsing.describing import describe_tags
from videos.curation import editing
from videos.curation import vocabulary as curation
from videos.curation.effective import effective_vocabulary
from videos.curation.history import history_of, undo
from videos.curation.sharing import exported_vocabulary
from videos.curation.telling import tell_history
from videos.models import Action, NoteReview, Tag
from videos.tag_graph import load_tag_graph

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)
REVIEWER = "Dr. R. Viewer, clinical psychologist"
REVIEWED = NoteReview("reviewed", REVIEWER, MONDAY)
CHANGED = NoteReview("changed", REVIEWER, MONDAY)
UNREVIEWED = NoteReview("unreviewed")


def cbt():
    return Tag.objects.select_related("group").get(slug="cbt")


def review(tag, *, by=REVIEWER, on=MONDAY, user=None):
    tag.note_reviewed_by, tag.note_reviewed_on = by, on
    editing.save_tag(tag, changed={"note_reviewed_by", "note_reviewed_on"}, user=user)


class TestAReview:
    def test_of_a_note_is_unknown_before_somebody_reviewed_it(self):
        assert cbt().note_review == UNREVIEWED

    def test_says_who_and_when(self):
        review(cbt())

        assert cbt().note_review == REVIEWED

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("definition", "Ours."),
            ("listening_note", "Ours."),
            ("evidence_level", "none"),
            ("evidence_note", "Ours."),
            ("evidence_references", ["Nobody (2024)."]),
        ],
    )
    def test_no_longer_stands_where_anything_reviewed_reads_otherwise(self, field, text):
        review(cbt())
        changed = cbt()
        setattr(changed, field, text)

        editing.save_tag(changed, changed={field})

        assert cbt().note_review == CHANGED

    def test_stands_where_another_part_of_the_tag_changed(self):
        review(cbt())
        changed = cbt()
        changed.name = "CBT"

        editing.save_tag(changed, changed={"name"})

        assert cbt().note_review == REVIEWED

    def test_stands_again_once_the_texts_are_what_was_reviewed(self):
        review(cbt())
        texts = cbt().definition
        Tag.objects.filter(slug="cbt").update(definition="Ours.")

        Tag.objects.filter(slug="cbt").update(definition=texts)

        assert cbt().note_review == REVIEWED

    def test_of_texts_that_changed_is_renewed_by_a_new_date_and_by_no_other_spelling_of_the_name(self):
        review(cbt())
        Tag.objects.filter(slug="cbt").update(definition="Ours.")
        spelt = cbt()
        spelt.note_reviewed_by = "Dr. Rita Viewer"
        editing.save_tag(spelt, changed={"note_reviewed_by"})
        after_spelling = cbt().note_review

        review(cbt(), by="Dr. Rita Viewer", on=TUESDAY)

        assert (after_spelling.state, cbt().note_review) == (
            "changed",
            NoteReview("reviewed", "Dr. Rita Viewer", TUESDAY),
        )

    def test_is_whole_or_not_there(self):
        review(cbt())
        for part in ({"note_reviewed_by": ""}, {"note_reviewed_on": None}, {"note_reviewed_fingerprint": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Tag.objects.filter(slug="cbt").update(**part)


class TestLoadingTheVocabulary:
    def test_neither_sets_nor_resets_a_review(self, vocabulary):
        review(cbt())

        diff = curation.load(vocabulary)

        assert (cbt().note_review, diff.is_empty) == (REVIEWED, True)
        assert Tag.objects.exclude(slug="cbt").exclude(note_reviewed_by="").count() == 0

    def test_of_other_texts_is_a_change_since_the_review_and_no_curator_s_word(self, vocabulary):
        review(cbt())
        tags = {**vocabulary.tags, "cbt": replace(vocabulary.tags["cbt"], listening="Said differently.")}

        diff = curation.load(replace(vocabulary, tags=MappingProxyType(tags)))

        assert diff.changed == {"cbt": ("listening",)}
        assert (cbt().note_review, cbt().listening_note, cbt().curated_fields) == (CHANGED, "Said differently.", [])


class TestWhatOneWillHear:
    def test_is_said_of_every_technique_in_the_files_and_of_nothing_else(self, vocabulary):
        said = {slug for slug, tag in vocabulary.tags.items() if tag.listening}

        assert said == {slug for slug, tag in vocabulary.tags.items() if tag.facet == "technique"}
        assert set(Tag.objects.exclude(listening_note="").values_list("slug", flat=True)) == said

    def test_promises_nothing(self, vocabulary):
        promises = ("will help", "helps", "heals", "cure", "treats", "proven", "you will feel", "makes you", "effect")

        assert [
            (slug, promise)
            for slug, tag in vocabulary.tags.items()
            for promise in promises
            if promise in tag.listening.lower()
        ] == []

    def test_as_a_curator_wrote_it_stays_and_goes_to_other_sites(self, vocabulary):
        edited = cbt()
        edited.listening_note = "Ours."
        editing.save_tag(edited, changed={"listening_note"})

        diff = curation.load(vocabulary)

        assert (cbt().listening_note, diff.kept) == ("Ours.", {"cbt": ("listening",)})
        assert exported_vocabulary().tags["cbt"].listening == "Ours."

    def test_of_a_tag_of_ours_is_in_the_vocabulary_in_force(self):
        Tag.objects.create(slug="beekeeping", name="Beekeeping", group_id="sound", is_ours=True, listening_note="Bees.")

        assert effective_vocabulary().tags["beekeeping"].listening == "Bees."

    def test_is_told_by_the_api_with_the_review(self):
        review(cbt())

        [told] = describe_tags([cbt()], load_tag_graph(), {"cbt": 0}, address=str)

        assert told["listening_note"] == cbt().listening_note
        assert told["note_review"] == {"state": "reviewed", "by": REVIEWER, "on": "2026-11-02"}


class TestTheHistory:
    def test_tells_the_review_without_its_fingerprint(self, curator):
        review(cbt(), user=curator)

        [told] = tell_history(history_of(tag=cbt()))

        assert told.summary == "Edited: note reviewed by, note reviewed on"
        assert told.changes == (f"note reviewed by: nothing → {REVIEWER}, note reviewed on: nothing → 2026-11-02",)

    def test_takes_a_review_back(self, curator):
        review(cbt(), user=curator)
        review(cbt(), by="Somebody else", on=TUESDAY, user=curator)

        undone = undo(Action.objects.first(), user=curator)

        assert (cbt().note_review, undone.restored) == (REVIEWED, 1)


class TestTheAdmin:
    @pytest.fixture
    def address(self):
        return reverse("admin:videos_tag_change", args=[cbt().pk])

    @pytest.fixture
    def save(self, client, address):
        """Send the page as a browser would, as one of the group, after `meanwhile` happened."""

        def send(group, *, meanwhile=None, **changes):
            user = get_user_model().objects.create_user("somebody", is_staff=True)
            user.groups.add(Group.objects.get(name=group))
            client.force_login(user)
            form = client.get(address).context["adminform"].form
            data = {bound.html_name: bound.value() or "" for bound in form}
            data |= {f"initial-{name}": value for name, value in data.items()}
            if meanwhile:
                Tag.objects.filter(slug="cbt").update(**meanwhile)
            return client.post(address, data | changes, follow=True)

        return send

    def test_lets_an_administrator_say_who_reviewed_a_note(self, save):
        save(roles.ADMINISTRATORS, note_reviewed_by=REVIEWER, note_reviewed_on="2026-11-02")

        assert (cbt().note_review, cbt().curated_fields) == (REVIEWED, [])

    def test_lets_no_curator_say_so_who_may_edit_the_texts(self, save):
        save(roles.CURATORS, note_reviewed_by=REVIEWER, note_reviewed_on="2026-11-02", listening_note="Ours.")

        assert (cbt().note_review, cbt().listening_note) == (UNREVIEWED, "Ours.")

    def test_takes_the_texts_that_the_reviewer_saw_for_reviewed(self, save):
        save(
            roles.ADMINISTRATORS,
            meanwhile={"definition": "Another's."},
            note_reviewed_by=REVIEWER,
            note_reviewed_on="2026-11-02",
        )

        assert (cbt().definition, cbt().note_review) == ("Another's.", CHANGED)

    def test_takes_what_is_written_with_the_review_for_reviewed(self, save):
        save(
            roles.ADMINISTRATORS,
            evidence_note="As the reviewer says.",
            note_reviewed_by=REVIEWER,
            note_reviewed_on="2026-11-02",
        )

        assert (cbt().evidence_note, cbt().note_review) == ("As the reviewer says.", REVIEWED)

    @pytest.mark.parametrize(
        ("by", "on"), [(REVIEWER, ""), ("", "2026-11-02"), (REVIEWER, "tomorrow"), (REVIEWER, "no day")]
    )
    def test_refuses_half_a_review_and_one_to_come(self, save, by, on):
        tomorrow = timezone.localdate() + timedelta(days=1)

        page = save(roles.ADMINISTRATORS, note_reviewed_by=by, note_reviewed_on=on.replace("tomorrow", str(tomorrow)))

        assert list(page.context["adminform"].form.errors) == ["note_reviewed_on"]
        assert cbt().note_review == UNREVIEWED

    @pytest.mark.parametrize(
        ("state", "found"), [("reviewed", {"cbt"}), ("changed", {"dbt"}), ("nonsense", None), ("unreviewed", None)]
    )
    def test_lists_techniques_by_their_review(self, client, curator, state, found):
        review(cbt())
        review(Tag.objects.get(slug="dbt"))
        Tag.objects.filter(slug="dbt").update(evidence_note="Ours.")
        client.force_login(curator)

        page = client.get(reverse("admin:videos_tag_changelist"), {"review": state})

        others = Tag.objects.exclude(slug__in=["cbt", "dbt"]).filter(group__facet="technique")
        expected = {
            "nonsense": set(Tag.objects.values_list("slug", flat=True)),
            "unreviewed": set(others.values_list("slug", flat=True)),
        }
        assert {tag.slug for tag in page.context["cl"].result_list} == (found or expected[state])

"""A curator's edits of the vocabulary, over the catalog's own files."""

from dataclasses import replace
from types import MappingProxyType
from unittest.mock import Mock

import pytest

from videos.curation import vocabulary as curation
from videos.curation import vocabulary_preview
from videos.curation.editing import save_tag
from videos.curation.effective import effective_vocabulary
from videos.curation.judging import load_judge
from videos.curation.retagging import retag_all
from videos.curation.tags import decide
from videos.curation.vocabulary_checks import RefusedEdit
from videos.curation.vocabulary_edits import (
    Saved,
    add_synonym,
    add_tag,
    bring_back,
    draw_arrow,
    preview_removal,
    preview_synonym,
    remove_synonym,
    rename_tag,
    retire_tag,
    take_the_files,
)
from videos.models import Action, RecordedChange, Tag, TagAlias, TagClosure, TagDecision, TaggedVideo
from videos.querysets import NEVER_LISTED
from videos.tagging import examination, matcher

pytestmark = pytest.mark.django_db


def tag(slug):
    return Tag.objects.get(slug=slug)


def present(video):
    return sorted(TaggedVideo.objects.filter(content_object=video).values_list("tag__slug", flat=True))


class TestASynonym:
    def test_is_found_in_titles_and_descriptions_once_it_is_added(self, make_video, curator):
        video = make_video("ASMR wobblegoo on a tent")
        glued = make_video("ASMR for you", description="#wobblegoo")

        saved = add_synonym(tag("slime"), "Wobblegoo", in_titles=True, user=curator)

        assert saved == Saved(affected=2, retagged=2)
        assert (present(video), present(glued)) == (["slime"], ["slime"])
        assert TaggedVideo.objects.get(content_object=video).evidence == "wobblegoo"

    @pytest.mark.parametrize(
        ("title", "is_found"),
        [
            ("ASMR glorp wobble", True),
            ("ASMR Glorp-Wobble", True),
            ("ASMR GLORP  WOBBLE!", True),
            ("ASMR glorp wobbles", False),
            ("ASMR no glorp wobble", False),
            ("ASMR glorp, wobble", False),
        ],
    )
    def test_of_several_words_is_whole_words_in_a_row_and_can_be_denied(self, make_video, curator, title, is_found):
        video = make_video(title)

        add_synonym(tag("slime"), "glorp wobble", in_titles=True, user=curator)

        assert present(video) == (["slime"] if is_found else [])

    @pytest.mark.parametrize("words", ["ぐにゃぐにゃ音", "хлюпанье слизи", "젤리 소리나"])
    def test_may_be_of_any_language(self, make_video, curator, words):
        video = make_video(f"ASMR {words}", source_language="en")

        add_synonym(tag("slime"), words, in_titles=True, user=curator)

        assert present(video) == ["slime"]

    def test_for_searches_only_changes_no_video(self, make_video, curator):
        video = make_video("ASMR wobblegoo")

        saved = add_synonym(tag("slime"), "wobblegoo", in_titles=False, user=curator)

        assert (saved, present(video)) == (Saved(), [])
        assert load_judge().examine(video).findings == ()

    def test_can_be_made_one_of_the_other_kind(self, make_video, curator):
        video = make_video("ASMR wobblegoo")
        add_synonym(tag("slime"), "wobblegoo", in_titles=False, user=curator)

        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)
        found = present(video)
        add_synonym(tag("slime"), "wobblegoo", in_titles=False, user=curator)

        assert (found, present(video)) == (["slime"], [])
        assert TagAlias.objects.filter(name="wobblegoo").count() == 1

    def test_of_the_files_can_be_looked_for_in_titles_and_given_back(self, curator, vocabulary):
        words = vocabulary.tags["slime"].search_only_synonyms or vocabulary.tags["slime"].synonyms

        add_synonym(tag("slime"), words[0], in_titles=True, user=curator)
        added = TagAlias.objects.get(tag=tag("slime"), name=words[0])
        remove_synonym(added, user=curator)

        assert (added.is_curated, added.is_in_titles) == (True, True)
        assert TagAlias.objects.get(tag=tag("slime"), name=words[0]).is_curated is False
        assert effective_vocabulary() is vocabulary

    def test_goes_from_the_videos_when_it_is_removed(self, make_video, curator):
        video = make_video("ASMR wobblegoo")
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        saved = remove_synonym(TagAlias.objects.get(name="wobblegoo"), user=curator)

        assert (saved, present(video)) == (Saved(affected=1, retagged=1), [])

    def test_does_not_bring_back_what_a_person_rejected(self, make_video, curator):
        video = make_video("ASMR wobblegoo")
        decide(video, tag("slime"), kind="rejected", user=curator)

        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        assert present(video) == []
        assert TagDecision.objects.get(video=video).kind == "rejected"

    def test_stays_when_the_files_are_loaded_again(self, make_video, curator, vocabulary):
        video = make_video("ASMR wobblegoo")
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        diff = curation.load(vocabulary)
        list(retag_all(load_judge(), apply=True))

        assert diff.is_empty
        assert present(video) == ["slime"]

    def test_has_every_video_judged_anew_and_none_once_it_is_gone(self, make_video, curator):
        video = make_video("ASMR rain")
        before = load_judge().fingerprint(video)

        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)
        during = load_judge().fingerprint(video)
        remove_synonym(TagAlias.objects.get(name="wobblegoo"), user=curator)

        assert during != before
        assert load_judge().fingerprint(video) == before

    def test_leaves_the_videos_to_a_command_where_they_are_many(self, make_video, curator, monkeypatch):
        monkeypatch.setattr("videos.curation.vocabulary_edits.MOST_AT_ONCE", 1)
        videos = [make_video("ASMR wobblegoo"), make_video("ASMR wobblegoo")]

        saved = add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        assert saved == Saved(affected=2, retagged=None)
        assert list(map(present, videos)) == [[], []]

    def test_is_recorded_with_who_added_it(self, curator):
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        action, change = Action.objects.get(), RecordedChange.objects.get()
        assert (action.kind, action.summary) == ("vocabulary", "“wobblegoo” means “Slime & squishing” in titles too")
        assert (action.person, action.is_undoable, change.tag) == (curator, False, tag("slime"))
        assert (change.before, change.after) == ({"synonyms": []}, {"synonyms": ["wobblegoo (in titles)"]})


class TestARefusedSynonym:
    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ("", "The synonym is empty."),
            ("   ", "The synonym is empty."),
            ("🎧", "“🎧” has no letter or digit to look for."),
            ("!!!", "“!!!” has no letter or digit to look for."),
            ("x", "“x” is a single letter: it stands in too many texts for other things."),
            ("ASMR", "“ASMR” means ASMR itself: it would match every video."),
            ("a.s.m.r", "“a.s.m.r” means ASMR itself: it would match every video."),
            ("the", "“the” stands in texts of every kind: it names nothing."),
            ("for you", "“for you” stands in texts of every kind: it names nothing."),
            ("asmr video", "“asmr video” stands in texts of every kind: it names nothing."),
            ("tapp*", "A synonym is whole words, without *: patterns are kept in the vocabulary's files."),
            ("Tapping", "“Tapping” means “Tapping” (tapping) already."),
            ("rain-sounds", "“rain-sounds” means “Rain & thunder” (rain-sounds) already."),
            ("chewing sounds", "“chewing sounds” means “Eating & drinking sounds” (eating-sounds) already."),
            ("kaugeräusche", "“kaugeräusche” means “Eating & drinking sounds” (eating-sounds) already."),
            ("a\x00b", "This synonym has a character that no text has."),
            ("w" * 101, "The synonym has 101 letters; 100 are the most."),
        ],
    )
    def test_is_told_why(self, words, reason, curator):
        with pytest.raises(RefusedEdit) as refused:
            add_synonym(tag("slime"), words, in_titles=True, user=curator)

        assert str(refused.value) == reason
        assert not TagAlias.objects.filter(is_curated=True).exists()

    def test_stands_in_too_many_titles(self, make_video, curator):
        for number in range(100):
            make_video(f"ASMR glorp {number}" if number < 21 else f"ASMR {number}")

        with pytest.raises(RefusedEdit) as refused:
            add_synonym(tag("slime"), "glorp", in_titles=True, user=curator)
        add_synonym(tag("slime"), "glorp", in_titles=False, user=curator)

        assert str(refused.value) == (
            "“glorp” stands in 21 of 100 titles: that much tells nothing. It may be a synonym for searching only."
        )

    def test_is_there_already(self, curator, vocabulary):
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        for words, in_titles in (("WobbleGoo", True), (vocabulary.tags["slime"].synonyms[0], False)):
            with pytest.raises(RefusedEdit) as refused:
                add_synonym(tag("slime"), words, in_titles=in_titles, user=curator)
            assert str(refused.value) == "“Slime & squishing” has this synonym already."

    def test_of_the_files_is_not_ours_to_remove(self, curator):
        alias = tag("slime").aliases.filter(is_curated=False).first()

        with pytest.raises(RefusedEdit):
            remove_synonym(alias, user=curator)

        assert TagAlias.objects.filter(pk=alias.pk).exists()


class TestThePreview:
    def test_counts_what_would_change_and_writes_nothing(self, make_video, curator):
        gaining = make_video("ASMR wobblegoo")
        rejected = make_video("ASMR wobblegoo again")
        decide(rejected, tag("slime"), kind="rejected", user=curator)
        make_video("ASMR no wobblegoo")
        make_video("ASMR rain")

        preview = preview_synonym(tag("slime"), "wobblegoo")

        assert preview.lines == [
            "1 video would gain “Slime & squishing”",
            "1 video would be declared free of “Slime & squishing”",
            "1 video would gain it by these words, but a person decided otherwise: that stays",
            "Looked at 3 videos with these words in the text",
        ]
        assert [(sample.video, sample.words, sample.place) for sample in preview.samples][-1] == (
            gaining,
            "wobblegoo",
            "in the title",
        )
        assert not TagAlias.objects.filter(is_curated=True).exists()
        assert (TaggedVideo.objects.count(), TagDecision.objects.count()) == (0, 1)

    def test_of_a_few_videos_waits_for_no_scan_to_be_compiled(self, make_video, monkeypatch):
        make_video("ASMR wobblegoo and tapping")
        expected = preview_synonym(tag("slime"), "wobblegoo")
        monkeypatch.setattr(examination, "is_scan_loaded", lambda: False)
        monkeypatch.setattr(matcher, "find_candidates", None)

        assert preview_synonym(tag("slime"), "wobblegoo") == expected
        assert expected.gained == 1

    def test_of_more_makes_the_scan(self, make_video, monkeypatch):
        make_video("ASMR wobblegoo")
        make_video("ASMR wobblegoo again")
        scan = Mock(side_effect=matcher.find_candidates)
        monkeypatch.setattr(vocabulary_preview, "FEW_EXAMINED", 1)
        monkeypatch.setattr(examination, "is_scan_loaded", lambda: False)
        monkeypatch.setattr(matcher, "find_candidates", scan)

        assert preview_synonym(tag("slime"), "wobblegoo").gained == 2
        assert scan.called

    def test_says_what_would_be_recognised_by_it(self, make_video):
        make_video("Wobblegoo", listing_state="held", held_reason="not-recognised")

        assert preview_synonym(tag("tapping"), "wobblegoo").listed == 1

    def test_tells_of_other_tags_that_the_longer_words_take_over(self, make_video):
        make_video("ASMR rain sounds on wobblegoo tin")

        preview = preview_synonym(tag("slime"), "rain sounds on wobblegoo")

        assert preview.gained == 1
        assert [(gained, lost) for _, gained, lost in preview.others] == [(0, 1)]

    def test_says_what_a_tag_for_a_moderator_would_hold(self, make_video):
        make_video("ASMR wobblegoo")
        holding = Tag.objects.filter(holds_for_moderator=True).first()

        assert preview_synonym(holding, "wobblegoo").held == 1

    def test_says_how_many_it_looked_at_where_they_are_too_many(self, make_video, monkeypatch):
        monkeypatch.setattr("videos.curation.vocabulary_preview.MOST_EXAMINED", 2)
        for _ in range(3):
            make_video("ASMR wobblegoo")

        preview = preview_synonym(tag("slime"), "wobblegoo")

        assert (preview.gained, preview.is_cut) == (2, True)
        assert preview.lines[-1] == "Looked at the newest 2 of 3 videos with these words in the text"

    def test_of_a_removal_counts_what_would_be_lost(self, make_video, curator):
        make_video("ASMR wobblegoo")
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        preview = preview_removal(TagAlias.objects.get(name="wobblegoo"))

        assert preview.lines == [
            "1 video would lose “Slime & squishing”",
            "Looked at 1 video with these words in the text",
        ]

    def test_says_what_the_edit_then_does(self, make_video, curator):
        for title in (
            "ASMR wobblegoo",
            "wobblegoo asmr #asmr",
            "ASMR with no wobblegoo",
            "#wobblegoo",
            "ASMR wobblegoos",
        ):
            make_video(title)

        preview = preview_synonym(tag("slime"), "wobblegoo")
        add_synonym(tag("slime"), "wobblegoo", in_titles=True, user=curator)

        assert preview.gained == TaggedVideo.objects.filter(tag=tag("slime")).count()
        assert preview.suggested == TagDecision.objects.filter(tag=tag("slime"), kind="suggested").count()


class TestATagOfOurs:
    @pytest.fixture
    def glorping(self, curator):
        return add_tag("glorping", "Glorping", "sound", "Sounds of glorp.", user=curator)

    def test_is_found_by_its_synonyms(self, glorping, make_video, curator):
        video = make_video("ASMR glorp glorp")

        add_synonym(glorping, "glorp glorp", in_titles=True, user=curator)

        assert present(video) == ["glorping"]

    def test_stays_as_it_is_when_the_files_are_loaded(self, glorping, vocabulary):
        before = Tag.objects.filter(pk=glorping.pk).values().get()

        diff = curation.load(vocabulary)

        assert diff.is_empty
        assert Tag.objects.filter(pk=glorping.pk).values().get() == before

    def test_has_a_page(self, glorping, client):
        assert client.get("/tags/glorping/").status_code == 200

    def test_becomes_the_files_own_when_they_have_one_of_its_slug(self, glorping, vocabulary):
        theirs = replace(vocabulary.tags["slime"], slug="glorping", label="Glorp!", definition="Theirs.", synonyms=())
        diff = curation.load(replace(vocabulary, tags=MappingProxyType({**vocabulary.tags, "glorping": theirs})))

        row = tag("glorping")
        assert (row.pk, row.is_ours, row.name, row.definition) == (glorping.pk, False, "Glorping", "Sounds of glorp.")
        assert diff.kept == {"glorping": ("label", "definition")}

    def test_can_retire_and_come_back(self, glorping, curator):
        retire_tag(glorping, user=curator)
        away = tag("glorping").is_retired
        bring_back(tag("glorping"), user=curator)

        assert away
        assert (tag("glorping").is_retired, tag("glorping").name) == (False, "Glorping")

    def test_does_not_come_back_while_its_slug_means_another(self, glorping, curator):
        retire_tag(glorping, user=curator)
        add_synonym(tag("slime"), "glorping", in_titles=False, user=curator)

        with pytest.raises(RefusedEdit, match="“glorping” means “Slime & squishing” .slime. by now"):
            bring_back(tag("glorping"), user=curator)

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"slug": "Two Words"}, "“two words” is no slug: small letters"),
            ({"slug": "slime"}, "“slime” means “Slime & squishing” (slime) already."),
            ({"slug": "chewing-sounds"}, "“chewing-sounds” means “Eating & drinking sounds”"),
            ({"label": "slime"}, "“slime” means “Slime & squishing” (slime) already."),
            ({"label": "…"}, "“…” has no letter or digit."),
            ({"group": "nowhere"}, "There is no group “nowhere”."),
            ({"group": "\x00"}, "There is no group"),
            ({"definition": " "}, "The definition is empty"),
        ],
    )
    def test_is_refused_with_the_reason(self, values, reason, curator):
        told = {"slug": "glorping", "label": "Glorping", "group": "sound", "definition": "Sounds of glorp.", **values}

        with pytest.raises(RefusedEdit) as refused:
            add_tag(**told, user=curator)

        assert str(refused.value).startswith(reason)
        assert not Tag.objects.filter(is_ours=True).exists()


class TestARename:
    def test_keeps_videos_and_leads_from_the_old_slug(self, make_video, curator, client):
        video = make_video(tags=["eating-sounds"])

        rename_tag(tag("eating-sounds"), "munching", user=curator)

        assert present(video) == ["munching"]
        assert client.get("/tags/eating-sounds/").headers["Location"] == "/tags/munching/"

    def test_stands_against_the_files_which_say_so_at_each_loading(self, curator, vocabulary):
        pk = tag("eating-sounds").pk
        rename_tag(tag("eating-sounds"), "munching", user=curator)

        diff = curation.load(vocabulary)

        assert (tag("munching").pk, Tag.objects.filter(slug="eating-sounds").exists()) == (pk, False)
        assert diff.is_empty
        assert diff.differing == {"munching": ("its slug, which the files call eating-sounds",)}

    def test_stands_too_where_the_files_rename_it_otherwise(self, curator, vocabulary):
        rename_tag(tag("slime"), "goo", user=curator)
        tags = {slug: definition for slug, definition in vocabulary.tags.items() if slug != "slime"}
        tags["ooze"] = replace(vocabulary.tags["slime"], slug="ooze", former_slugs=("slime",))

        curation.load(replace(vocabulary, tags=MappingProxyType(tags)))

        assert [slug for slug in ("goo", "ooze", "slime") if Tag.objects.filter(slug=slug).exists()] == ["goo"]
        assert set(tag("goo").aliases.filter(kind="former-slug").values_list("name", flat=True)) == {"ooze", "slime"}

    def test_keeps_what_points_at_it(self, curator, vocabulary):
        below = {slug for slug, definition in vocabulary.tags.items() if "eating-sounds" in definition.parents}

        rename_tag(tag("eating-sounds"), "munching", user=curator)

        assert below
        assert set(tag("munching").children.values_list("slug", flat=True)) == below
        assert effective_vocabulary().closure("mukbang") == {
            "munching" if slug == "eating-sounds" else slug for slug in vocabulary.closure("mukbang")
        }

    def test_finds_just_what_was_found_before(self, curator, vocabulary, make_video):
        video = make_video("ASMR chewing sounds", description="#eatingsounds")
        before = load_judge().examine(video).findings

        rename_tag(tag("eating-sounds"), "munching", user=curator)

        after = load_judge().examine(video).findings
        assert {f.tag for f in before} == {"eating-sounds"}
        assert after == tuple(replace(finding, tag="munching") for finding in before)

    def test_can_be_taken_back(self, curator, vocabulary):
        rename_tag(tag("slime"), "goo", user=curator)
        rename_tag(tag("goo"), "slime", user=curator)

        assert curation.load(vocabulary).is_empty
        assert [(alias.name) for alias in tag("slime").aliases.filter(kind="former-slug")] == ["goo"]

    def test_is_refused_to_a_slug_that_means_something(self, curator):
        for slug in ("tapping", "chewing-sounds", "Goo Goo", "", "\x00"):
            with pytest.raises(RefusedEdit):
                rename_tag(tag("slime"), slug, user=curator)

    @pytest.mark.parametrize("slug", ["no-talking", "crisis-sensitive", "shorts", "hypnosis", *NEVER_LISTED])
    def test_is_refused_where_the_program_knows_it_by_its_slug(self, slug, curator):
        with pytest.raises(RefusedEdit, match="needs it by this slug"):
            rename_tag(tag(slug), "something-else", user=curator)


class TestARetirement:
    def test_stands_against_the_files(self, curator, vocabulary, make_video):
        video = make_video("ASMR slime", tags=["slime"])

        retire_tag(tag("slime"), user=curator)
        diff = curation.load(vocabulary)

        assert tag("slime").is_retired
        assert present(video) == ["slime"]
        assert "slime" not in effective_vocabulary().tags
        assert diff.differing == {"slime": ("its retirement, though the files have it",)}

    def test_ends_when_the_curator_says_so(self, curator, vocabulary):
        retire_tag(tag("slime"), user=curator)
        bring_back(tag("slime"), user=curator)

        assert (tag("slime").is_retired, tag("slime").name) == (False, vocabulary.tags["slime"].label)
        assert effective_vocabulary() is vocabulary

    def test_gives_back_the_label_that_a_curator_wrote(self, curator, vocabulary):
        slime = tag("slime")
        slime.name = "Slime and goo"
        save_tag(slime, changed={"name"}, user=curator)

        retire_tag(tag("slime"), user=curator)
        bring_back(tag("slime"), user=curator)
        curation.load(vocabulary)

        assert (tag("slime").name, tag("slime").curated_fields) == ("Slime and goo", ["name"])

    @pytest.mark.parametrize("slug", NEVER_LISTED)
    def test_is_refused_where_it_would_list_what_nobody_may(self, slug, curator):
        with pytest.raises(RefusedEdit, match="never listed"):
            retire_tag(tag(slug), user=curator)


class TestAnArrow:
    def test_goes_up_to_the_end(self, curator):
        draw_arrow(tag("slime"), "parents", tag("eating-sounds"), is_removed=False, user=curator)

        present = set(TagClosure.objects.filter(tag=tag("slime")).values_list("present__slug", flat=True))
        assert present >= effective_vocabulary().closure("eating-sounds")

    def test_of_the_files_can_be_taken_away_for_good(self, curator, vocabulary):
        parent = vocabulary.tags["eating-sounds"].parents[0]

        draw_arrow(tag("eating-sounds"), "parents", tag(parent), is_removed=True, user=curator)
        diff = curation.load(vocabulary)

        assert not tag("eating-sounds").parents.filter(slug=parent).exists()
        assert diff.is_empty
        assert diff.differing == {"eating-sounds": (f"without the parent {parent} of the files",)}

    def test_and_its_opposite_leave_no_trace(self, curator, vocabulary):
        draw_arrow(tag("slime"), "implies", tag("eating-sounds"), is_removed=False, user=curator)
        draw_arrow(tag("slime"), "implies", tag("eating-sounds"), is_removed=True, user=curator)

        assert effective_vocabulary() is vocabulary
        assert not tag("slime").arrow_edits.exists()

    def test_in_a_circle_is_refused_with_the_way(self, curator):
        with pytest.raises(RefusedEdit) as refused:
            draw_arrow(tag("mouth-sounds"), "parents", tag("mukbang"), is_removed=False, user=curator)

        assert str(refused.value) == (
            "Parents and implications would run in a circle: mouth-sounds → mukbang → eating-sounds → mouth-sounds."
        )

    def test_is_no_circle_through_a_tag_that_comes_back(self, curator):
        for slug in ("glip", "glop"):
            add_tag(slug, slug.title(), "sound", "A sound.", user=curator)
        draw_arrow(tag("glip"), "parents", tag("glop"), is_removed=False, user=curator)
        draw_arrow(tag("glop"), "implies", tag("slime"), is_removed=False, user=curator)
        retire_tag(tag("glop"), user=curator)
        draw_arrow(tag("slime"), "implies", tag("glip"), is_removed=False, user=curator)

        with pytest.raises(RefusedEdit, match="would run in a circle: slime → glip → glop → slime") as refused:
            bring_back(tag("glop"), user=curator)

        assert "First take away an arrow that a curator drew" in str(refused.value)
        assert tag("glop").is_retired

    @pytest.mark.parametrize(
        ("kind", "other", "is_removed"),
        [
            ("parents", "slime", False),
            ("parents", "eating-sounds", True),
            ("opposes", "eating-sounds", False),
            ("", "eating-sounds", False),
        ],
    )
    def test_that_means_nothing_is_refused(self, kind, other, is_removed, curator):
        with pytest.raises(RefusedEdit):
            draw_arrow(tag("slime"), kind, tag(other), is_removed=is_removed, user=curator)

    def test_to_a_tag_for_a_moderator_holds_the_videos_at_once(self, curator, make_video):
        video = make_video("ASMR slime", tags=["slime"])
        holding = Tag.objects.filter(holds_for_moderator=True).first()

        saved = draw_arrow(tag("slime"), "implies", holding, is_removed=False, user=curator)

        video.refresh_from_db()
        assert (saved.affected, video.listing_state, video.held_reason) == (1, "held", "moderation")


class TestTheFiles:
    def test_can_be_followed_again_field_by_field(self, curator, vocabulary):
        Tag.objects.filter(slug="slime").update(
            definition="Ours.", evidence_note="Ours.", curated_fields=["definition", "evidence_note"]
        )

        take_the_files(tag("slime"), "definition", user=curator)

        row = tag("slime")
        assert (row.definition, row.evidence_note) == (vocabulary.tags["slime"].definition, "Ours.")
        assert row.curated_fields == ["evidence_note"]

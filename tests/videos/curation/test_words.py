import pytest

from creators.models import CreatorAlias
from videos.curation import words
from videos.models import Action, CountedWord, IgnoredWord, TagDecision, TaggedVideo, WordCount

pytestmark = pytest.mark.django_db
TITLE, KEYWORD = CountedWord.Kind.TITLE, CountedWord.Kind.KEYWORD


@pytest.fixture
def count(make_video):
    """Give count(*titles, **values): three videos with each title, then all words counted."""

    def make(*titles, times=3, **values):
        for title in titles:
            for _ in range(times):
                make_video(title, **values)
        return words.count_words()

    return make


def listed(kind=TITLE):
    return [word.folded for word in words.listed_words(kind)]


class TestCounting:
    def test_finds_words_and_pairs_of_titles_that_no_tag_explains(self, count):
        count("ASMR Negative energy beekeeping with rain sounds", "Beekeeping")

        assert [(word.shown, word.video_count) for word in words.listed_words(TITLE)] == [
            ("beekeeping", 6),
            ("energy beekeeping", 3),
            ("negative energy", 3),
        ]

    def test_leaves_out_what_fewer_than_three_videos_have(self, count):
        count("Beekeeping", times=2)

        assert listed() == []

    def test_counts_a_word_once_in_a_video(self, count):
        count("Beekeeping, beekeeping and beekeeping")

        assert words.listed_words(TITLE).get().video_count == 3

    def test_reads_listed_videos_only(self, count, make_video):
        for state in ({"listing_state": "hidden"}, {"listing_state": "held", "held_reason": "not-recognised"}):
            for _ in range(3):
                make_video("Dashcam", **state)

        assert (count("Beekeeping").video_count, listed()) == (3, ["beekeeping"])

    def test_tells_a_word_that_nearly_always_stands_in_one_pair_by_the_pair(self, count):
        count("Negative energy", times=4)
        count("Energy, please", times=1)

        assert listed() == ["negative energy"]

    def test_takes_every_name_of_a_tag_for_explained(self, count):
        count("Slime", "Klopfen", "囁き", "finger tapping")

        assert listed() == []

    def test_takes_a_curators_synonym_for_explained(self, count, vocabulary):
        tag = TaggedVideo.tag.field.related_model.objects.get(slug="slime")
        tag.aliases.create(kind="synonym", name="Beekeeping")

        count("Beekeeping")

        assert listed() == []

    @pytest.mark.parametrize("is_suggested", [False, True])
    def test_takes_words_that_caused_a_tag_for_explained(self, count, make_video, is_suggested):
        tag = TaggedVideo.tag.field.related_model.objects.get(slug="slime")
        reason = {"tag": tag, "source": "automatic", "zone": "title", "evidence": "Gooey stuff"}
        video = make_video("Gooey stuff")
        if is_suggested:
            TagDecision.objects.create(video=video, kind="suggested", **reason)
        else:
            TaggedVideo.objects.create(content_object=video, **reason)

        count("My gooey stuff")

        assert listed() == []

    def test_leaves_out_creators_names_and_aliases(self, count, make_creator):
        creator = make_creator("Quiet Corner ASMR")
        CreatorAlias.objects.create(creator=creator, name="Corner Lady")
        make_creator("Gibi ASMR")

        count("Quiet Corner and Corner Lady", "Gibi")

        assert listed() == []

    def test_keeps_a_word_that_many_creators_use_though_one_is_called_so(self, count, make_creator, make_video):
        make_creator("Beekeeping ASMR")
        for number in range(words.ORDINARY_FROM):
            make_video("Beekeeping", creator=make_creator(f"Tent {number}"))

        words.count_words()

        assert listed() == ["beekeeping"]

    def test_counts_whole_keywords(self, count):
        count("Rain sounds", source_keywords=["asmr", "ASMR beekeeping hair", "Beekeeping Hair", "rain sounds", 7])

        assert [(word.shown, word.video_count) for word in words.listed_words(KEYWORD)] == [("beekeeping hair", 3)]

    def test_takes_unknown_keywords_for_none(self, count):
        count("Beekeeping", source_keywords=None)

        assert listed(KEYWORD) == []

    def test_says_how_many_creators_use_a_word_and_shows_videos_of_several(self, make_video, make_creator):
        first, second = make_creator("One"), make_creator("Two")
        ours = [make_video("Beekeeping", creator=first) for _ in range(6)]
        theirs = make_video("Beekeeping", creator=second)

        words.count_words()

        word = words.listed_words(TITLE).get()
        assert (word.video_count, word.creator_count) == (7, 2)
        assert word.sample_ids == [theirs.pk, ours[-1].pk]

    @pytest.mark.parametrize(
        ("languages", "language"), [(["de", "de", "en"], "de"), (["de", "", ""], ""), (["en-GB", "en", "en-US"], "en")]
    )
    def test_tells_the_language_that_most_videos_are_in(self, make_video, languages, language):
        for each in languages:
            make_video("Beekeeping", source_language=each)

        words.count_words()

        assert words.listed_words(TITLE).get().language == language

    def test_replaces_what_was_counted_before(self, count):
        count("Beekeeping")
        count("Quilting")

        assert sorted(listed()) == ["beekeeping", "quilting"]
        assert WordCount.objects.count() == 1

    def test_forgets_rare_terms_where_there_are_too_many(self, count, monkeypatch):
        monkeypatch.setattr(words, "MOST_TERMS", 5)

        count("Beekeeping", "Unique pottery planks somewhere tonight")

        assert "beekeeping" in listed()

    def test_keeps_the_most_frequent_and_ignored_ones_on_top(self, count, monkeypatch, curator):
        monkeypatch.setattr(words, "MOST_WORDS", 1)
        IgnoredWord.objects.create(folded="beekeeping", shown="beekeeping")

        count("Beekeeping", "Beekeeping", "Quilting", "Quilting", "Pottery")

        assert listed() == ["quilting"]
        assert CountedWord.objects.filter(folded="beekeeping").exists()


class TestTheList:
    def test_goes_on_behind_a_word(self, count):
        count("Beekeeping", "Beekeeping", "Pottery", "Quilting")
        first, second, third = words.listed_words(TITLE)

        def behind(word):
            return [*words.after(words.listed_words(TITLE), word.video_count, word.pk)]

        assert (behind(first), behind(second), behind(third)) == ([second, third], [third], [])


class TestIgnoring:
    def test_takes_the_word_off_both_lists_and_is_recorded(self, count, curator):
        count("Beekeeping", source_keywords=["beekeeping"])

        words.ignore(words.listed_words(TITLE).get(), user=curator)

        assert (listed(TITLE), listed(KEYWORD)) == ([], [])
        action = Action.objects.get()
        assert (action.kind, action.summary, action.person, action.is_undoable) == (
            "vocabulary",
            "Ignored “beekeeping”: it needs no tag",
            curator,
            False,
        )

    def test_twice_is_one_ignored_word_and_one_record(self, count, curator):
        count("Beekeeping")
        word = words.listed_words(TITLE).get()

        words.ignore(word, user=curator)
        words.ignore(word, user=curator)

        assert (IgnoredWord.objects.count(), Action.objects.count()) == (1, 1)

    def test_outlives_the_next_counting(self, count, curator):
        count("Beekeeping")
        words.ignore(words.listed_words(TITLE).get(), user=curator)

        words.count_words()

        assert listed() == []

    def test_taken_back_lists_the_word_again(self, count, curator):
        count("Beekeeping")
        words.ignore(words.listed_words(TITLE).get(), user=curator)

        words.take_back(IgnoredWord.objects.get(), user=curator)

        assert listed() == ["beekeeping"]
        assert Action.objects.first().summary == "“beekeeping” is ignored no more"

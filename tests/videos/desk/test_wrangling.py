from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from videos.curation.words import count_words, ignore, listed_words
from videos.desk import word_list
from videos.desk.sections import make_section_links
from videos.models import Action, CountedWord, IgnoredWord, Tag, TagAlias, TaggedVideo, WordCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def beekeeping(make_video):
    """The word, which three titles have and no tag explains."""
    for number in range(3):
        make_video(f"ASMR beekeeping {number}", source_keywords=["honey jar"])
    count_words()
    return listed_words("title").get()


@pytest.fixture
def many_words(db):
    count = WordCount.objects.create(counted_at=timezone.now(), video_count=9)
    CountedWord.objects.bulk_create(
        CountedWord(
            count=count,
            kind="title",
            folded=f"word{number}",
            shown=f"word{number}",
            video_count=3 + number // 2,  # two of each
            creator_count=1 + number % 2,
            language=("", "de", "ja")[number % 3],
        )
        for number in range(60)
    )


def words_of(answer):
    return [listed.word.shown for listed in answer.context["page"].words]


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def show(desk, **query):
    return desk.get(reverse("desk:words"), query)


def post(desk, name, word, **data):
    return desk.post(reverse(f"desk:{name}", args=[word.pk]), data, follow=True)


class TestTheList:
    def test_shows_words_with_counts_and_samples(self, desk, beekeeping, make_creator, make_video):
        make_video("Beekeeping", creator=make_creator(), source_language="en")
        count_words()
        answer = show(desk)

        assert words_of(answer) == ["beekeeping"]
        text = " ".join(answer.text.split())
        assert "4 videos, 1 creator " in text
        assert "ASMR beekeeping 2" in text
        assert answer.context["page"].next_href is None

    def test_says_when_they_were_counted(self, desk, beekeeping):
        just_now = show(desk).text
        WordCount.objects.update(counted_at=timezone.now() - timedelta(minutes=5))

        assert "Counted just now, in" in just_now
        assert "Counted 5\xa0minutes ago, in" in show(desk).text

    def test_says_nothing_of_creators_that_are_not_known(self, desk, beekeeping):
        assert '<span class="word__counts"> 3 videos </span>' in " ".join(show(desk).text.split())

    def test_shows_keywords_apart(self, desk, beekeeping):
        assert words_of(show(desk, kind="keyword")) == ["honey jar"]

    def test_goes_from_page_to_page_and_misses_none(self, desk, many_words):
        first = show(desk)
        second = desk.get(first.context["page"].next_href)

        shown = words_of(first) + words_of(second)
        assert (len(words_of(first)), len(shown), len(set(shown))) == (50, 60, 60)
        assert second.context["page"].next_href is None
        assert second.context["page"].first_href == reverse("desk:words")

    @pytest.mark.parametrize(
        ("query", "count"),
        [({"language": "de"}, 20), ({"language": "unknown"}, 20), ({"several": "on"}, 30), ({"q": "Wörd1"}, 11)],
    )
    def test_is_narrowed(self, desk, many_words, query, count):
        assert len(words_of(show(desk, **query))) == count

    def test_keeps_what_it_is_narrowed_by_from_page_to_page(self, many_words, desk, monkeypatch):
        monkeypatch.setattr(word_list, "WORDS_PER_PAGE", 6)

        first = show(desk, language="de", several="on", q="word")

        assert len(words_of(first) + words_of(desk.get(first.context["page"].next_href))) == 10

    def test_offers_the_languages_that_there_are(self, desk, many_words):
        assert list(show(desk).context["page"].languages) == ["unknown", "de", "ja"]

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ({"kind": "x\x00y"}, "“x\x00y” is no kind of words."),
            ({"after": "x"}, "The place in the list could not be read: this is its beginning."),
            ({"after": f"1-{'9' * 40}"}, "The place in the list could not be read: this is its beginning."),
        ],
    )
    def test_says_what_it_cannot_read_and_shows_the_beginning(self, desk, beekeeping, query, problem):
        answer = show(desk, **query)

        assert messages_of(answer) == [problem.replace("\x00", "")] or messages_of(answer) == [problem]
        assert words_of(answer) == ["beekeeping"]

    def test_bears_any_characters(self, desk, beekeeping):
        assert words_of(show(desk, q="\x00bee", language="\x00", after="999999999-999999999999999999")) == [
            "beekeeping"
        ]

    def test_asks_the_same_number_of_queries_for_few_and_for_many(
        self, desk, beekeeping, many_words, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(9):
            show(desk)

    def test_says_that_nobody_has_counted_yet(self, desk):
        assert "Never counted yet." in show(desk).text

    def test_has_no_number_on_the_desks_first_page_before_that(self, desk):
        sections = {section.title: section.count for section in desk.get("/admin/desk/").context["sections"]}

        assert sections["Unexplained words"] is None

    def test_says_how_old_the_count_is(self, desk, beekeeping):
        WordCount.objects.update(counted_at=timezone.now() - timedelta(days=2))

        assert "Counted 2\xa0days ago" in show(desk).text


class TestCountingInAPage:
    def test_counts_a_small_catalog(self, desk, make_video):
        for _ in range(3):
            make_video("Beekeeping")

        answer = desk.post(reverse("desk:count-words"), follow=True)

        assert messages_of(answer) == ["Counted the words of 3 videos."]
        assert words_of(answer) == ["beekeeping"]

    def test_names_the_command_for_a_big_one(self, desk, make_video, monkeypatch):
        monkeypatch.setattr(word_list, "MOST_AT_ONCE", 0)
        make_video()

        answer = desk.post(reverse("desk:count-words"), follow=True)

        assert messages_of(answer) == ["This catalog is too big to count in a page: run manage.py count_words."]
        assert "manage.py count_words" in answer.text
        assert WordCount.objects.count() == 0


class TestASynonym:
    def test_is_previewed_and_nothing_is_written(self, desk, beekeeping):
        answer = post(desk, "make-synonym", beekeeping, tag="Tapping", words="beekeeping", in_titles="on", preview="")

        assert "3 videos would gain “Tapping”." in answer.text
        assert (TagAlias.objects.filter(is_curated=True).count(), Action.objects.count()) == (0, 0)

    @pytest.mark.parametrize("tag", ["Tapping", "tapping"])
    def test_tags_the_videos_and_takes_the_word_off_the_list(self, desk, beekeeping, tag):
        answer = post(desk, "make-synonym", beekeeping, tag=tag, words="beekeeping", in_titles="on")

        assert messages_of(answer) == ["“beekeeping” means “Tapping” now. Of 3 videos that say it 3 changed."]
        assert words_of(answer) == []
        assert TaggedVideo.objects.filter(tag__slug="tapping", evidence="beekeeping").count() == 3
        assert Action.objects.get().kind == "vocabulary"

    def test_explains_the_word_from_then_on(self, desk, beekeeping):
        post(desk, "make-synonym", beekeeping, tag="tapping", words="beekeeping")

        count_words()

        assert list(listed_words("title")) == []

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"tag": "no such tag", "words": "beekeeping"}, "There is no tag “no such tag”. Choose one of the list."),
            ({"tag": "slime", "words": "tapping"}, "“tapping” means “Tapping” (tapping) already."),
            ({"tag": "slime", "words": ""}, "This field is required."),
            ({"tag": "slime", "words": "asmr"}, "means ASMR itself"),
        ],
    )
    @pytest.mark.parametrize("button", [{}, {"preview": ""}])
    def test_that_is_refused_is_said_beside_what_was_typed(self, desk, beekeeping, data, said, button):
        answer = post(desk, "make-synonym", beekeeping, **data, in_titles="on", **button)

        assert said in answer.text
        assert answer.context["synonym"].data["tag"] == data["tag"]
        assert CountedWord.objects.filter(pk=beekeeping.pk).exists()


class TestANewTag:
    NEW = {
        "new-label": "Beekeeping",
        "new-slug": "beekeeping",
        "new-group": "sound",
        "new-definition": "Work with bees and their hives.",
        "new-words": "beekeeping",
    }

    def test_is_made_with_its_definition_and_found_in_titles(self, desk, beekeeping):
        answer = post(desk, "make-tag", beekeeping, **self.NEW)

        tag = Tag.objects.get(slug="beekeeping")
        assert (tag.name, tag.group_id, tag.definition, tag.is_ours) == (
            "Beekeeping",
            "sound",
            "Work with bees and their hives.",
            True,
        )
        assert messages_of(answer) == ["“Beekeeping” is a tag now.", "Of 3 videos that say it 3 changed."]
        assert tag.tagged_videos.count() == 3
        assert words_of(answer) == []

    def test_is_set_by_people_alone_where_it_is_found_by_nothing(self, desk, beekeeping):
        answer = post(desk, "make-tag", beekeeping, **self.NEW | {"new-words": ""})

        assert messages_of(answer) == ["“Beekeeping” is a tag now."]
        assert Tag.objects.get(slug="beekeeping").tagged_videos.count() == 0

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"new-definition": ""}, "This field is required."),
            ({"new-slug": "slime"}, "“slime” means"),
            ({"new-label": "Slime"}, "“Slime” means"),
            ({"new-group": "no-such-group"}, "Select a valid choice."),
        ],
    )
    def test_that_is_refused_is_said_and_nothing_is_made(self, desk, beekeeping, changes, said):
        before = Tag.objects.count()

        answer = post(desk, "make-tag", beekeeping, **self.NEW | changes)

        assert said in answer.text
        assert Tag.objects.count() == before

    def test_is_proposed_by_the_word(self, desk, beekeeping):
        answer = desk.get(reverse("desk:word", args=[beekeeping.pk]))

        assert answer.context["new_tag"].initial == {
            "label": "Beekeeping",
            "slug": "beekeeping",
            "words": "beekeeping",
        }


class TestIgnoring:
    def test_takes_the_word_off_and_comes_back_to_the_same_page_of_the_list(self, desk, beekeeping):
        back = f"{reverse('desk:words')}?q=bee"

        answer = post(desk, "ignore-word", beekeeping, back=back)

        assert answer.redirect_chain == [(back, 302)]
        assert (words_of(answer), messages_of(answer)) == ([], ["Ignored: “beekeeping”."])

    @pytest.mark.parametrize("back", ["https://example.org/", "no address"])
    def test_leads_to_pages_of_this_site_alone(self, desk, beekeeping, back):
        answer = post(desk, "ignore-word", beekeeping, back=back)

        assert answer.redirect_chain == [(reverse("desk:words"), 302)]

    def test_tells_a_script_how_to_take_it_back(self, desk, beekeeping):
        address = reverse("desk:ignore-word", args=[beekeeping.pk])

        answer = desk.post(address, headers={"accept": "application/json"})

        assert answer.json() == {"back": reverse("desk:take-word-back", args=[IgnoredWord.objects.get().pk])}

    def test_is_listed_with_who_did_it_and_taken_back_there(self, desk, beekeeping, curator):
        ignore(beekeeping, user=curator)
        answer = desk.get(reverse("desk:ignored-words"))
        assert "beekeeping" in answer.text
        assert curator.username in answer.text

        answer = post(desk, "take-word-back", IgnoredWord.objects.get())

        assert messages_of(answer) == ["Listed again: “beekeeping”."]
        assert words_of(show(desk)) == ["beekeeping"]

    def test_taken_back_twice_is_harmless(self, desk, beekeeping, curator):
        ignore(beekeeping, user=curator)
        word = IgnoredWord.objects.get()
        post(desk, "take-word-back", word)

        answer = post(desk, "take-word-back", word)

        assert messages_of(answer) == ["This word is listed already."]


def test_a_word_that_was_counted_anew_leads_to_the_list(desk, beekeeping):
    count_words()

    answer = desk.get(reverse("desk:word", args=[beekeeping.pk]), follow=True)

    assert words_of(answer) == ["beekeeping"]
    assert messages_of(answer)[0].startswith("This word was counted anew")


def test_the_desk_leads_to_the_words_and_counts_them(desk, beekeeping, curator):
    (section,) = [link for link in make_section_links(curator) if link.url == reverse("desk:words")]

    assert (section.title, section.count) == ("Unexplained words", 2)


class TestWhoMayOpenIt:
    @pytest.fixture
    def member(self, client):
        def sign_in(*groups):
            user = get_user_model().objects.create_user("member", is_staff=True)
            user.groups.set(Group.objects.filter(name__in=groups))
            client.force_login(user)
            return client

        return sign_in

    def test_curators_may(self, member):
        assert show(member("Curators")).status_code == 200

    def test_other_staff_may_not(self, member):
        assert show(member()).status_code == 403

    @pytest.mark.parametrize("name", ["words", "ignored-words"])
    def test_strangers_are_asked_to_sign_in(self, client, name):
        assert client.get(reverse(f"desk:{name}")).headers["Location"].startswith("/admin/login/")

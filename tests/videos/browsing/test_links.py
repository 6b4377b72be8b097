import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.videos.browsing.test_filters import any_filters, lengths, slug_texts, years
from videos.browsing.filters import VideoFilter
from videos.browsing.links import FilterLinks

law = settings(derandomize=True, max_examples=60, deadline=None, database=None)
names = st.sampled_from(["tag", "not", "free", "group", "not-group", "lang", "creator"])


@st.composite
def filters_and_slugs(draw):
    """A filter, and a word that may stand in it, more or less."""
    video_filter = draw(any_filters)
    standing = [value for _, text in video_filter.pairs for value in text.split(",")]
    return video_filter, draw(st.one_of(slug_texts, st.sampled_from([*standing, "7", "12", "rain"])))


class TestEveryLink:
    """Is the address of the filter that the method of the same name gives, whatever the filter, limits included."""

    @law
    @given(filters_and_slugs())
    def test_to_ask_for_a_tag(self, pair):
        video_filter, slug = pair

        assert FilterLinks(video_filter).including(slug) == video_filter.including(slug).href()

    @law
    @given(filters_and_slugs())
    def test_to_shut_a_tag_out(self, pair):
        video_filter, slug = pair

        assert FilterLinks(video_filter).excluding(slug) == video_filter.excluding(slug).href()

    @law
    @given(filters_and_slugs(), names)
    def test_to_turn_a_slug_on_and_off(self, pair, name):
        video_filter, slug = pair

        assert FilterLinks(video_filter).toggled(name, slug) == video_filter.toggled(name, slug).href()

    @law
    @given(filters_and_slugs())
    def test_to_ask_for_a_group(self, pair):
        video_filter, slug = pair

        wanted = video_filter.without("not-group", slug).toggled("group", slug)
        assert FilterLinks(video_filter).including_group(slug) == wanted.href()

    @law
    @given(filters_and_slugs())
    def test_to_shut_a_group_out(self, pair):
        video_filter, slug = pair

        wanted = video_filter.without("group", slug).toggled("not-group", slug)
        assert FilterLinks(video_filter).excluding_group(slug) == wanted.href()

    @law
    @given(filters_and_slugs(), st.data())
    def test_to_be_content_with_another_tag(self, pair, data):
        video_filter, other = pair
        asked = [slug for clause in video_filter.tags for slug in clause]
        tag = data.draw(st.sampled_from([*asked, "rain"]))

        assert FilterLinks(video_filter).widened(tag, other) == video_filter.widened(tag, other).href()

    @law
    @given(any_filters, lengths)
    def test_to_another_length(self, video_filter, length):
        assert FilterLinks(video_filter).with_length(length) == video_filter.with_length(length).href()

    @law
    @given(any_filters, years)
    def test_to_another_year(self, video_filter, year):
        assert FilterLinks(video_filter).with_year(year) == video_filter.with_year(year).href()

    @law
    @given(any_filters, st.integers(-5, 20_000))
    def test_to_another_page(self, video_filter, page):
        assert FilterLinks(video_filter).with_page(page) == video_filter.with_page(page).href()


class TestFilterLinks:
    def test_lead_where_they_are_told(self):
        assert FilterLinks(VideoFilter(), "/feed/").including("rain") == "/feed/?tag=rain"

    def test_drop_the_page(self):
        links = FilterLinks(VideoFilter(tags=(("sleep",),), page=3))

        assert links.excluding("rain") == "/videos/?tag=sleep&not=rain"

    def test_refuse_a_parameter_that_takes_no_slugs(self):
        with pytest.raises(KeyError):
            FilterLinks(VideoFilter()).toggled("length", "20-60")

"""The options of the panel: what may stand in them, and that nothing in them is taken for HTML."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from videos.browsing.facets import GroupOptions, TagOption
from videos.browsing.options import LinkOption
from videos.templatetags.filter_panel import filter_choices, filter_group

HOSTILE = """"><script>alert('&amp;')</script>"""
TAPPING = TagOption(
    slug="tapping",
    label="Tapping",
    definition="Fingers on things",
    count=20578,
    state="",
    state_label="",
    include_href="/videos/?tag=sleep&tag=tapping",
    exclude_href="/videos/?tag=sleep&not=tapping",
    either_href="",
    depth=1,
    is_empty=False,
)
SOUNDS = GroupOptions(
    slug="sound",
    label="Sounds",
    count=3,
    state="",
    include_href="/videos/?group=sound",
    exclude_href="/videos/?not-group=sound",
    options=(TAPPING,),
    is_open=False,
)


class Reader(HTMLParser):
    """Elements with their attributes, and the text, as a browser reads them."""

    def __init__(self, html: str):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def links(self) -> dict[str, dict]:
        return {attributes["id"]: attributes for tag, attributes in self.elements if tag == "a"}


def read_option(**changes) -> Reader:
    return Reader(filter_group(replace(SOUNDS, options=(replace(TAPPING, **changes),))))


class TestTagOption:
    def test_has_a_link_to_ask_for_it_and_one_to_shut_it_out(self):
        links = read_option().links()

        assert links["option-tapping"] == {
            "class": "option__include",
            "id": "option-tapping",
            "href": "/videos/?tag=sleep&tag=tapping",
            "rel": "nofollow",
            "title": "Fingers on things",
        }
        assert links["without-tapping"] == {
            "class": "option__exclude",
            "id": "without-tapping",
            "href": "/videos/?tag=sleep&not=tapping",
            "rel": "nofollow",
            "title": "without Tapping",
        }

    def test_says_its_count_with_separators(self):
        assert "Tapping  20,578" in read_option().text

    def test_says_no_count_where_it_was_not_counted(self):
        assert "None" not in read_option(count=None).text

    def test_that_would_find_nothing_can_be_shut_out_but_not_asked_for(self):
        assert set(read_option(count=0, is_empty=True).links()) == {
            "option-group-sound",
            "without-group-sound",
            "without-tapping",
        }

    def test_says_what_either_would_find(self):
        either = read_option(either_href="/videos/?tag=sleep,tapping", either_count=1).links()["or-tapping"]

        assert (either["href"], either["title"]) == ("/videos/?tag=sleep,tapping", "or Tapping: 1 video")

    def test_says_nothing_of_either_where_it_was_not_counted(self):
        assert read_option(either_href="/videos/?tag=sleep,tapping").links()["or-tapping"]["title"] == "or Tapping"

    def test_says_its_state(self):
        found = read_option(state="excluded", state_label="excluded")

        assert [a["data-state"] for tag, a in found.elements if a.get("class") == "option option--depth-1"] == [
            "excluded"
        ]
        assert "excluded" in found.text

    def test_is_never_taken_for_html(self):
        found = read_option(label=HOSTILE, definition=HOSTILE, include_href=HOSTILE, exclude_href=HOSTILE)

        assert "script" not in {tag for tag, _ in found.elements}
        assert HOSTILE in found.text
        assert found.links()["option-tapping"]["title"] == found.links()["option-tapping"]["href"] == HOSTILE
        assert found.links()["without-tapping"]["title"] == f"without {HOSTILE}"


class TestGroup:
    @pytest.mark.parametrize(("is_open", "attributes"), [(True, {"open": None}), (False, {})])
    def test_is_a_fold(self, is_open, attributes):
        found = Reader(filter_group(replace(SOUNDS, is_open=is_open)))

        assert found.elements[0] == ("details", {"class": "group", "id": "group-sound", **attributes})

    @pytest.mark.parametrize(("size", "labels"), [(12, []), (13, ["Search in Sounds"])])
    def test_of_more_than_twelve_options_can_be_searched(self, size, labels):
        found = Reader(filter_group(replace(SOUNDS, options=(TAPPING,) * size)))

        assert [a["label"] for tag, a in found.elements if tag == "option-search"] == labels

    def test_is_never_taken_for_html(self):
        found = Reader(filter_group(replace(SOUNDS, label=HOSTILE, options=(TAPPING,) * 13)))

        assert "script" not in {tag for tag, _ in found.elements}
        assert found.links()["without-group-sound"]["title"] == f"without any of {HOSTILE}"

    def test_prints_in_a_template_as_it_is(self):
        template = Template("{% load filter_panel %}{% filter_group group %}")

        assert template.render(Context({"group": SOUNDS})) == filter_group(SOUNDS)


class TestChoices:
    def test_are_one_link_each(self):
        found = Reader(filter_choices("year", "Year", [LinkOption("2019", "/videos/?year=2019", 1200)]))

        assert found.links() == {
            "year-1": {"class": "option__include", "id": "year-1", "href": "/videos/?year=2019", "rel": "nofollow"}
        }
        assert found.text == "Year2019 1,200"

    def test_say_which_is_chosen(self):
        found = Reader(filter_choices("year", "Year", [LinkOption("2019", "/videos/", 5, is_active=True)]))

        assert found.links()["year-1"]["aria-current"] == "true"

    def test_that_would_find_nothing_are_no_links(self):
        found = Reader(filter_choices("year", "Year", [LinkOption("2019", "/videos/?year=2019", 0, is_empty=True)]))

        assert (found.links(), found.text) == ({}, "Year2019 0")

    def test_are_never_taken_for_html(self):
        found = Reader(filter_choices("creator", "Creator", [LinkOption(HOSTILE, HOSTILE, 1)]))

        assert "script" not in {tag for tag, _ in found.elements}
        assert (found.links()["creator-1"]["href"], found.text) == (HOSTILE, f"Creator{HOSTILE} 1")

"""What every page says, and what none does: this is no treatment, and nothing here works best."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import RequestFactory
from django.views import defaults

from videos.browsing.filters import VideoFilter
from videos.browsing.grammar import SORTS
from videos.models import Tag
from videos.vocabulary.glossary import catalog_glossary

TEMPLATES = Path(settings.BASE_DIR, "templates")
SENTENCE = (
    "For relaxation. Not treatment, diagnosis or a replacement for care. "
    "Do not stop medicine or therapy because of a video."
)


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


# Of staff, and of programs.
NOT_OF_VISITORS = ("admin/", "desk/", "ninja/")
PAGES = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if not path.name.startswith("_") and not name_of(path).startswith(NOT_OF_VISITORS)
]
# Of what a video is said to be good for. "Made for" is what its creator says.
PROMISES = re.compile(r"\b(?:helps? (?:you )?with|works? best|most effective|proven to)\b", re.IGNORECASE)


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES, ids=name_of)
    def test_has_the_sentence_at_its_foot(self, path):
        text = path.read_text(encoding="utf-8")
        while extended := re.match(r'{% extends "(.+)" %}', text):
            text = (TEMPLATES / extended[1]).read_text(encoding="utf-8")

        assert text.count(SENTENCE) == 1

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("view", "arguments", "status"),
        [
            (defaults.bad_request, [BadRequest()], 400),
            (defaults.permission_denied, [PermissionDenied()], 403),
            (defaults.page_not_found, [Exception()], 404),
            (defaults.server_error, [], 500),
        ],
    )
    def test_has_it_where_something_went_wrong(self, view, arguments, status):
        response = view(RequestFactory().get("/"), *arguments)

        assert (response.status_code, SENTENCE in response.content.decode()) == (status, True)

    def test_has_it_where_something_was_taken_down(self, client, make_video):
        video = make_video(listing_state="taken-down")

        response = client.get(video.get_absolute_url())

        assert (response.status_code, SENTENCE in response.content.decode()) == (410, True)


class TestNoPage:
    @pytest.mark.parametrize(
        "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix()
    )
    def test_promises_what_a_video_does(self, path):
        assert PROMISES.findall(path.read_text(encoding="utf-8")) == []

    def test_nor_does_the_vocabulary(self, vocabulary):
        said = {
            tag.slug: [text for text in (tag.label, tag.definition) if PROMISES.search(text)]
            for tag in vocabulary.tags.values()
        }
        labels = [place.label for place in (*vocabulary.facets, *vocabulary.groups) if PROMISES.search(place.label)]

        assert {slug: texts for slug, texts in said.items() if texts} == {}
        assert labels == []

    def test_nor_does_the_glossary(self):
        assert [term.slug for term in catalog_glossary().terms if PROMISES.search(term.text)] == []

    def test_calls_a_purpose_anything_but_made_for(self, vocabulary):
        assert {facet.label for facet in vocabulary.facets if facet.slug == "benefit"} == {"Made for"}


class TestNothing:
    def test_is_put_in_order_but_by_neutral_things(self):
        assert SORTS == ("newest", "oldest", "longest", "shortest", "most-viewed", "best", "random")

    @pytest.mark.django_db
    def test_is_said_to_be_best_but_for_the_words_that_were_searched(self, client, make_video):
        make_video("Rain", tags=["tapping"])

        offered = {
            query: [option.label for option in client.get(f"/videos/?{query}").context["result"]["sorts"]]
            for query in ("tag=tapping", "q=rain")
        }

        neutral = ["newest", "oldest", "longest", "shortest", "most viewed", "random"]
        assert offered == {"tag=tapping": neutral, "q=rain": ["best match", *neutral]}

    @pytest.mark.django_db
    @pytest.mark.parametrize("order", [sort for sort in SORTS if sort != "random"] + ["random-7"])
    def test_is_put_in_order_by_evidence(self, client, make_video, order):
        for slug in ("reiki", "cbt", "hypnosis"):
            make_video(f"Rain {slug}", tags=[slug])
        query = VideoFilter.from_query(f"q=rain&sort={order}").href()

        before = [card.title for card in client.get(query).context["cards"]]
        for level, slug in (("strong", "reiki"), ("none", "cbt"), ("limited", "hypnosis")):
            Tag.objects.filter(slug=slug).update(evidence_level=level)

        assert [card.title for card in client.get(query).context["cards"]] == before

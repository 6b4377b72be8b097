"""Every number beside a link is what the link finds: the pages of techniques, the way in, the words."""

from html.parser import HTMLParser

import pytest

from videos.browsing.filters import VideoFilter
from videos.browsing.never import NeverList
from videos.browsing.search import search
from videos.visitor import COOKIE

pytestmark = pytest.mark.django_db

LISTS = ("/", "/start/", "/glossary/", "/tags/psychotherapy-asmr/", "/tags/hypnosis/", "/tags/reiki/")
FILTERS = ("", "tag=affirmations,hypnosis,psychotherapy-asmr", "not=spiritual-claims", "length=20-60", "tag=ear-eating")
PAGES = [*LISTS, *(f"/techniques/?{query}" for query in FILTERS)]


class NumberedLinks(HTMLParser):
    """(address, number) of each link to videos that ends in a number of them."""

    def __init__(self, html: str):
        super().__init__()
        self.found, self._href, self._text = [], None, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._href, self._text = dict(attrs).get("href", ""), ""

    def handle_data(self, data):
        self._text += data

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            words = self._text.partition(" video")[0].replace(",", "").split()
            if words and words[-1].isdigit() and self._href.startswith(("/videos/?", "/tags/")):
                self.found.append((self._href, int(words[-1])))
            self._href = None


def count(href: str, never: NeverList) -> int:
    path, _, query = href.partition("?")
    wanted = VideoFilter.from_query(query)
    if path.startswith("/tags/"):
        wanted = VideoFilter(tags=((path.split("/")[2],),))
    return search(wanted, never=never).count()


@pytest.mark.parametrize("kept", ["", "never=reiki,whispered", "never=hypnosis&never-creator=ann"])
def test_is_what_its_link_finds(client, examples, make_video, make_creator, kept):
    makers = [make_creator("Ann"), make_creator("Bea"), None]
    for number, video in enumerate(examples.values()):
        video.creator = makers[number % 3]
        video.save()
    make_video(tags=["cbt", "reiki", "sleep"], creator=makers[1])
    make_video(tags=["cbt", "ear-eating", "sleep"], creator=makers[1], is_listing_curated=True)
    client.cookies[COOKIE] = kept
    never = NeverList.from_query(kept)

    numbers = {page: NumberedLinks(client.get(page).text).found for page in PAGES}

    for page, links in numbers.items():
        assert links == [(href, count(href, never)) for href, _ in links], page
    assert sum(map(len, numbers.values())) > 200

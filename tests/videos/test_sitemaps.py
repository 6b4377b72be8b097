"""What search engines are told of."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos import sitemaps

pytestmark = pytest.mark.django_db


def locations(client, path) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return [url.removeprefix("http://testserver") for url in re.findall("<loc>(.*?)</loc>", response.content.decode())]


def all_locations(client, name) -> list[str]:
    """Of every page of a section: how many there are depends on the highest id."""
    pages = [path for path in locations(client, "/sitemap.xml") if path.startswith(f"/sitemap-{name}.xml")]
    return [path for page in pages for path in locations(client, page)]


class TestSitemap:
    def test_names_lists_tags_with_videos_creators_and_listed_videos(self, client, make_video, make_creator):
        video = make_video(tags=["cbt"], creator=make_creator())
        make_video(listing_state="hidden", tags=["tapping"])

        found = {path for section in locations(client, "/sitemap.xml") for path in locations(client, section)}

        assert {video.get_absolute_url(), "/tags/cbt/", "/creators/quiet-corner-asmr/", "/", "/videos/"} <= found
        assert {"/start/", "/glossary/", "/science/"} <= found
        assert "/tags/tapping/" not in found
        assert len([path for path in found if re.fullmatch(r"/videos/\d+/", path)]) == 1

    def test_has_pages_by_ranges_of_ids(self, client, monkeypatch, make_video):
        monkeypatch.setattr(sitemaps, "PAGE_SIZE", 2)
        made = [make_video().pk for _ in range(5)]

        pages = [path for path in locations(client, "/sitemap.xml") if path.startswith("/sitemap-videos.xml")]
        found = [locations(client, page) for page in pages]

        assert [path for page in found for path in page] == [f"/videos/{pk}/" for pk in made]
        assert max(map(len, found)) == 2

    def test_names_nothing_that_its_reader_never_wants_to_meet(self, client, make_video, make_creator):
        shunned = make_creator("Shunned")
        shown, *hidden = make_video(), make_video(tags=["hypnosis"]), make_video(creator=shunned)
        client.cookies["never"] = f"never=hypnosis&never-creator={shunned.slug}"

        videos, tags, creators = (all_locations(client, name) for name in ("videos", "tags", "creators"))

        assert videos == [shown.get_absolute_url()]
        assert len(hidden) == 2
        assert "/tags/hypnosis/" not in tags
        assert creators == []

    def test_names_no_video_that_only_they_find_who_ask_for_a_tag_for_moderators(self, client, make_video):
        shown = make_video()
        make_video(tags=["suggestive"], is_listing_curated=True)

        assert all_locations(client, "videos") == [shown.get_absolute_url()]

    @pytest.mark.parametrize("page", ["0", "9999", "abc", "9" * 5000])
    def test_has_no_other_pages(self, client, page):
        assert client.get(f"/sitemap-videos.xml?p={page}").status_code == 404

    def test_says_when_a_video_changed_last(self, client, make_video):
        video = make_video()

        pages = [path for path in locations(client, "/sitemap.xml") if path.startswith("/sitemap-videos.xml")]
        html = client.get(pages[-1]).content.decode()

        assert f"<lastmod>{video.updated_at:%Y-%m-%d}</lastmod>" in html

    @pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-videos.xml", "/sitemap-tags.xml"])
    def test_costs_a_fixed_number_of_queries(self, client, make_video, path):
        counts = []
        for _ in range(2):
            for _ in range(3):
                make_video(tags=["cbt"])
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))

        assert counts[0] == counts[1]


def test_robots_are_led_to_it(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml\n" in response.content.decode()
    assert "Disallow: /videos/random/\n" in response.content.decode()

"""The read-only API, asked as a program asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db

HOSTILE = ["tag=%00", "q=%00", "q=%ED%A0%80", "page=99999999999999999999", "length=NaN", "never=%00", "&&&===", "%"]


def count_queries(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def decide(video, slug, kind):
    TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="curator")


class TestVideos:
    def test_gives_all_that_is_known_of_a_video_and_null_for_the_unknown(self, client, make_video, make_creator):
        video = make_video("Rain", tags=["sleep-hypnosis"], creator=make_creator(source_url="https://a.example/@quiet"))
        unknown = make_video("雨")

        answer = client.get("/api/v1/videos?sort=oldest").json()

        first = answer["videos"][0]
        assert first["creator"] == {
            "slug": "quiet-corner-asmr",
            "name": "Quiet Corner ASMR",
            "url": "https://a.example/@quiet",
            "credential": None,
        }
        assert first["page"] == f"http://testserver/videos/{video.pk}/"
        assert {tag["slug"]: tag["source"] for tag in first["tags"]}["sleep-hypnosis"] == "curator"
        assert {tag["slug"]: tag["source"] for tag in first["tags"]}["sleep"] == "implied"
        assert answer["videos"][1] == {
            "id": unknown.pk,
            "title": "雨",
            "url": unknown.url,
            "page": f"http://testserver/videos/{unknown.pk}/",
            "site": "youtube",
            "site_id": unknown.site_id,
            "creator": None,
            "duration_seconds": None,
            "published_at": None,
            "published_precision": "unknown",
            "language": None,
            "tags": [],
            "cautions": [],
            "known_absent": [],
            "suggested": [],
            "view_count": None,
            "counts_read_at": None,
        }

    def test_says_that_an_estimate_is_one(self, client, make_video):
        make_video(published_at="2019-05-01T00:00:00Z", published_precision="approximate")

        [video] = client.get("/api/v1/videos").json()["videos"]

        assert (video["published_at"], video["published_precision"]) == ("2019-05-01T00:00:00Z", "approximate")

    def test_gives_the_one_address_of_the_filter_whatever_its_spelling(self, client):
        answer = client.get("/api/v1/videos?never=gum&not=mouth-sounds&page=1&tag=cognitive-behavioral-therapy").json()

        assert answer["url"] == "http://testserver/api/v1/videos?tag=cbt&not=mouth-sounds&never=gum"
        assert answer["web_page"] == "http://testserver/videos/?tag=cbt&not=mouth-sounds"

    def test_tells_what_means_nothing_and_what_was_left_out(self, client, make_video):
        make_video()

        answer = client.get("/api/v1/videos?tag=xyz&length=abc&tga=cbt").json()

        assert (answer["total"], answer["videos"]) == (0, [])
        assert answer["unknown"] == [{"parameter": "tag", "value": "xyz"}]
        assert answer["ignored"] == [{"parameter": "length", "value": "abc"}, {"parameter": "tga", "value": "cbt"}]

    def test_tells_what_of_the_never_list_means_nothing(self, client, make_video):
        make_video(tags=["mouth-sounds"])

        answer = client.get("/api/v1/videos?never=mouth-soundz,mouth-sounds&never-creator=zed-persn").json()

        assert (answer["total"], answer["unknown"]) == (
            0,
            [
                {"parameter": "never", "value": "mouth-soundz"},
                {"parameter": "never-creator", "value": "zed-persn"},
            ],
        )

    @pytest.mark.parametrize("order", ["", "&sort=random"])
    def test_finds_nothing_where_there_are_too_many_conditions_and_says_so(self, client, make_video, order):
        slugs = list(Tag.objects.public().values_list("slug", flat=True)[:21])
        make_video(tags=slugs[:20])

        answer = client.get("/api/v1/videos?" + "&".join(f"tag={slug}" for slug in slugs) + order).json()

        assert (answer["total"], answer["ignored"]) == (0, [{"parameter": "tag", "value": slugs[20]}])

    def test_leads_from_page_to_page(self, client, settings, make_video):
        settings.ASMR_API_PAGE_SIZE = 2
        made = [make_video(f"Rain {number}").pk for number in range(3)]

        first = client.get("/api/v1/videos?sort=oldest").json()
        second = client.get(first["next"]).json()

        assert [video["id"] for answer in (first, second) for video in answer["videos"]] == made
        assert (first["page"], first["pages"], second["page"], second["next"]) == (1, 2, 2, None)

    def test_beyond_the_last_page_gives_none(self, client, make_video):
        make_video()

        answer = client.get("/api/v1/videos?page=9").json()

        assert (answer["total"], answer["videos"], answer["next"]) == (1, [], None)

    def test_leaves_out_and_counts_what_is_never_to_be_met(self, client, make_video):
        kept = make_video()
        make_video(tags=["mouth-sounds"])

        answer = client.get("/api/v1/videos?never=mouth-sounds").json()

        assert ([video["id"] for video in answer["videos"]], answer["total"], answer["hidden"]) == ([kept.pk], 1, 1)

    def test_does_not_read_the_cookie(self, client, make_video):
        make_video(tags=["mouth-sounds"])
        client.cookies["never"] = "never=mouth-sounds"

        assert client.get("/api/v1/videos").json()["total"] == 1

    def test_gives_a_bare_random_order_a_seed_that_its_pages_keep(self, client, settings, make_video):
        settings.ASMR_API_PAGE_SIZE = 1
        make_video(), make_video()

        answer = client.get("/api/v1/videos?sort=random").json()

        assert answer["url"].startswith("http://testserver/api/v1/videos?sort=random-")
        assert answer["next"] == f"{answer['url']}&page=2"

    def test_names_as_absent_exactly_what_free_finds(self, client, make_video):
        declared, checked, contradicted = make_video(tags=["no-mouth-sounds"]), make_video(), make_video()
        decide(checked, "tapping", "absent-checked")
        decide(contradicted, "tapping", "absent-declared")
        decide(contradicted, "nail-tapping", "suggested")
        videos = client.get("/api/v1/videos").json()["videos"]
        absent = {video["id"]: {tag["slug"] for tag in video["known_absent"]} for video in videos}

        for slug in ("mouth-sounds", "ear-eating", "tapping", "nail-tapping", "whispered"):
            found = client.get(f"/api/v1/videos?free={slug}").json()["videos"]

            assert {video["id"] for video in found} == {pk for pk, slugs in absent.items() if slug in slugs}, slug
        assert "mouth-sounds" in absent[declared.pk]

    @pytest.mark.parametrize("path", ["videos", "tags", "creators"])
    @pytest.mark.parametrize("query", HOSTILE)
    def test_answers_any_query(self, client, make_video, path, query):
        make_video()

        assert client.get(f"/api/v1/{path}?{query}").status_code == 200

    def test_refuses_a_never_list_that_is_too_long_in_words(self, client):
        answer = client.get("/api/v1/videos?never=" + ",".join(f"t{number}" for number in range(301)))

        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("never-list: 301 tags are more than the 300")


class TestVideo:
    def test_is_the_entry_of_the_list(self, client, make_video):
        video = make_video(tags=["cbt"])

        assert client.get(f"/api/v1/videos/{video.pk}").json() == client.get("/api/v1/videos").json()["videos"][0]

    def test_on_the_never_list_is_not_found_and_says_why(self, client, make_video):
        video = make_video(tags=["mouth-sounds"])

        answer = client.get(f"/api/v1/videos/{video.pk}?never=mouth-sounds")

        assert (answer.status_code, answer.json()) == (404, {"detail": "on your never-list"})

    @pytest.mark.parametrize(
        ("pk", "status"), [("0", 404), ("9223372036854775808", 400), ("-1", 400), ("abc", 400), ("1/2", 404)]
    )
    def test_that_there_is_not_is_said_in_json(self, client, pk, status):
        answer = client.get(f"/api/v1/videos/{pk}")

        assert (answer.status_code, list(answer.json())) == (status, ["detail"])

    def test_held_is_not_found(self, client, make_video):
        video = make_video(listing_state="held", held_reason="moderation")

        assert client.get(f"/api/v1/videos/{video.pk}").status_code == 404


class TestTags:
    def test_are_all_public_ones_also_without_videos(self, client):
        slugs = {tag["slug"] for tag in client.get("/api/v1/tags").json()["tags"]}

        assert slugs == set(Tag.objects.public().values_list("slug", flat=True))

    def test_count_their_videos_without_hidden_ones(self, client, make_video):
        make_video(tags=["nail-tapping"])
        make_video(tags=["nail-tapping", "mouth-sounds"])

        counts = [
            client.get(f"/api/v1/tags/tapping{query}").json()["video_count"] for query in ("", "?never=mouth-sounds")
        ]

        assert counts == [2, 1]

    def test_say_where_they_stand_and_how_well_they_are_founded(self, client):
        tag = client.get("/api/v1/tags/nail-tapping").json()

        assert (tag["parents"], tag["facet"], tag["evidence_level"]) == (["tapping"], "trigger", None)
        assert client.get("/api/v1/tags/cbt").json()["evidence_level"] == "strong"

    @pytest.mark.parametrize("word", ["reframing", "Cognitive-Restructuring"])
    def test_are_found_by_another_name(self, client, word):
        assert client.get(f"/api/v1/tags/{word}").json()["slug"] == "cognitive-restructuring"

    @pytest.mark.parametrize("slug", ["nothing", "suggestive", "%00"])
    def test_that_there_are_not_are_not_found(self, client, slug):
        assert client.get(f"/api/v1/tags/{slug}").status_code == 404


class TestCreators:
    def test_are_found_by_their_names(self, client, make_video, make_creator):
        for name in ("Quiet Corner", "Loud House"):
            make_video(creator=make_creator(name))

        answer = client.get("/api/v1/creators?q=quiet").json()

        assert [(creator["name"], creator["video_count"]) for creator in answer["creators"]] == [("Quiet Corner", 1)]

    def test_come_with_what_curators_say_of_them(self, client, make_creator):
        creator = make_creator(
            is_asmr_creator=True, credentials="A nurse.", languages=["en"], confirmed_at="2026-11-24T10:00:00Z"
        )
        creator.links.create(label="Shop", url="https://shop.example/")
        for slug in ("cbt", "sleep-hypnosis"):
            creator.said_tags.create(tag=Tag.objects.get(slug=slug))
        creator.said_tags.create(tag=Tag.objects.get(slug="reiki"), source="A blog post")

        one = client.get("/api/v1/creators/quiet-corner-asmr?never=hypnosis").json()

        assert {name: one[name] for name in ("credentials_as_stated", "languages", "links", "confirmed_at")} == {
            "credentials_as_stated": "A nurse.",
            "languages": ["en"],
            "links": [{"label": "Shop", "url": "https://shop.example/"}],
            "confirmed_at": "2026-11-24T10:00:00Z",
        }
        assert [(tag["slug"], tag["source"]) for tag in one["said_tags"]] == [("cbt", None), ("reiki", "A blog post")]

    def test_on_the_never_list_are_not_there(self, client, make_video, make_creator):
        make_video(creator=make_creator("Quiet Corner"))

        listed = client.get("/api/v1/creators?never-creator=quiet-corner").json()
        one = client.get("/api/v1/creators/quiet-corner?never-creator=quiet-corner")

        assert (listed["total"], listed["creators"], one.status_code) == (0, [], 404)

    def test_lead_from_page_to_page(self, client, settings, make_video, make_creator):
        settings.ASMR_API_PAGE_SIZE = 1
        for name in ("Anna", "Ben"):
            make_video(creator=make_creator(name))

        first = client.get("/api/v1/creators").json()

        assert first["next"] == "http://testserver/api/v1/creators?page=2"
        assert [creator["name"] for creator in client.get(first["next"]).json()["creators"]] == ["Ben"]


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["videos", "tags", "creators"])
    def test_costs_the_same_number_of_queries_for_three_videos_and_for_thirty(
        self, client, make_video, make_creator, path
    ):
        for number in range(3):
            make_video(creator=make_creator(f"First {number}"), tags=["tapping"])
        client.get(f"/api/v1/{path}")
        few = count_queries(client, f"/api/v1/{path}")

        for number in range(27):
            make_video(creator=make_creator(f"More {number}"), tags=["sleep", "cbt"])
        client.get(f"/api/v1/{path}")

        assert count_queries(client, f"/api/v1/{path}") == few

    @pytest.mark.parametrize(
        ("method", "status"), [("head", 200), ("options", 204), ("post", 405), ("put", 405), ("delete", 405)]
    )
    def test_only_reads_for_everyone(self, client, method, status):
        answer = getattr(client, method)("/api/v1/videos")

        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, "*")
        assert (answer.content == b"") is (method in {"head", "options"})
        assert answer.headers.get("Allow") == ("GET, HEAD, OPTIONS" if status in {204, 405} else None)

    def test_is_not_sent_again_as_long_as_nothing_changed(self, client, make_video):
        make_video()
        tag = client.get("/api/v1/videos").headers["ETag"]
        unchanged = client.get("/api/v1/videos", headers={"If-None-Match": tag}).status_code
        make_video()

        assert (unchanged, client.get("/api/v1/videos", headers={"If-None-Match": tag}).status_code) == (304, 200)


class TestMisspeltParameters:
    @pytest.mark.parametrize("path", ["/api/v1/videos", "/api/v1/tags", "/api/v1/creators"])
    def test_are_told_on_every_list(self, client, path):
        assert client.get(f"{path}?nevr=hypnosis").json()["ignored"] == [{"parameter": "nevr", "value": "hypnosis"}]

    def test_are_told_with_what_was_not_understood(self, client):
        assert client.get("/api/v1/creators?page=abc").json()["ignored"] == [{"parameter": "page", "value": "abc"}]


class TestLetters:
    @pytest.mark.parametrize("query", ["q=雨", "q=%E9%9B%A8", "q=%e9%9b%a8"])
    def test_may_come_as_they_are(self, client, make_video, query):
        make_video("雨の音")

        answer = client.get("/api/v1/videos", QUERY_STRING=query.encode().decode("latin-1")).json()

        assert (answer["total"], answer["url"]) == (1, "http://testserver/api/v1/videos?q=%E9%9B%A8")

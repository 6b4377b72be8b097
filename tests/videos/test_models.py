from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from videos.models import Tag, TagAlias, TagDecision, TaggedVideo, Video

pytestmark = pytest.mark.django_db

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)


def is_refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except (IntegrityError, DataError):
        return True
    return False


def slugs(video):
    return sorted(video.tags.values_list("slug", flat=True))


class TestTitle:
    @pytest.mark.parametrize(("curated", "title"), [("", "Soft rain"), ("Rain for sleep", "Rain for sleep")])
    def test_is_the_curator_s_where_given(self, make_video, curated, title):
        video = make_video("Soft rain", curator_title=curated)

        assert (Video.objects.get().title, video.shown_title, str(video)) == (title, title, title)

    def test_follows_an_update_in_the_database(self, make_video):
        make_video("Soft rain")

        Video.objects.update(curator_title="Rain for sleep")

        assert Video.objects.get().title == "Rain for sleep"


class TestLanguage:
    @pytest.mark.parametrize(
        ("source", "curated", "language"), [("", "", ""), ("en", "", "en"), ("en", "de", "de"), ("", "de", "de")]
    )
    def test_is_the_curator_s_where_given(self, make_video, source, curated, language):
        assert make_video(source_language=source, curator_language=curated).language == language


class TestSearchText:
    def test_holds_titles_chapters_and_description_folded(self, make_video):
        video = make_video("Soft RAIN", curator_title="Café", chapters=[[0, "Drops"]], description="All Night")

        assert video.title_words == "cafe"
        assert video.search_words.split(" z ") == ["cafe", "soft rain", "drops", "all night"]
        assert video.folded_title == "cafe"

    def test_is_written_when_only_other_fields_are_saved(self, make_video):
        video = make_video("Soft rain")
        video.curator_title = "Loud rain"

        video.save(update_fields=["curator_title"])

        assert Video.objects.get().folded_title == "loud rain"


class TestTheDatabaseRefusesAVideo:
    def test_that_is_there_already(self, make_video):
        make_video(site_id="a")

        here, elsewhere = (Video(site=site, site_id="a", source_title="Rain") for site in ("youtube", "vimeo"))

        assert is_refused(lambda: Video.objects.bulk_create([here]))
        assert not is_refused(lambda: Video.objects.bulk_create([elsewhere]))

    @pytest.mark.parametrize(
        "values",
        [
            {"source_title": ""},
            {"listing_state": "held"},
            {"listing_state": "held", "held_reason": ""},
            {"held_reason": "moderation"},
            {"listing_state": "hidden", "held_reason": "moderation"},
            {"listing_state": "lost"},
            {"published_at": MONDAY},
            {"published_at": MONDAY, "published_precision": "century"},
            {"published_precision": "day"},
            {"duration_seconds": -1},
            {"view_count": -1},
            {"age_limit": -1},
            {"site": None},
            {"creator": 999_999},
        ],
    )
    def test_with(self, make_video, values):
        make_video()

        def write():
            Video.objects.update(**values)
            connection.check_constraints()

        assert is_refused(write)

    @pytest.mark.parametrize(
        "values",
        [
            {"listing_state": "held", "held_reason": "curator"},
            {"listing_state": "taken-down"},
            {"published_at": MONDAY, "published_precision": "approximate"},
            {"duration_seconds": None, "view_count": None, "age_limit": None, "is_embeddable": None},
        ],
    )
    def test_but_not_with(self, make_video, values):
        make_video()

        assert not is_refused(lambda: Video.objects.update(**values))


class TestTags:
    def test_are_exactly_the_present_ones(self, make_video):
        video = make_video(tags=["tapping", "brushing"])
        for kind, slug in zip(TagDecision.Kind.values, ["slime", "typing", "whispered", "sleep"], strict=True):
            TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="curator")

        assert slugs(video) == ["brushing", "tapping"]

    def test_of_another_video_are_its_own(self, make_video):
        first, second = make_video(tags=["tapping"]), make_video(tags=["brushing"])

        assert (slugs(first), slugs(second)) == (["tapping"], ["brushing"])

    @pytest.mark.parametrize(
        "remove",
        [
            lambda video: video.delete(),
            lambda video: video.tags.clear(),
            lambda video: video.tags.remove("tapping"),
            lambda video: video.tags.set(["brushing"]),
            lambda video: TaggedVideo.objects.all().delete(),
            lambda video: video.tagged_videos.all().delete(),
        ],
        ids=["deleting the video", "clear", "remove", "set", "deleting the rows", "deleting its rows"],
    )
    def test_stay_in_the_vocabulary_when_taken_off_a_video(self, make_video, remove):
        video = make_video(tags=["tapping", "whispered"])
        before = list(Tag.objects.order_by("pk").values())

        remove(video)

        assert list(Tag.objects.order_by("pk").values()) == before

    def test_find_videos_by_slug(self, make_video):
        video = make_video(tags=["tapping"])
        make_video(tags=["brushing"])

        assert list(Video.objects.filter(tags__slug="tapping")) == [video]

    def test_are_there_once(self, make_video):
        video = make_video(tags=["tapping"])
        tag = Tag.objects.get(slug="tapping")

        assert is_refused(lambda: TaggedVideo.objects.bulk_create([TaggedVideo(content_object=video, tag=tag)]))

    @pytest.mark.parametrize("values", [{"source": "rumour"}, {"confidence": 1.5}, {"confidence": -0.1}])
    def test_are_refused_with(self, make_video, values):
        make_video(tags=["tapping"])

        assert is_refused(lambda: TaggedVideo.objects.update(**values))


class TestDecision:
    @pytest.fixture
    def decision(self, make_video):
        tag = Tag.objects.get(slug="tapping")
        return TagDecision.objects.create(video=make_video(), tag=tag, kind="suggested", source="automatic")

    def test_is_one_for_each_tag(self, decision):
        again = TagDecision(video=decision.video, tag=decision.tag, kind="rejected", source="curator")

        assert is_refused(lambda: TagDecision.objects.bulk_create([again]))

    @pytest.mark.parametrize("values", [{"kind": "perhaps"}, {"source": "rumour"}])
    def test_is_refused_with(self, decision, values):
        assert is_refused(lambda: TagDecision.objects.update(**values))

    def test_goes_with_its_video(self, decision):
        decision.video.delete()

        assert TagDecision.objects.count() == 0


class TestTag:
    def test_keeps_its_group(self):
        assert is_refused(Tag.objects.get(slug="tapping").group.delete)

    def test_alias_has_a_slug_for_addresses(self):
        alias = TagAlias.objects.create(tag=Tag.objects.get(slug="tapping"), kind="synonym", name="Knöcking Sounds")

        assert (alias.slug, alias.is_curated) == ("knocking-sounds", True)

    def test_alias_is_there_once(self):
        tag = Tag.objects.get(slug="tapping")
        tag.aliases.create(kind="synonym", name="Knocking")

        assert is_refused(lambda: tag.aliases.create(kind="synonym", name="Knocking"))

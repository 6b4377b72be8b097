import pytest
from django.utils import timezone

from creators.models import Creator, CreatorTag
from videos.curation.tags import decide
from videos.importing.intake import Import
from videos.importing.starter import THE_POST, add_collection, add_named_creators, import_starter, remove_starter
from videos.models import Collection, Tag, TagDecision, Video

pytestmark = pytest.mark.django_db

NAMES = ["ASMR Scotsman", "Jellybean Green ASMR", "Jen Luv's ASMR", "Olivia Kissper ASMR"]


@pytest.fixture
def sample(run_import, make_info):
    """Three sample videos by two sample creators."""
    run_import(
        make_info(1, channel="Quiet Tent", channel_id="UCquiet"),
        make_info(2, channel="Quiet Tent", channel_id="UCquiet"),
        make_info(3, channel="Calm Cave", channel_id="UCcalm"),
        is_sample=True,
    )
    return {video.site_id[-1]: video for video in Video.objects.all()}


def what_is_there():
    videos = [site_id[-1] for site_id in Video.objects.order_by("site_id").values_list("site_id", flat=True)]
    return videos, list(Creator.objects.order_by("name").values_list("name", flat=True))


class TestImportStarter:
    def test_lists_every_video_as_a_sample_and_changes_nothing_the_second_time(self):
        first, second = Import.begin(is_sample=True), Import.begin(is_sample=True)

        list(import_starter(first))
        before = [list(model.objects.order_by("pk").values()) for model in (Video, Creator)]
        list(import_starter(second))

        assert (first.counts["created"], first.counts["failed"], second.counts["unchanged"]) == (575, 0, 575)
        assert [list(model.objects.order_by("pk").values()) for model in (Video, Creator)] == before
        assert Video.objects.filter(is_sample=True).count() == 575
        assert sorted(Creator.objects.filter(videos=None).values_list("name", flat=True)) == NAMES


class TestNamedCreators:
    def test_are_unverified_and_nothing_about_them_is_invented(self):
        assert add_named_creators() == 4

        creators = Creator.objects.all()
        assert sorted(creator.name for creator in creators) == NAMES
        assert {creator.status for creator in creators} == {"unverified"}
        assert {(creator.site_id, creator.url, creator.handle) for creator in creators} == {("", "", "")}
        assert {creator.is_sample for creator in creators} == {True}
        assert all(creator.approach for creator in creators)

    def test_do_what_the_blog_post_says_and_no_curator(self):
        add_named_creators()

        said = {
            creator.name: {row.tag.slug for row in creator.said_tags.filter(source=THE_POST)}
            for creator in Creator.objects.all()
        }
        assert said == {
            "ASMR Scotsman": {"psychological-test", "personality-test"},
            "Jellybean Green ASMR": {"reiki", "affirmations", "hypnosis", "energy-cleansing"},
            "Jen Luv's ASMR": {"the-cube", "psychological-test"},
            "Olivia Kissper ASMR": {
                *("psychotherapy-asmr", "cognitive-restructuring", "transpersonal", "asmr-explained"),
                *("stress", "anxiety", "insomnia", "confidence"),
            },
        }
        assert CreatorTag.objects.filter(source="").count() == 0

    def test_of_an_earlier_version_are_told_of_too(self):
        add_named_creators()
        CreatorTag.objects.all().delete()

        add_named_creators()

        assert CreatorTag.objects.filter(creator__name="ASMR Scotsman").count() == 2

    def test_that_a_person_edited_are_left_alone(self):
        add_named_creators()
        CreatorTag.objects.all().delete()
        Creator.objects.update(curated_at=timezone.now())

        add_named_creators()

        assert CreatorTag.objects.count() == 0

    def test_are_added_once(self):
        add_named_creators()

        assert (add_named_creators(), Creator.objects.count()) == (0, 4)

    def test_that_are_there_already_are_left_alone(self, make_creator):
        make_creator("asmr scotsman", status="active")

        assert add_named_creators() == 3
        assert Creator.objects.get(folded_name="asmr scotsman").status == "active"

    def test_that_a_curator_renamed_are_not_added_again(self):
        add_named_creators()
        creator = Creator.objects.get(name="ASMR Scotsman")
        creator.curator_name = "The Scotsman"
        creator.save()

        assert add_named_creators() == 0


class TestCollection:
    def test_holds_the_four_and_invents_neither_address_nor_date(self):
        add_named_creators()
        add_collection()

        collection = Collection.objects.get()
        assert sorted(creator.name for creator in collection.creators.all()) == NAMES
        assert (collection.source_url, collection.source_date, collection.is_sample) == ("", None, True)

    def test_is_added_once_and_left_as_a_person_edited_it(self):
        add_named_creators()
        add_collection()
        Collection.objects.get().creators.clear()

        add_collection()

        assert Creator.objects.filter(collections__isnull=False).count() == 0

    def test_holds_whom_a_curator_renamed(self):
        add_named_creators()
        Creator.objects.filter(curator_name="ASMR Scotsman").update(curator_name="The Scotsman")

        add_collection()

        assert Collection.objects.get().creators.count() == 4

    def test_goes_with_the_sample(self):
        add_named_creators()
        add_collection()

        remove_starter()

        assert (Collection.objects.count(), Creator.objects.count()) == (0, 0)

    def test_stays_with_its_creators_where_a_person_edited_it(self):
        add_named_creators()
        add_collection()
        Collection.objects.update(curated_at=timezone.now())

        remove_starter()

        assert Collection.objects.values_list("is_sample", flat=True).get() is False
        assert Creator.objects.filter(collections__isnull=False).count() == 4

    def test_of_a_person_keeps_the_videos_of_the_sample_that_are_in_it(self, sample):
        Collection.objects.create(title="Mine", source_title="Me", curated_at=timezone.now()).videos.add(sample["1"])

        remove_starter()

        assert what_is_there() == (["1"], ["Quiet Tent"])


class TestRemoveStarter:
    def test_takes_out_videos_and_creators_that_nobody_touched(self, sample):
        assert remove_starter() == (3, 2, 0)

        assert what_is_there() == ([], [])

    def test_takes_out_the_named_creators(self):
        add_named_creators()

        assert remove_starter() == (0, 4, 0)

    @pytest.mark.parametrize(
        "touch",
        [
            lambda video: decide(video, Tag.objects.get(slug="tapping"), kind=None),
            lambda video: decide(video, Tag.objects.get(slug="tapping"), kind=TagDecision.Kind.REJECTED),
            lambda video: Video.objects.filter(pk=video.pk).update(curated_at=timezone.now()),
            lambda video: Video.objects.filter(pk=video.pk).update(is_listing_curated=True),
        ],
        ids=["tag set", "tag rejected", "edited", "listing decided"],
    )
    def test_leaves_a_video_that_a_person_touched_and_its_creator(self, sample, touch):
        touch(sample["1"])

        assert remove_starter() == (2, 1, 1)

        assert what_is_there() == (["1"], ["Quiet Tent"])

    def test_leaves_a_creator_that_a_person_edited(self, sample):
        Creator.objects.filter(name="Calm Cave").update(curated_at=timezone.now())

        assert remove_starter() == (3, 1, 0)

        assert what_is_there() == ([], ["Calm Cave"])

    def test_leaves_what_was_imported_for_real(self, sample, run_import, make_info):
        run_import(make_info(1, channel="Quiet Tent", channel_id="UCquiet"), make_info(4))

        assert remove_starter() == (2, 1, 0)

        assert what_is_there() == (["1", "4"], ["Quiet Tent"])

    def test_can_be_repeated(self, sample):
        remove_starter()

        assert remove_starter() == (0, 0, 0)

    def test_is_undone_by_importing_it_again(self, sample, run_import, make_info):
        remove_starter()

        run_import(make_info(1, channel="Quiet Tent", channel_id="UCquiet"), is_sample=True)

        assert what_is_there() == (["1"], ["Quiet Tent"])

import pytest
from django.db import IntegrityError, connection, transaction

from creators.models import Creator, CreatorAlias

pytestmark = pytest.mark.django_db


def is_refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


class TestName:
    @pytest.mark.parametrize(
        ("source", "curated", "name"),
        [("Quiet Tent", "", "Quiet Tent"), ("Quiet Tent", "The Tent", "The Tent"), ("", "The Tent", "The Tent")],
    )
    def test_is_the_curator_s_where_given(self, make_creator, source, curated, name):
        creator = make_creator(source, curator_name=curated)

        assert (Creator.objects.get().name, creator.shown_name, str(creator)) == (name, name, name)

    def test_is_folded_for_finding(self, make_creator):
        creator = make_creator("Quiet  TÉNT")

        assert creator.folded_name == "quiet tent"

    def test_is_folded_anew_when_only_the_name_is_saved(self, make_creator):
        creator = make_creator("Quiet Tent")
        creator.curator_name = "Loud Tent"

        creator.save(update_fields=["curator_name"])

        assert Creator.objects.get().folded_name == "loud tent"


class TestUrl:
    @pytest.mark.parametrize(
        ("curated", "url"), [("", "https://a.example/"), ("https://b.example/", "https://b.example/")]
    )
    def test_is_the_curator_s_where_given(self, make_creator, curated, url):
        make_creator(source_url="https://a.example/", curator_url=curated)

        assert Creator.objects.get().url == url


class TestSlug:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Jen Luv's ASMR", "jen-luvs-asmr"),
            ("Café", "cafe"),
            ("도로시", "도로시"),
            ("🌹", "creator"),
            ("x" * 300, "x" * 100),
        ],
    )
    def test_comes_from_the_name(self, make_creator, name, slug):
        assert make_creator(name).slug == slug

    def test_is_numbered_where_it_is_taken(self, make_creator):
        assert [make_creator("Quiet Tent").slug for _ in range(3)] == ["quiet-tent", "quiet-tent-2", "quiet-tent-3"]

    def test_fills_no_place_that_another_name_took(self, make_creator):
        slugs = [make_creator(name).slug for name in ("Quiet Tent 2", "Quiet Tent", "Quiet Tent")]

        assert slugs == ["quiet-tent-2", "quiet-tent", "quiet-tent-3"]

    def test_stays_when_the_name_changes(self, make_creator):
        creator = make_creator("Quiet Tent")
        creator.curator_name = "Loud Tent"

        creator.save()

        assert Creator.objects.get().slug == "quiet-tent"


class TestTheDatabase:
    def test_refuses_a_second_creator_of_one_id(self, make_creator):
        make_creator("One", site_id="UC1")

        assert is_refused(lambda: make_creator("Two", site_id="UC1"))

    def test_takes_one_id_on_two_sites(self, make_creator):
        make_creator("One", site_id="1")

        assert not is_refused(lambda: make_creator("Two", site="vimeo", site_id="1"))

    def test_takes_several_without_an_id(self, make_creator):
        make_creator("One")

        assert not is_refused(lambda: make_creator("One"))

    @pytest.mark.parametrize("values", [{"status": "retired"}, {"status": ""}, {"source_name": "", "curator_name": ""}])
    def test_refuses(self, make_creator, values):
        make_creator("One")

        assert is_refused(lambda: Creator.objects.update(**values))

    def test_keeps_the_creator_of_a_video(self, make_creator, make_video):
        creator = make_creator()
        make_video(creator=creator)

        assert is_refused(creator.delete)


class TestAlias:
    def test_is_folded_for_finding(self, make_creator):
        make_creator().aliases.create(name="THE  Tent")

        assert CreatorAlias.objects.get().folded_name == "the tent"

    def test_is_there_once(self, make_creator):
        creator = make_creator()
        creator.aliases.create(name="The Tent")

        assert is_refused(lambda: creator.aliases.create(name="the tent"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how rows are spread and plans for it")
def test_a_creators_listed_video_is_looked_for_among_their_own():
    plan = Creator.objects.visible().explain()

    assert "USING COVERING INDEX video_listed_of_creator (creator_id=? AND listing_state=?)" in plan

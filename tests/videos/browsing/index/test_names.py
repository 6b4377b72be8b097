import pytest

from videos.browsing.index.current import current_index
from videos.fulltext.terms import Term
from videos.models import Tag

pytestmark = pytest.mark.django_db


def creators(word):
    return current_index().names.creators_saying(Term((word,)))


def tags(word):
    return current_index().names.tags_saying(Term((word,)))


class TestNames:
    def test_knows_labels_synonyms_and_slugs_of_public_tags(self):
        assert "cbt" in tags("cbt")
        assert "cognitive-restructuring" in tags("reframing")
        assert tags("suggestive") == set()

    def test_knows_names_handles_and_aliases_of_visible_creators(self, make_creator, make_video):
        creator = make_creator("Quiet Corner ASMR", handle="@quietasmr")
        creator.aliases.create(name="Hush")
        make_creator("Quiet Stranger")
        make_video(creator=creator)

        assert [creators(word) for word in ("quiet", "quietasmr", "hush")] == 3 * [{creator.pk}]

    def test_follows_a_new_name_a_new_alias_and_a_new_synonym(self, make_creator, make_video):
        creator = make_creator("Quiet Corner")
        make_video(creator=creator)
        assert creators("loud") == set()

        creator.curator_name = "Loud Corner"
        creator.save()
        creator.aliases.create(name="Hush")
        Tag.objects.get(slug="tapping").aliases.create(kind="synonym", name="knuckling")

        assert (creators("loud"), creators("quiet"), creators("hush")) == ({creator.pk}, set(), {creator.pk})
        assert tags("knuckling") == {"tapping"}

    def test_are_kept_as_long_as_none_of_them_changed(self, make_creator, make_video):
        make_video(creator=make_creator())
        names = current_index().names
        make_video("another")

        assert current_index().names is names

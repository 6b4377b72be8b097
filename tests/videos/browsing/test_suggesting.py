import pytest

from videos.browsing.index.current import current_index
from videos.browsing.never import NOTHING, NeverList
from videos.browsing.suggesting import MOST, Suggestion, make_suggestions

pytestmark = pytest.mark.django_db


def suggest(q, never=NOTHING):
    return make_suggestions(q, current_index(), never=never)


class TestMakeSuggestions:
    def test_gives_tags_and_creators_with_the_list_filtered_by_them(self, make_creator, make_video):
        make_video(creator=make_creator("Tappy Corner"))

        found = suggest("tapp")

        assert found[0] == Suggestion("tag", "Tapping", "/videos/?tag=tapping")
        assert Suggestion("creator", "Tappy Corner", "/videos/?creator=tappy-corner") in found

    def test_gives_terms_of_the_glossary_last(self):
        assert suggest("parasymp")[-1] == Suggestion("term", "Parasympathetic nervous system", "/videos/?q=PNS")

    def test_gives_no_more_than_fit(self):
        assert len(suggest("s")) == MOST

    def test_gives_nothing_for_nothing(self):
        assert suggest("") == ()

    def test_gives_no_term_for_what_the_never_list_shuts_out(self):
        found = suggest("hypno", NeverList(tags=("hypnosis",)))

        assert "Hypnosis" not in {suggestion.label for suggestion in found}

    def test_gives_nothing_that_the_never_list_shuts_out(self, make_creator, make_video):
        make_video(creator=make_creator("Mouthy"))
        never = NeverList(tags=("misophonia-mouth",), creators=("mouthy",))

        assert {"Mouth sounds", "Mouthy"} <= {found.label for found in suggest("mouth")}
        assert {"Mouth sounds", "Mouthy"} & {found.label for found in suggest("mouth", never)} == set()

import pytest

from videos.care import read_contacts, read_resources
from videos.models import HelpContact

pytestmark = pytest.mark.django_db


class TestLoadGuide:
    def test_names_what_it_adds_and_how_many_nobody_has_checked(self, run):
        said = run("load_guide")

        count = len(read_contacts())
        assert said.out[0] == "added      Find A Helpline (everywhere)"
        assert said.out[-2:] == [
            f"{count + len(read_resources())} added; the rest is as it was.",
            f"Help contacts that nobody has checked, shown to nobody: {count}.",
        ]

    def test_is_harmless_to_repeat(self, run):
        run("load_guide")
        before = list(HelpContact.objects.order_by("pk").values())

        said = run("load_guide")

        assert said.out[0] == "0 added; the rest is as it was."
        assert list(HelpContact.objects.order_by("pk").values()) == before

from dataclasses import replace
from types import MappingProxyType

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from videos.curation.vocabulary_edits import add_tag
from videos.models import SharedVocabulary, Tag
from videos.vocabulary.packing import pack, parse_packed
from videos.vocabulary.writer import write_files

pytestmark = pytest.mark.django_db
PAGE = "desk:vocabulary-files"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def theirs(vocabulary):
    """Another site's ZIP file: its definition of tapping differs."""
    tags = {**vocabulary.tags, "tapping": replace(vocabulary.tags["tapping"], definition="Theirs.")}
    return pack(write_files(replace(vocabulary, tags=MappingProxyType(tags))))


def upload(desk, data, name="theirs.zip"):
    return desk.post(reverse("desk:upload-vocabulary"), {"file": SimpleUploadedFile(name, data)})


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_download_is_the_vocabulary_in_force(desk, curator, vocabulary):
    add_tag("beekeeping", "Beekeeping", "sound", "Work with bees.", user=curator)

    answer = desk.get(reverse("desk:export-vocabulary"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="vocabulary.zip"'
    assert parse_packed(answer.content).tags.keys() == {*vocabulary.tags, "beekeeping"}


class TestAnUpload:
    def test_shows_what_it_would_change_and_changes_nothing(self, desk, theirs):
        answer = upload(desk, theirs)

        assert "changed: tapping (definition)" in answer.text
        assert ">Use it</button>" in answer.text
        assert Tag.objects.get(slug="tapping").definition != "Theirs."

    def test_that_changes_nothing_says_so_and_is_not_offered(self, desk, vocabulary):
        answer = upload(desk, pack(write_files(vocabulary)))

        assert "Nothing: no tag would be added or changed" in answer.text
        assert ">Use it</button>" not in answer.text

    def test_is_used_and_taken_out_of_use(self, desk, theirs, vocabulary):
        upload(desk, theirs)

        used = desk.post(reverse("desk:use-vocabulary", args=[SharedVocabulary.objects.get().pk]), follow=True)

        assert messages_of(used)[0].startswith("“theirs.zip” is in use: 0 tags added, 1 changed.")
        assert "In use: “theirs.zip”" in used.text
        assert Tag.objects.get(slug="tapping").definition == "Theirs."
        dropped = desk.post(reverse("desk:drop-vocabulary"), follow=True)
        assert messages_of(dropped) == ["Out of use. Tags that only it has are retired: 0."]
        assert Tag.objects.get(slug="tapping").definition == vocabulary.tags["tapping"].definition

    @pytest.mark.parametrize(
        ("files", "problem"),
        [
            ({}, "There is no vocabulary.yaml in it."),
            ({"vocabulary.yaml": "a: ["}, "vocabulary.yaml, line 2: is not readable YAML"),
            ({"vocabulary.yaml": "a: &x 1\nb: *x"}, "vocabulary.yaml, line 2: aliases (*x) are not taken"),
            ({"vocabulary.yaml": "facets: []"}, "vocabulary.yaml: “groups”: expected a list"),
        ],
    )
    def test_that_is_no_vocabulary_is_refused_by_file_and_line(self, desk, files, problem):
        answer = upload(desk, pack(files))

        assert answer.status_code == 400
        assert problem in answer.text
        assert SharedVocabulary.objects.count() == 0

    def test_that_is_no_zip_file_is_refused(self, desk):
        assert "This is no ZIP file that can be read" in upload(desk, b"GIF89a").text

    def test_without_a_file_is_refused(self, desk):
        answer = desk.post(reverse("desk:upload-vocabulary"))

        assert (answer.status_code, "Choose a ZIP file." in answer.text) == (400, True)

    def test_against_a_curators_label_is_refused_by_name(self, desk, vocabulary):
        Tag.objects.filter(slug="slime").update(name="Beekeeping", curated_fields=["name"])
        new = replace(vocabulary.tags["tapping"], slug="beekeeping", label="Beekeeping")
        more = replace(vocabulary, tags=MappingProxyType({**vocabulary.tags, "beekeeping": new}))

        answer = upload(desk, pack(write_files(more)))

        assert "A curator gave the label “Beekeeping” to slime" in answer.text


def test_taking_out_what_is_not_in_use_is_harmless(desk):
    answer = desk.post(reverse("desk:drop-vocabulary"), follow=True)

    assert messages_of(answer) == ["No other site's vocabulary was in use."]


class TestWhoMayUseIt:
    @pytest.mark.parametrize(("group", "status"), [("Curators", 403), ("Administrators", 400)])
    def test_another_sites_patterns_are_for_administrators(self, client, group, status):
        user = get_user_model().objects.create_user("member", is_staff=True)
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)

        assert client.get(reverse(PAGE)).status_code == 200
        assert upload(client, b"").status_code == status

    def test_strangers_are_asked_to_sign_in(self, client):
        for name in (PAGE, "desk:export-vocabulary"):
            assert client.get(reverse(name)).headers["Location"].startswith("/admin/login/")

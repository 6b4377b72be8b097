"""Without the fixture `db`: a query would be an error."""

import json

import pytest

from videos.models import Tag

ROW = {"id": "p01", "title": "ASMR tapping, no talking", "description": "", "duration": 3600, "language": "en"}


def test_text_shows_each_tag_with_its_reason(run, write):
    quiet = {**ROW, "id": "p02", "title": "A quiet evening", "duration": None}

    said = run("suggest_tags", "--from-json", write(ROW, quiet))

    assert said.out[0] == "p01  ASMR tapping, no talking"
    assert "    tapping  publish 0.95, title: “tapping”" in said.out
    assert said.out[-1] == "p02  A quiet evening  (shows no sign of ASMR)"
    assert (said.err, said.failure) == ([], "")


@pytest.mark.parametrize(("title", "words"), [("My ASMR [Parody]", "parody"), ("This is NOT ASMR", "not asmr")])
def test_text_shows_what_in_a_title_speaks_against_asmr(run, write, title, words):
    said = run("suggest_tags", "--from-json", write({**ROW, "title": title}))

    assert said.out[0] == f"p01  {title}  (no ASMR: the title says “{words}”)"


def test_jsonl_is_a_line_a_video_with_exactly_these_keys(run, write):
    said = run("suggest_tags", "--from-json", write(ROW, {**ROW, "id": "p02"}), "--format", "jsonl")

    first, second = map(json.loads, said.out)
    assert (list(first), first["id"], second["id"]) == (["id", "recognised", "tags"], "p01", "p02")
    assert first["recognised"] is True
    assert {tuple(tag) for tag in first["tags"]} == {("slug", "state", "status", "confidence", "zone", "evidence")}
    assert next(tag for tag in first["tags"] if tag["slug"] == "tapping") == {
        "slug": "tapping", "state": "present", "status": "publish", "confidence": 0.95, "zone": "title",
        "evidence": "tapping",
    }  # fmt: skip


def test_jsonl_tells_declared_absence_and_keeps_letters_as_they_are(run, write):
    row = {**ROW, "id": "ö1", "title": "ASMR without mouth sounds"}

    [line] = run("suggest_tags", "--from-json", write(row), "--format", "jsonl").out

    assert line.startswith('{"id": "ö1"')
    assert {"mouth-sounds": "absent"}.items() <= {tag["slug"]: tag["state"] for tag in json.loads(line)["tags"]}.items()


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_what_cannot_be_read_is_named_and_the_rest_is_shown(run, write, form):
    path = write("not json", {"entries": []}, {"id": "p03"}, ROW)

    said = run("suggest_tags", "--from-json", path, "--format", form)

    assert said.err == [
        f"failed  {path}:1  not JSON (column 1): Expecting value",
        f"skipped  {path}:2  empty playlist (without a title)",
        f"failed  {path}:3  no title: the video p03 is not available",
    ]
    assert "p01" in said.out[0]
    assert said.failure == (
        "2 items could not be read, named above. All others are shown. "
        "Mend what is named and run the same command again."
    )


@pytest.mark.django_db
class TestAll:
    @pytest.fixture
    def video(self, make_video):
        return make_video("ASMR tapping, no whispering", tags=["anger"])

    def test_it_shows_what_would_change_and_writes_nothing(self, run, video):
        said = run("suggest_tags", "--all")

        assert said.out[:3] == [
            f"{video.pk}  ASMR tapping, no whispering",
            "    + tapping: nothing -> shown  (title: “tapping”)",
            "    ~ whispered: nothing -> declared absent  (title: “whispering”)",
        ]
        assert said.out[3] == (
            "1 video would change: 1 tag newly shown, 0 no longer shown, 1 other changed (review, declared "
            "absence), 0 with another reason only; 0 videos listed or held."
        )
        assert said.out[4].startswith("Nothing was written. To write it: ")
        assert said.out[4].endswith("manage.py suggest_tags --all --apply")
        assert list(video.tags.values_list("slug", flat=True)) == ["anger"]

    def test_apply_writes_it_beside_a_curators_word(self, run, video):
        said = run("suggest_tags", "--all", "--apply")

        assert said.out[-1].startswith("1 video changed: 1 tag newly shown")
        assert sorted(video.tags.values_list("slug", flat=True)) == ["anger", "tapping"]

    def test_a_second_time_there_is_nothing_to_do(self, run, video):
        run("suggest_tags", "--all", "--apply")

        said = run("suggest_tags", "--all", "--apply")

        assert said.out == ["All tags are as the tagger finds them; nothing to change."]

    def test_quietly_only_the_sum_is_said(self, run, video):
        assert len(run("suggest_tags", "--all", "--apply", verbosity=0).out) == 1

    def test_a_changed_listing_is_shown(self, run, make_video):
        make_video("ASMR", listing_state="held", held_reason="not-recognised")

        assert run("suggest_tags", "--all").out[1] == "    listing: held (not recognised as ASMR) -> listed"

    def test_it_needs_the_vocabulary(self, run):
        Tag.objects.filter(slug="tapping").update(is_retired=True)

        said = run("suggest_tags", "--all")

        assert said.failure.startswith("1 tag of the vocabulary is not in the database (tapping). Run: ")


def test_files_of_which_none_can_be_read_show_nothing(run, write):
    said = run("suggest_tags", "--from-json", write("not json"))

    assert said.failure == (
        "1 item could not be read, named above. There was nothing else to show. "
        "Mend what is named and run the same command again."
    )


def test_a_format_belongs_to_files(run):
    said = run("suggest_tags", "--all", "--format", "jsonl")

    assert said.failure == "--format goes with --from-json: changes are shown as text only."


def test_apply_belongs_to_all(run, write):
    said = run("suggest_tags", "--from-json", write(ROW), "--apply")

    assert said.failure == "--apply goes with --all: files are only shown."


def test_either_files_or_the_catalog(run):
    assert "one of the arguments --from-json --all is required" in run("suggest_tags").failure

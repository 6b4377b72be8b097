"""Without the fixture `db`: a query would be an error."""

import json

import pytest

from videos.management.evaluation_text import REMINDER

RIGHT = {"id": "v01", "title": "ASMR tapping", "channel": "Gibi", "asmr": True, "present": ["tapping"]}
WRONG = {"id": "v02", "title": "ASMR whispered tapping", "asmr": True, "present": ["sleep", "whispered"]}
FOOD = {"id": "v03", "title": "asmr food", "asmr": False, "present": None, "uncertain": None}
HIDDEN = {"id": "v04", "title": "A quiet evening", "asmr": True, "present": None}


def after(lines, heading):
    """The cells of the first line that begins with the heading; two or more spaces part them."""
    line = next(line for line in lines if line.startswith(heading))
    return [cell.strip() for cell in line.split("  ") if cell.strip()][1:]


class TestText:
    def test_begins_with_what_was_measured(self, run, write):
        said = run("evaluate_tagging", write(RIGHT, WRONG, FOOD))

        assert said.out[0] == (
            "Videos: 3; with labelled tags: 2, from channels: 2 (a video without a channel counts as one)."
        )
        assert (said.err, said.failure) == ([], "")

    def test_shows_each_facet_and_all_with_intervals_and_counts(self, run, write):
        lines = run("evaluate_tagging", write(RIGHT, WRONG)).out

        heading = next(line for line in lines if line.startswith("facet"))
        assert heading.split("  ")[0].strip() == "facet"
        assert after(lines, "facet") == ["precision", "recall", "F1", "labelled", "false alarms", "missed"]
        assert after(lines, "trigger") == [
            "0.500 (0.000–1.000)", "1.000 (0.158–1.000)", "0.667 (0.000–1.000)", "2", "2", "0",
        ]  # fmt: skip
        assert after(lines, "technique") == ["–", "–", "–", "0", "0", "0"]
        assert after(lines, "benefit") == ["–", "0.000 (0.000–0.975)", "0.000 (0.000–0.987)", "1", "0", "1"]
        assert after(lines, "all")[3:] == ["4", "2", "1"]

    def test_columns_stand_below_their_headings(self, run, write):
        lines = run("evaluate_tagging", write(RIGHT, WRONG)).out

        start = next(index for index, line in enumerate(lines) if line.startswith("facet"))
        table = lines[start : start + 9]
        assert {len(line) for line in table} == {len(table[0])}
        assert [line.split()[0] for line in table] == [
            "facet", "trigger", "technique", "roleplay", "benefit", "voice", "format", "caution", "all",
        ]  # fmt: skip

    def test_shows_how_many_were_let_through_and_held(self, run, write):
        lines = run("evaluate_tagging", write(RIGHT, FOOD, HIDDEN)).out

        assert "Not ASMR, but let through: 1 of 1, 1.000 (0.207–1.000)" in lines
        assert "ASMR, but held as none:    1 of 2, 0.500 (0.095–0.905)" in lines

    def test_keeps_proven_tags_apart_from_unproven_ones(self, run, write):
        rows = [{**RIGHT, "id": f"a{number}"} for number in range(20)]

        lines = run("evaluate_tagging", write(*rows, WRONG)).out

        assert after(lines, "tapping") == ["0.952", "1.000", "0.976", "20", "1", "0"]
        unproven = " ".join(lines[next(i for i, line in enumerate(lines) if line.startswith("Unproven")) :])
        assert unproven.startswith(
            "Unproven are the tags with fewer than 20 labelled videos (labelled/false alarms/missed): "
            "sleep 1/0/1; whispered 1/0/0. 218 others were neither labelled nor found."
        )

    def test_lists_every_mistake_below_its_video(self, run, write):
        absent = {"id": "v05", "title": "ASMR, no tapping", "present": ["tapping"]}

        lines = run("evaluate_tagging", write(RIGHT, WRONG, FOOD, HIDDEN, absent)).out

        start = lines.index("Not ASMR, but let through:")
        assert lines[start:-3] == [
            "Not ASMR, but let through:",
            "    v03  asmr food",
            "ASMR, but held as none:",
            "    v04  A quiet evening",
            "Wrong and missing tags by video (in brackets what goes with them only because they imply it):",
            "v02  ASMR whispered tapping",
            "    false alarm  tapping (+ sound-triggers)  title: “tapping”",
            "    missed       sleep  not found",
            "v05  ASMR, no tapping",
            "    missed       tapping (+ sound-triggers)  taken for absent, title: “tapping”",
        ]

    def test_shows_figures_only_when_asked(self, run, write):
        path = write(WRONG, FOOD)

        figures, everything = run("evaluate_tagging", path, "--figures-only").out, run("evaluate_tagging", path).out

        assert [line for line in everything if "v02" in line or "v03" in line]
        assert not [line for line in figures if "v02" in line or "v03" in line]
        assert set(figures) < set(everything)

    def test_ends_with_what_such_labels_are_worth(self, run, write):
        lines = run("evaluate_tagging", write(RIGHT)).out

        assert " ".join(lines[-2:]) == REMINDER


class TestJson:
    def test_holds_the_same_figures(self, run, write):
        content = json.loads("".join(run("evaluate_tagging", write(RIGHT, WRONG, FOOD), "--format", "json").out))

        assert list(content) == [
            "videos", "videos_with_labelled_tags", "channels", "all", "facets", "tags", "recognition", "note",
            "mistakes",
        ]  # fmt: skip
        assert (content["videos"], content["videos_with_labelled_tags"], content["channels"]) == (3, 2, 2)
        assert content["facets"]["trigger"] == {
            "precision": {"value": 0.5, "low": 0.0, "high": 1.0},
            "recall": {"value": 1.0, "low": 0.025**0.5, "high": 1.0},
            "f1": {"value": 2 / 3, "low": 0.0, "high": 1.0},
            "labelled": 2, "true_positives": 2, "false_alarms": 2, "misses": 0,
        }  # fmt: skip
        assert content["facets"]["format"]["precision"] == {"value": None, "low": None, "high": None}
        assert content["tags"]["tapping"] == {
            "facet": "trigger", "proven": False, "precision": 0.5, "recall": 1.0,
            "labelled": 1, "true_positives": 1, "false_alarms": 1, "misses": 0,
        }  # fmt: skip
        assert content["note"] == REMINDER

    def test_holds_the_mistakes(self, run, write):
        content = json.loads("".join(run("evaluate_tagging", write(WRONG, FOOD), "--format", "json").out))

        assert content["recognition"]["let_through"]["videos"] == [{"id": "v03", "title": "asmr food", "channel": None}]
        assert content["mistakes"] == [
            {
                "id": "v02",
                "title": "ASMR whispered tapping",
                "channel": None,
                "false_alarms": [
                    {
                        "tag": "tapping", "along": ["sound-triggers"], "zone": "title", "evidence": "tapping",
                        "confidence": 0.95,
                    }
                ],
                "misses": [{"tag": "sleep", "along": [], "taken_for": None, "zone": None, "evidence": None}],
            }
        ]  # fmt: skip

    def test_leaves_the_listing_out_when_asked(self, run, write):
        said = run("evaluate_tagging", write(WRONG, FOOD), "--format", "json", "--figures-only")

        content = json.loads("".join(said.out))
        assert "mistakes" not in content
        assert list(content["recognition"]["let_through"]) == ["count", "of", "rate"]


class TestBadRows:
    @pytest.mark.parametrize(
        ("form", "line"),
        [
            ("text", "Videos: 1; with labelled tags: 1, from channels: 1 (a video without a channel counts as one)."),
            ("json", '  "videos": 1,'),
        ],
    )
    def test_are_named_and_the_rest_is_measured(self, run, write, form, line):
        path = write("no json", RIGHT, {**WRONG, "present": ["taping"]}, {"id": "v09"})

        said = run("evaluate_tagging", path, "--format", form)

        assert said.err == [
            f"failed  {path}:1  not JSON (column 1): Expecting value",
            f"failed  {path}:3  present has what is no tag of the vocabulary: 'taping' (tapping?)",
            f"failed  {path}:4  no title",
        ]
        assert line in said.out
        assert said.failure == (
            "3 rows or files could not be used, named above. All others are measured. "
            "Mend what is named and run the same command again."
        )

    def test_alone_leave_nothing_to_show(self, run, tmp_path):
        said = run("evaluate_tagging", tmp_path / "missing.jsonl")

        assert (said.out, said.err) == ([], [f"failed  {tmp_path}/missing.jsonl  no such file or folder"])
        assert said.failure == (
            "1 row or file could not be used, named above. There was nothing else to measure. "
            "Mend what is named and run the same command again."
        )


@pytest.mark.parametrize("form", ["text", "json"])
def test_files_without_any_label_have_measured_nothing(run, write, form):
    said = run("evaluate_tagging", write({"id": "v01", "title": "ASMR tapping"}), "--format", form)

    assert said.failure == "No row is labelled: give “present” (a list of tags) or “asmr” (true or false)."


def test_several_files_are_measured_together(run, write):
    said = run("evaluate_tagging", write(RIGHT, name="one.jsonl"), write(WRONG, name="two.jsonl"))

    assert said.out[0].startswith("Videos: 2; with labelled tags: 2, ")

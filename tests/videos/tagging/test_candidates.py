"""What waits for a person because a text may mean a technique: found where titles say nothing, and never published.

The rows of candidates.jsonl were written with the patterns: they hold what was meant, and claim nothing about others.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videos.importing.labels import read_labels
from videos.tagging.findings import Finding
from videos.tagging.matcher import find_tags
from videos.tagging.zones import VideoText
from videos.vocabulary.definitions import CandidateRules
from videos.vocabulary.parser import catalog_vocabulary

DATA = Path(__file__).parents[2] / "data"
LEAD = "Hello and welcome.\nPut your headphones on.\n"
VOCABULARY = catalog_vocabulary()
WITHOUT = replace(VOCABULARY, matching=replace(VOCABULARY.matching, candidates=CandidateRules()))


def read_rows(name):
    with (DATA / "vocabulary" / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def text_of(row):
    description, chapters = row.get("description", ""), tuple(row.get("chapters", ()))
    return VideoText(title=row["title"], description=description, chapters=chapters, language=row["language"])


def find_both(text):
    """What is found without candidates, and what comes with them, both by slug."""
    plain = {finding.tag: finding for finding in find_tags(text, WITHOUT)}
    found = {finding.tag: finding for finding in find_tags(text, VOCABULARY)}
    return plain, {slug: found[slug] for slug in found if found[slug] != plain.get(slug)}


@pytest.fixture
def candidates():
    """Give candidates(title, rest, **parts): the slugs that only wait because of what stands below the lead."""

    def find(title, rest="", **parts):
        return set(find_both(VideoText(title=title, description=LEAD + rest, **parts))[1])

    return find


class TestACandidate:
    def test_carries_its_words_and_zone_and_is_for_review(self):
        _, found = find_both(VideoText(title="ASMR rain", description=f"{LEAD}Then some Distress tolerance."))

        assert found == {
            "dbt": Finding(
                tag="dbt",
                state="present",
                status="review",
                confidence=0.30,
                zone="rest",
                evidence="Distress tolerance",
            )
        }

    @pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in read_rows("candidates.jsonl")])
    def test_is_found_where_it_is_meant_and_nowhere_else(self, row):
        assert sorted(find_both(text_of(row))[1]) == row["candidates"]

    @pytest.mark.parametrize("name", ["examples.jsonl", "traps.jsonl"])
    def test_is_none_of_what_an_example_must_not_be(self, name):
        wrong = [(row["id"], set(find_both(text_of(row))[1]) & set(row["must_not"])) for row in read_rows(name)]

        assert [found for found in wrong if found[1]] == []


class TestWhatElseIsFound:
    """Candidates change nothing: not what is published, declared absent, suggested already or taken for ASMR."""

    @pytest.mark.parametrize("name", ["examples.jsonl", "traps.jsonl", "candidates.jsonl"])
    def test_stays_in_examples(self, name):
        for row in read_rows(name):
            plain, found = find_both(text_of(row))

            assert plain.keys() & found.keys() == set(), row["id"]

    def test_stays_in_labelled_titles(self):
        files = [DATA / f"labelled_{name}.jsonl" for name in ("starter", "techniques", "check")]

        both = [find_both(row.text) for row in read_labels(files, VOCABULARY)]

        assert [plain.keys() & found.keys() for plain, found in both if plain.keys() & found.keys()] == []

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_stays_whatever_is_put_together(self, data):
        words = ["no", "CBT", "DBT", "reiki", "inner critic", "anxiety", "reframing your thoughts", "therapy session",
                 "mouth sounds", "exposure therapy", "spiders", "hypnosis", "not", "psychotherapy", "resilience", ",",
                 "\n", "#cbt", "sponsor", "thought diary", "cognitive behavioural therapy for insomnia"]  # fmt: skip
        written = st.lists(st.sampled_from(words), max_size=12).map(" ".join)
        plain, found = find_both(VideoText(title=data.draw(written), description=data.draw(written)))

        assert plain.keys() & found.keys() == set()
        assert {(finding.state, finding.status) for finding in found.values()} <= {("present", "review")}

    def test_a_denied_method_is_neither_candidate_nor_declared_absent(self):
        text = VideoText(title="ASMR rain", description=f"{LEAD}No journaling, no inner critic.")

        assert [finding.tag for finding in find_tags(text, VOCABULARY)] == ["rain-sounds"]


class TestNever:
    @pytest.mark.parametrize(
        "title", ["Plucking negative thoughts", "ASMR reiki for your mind", "Chakra cleanse", "Pulling your bad energy"]
    )
    def test_where_the_title_speaks_of_energy_work(self, candidates, title):
        assert candidates(title, "We are reframing your thoughts with a thought diary.") == set()

    def test_in_lines_that_stand_under_every_video_of_the_creator(self, candidates):
        line = "On this channel you will find radical acceptance."

        assert candidates("ASMR rain", line) == {"dbt"}
        assert candidates("ASMR rain", line, boilerplate=frozenset({line.lower()})) == set()

    def test_in_hashtags(self, candidates):
        assert candidates("ASMR rain", "#inner #dbt") == set()

    def test_in_a_line_that_names_more_than_three(self, candidates):
        named = ["grounding", "radical acceptance", "journaling", "resilience"]

        assert candidates("ASMR rain", ", ".join(named[:3])) == {"grounding", "dbt", "journaling"}
        assert candidates("ASMR rain", ", ".join(named)) == set()
        assert candidates("ASMR rain", "\n".join(named)) == {"grounding", "dbt", "journaling", "resilience"}

    def test_of_a_weak_word_without_context_below_the_lead(self, candidates):
        assert candidates("ASMR rain", "CBT today") == set()
        assert candidates("ASMR rain", "CBT today\nfor anxiety") == {"cbt"}

    def test_where_any_zone_blocks_the_tag(self, candidates):
        assert candidates("CBT motorcycle tips", "CBT for anxiety") == set()

    def test_of_what_a_tag_brings_along_that_is_found(self, candidates):
        assert candidates("ASMR reframing your thoughts", "Some cognitive behavioural therapy.") == set()
        assert candidates("ASMR rain", "Cognitive behavioural therapy, by reframing your thoughts.") == {
            "cognitive-restructuring"
        }

    def test_against_what_the_text_declares_absent(self, candidates):
        assert candidates("ASMR rain", "Radical acceptance") == {"dbt"}
        assert candidates("ASMR rain, no psychotherapy", "Radical acceptance") == set()

    def test_of_what_brings_along_something_people_shut_out(self, candidates):
        """“Exposure therapy” brings phobia triggers: a mere candidate would hide the video from who shuts them out."""
        reached = {slug for slug, tag in VOCABULARY.tags.items() if tag.group in VOCABULARY.matching.candidates.groups}
        bringing = {
            slug for slug in reached if any(VOCABULARY.tags[other].is_shut_out for other in VOCABULARY.closure(slug))
        }

        assert bringing == {"exposure-therapy"}
        assert candidates("ASMR rain", "Exposure therapy, step by step.") == set()


def test_without_groups_there_are_no_candidates(vocabulary):
    rules = replace(vocabulary.matching.candidates, groups=frozenset())
    off = replace(vocabulary, matching=replace(vocabulary.matching, candidates=rules))

    assert find_tags(VideoText(title="ASMR inner critic", description=f"{LEAD}Radical acceptance"), off) == ()


def test_candidates_are_no_noise_in_real_titles_and_descriptions(shared_folder):
    """At most five in a thousand videos: a person's time is for what may be true."""
    rows = [
        entry
        for name in ("labelled", "starter", "infodicts")
        for line in (shared_folder / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for info in [json.loads(line)]
        for entry in (info, *(info.get("entries") or ()))
        if entry and entry.get("title")
    ]
    texts = {VideoText(title=row["title"], description=row.get("description") or "") for row in rows}

    found = [text.title for text in texts if find_both(text)[1]]

    assert len(texts) > 1500
    assert len(found) <= 0.005 * len(texts), found

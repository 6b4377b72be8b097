import pytest

from videos.vocabulary.parser import read_vocabulary


class TestTags:
    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"label": None}, "tags/trigger.yaml, tapping: “label” is missing"),
            ({"definition": ""}, "tags/trigger.yaml, tapping: “definition” is missing"),
            ({"slug": None}, "tags/trigger.yaml: “slug” is missing"),
            ({"colour": "red"}, "tags/trigger.yaml, tapping: “colour” is not a known key"),
            ({"match": {"positiv": []}}, "tags/trigger.yaml, tapping: match: “positiv” is not a known key"),
            ({"evidence": {"grade": "A"}}, "tags/trigger.yaml, tapping: evidence: “grade” is not a known key"),
            ({"synonyms": ["a", False]}, "tags/trigger.yaml, tapping: “synonyms”: expected a list of texts, got"),
            ({"parents": "sound"}, "tags/trigger.yaml, tapping: “parents”: expected a list of texts, got 'sound'"),
            ({"i18n": {"de": "klopfen"}}, "tags/trigger.yaml, tapping: i18n, de: expected a list of texts"),
            (
                {"slug": "Tap Ping", "match": {"positive": ["tap"]}},
                "tags/trigger.yaml, Tap Ping: a slug has lower-case letters, digits and single",
            ),
            ({"facet": "taste"}, "tags/trigger.yaml, tapping: unknown facet “taste”"),
            ({"group": "noise"}, "tags/trigger.yaml, tapping: unknown group “noise”"),
            ({"group": "theme"}, "tags/trigger.yaml, tapping: the group “theme” belongs to the facet “caution”"),
            ({"parents": ["gone"]}, "tags/trigger.yaml, tapping: parents: unknown tag “gone”"),
            ({"implies": ["gone"]}, "tags/trigger.yaml, tapping: implies: unknown tag “gone”"),
            ({"opposes": ["gone"]}, "tags/trigger.yaml, tapping: opposes: unknown tag “gone”"),
            ({"often_with": ["gone"]}, "tags/trigger.yaml, tapping: often_with: unknown tag “gone”"),
            ({"match": {"suppressed_by": ["gone"]}}, "tags/trigger.yaml, tapping: suppressed_by: unknown tag “gone”"),
            ({"match": {"zones": ["attic"]}}, "tags/trigger.yaml, tapping: zones: unknown zone “attic”"),
            ({"evidence": {"refs": ["who1999"]}}, "tags/trigger.yaml, tapping: unknown reference “who1999”"),
            ({"evidence": {"level": "great"}}, "tags/trigger.yaml, tapping: unknown evidence level “great”"),
            ({"label": "x" * 101}, "tags/trigger.yaml, tapping: “label” has 101 letters; 100 are the most"),
            ({"synonyms": ["x" * 101]}, "tags/trigger.yaml, tapping: “synonyms” has 101 letters; 100 are the most"),
            ({"former_slugs": ["tapping"]}, "tags/trigger.yaml, tapping: the former slug “tapping” is also a slug"),
            ({"match": {"weak": ["x"]}}, "tags/trigger.yaml, tapping: “weak” patterns need a “weak_context”"),
            (
                {"match": {"derive": "duration_s > many"}},
                "tags/trigger.yaml, tapping: derive: expected “duration_s < N”, “duration_s >= N” or",
            ),
        ],
    )
    def test_a_problem_is_named_with_its_file_and_tag(self, write_vocabulary, problems_of, make_tag, changes, problem):
        (found,) = problems_of(write_vocabulary(make_tag(**changes)))

        assert found.startswith(problem)

    def test_a_tag_that_is_no_mapping_is_named(self, write_vocabulary, problems_of):
        assert problems_of(write_vocabulary("tapping")) == (
            "tags/trigger.yaml: expected a mapping for each tag, got 'tapping'",
        )

    def test_all_problems_are_named_at_once(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag("a", parents=["gone"]), make_tag("b", facet="taste"))

        assert problems_of(folder) == (
            "tags/trigger.yaml, a: parents: unknown tag “gone”",
            "tags/trigger.yaml, b: unknown facet “taste”",
        )


class TestSlugs:
    def test_a_slug_stands_once(self, write_vocabulary, problems_of, make_tag):
        assert problems_of(write_vocabulary(make_tag(), make_tag())) == (
            "tags/trigger.yaml, tapping: the slug stands twice (first in tags/trigger.yaml)",
        )

    def test_a_former_slug_belongs_to_one_tag(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag("a", former_slugs=["old"]), make_tag("b", former_slugs=["old"]))

        assert problems_of(folder) == ("tags/trigger.yaml, b: the former slug “old” is also a former slug of a",)


class TestPatterns:
    @pytest.mark.parametrize("key", ["positive", "case_sensitive", "candidate", "negative", "block_if"])
    def test_a_pattern_that_does_not_compile_is_named(self, write_vocabulary, problems_of, make_tag, key):
        folder = write_vocabulary(make_tag(match={key: ["tap(", "tap"]}))

        assert problems_of(folder) == (
            f"tags/trigger.yaml, tapping: {key}: the pattern “tap(” does not compile: "
            "missing ), unterminated subpattern at position 3",
        )

    @pytest.mark.parametrize(
        ("pattern", "letter"), [("Tapping", "T"), (r"\bréveil\b", "é"), (r"(?P<hz>\d+ Hz)", "H"), ("ß", "ß")]
    )
    def test_a_pattern_with_what_folded_text_never_has_is_named(
        self, write_vocabulary, problems_of, make_tag, pattern, letter
    ):
        folder = write_vocabulary(make_tag(match={"positive": [pattern]}))

        assert problems_of(folder) == (
            f"tags/trigger.yaml, tapping: positive: the pattern “{pattern}” has “{letter}”, "
            "which folded text never has",
        )

    @pytest.mark.parametrize("match", [{"case_sensitive": ["ÜBER"]}, {"positive": [r"\ba\w\S(?P<HZ>\D)"]}])
    def test_capitals_that_are_no_letters_of_a_folded_text_are_fine(self, write_vocabulary, make_tag, match):
        assert list(read_vocabulary(write_vocabulary(make_tag(match=match))).tags) == ["tapping"]

    def test_a_word_boundary_in_double_quotes_is_named(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag(match={"positive": ["\btapping\b"]}))

        assert problems_of(folder) == (
            r"tags/trigger.yaml, tapping: positive: the pattern '\x08tapping\x08' has the control character '\x08': "
            "quote it with ' in YAML",
        )

    def test_a_pattern_that_matches_nothing_at_all_is_named(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag(match={"positive": ["(?:tap)*"]}))

        assert problems_of(folder) == (
            "tags/trigger.yaml, tapping: positive: the pattern “(?:tap)*” matches the empty text",
        )


class TestCycles:
    def test_a_circle_of_parents_and_implications_is_named(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(
            make_tag("a", parents=["b"]), make_tag("b", implies=["c"]), make_tag("c", parents=["a"])
        )

        assert problems_of(folder) == (
            "tags/trigger.yaml, a: parents and implications run in a circle: a -> b -> c -> a",
        )

    def test_a_tag_is_not_its_own_parent(self, write_vocabulary, problems_of, make_tag):
        assert problems_of(write_vocabulary(make_tag("a", parents=["a"]))) == (
            "tags/trigger.yaml, a: parents and implications run in a circle: a -> a",
        )


class TestFiles:
    def test_unreadable_yaml_is_named_with_its_line(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag())
        (folder / "tags" / "voice.yaml").write_text("- slug: a\n  label: [\n- b\n", encoding="utf-8")

        (problem,) = problems_of(folder)

        assert problem.startswith("tags/voice.yaml, line 3: is not readable YAML: ")

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("2020-13-45", "month must be in 1..12"),
            ("!!float x", "could not convert string to float: 'x'"),
            ("!!int ''", "a value is not what it is said to be"),
            ("!!bool maybe", "a value is not what it is said to be"),
            ("!!timestamp soon", "a value is not what it is said to be"),
            ("9" * 5000, "Exceeds the limit (4300 digits) for integer string conversion"),
        ],
    )
    def test_a_value_that_is_not_what_it_looks_like_is_named(self, write_vocabulary, problems_of, value, reason):
        folder = write_vocabulary()
        (folder / "tags" / "trigger.yaml").write_text(f"a: {value}")

        (found,) = problems_of(folder)

        assert found.startswith(f"tags/trigger.yaml: is not readable YAML: {reason}")

    def test_bytes_that_are_no_text_are_named(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag())
        (folder / "tags" / "voice.yaml").write_bytes(b"- slug: \xff\xfe")

        (problem,) = problems_of(folder)

        assert problem.startswith("tags/voice.yaml: is not readable YAML: ")

    def test_a_missing_folder_is_named(self, problems_of, tmp_path):
        assert problems_of(tmp_path / "gone") == ("vocabulary.yaml: cannot be read: No such file or directory",)

    def test_a_file_without_a_list_is_named(self, write_vocabulary, problems_of, make_tag):
        folder = write_vocabulary(make_tag())
        (folder / "tags" / "voice.yaml").write_text("slug: a\n", encoding="utf-8")

        assert problems_of(folder) == ("tags/voice.yaml: expected a list of tags",)


class TestSettings:
    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda s: s["groups"].append(s["groups"][0]), "vocabulary.yaml: groups: “sound” stands twice"),
            (lambda s: s["facets"].append(s["facets"][0]), "vocabulary.yaml: facets: “trigger” stands twice"),
            (
                lambda s: s["groups"].append({"slug": "x", "facet": "taste", "label": "X", "order": 1}),
                "vocabulary.yaml: groups, x: unknown facet “taste”",
            ),
            (lambda s: s["facets"][0].pop("question"), "vocabulary.yaml: facets, trigger: “question” is missing"),
            (
                lambda s: s["facets"][0].update(slug=[]),
                "vocabulary.yaml: facets, []: “slug”: expected text, got []",
            ),
            (
                lambda s: s["groups"][0].update(order=2**40),
                "vocabulary.yaml: groups, sound: “order”: expected a whole number from 0 to 32,767, got 1099511627776",
            ),
            (
                lambda s: s["groups"][0].update(label="x" * 101),
                "vocabulary.yaml: groups, sound: “label” has 101 letters; 100 are the most",
            ),
            (
                lambda s: s["references"].update(cuijpers=["a"]),
                "vocabulary.yaml: “references”: expected text for each",
            ),
            (lambda s: s.update(evidence_scale=None), "vocabulary.yaml: “evidence_scale”: expected a mapping"),
            (
                lambda s: s["matching"].update(treshold={}),
                "vocabulary.yaml: matching: “treshold” is not a known key",
            ),
            (
                lambda s: s["matching"].update(candidates=[]),
                "vocabulary.yaml: matching: “candidates”: expected a mapping",
            ),
            (
                lambda s: s["matching"]["candidates"].update(groups=["sound"]),
                "vocabulary.yaml: matching: candidates: “sound” is no group of techniques",
            ),
            (
                lambda s: s["matching"]["candidates"].update(unless="thanks"),
                "vocabulary.yaml: matching: candidates: “unless”: expected a list of texts, got 'thanks'",
            ),
            (
                lambda s: s["matching"]["candidates"].update(never_beside=["Reiki"]),
                "vocabulary.yaml: matching: candidates: never_beside: the pattern “Reiki” has “R”, which folded text "
                "never has",
            ),
            (lambda s: s.pop("matching"), "vocabulary.yaml: matching: expected a mapping"),
            (lambda s: s.pop("references"), "vocabulary.yaml: “references”: expected a mapping"),
            (
                lambda s: s["matching"]["thresholds"].pop("publish"),
                "vocabulary.yaml: matching: thresholds: “publish”: expected a number",
            ),
            (
                lambda s: s["matching"]["default_zones"].append("attic"),
                "vocabulary.yaml: matching: default_zones: unknown zone “attic”",
            ),
            (
                lambda s: s["matching"]["negation"]["prefix_cues"].append(False),
                "vocabulary.yaml: matching: negation: “prefix_cues”: expected a list of texts (quote words like 'no')",
            ),
        ],
    )
    def test_a_problem_of_the_settings_is_named(self, write_vocabulary, problems_of, make_tag, change, problem):
        assert problems_of(write_vocabulary(make_tag(), change_settings=change)) == (problem,)

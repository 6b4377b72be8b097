"""Without the fixture `db`: a query would be an error."""

import pytest

from videos.importing.files import FoundInfo, SkippedInfo
from videos.importing.records import MetadataError
from videos.importing.suggestions import suggest

ROW = {"id": "p01", "title": "Soft rain", "description": "", "duration": None, "language": None}


def suggested(vocabulary, **changes):
    [item] = suggest([FoundInfo("rows.jsonl:1", {**ROW, **changes})], vocabulary)
    return item


def slugs(suggestion, *, status="publish"):
    return {finding.tag for finding in suggestion.examination.findings if finding.status == status}


class TestSuggest:
    def test_reads_a_row_that_names_no_site(self, vocabulary):
        suggestion = suggested(vocabulary, title="ASMR tapping")

        assert (suggestion.record.site_id, suggestion.record.site) == ("p01", "youtube")
        assert (slugs(suggestion), suggestion.examination.is_recognised) == ({"tapping"}, True)

    def test_keeps_the_site_that_a_row_names(self, vocabulary):
        assert suggested(vocabulary, extractor_key="Vimeo", webpage_url="https://vimeo.com/1").record.site == "vimeo"

    @pytest.mark.parametrize(
        ("changes", "tags"),
        [
            ({"description": "00:00 tapping on wood"}, {"tapping"}),
            ({"chapters": [{"start_time": 5, "title": "Tapping"}]}, {"tapping"}),
            ({"duration": 3600}, {"one-hour-plus"}),
            ({"live_status": "was_live"}, {"live-stream"}),
        ],
    )
    def test_looks_at_every_part(self, vocabulary, changes, tags):
        assert slugs(suggested(vocabulary, title="ASMR", **changes)) == tags

    @pytest.mark.parametrize(
        ("changes", "is_recognised"), [({}, False), ({"channel": "Calm ASMR"}, True), ({"tags": ["asmr"]}, False)]
    )
    def test_tells_whether_anything_shows_that_it_is_asmr(self, vocabulary, changes, is_recognised):
        suggestion = suggested(vocabulary, title="A quiet evening", **changes)

        assert suggestion.examination.is_recognised is is_recognised

    def test_passes_on_what_cannot_be_read_in_order(self, vocabulary):
        skipped, broken = SkippedInfo("a.json", "an empty list"), MetadataError("b.json", "not JSON")

        found = [skipped, broken, FoundInfo("c.jsonl:1", {"id": "a"}), FoundInfo("c.jsonl:2", ROW)]

        items = list(suggest(found, vocabulary))

        assert items[:2] == [skipped, broken]
        assert (items[2].address, items[2].reason) == ("c.jsonl:1", "no title: the video a is not available")
        assert items[3].record.title == "Soft rain"

    def test_takes_one_at_a_time(self, vocabulary):
        def found():
            yield FoundInfo("rows.jsonl:1", ROW)
            raise AssertionError("read ahead")

        assert next(suggest(found(), vocabulary)).record.site_id == "p01"

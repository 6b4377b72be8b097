from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from videos.vocabulary import packing
from videos.vocabulary.packing import check_safe, pack, parse_packed, unpack
from videos.vocabulary.parser import VocabularyError


def zipped(**files):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_yaml", ".yaml"), content)
    return data.getvalue()


def problems_of(call, *arguments):
    with pytest.raises(VocabularyError) as caught:
        call(*arguments)
    return caught.value.problems


class TestPacking:
    def test_unpacked_again_it_is_the_same(self):
        files = {"vocabulary.yaml": "a: ‘ü’", "tags/trigger.yaml": "- b"}

        assert unpack(pack(files)) == {name: text.encode() for name, text in sorted(files.items())}

    def test_gives_equal_bytes_for_equal_files(self):
        assert pack({"vocabulary.yaml": "a"}) == pack({"vocabulary.yaml": "a"})


class TestUnpacking:
    def test_takes_the_vocabularys_files_alone(self):
        data = zipped(
            vocabulary_yaml="a",
            tags__trigger_yaml="b",
            tags__deeper__x_yaml="c",
            README="d",
            other__vocabulary_yaml="e",
            other__tags__x_yaml="f",
        )

        assert unpack(data) == {"vocabulary.yaml": b"a", "tags/trigger.yaml": b"b"}

    def test_leaves_the_folder_by_its_name(self):
        assert unpack(zipped(**{"..__..__etc__vocabulary_yaml": "a"})) == {"vocabulary.yaml": b"a"}

    @pytest.mark.parametrize(
        ("data", "problem"),
        [
            (b"", "This is no ZIP file that can be read: File is not a zip file"),
            (b"PK\x03\x04 and so on", "This is no ZIP file that can be read: File is not a zip file"),
            (zipped(tags__trigger_yaml="b"), "There is no vocabulary.yaml in it."),
            (b"x" * (packing.MOST_BYTES + 1), "The file has more than 5 MB: that is no vocabulary."),
            (
                zipped(vocabulary_yaml="x" * 6_000_000, tags__a_yaml="x" * 6_000_000),
                "Its files have more than 10 MB: that is no vocabulary.",
            ),
            (
                zipped(**{f"f{number}": "" for number in range(201)}),
                "There are more than 200 files in it: that is no vocabulary.",
            ),
        ],
        ids=["nothing", "damaged", "without settings", "big", "a bomb", "many files"],
    )
    def test_refuses_what_is_none(self, data, problem):
        assert problems_of(unpack, data) == (problem,)

    def test_refuses_what_was_cut_or_changed_on_its_way(self):
        data = bytearray(zipped(vocabulary_yaml="x" * 1000))
        data[40:44] = b"\xff\xff\xff\xff"

        assert problems_of(unpack, bytes(data))[0].startswith("This is no ZIP file that can be read: ")


class TestSafety:
    def test_refuses_aliases_which_could_unfold_without_end(self):
        bomb = b"a: &a [x, x]\nb: &b [*a, *a]\n"

        assert problems_of(check_safe, {"vocabulary.yaml": bomb}) == (
            "vocabulary.yaml, line 2: aliases (*a) are not taken",
        )

    def test_refuses_what_no_database_stores(self):
        assert problems_of(check_safe, {"tags/a.yaml": b'- label: "a\\0b"'}) == (
            "tags/a.yaml, line 1: has a character that no text has",
        )

    def test_refuses_deep_nesting(self):
        assert problems_of(check_safe, {"tags/a.yaml": b"\n" + b"[" * 21}) == (
            "tags/a.yaml, line 2: is nested more than 20 deep",
        )

    def test_is_not_overcome_by_deeper_nesting_than_the_reader_of_yaml_bears(self):
        """From PyYAML 6.0.4 on it gives up by itself; before, it did not."""
        settings = b"\n" + b"[" * 10_000

        assert problems_of(parse_packed, pack({"vocabulary.yaml": settings.decode()})) != ()

    def test_leaves_what_is_no_yaml_to_the_parser(self):
        check_safe({"vocabulary.yaml": b"a: [", "tags/a.yaml": b"\xff\xfe\x00"})

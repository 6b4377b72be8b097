import re
from io import StringIO

import pytest
from django.core.management.base import BaseCommand

from videos.importing.intake import Outcome
from videos.management.reporting import Reporter
from videos.models import ImportRun

CREATED = Outcome("created", "a.jsonl:1", title="ASMR rain [1]", warnings=("duration: 'x' is not a number",))
FAILED = Outcome("failed", "a.jsonl:2", detail="no id")


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def make_reporter():
    def make(out, **options):
        command = BaseCommand(stdout=out, stderr=StringIO(), no_color=True)
        return Reporter(command, **{"verbosity": 1, **options}), command.stderr

    return make


class TestFollow:
    def test_in_a_pipe_gives_a_line_a_video_and_failures_on_the_other_stream(self, make_reporter):
        out = StringIO()
        reporter, errors = make_reporter(out)

        reporter.follow(ImportRun(kind="files"), [CREATED, FAILED])

        assert out.getvalue() == "created    ASMR rain [1]\n"
        assert errors.getvalue().splitlines() == [
            "warning    a.jsonl:1  duration: 'x' is not a number",
            "failed     a.jsonl:2  no id",
        ]

    def test_on_a_terminal_gives_the_lines_above_a_bar(self, make_reporter):
        out = Terminal()
        reporter, _ = make_reporter(out)

        reporter.follow(ImportRun(kind="files", counts={"created": 1}), [CREATED, FAILED], total=4)

        lines = [re.sub(r"\x1b\[[\d?]*[A-Za-z]", "", line).strip() for line in out.getvalue().splitlines()]
        assert "1/4" in out.getvalue()
        assert "created    ASMR rain [1]" in lines
        assert "failed     a.jsonl:2  no id" in lines

    def test_is_quiet_where_it_shall_be(self, make_reporter):
        out = Terminal()
        reporter, errors = make_reporter(out, verbosity=0)

        reporter.follow(ImportRun(kind="files"), [CREATED, FAILED])

        assert out.getvalue() == ""
        assert errors.getvalue().splitlines()[-1] == "failed     a.jsonl:2  no id"


class TestAsk:
    @pytest.mark.parametrize(("answer", "is_yes"), [("y", True), (" YES ", True), ("", False), ("no", False)])
    def test_takes_the_answer_of_a_person(self, make_reporter, monkeypatch, answer, is_yes):
        monkeypatch.setattr("builtins.input", lambda question: answer)
        reporter, _ = make_reporter(Terminal())

        assert reporter.ask("Go on?") is is_yes

    def test_has_the_terminal_for_itself_while_the_bar_waits(self, make_reporter, monkeypatch):
        out = Terminal()
        reporter, _ = make_reporter(out)
        seen = []

        def outcomes():
            yield CREATED
            monkeypatch.setattr("builtins.input", lambda question: seen.append(out.getvalue()) or "y")
            reporter.ask("Go on?")
            before = seen[0]
            assert out.getvalue().startswith(before)

        reporter.follow(ImportRun(kind="addresses", counts={"waiting": 3}), outcomes())

        assert seen[0].endswith(("\n", "\x1b[2K", "\x1b[?25h"))

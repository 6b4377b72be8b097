"""How commands tell what a run does: a line a video, a bar with the time left on a terminal, a sum at the end."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from videos.importing import queue
from videos.importing.intake import Outcome
from videos.management import command_line, counted
from videos.models import ImportRun, ListingState, RunKind, RunState

STATES = ("created", "updated", "unchanged", "skipped", "failed")


class Reporter:
    """Speaks for one command: outcomes as they come, then how the run ended."""

    def __init__(self, command: BaseCommand, *, verbosity: int, resume_command: str = "import_videos"):
        self._command = command
        self._verbosity = verbosity
        self._resume_command = resume_command
        self._progress: Progress | None = None

    def follow(self, run: ImportRun, outcomes: Iterable[Outcome], *, total: int | None = None) -> None:
        """Show the outcomes of the run as they come. `total`: of files, how many rows there are about."""
        if self._verbosity == 0 or not self._command.stdout.isatty():
            for outcome in outcomes:
                self.show(outcome)
            return
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        # Found again by `ask`, which needs the terminal for itself.
        self._progress = Progress(*columns, console=Console(file=self._command.stdout._out), transient=True)
        with self._progress as progress:
            task = progress.add_task("", total=total)
            for outcome in outcomes:
                done = sum(run.counts.get(state, 0) for state in STATES)
                waiting = run.counts.get("waiting", 0)
                whole = total if run.kind == RunKind.FILES else done + waiting
                progress.update(task, completed=done, total=max(whole or 0, done), description=outcome.title[:40])
                for line in (*_describe_warnings(outcome), _describe(outcome)):
                    progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        self._progress = None

    def ask(self, question: str) -> bool:
        """Ask the person at the terminal; a no where nobody is there."""
        if not self._command.stdout.isatty():
            self._command.stderr.write("Nobody is here to be asked: give --yes to go on.")
            return False
        if self._progress:
            self._progress.stop()
        try:
            return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
        finally:
            if self._progress:
                self._progress.start()

    def say(self, words: str) -> None:
        if self._verbosity:
            self._command.stdout.write(words)

    def complain(self, words: str) -> None:
        self._command.stderr.write(self._command.style.ERROR(words))

    def show(self, outcome: Outcome) -> None:
        if outcome.state == "failed":
            self._command.stderr.write(self._command.style.ERROR(_describe(outcome)))
            return
        for warning in _describe_warnings(outcome):
            self._command.stderr.write(self._command.style.WARNING(warning))
        if self._verbosity:
            self._command.stdout.write(_describe(outcome))

    def sum_up(self, run: ImportRun) -> None:
        """Say how the run ended. Raises CommandError where it was stopped or something in it failed."""
        counts = queue.count_items(run)
        total = sum(counts.get(state, 0) for state in STATES)
        if self._verbosity:
            self._command.stdout.write(describe_counts(counts, held=_count_held(run)))
        if run.state == RunState.CANCELLED:
            raise CommandError(f"Cancelled: {run}. What was stored until then stays.")
        if run.state == RunState.STOPPED:
            raise CommandError(
                f"Stopped, with {counted(counts.get('waiting', 0), 'item')} left: {run.reason}\n"
                f"To go on: {command_line(self._resume_command, '--resume')}"
            )
        failed = counts.get("failed", 0)
        if failed:
            others = "" if failed == total else " The others were saved."
            mend = "Mend them and run" if run.kind == RunKind.FILES else "Where the reason can pass, run"
            raise CommandError(
                f"{failed} of {counted(total, 'item')} failed, named above.{others} "
                f"{mend} the same command again: what is there stays as it is."
            )


def _describe(outcome: Outcome) -> str:
    if outcome.state == "failed":
        told = "  ".join(filter(None, [outcome.address, outcome.title, outcome.detail]))
        return f"failed     {told}"
    state = "held" if outcome.state == "created" and outcome.held else outcome.state
    reason = "; ".join(filter(None, [outcome.detail, outcome.held and f"held: {outcome.held}"]))
    return f"{state:<10} {outcome.title or outcome.address}{f'  ({reason})' if reason else ''}"


def _describe_warnings(outcome: Outcome) -> list[str]:
    return [f"warning    {outcome.address}  {warning}" for warning in outcome.warnings]


def describe_counts(counts: dict[str, int], *, held: int) -> str:
    """ "4 items: 2 created, … 1 of them held and not shown to visitors."."""
    total = sum(counts.get(state, 0) for state in STATES)
    states = ", ".join(f"{counts.get(state, 0)} {state}" for state in STATES)
    found = f", and {counts['waiting']} more whose own page is still to be read" if counts.get("waiting") else ""
    return f"{counted(total, 'item')}: {states}{found}; {held} of them held and not shown to visitors."


def _count_held(run: ImportRun) -> int:
    if run.kind == RunKind.FILES:
        return run.counts.get("held", 0)
    return run.items.filter(video__listing_state=ListingState.HELD).count()

"""Commands for operators, and how to name one so that it can be pasted."""

import signal
import sys
import threading
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import OperationalError, ProgrammingError, connection

from videos.curation.judging import VocabularyNotLoadedError
from videos.importing.queue import LostRunError
from videos.importing.ytdlp_options import OptionsError
from videos.vocabulary.parser import VocabularyError

_HIGHEST = 10**9


def command_line(*words: str) -> str:
    """The command as it must be typed here, with the interpreter that runs now."""
    return " ".join([_shown(sys.executable), _shown(settings.BASE_DIR / "manage.py"), *words])


def pip_line(*words: str) -> str:
    """The same for pip, which installs for the interpreter that runs now."""
    return " ".join([_shown(sys.executable), "-m pip", *words])


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 video", "2 videos"; `plural` where it is more than an s."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def positive_number(text: str) -> int:
    """Read an argument; larger ones neither Python's iterators nor databases take."""
    if not text.isdecimal() or not 1 <= int(text) <= _HIGHEST:
        raise ArgumentTypeError(f"expected a whole number from 1 to {_HIGHEST:,}, not {text!r}")
    return int(text)


def _shown(path: str | Path) -> str:
    path, here = Path(path), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


@contextmanager
def stopping_cleanly() -> Iterator[None]:
    """End a command that is told to stop (Ctrl+C, or a service manager's SIGTERM) in words, not with a traceback."""

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt) if threading.current_thread() is threading.main_thread() else None
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError("Interrupted. What was stored stays; the same command goes on where it was.") from None
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def explaining_failures() -> Iterator[None]:
    """Turn what is wrong with the vocabulary's files or the database, or that another process has taken the run over,
    into a `CommandError` that says what to do."""
    try:
        yield
    except VocabularyError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise CommandError(
            f"The vocabulary has {counted(len(error.problems), 'problem')}; nothing was done:\n{problems}\n"
            "Mend what is named and run the same command again."
        ) from error
    except OptionsError as error:
        raise CommandError(str(error)) from error
    except LostRunError as error:
        raise CommandError(
            f"{error}: it took too long, and another has taken it over. Watch it in the admin."
        ) from error
    except VocabularyNotLoadedError as error:
        advice = f"{command_line('migrate')}, then: {command_line('load_vocabulary')}"
        raise CommandError(f"{error}. Run: {advice}") from error
    except (OperationalError, ProgrammingError) as error:
        reason = str(error).strip()
        if "deadlock" in reason or "locked" in reason:
            raise CommandError(
                f"Another command was writing too ({reason.splitlines()[0]}). Run the same command again: "
                "what is written stays, the rest follows."
            ) from error
        if connection.connection is None:
            raise CommandError(f"The database of DATABASE_URL does not answer: {reason}") from error
        raise CommandError(f"The database is not set up ({reason}). Run: {command_line('migrate')}") from error

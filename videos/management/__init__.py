"""Commands for operators, and how to name one so that it can be pasted."""

import sys
from pathlib import Path

from django.conf import settings


def command_line(*words: str) -> str:
    """The command as it must be typed here, with the interpreter that runs now."""
    here = Path.cwd()
    programs = (Path(sys.executable), settings.BASE_DIR / "manage.py")
    shown = [path.relative_to(here) if path.is_relative_to(here) else path for path in programs]
    return " ".join([*map(str, shown), *words])

"""The operator's options for yt-dlp, checked before anything is fetched."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any


class OptionsError(ValueError):
    """An option for yt-dlp that it would not understand; its text names the option, never the value."""

    def __init__(self, reason: str):
        super().__init__(f"ASMR_YTDLP_OPTIONS: {reason}")


def check_options(options: Mapping[str, Any]) -> None:
    """Check the operator's options for yt-dlp before anything is fetched.

    Raises OptionsError for a name that yt-dlp does not know and for a value of a type that would break it, as far as
    yt-dlp's own defaults and command line tell the type.
    """
    from yt_dlp import YoutubeDL, parse_options

    parser, _, _, defaults = parse_options([])
    documented = re.findall(r"^ {4}(\w+):", YoutubeDL.__doc__ or "", re.MULTILINE)
    known = {name for name in [*defaults, *documented] if not name.startswith("_")}
    groups = [parser, *parser.option_groups]
    numeric = {option.dest for group in groups for option in group.option_list if option.type in ("int", "float")}
    for name, value in options.items():
        if name not in known:
            close = get_close_matches(name, sorted(known), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise OptionsError(f"yt-dlp knows no option {name!r}{hint}")
        if name == "extractor_args":
            _check_extractor_args(value)
        else:
            _check_type(name, value, default=defaults.get(name), is_numeric=name in numeric)


def _check_type(name: str, value: Any, *, default: Any, is_numeric: bool) -> None:
    if value is None and default is None:
        return
    if isinstance(default, bool):
        fits, expected = isinstance(value, bool), "true or false"
    elif is_numeric or isinstance(default, (int, float)):
        fits, expected = isinstance(value, (int, float)) and not isinstance(value, bool), "a number"
    elif isinstance(default, list):
        fits, expected = isinstance(value, list), "a list"
    else:
        return
    if not fits:
        raise OptionsError(f"{name}: expected {expected}, not a {type(value).__name__}")


def _check_extractor_args(value: Any) -> None:
    expected = 'expected the form {"youtube": {"lang": ["de"]}}'
    if not isinstance(value, dict):
        raise OptionsError(f"extractor_args: {expected}")
    for extractor, args in value.items():
        if not isinstance(args, dict):
            raise OptionsError(f"extractor_args.{extractor}: {expected}")
        for arg, words in args.items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise OptionsError(f"extractor_args.{extractor}.{arg}: {expected}")

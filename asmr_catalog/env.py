"""Typed readers of environment variables: the only module that reads `os.environ`.

Every reader returns `default` for a variable that is absent or blank, and raises `ImproperlyConfigured`
naming the variable, its value (of a list, the word in question) and what was expected for one that cannot be read.
Secrets are not repeated. A relative path is seen from the folder in which the process started, and given as an absolute
one, which goes on meaning the same.
"""

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
SQLITE_OPTIONS = {"init_command", "timeout", "transaction_mode"}

# Letters are ASCII's: hosts of others reach Django in punycode.
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*"
_ADDRESS_V6 = r"\[[0-9a-f]*:[0-9a-f:.]+\]"
_HOST = re.compile(rf"\*|\.?{_NAME}|{_ADDRESS_V6}", re.ASCII | re.IGNORECASE)
_ORIGIN = re.compile(rf"https?://((\*\.)?{_NAME}|{_ADDRESS_V6})(:\d+)?", re.ASCII | re.IGNORECASE)


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    value = text(name, default="").lower()
    if not value:
        return default
    if value not in TRUE_WORDS | FALSE_WORDS:
        raise _wrong(name, "true or false")
    return value in TRUE_WORDS


def integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """A whole number from `minimum` to `maximum`, both included."""
    value = text(name, default=str(default))
    expected = f"a whole number from {minimum} to {maximum}"
    try:
        number = int(value)
    except ValueError:
        raise _wrong(name, expected) from None
    if not minimum <= number <= maximum:
        raise _wrong(name, expected)
    return number


def words(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list, white space around its words dropped."""
    value = text(name, default="")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def hosts(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list of hosts, as ALLOWED_HOSTS wants them."""
    expected = (
        "names or IP addresses without scheme, port and path, such as asmr.example.org, "
        ".example.org (with all its subdomains), 192.0.2.7, [::1] or *"
    )
    return _matching_words(name, _HOST, expected, default=default)


def origins(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list of origins, in lower case as browsers send them."""
    expected = "http(s)://HOST or http(s)://HOST:PORT without a path, such as https://asmr.example.org"
    return [word.lower() for word in _matching_words(name, _ORIGIN, expected, default=default)]


def folder(name: str, *, default: Path) -> Path:
    """The absolute path of an existing folder."""
    value = text(name, default="")
    if not value:
        return default
    if not Path(value).is_dir():
        raise _wrong(name, "the path of an existing folder")
    return Path(value).absolute()


def json_object(name: str, *, default: Mapping) -> dict:
    """A JSON object. Its value may hold cookies or passwords and is never repeated in an error."""
    value = text(name, default="")
    if not value:
        return dict(default)
    try:
        parsed = json.loads(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: expected a JSON object; it is not JSON ({error})") from None
    if not isinstance(parsed, dict):
        raise ImproperlyConfigured(f"{name}: expected a JSON object, not a {type(parsed).__name__}")
    return parsed


def database_url(name: str, *, default: str) -> dict:
    """Django's settings of one SQLite file or PostgreSQL database, from a URL. A password in it is never repeated.

    In `default`, as against the variable, a path stands as it is: "#", "?" and "%" are letters of it.
    """
    value = text(name, default=quote(default, safe=":/"))
    scheme, colon, rest = value.partition(":")
    scheme, address = scheme.lower(), rest.partition("?")[0]
    expected = "expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
    if not colon:
        raise ImproperlyConfigured(f"{name}: {expected}; the value is no URL")
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name}: {expected}, not {scheme!r}")
    if scheme == "sqlite" and address in {"", "//", "///", "//:memory:", "///:memory:"}:
        in_memory = "since every process would have its own database in memory"
        raise ImproperlyConfigured(f"{name}: expected sqlite:///PATH of a file, {in_memory}")
    # What follows a "#", and what stands where a host would, gets lost on the way.
    is_lossy = "#" in value or (scheme == "sqlite" and not address.startswith("///"))
    try:
        parsed = {} if is_lossy else dj_database_url.parse(value)
    except (ValueError, dj_database_url.ParseError):
        parsed = {}
    if not parsed.get("NAME"):
        raise ImproperlyConfigured(f"{name}: {expected}; its {scheme} URL cannot be read")
    if scheme == "sqlite":
        _check_sqlite_options(name, parsed.get("OPTIONS", {}))
        parsed["NAME"] = str(Path(parsed["NAME"]).absolute())
    return parsed


def secret_key(name: str, *, file: Path) -> str:
    """The variable, else the key kept in `file`, which is made once, readable by its owner only.

    Raises `ImproperlyConfigured` where the file can be neither read nor made.
    """
    value = text(name, default="")
    if value:
        return value
    try:
        _make_once(file)
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: expected a secret, or a place for {file} ({error.strerror})") from error
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{name}: expected a key in {file}, which holds something else") from None


def _matching_words(name: str, pattern: re.Pattern, expected: str, *, default: list[str]) -> list[str]:
    found = words(name, default=default)
    for word in found:
        if not pattern.fullmatch(word):
            raise _wrong(name, expected, value=word)
    return found


def _check_sqlite_options(name: str, options: Mapping) -> None:
    known = ", ".join(sorted(SQLITE_OPTIONS))
    for option in options:
        if option not in SQLITE_OPTIONS:
            raise ImproperlyConfigured(f"{name}: expected of an sqlite URL the options {known}, not {option!r}")
    if type(options.get("timeout", 0)) is not int:
        raise ImproperlyConfigured(f"{name}: expected as timeout of an sqlite URL a whole number of seconds")


def _make_once(file: Path) -> None:
    if file.exists() and file.stat().st_size:
        return
    # Written aside and linked into place: of two processes that start together, one key wins whole.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    try:
        os.link(draft, file)
    except FileExistsError:
        if not file.stat().st_size:
            draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _wrong(name: str, expected: str, *, value: str | None = None) -> ImproperlyConfigured:
    """`value` is the part in question; None: all that the variable holds."""
    return ImproperlyConfigured(f'{name}="{os.environ[name] if value is None else value}": expected {expected}')

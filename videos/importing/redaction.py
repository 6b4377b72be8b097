"""Keep passwords, cookies and proxies out of what is shown and logged. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "***"

_SECRET_OPTION = re.compile(
    "cookie|proxy|username|password|authorization|token|secret|api_?key|visitor_data|data_sync_id", re.I
)
_LOGIN = re.compile(r"(?<=//)[^\s/?#]*@")
_KEY_PARAMETER = re.compile(
    r"(?<![\w.%-])([\w.%-]*(?:key|token|sig|signature|auth|password|secret)=)[^&\s\"'<>#;,)\]]+", re.I
)
# A shorter one is hidden where it stands as a word: within others it would black out half of the text.
_DISTINCT_LENGTH = 4


def redact(text: str, secrets: Collection[str]) -> str:
    """Give the text without the secrets, without logins in addresses and without values of their key-like parameters.

    What it hides stands as ***.
    """
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        pattern = re.escape(secret)
        text = re.sub(pattern if len(secret) >= _DISTINCT_LENGTH else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    return _KEY_PARAMETER.sub(rf"\1{HIDDEN}", _LOGIN.sub(f"{HIDDEN}@", text))


def find_secrets(options: Mapping[str, Any]) -> set[str]:
    """Give every text in options for yt-dlp that must not be shown, with the parts and spellings it may appear in."""
    return {
        part for name, value in options.items() for text in _secret_texts(name, value) for part in _parts(name, text)
    }


def _secret_texts(name: str, value: Any, *, is_secret: bool = False) -> Iterator[str]:
    is_secret = is_secret or bool(_SECRET_OPTION.search(name))
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _secret_texts(str(key), inner, is_secret=is_secret)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _secret_texts(name, inner, is_secret=is_secret)
    elif is_secret and isinstance(value, str):
        yield value


def _parts(name: str, text: str) -> Iterator[str]:
    parts = [text]
    # "proxy": its login and its host, for errors name them one by one. "Cookie: a=b; c=d", "Authorization: Bearer x".
    try:
        address = urlsplit(text if "//" in text else f"//{text}")
    except ValueError:
        pass
    else:
        if "proxy" in name.lower():
            parts += [address.netloc, address.netloc.rpartition("@")[2], address.username, address.password]
    parts += re.findall(r"=([^;\s]+)", text) + text.split()[1:]
    for part in filter(None, parts):
        yield from {part, quote(part, safe=""), unquote(part)}

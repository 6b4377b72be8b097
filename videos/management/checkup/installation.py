"""Programs and settings: what can be said without the database."""

import platform
import stat
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.utils import timezone
from packaging.requirements import Requirement

from videos.importing.ytdlp_options import OptionsError, check_options
from videos.management import command_line, counted, pip_line
from videos.management.checkup.findings import Finding, Level
from videos.tagging import prefilter

YTDLP_OLD_DAYS = 60  # sites change about monthly; yt-dlp follows within days
LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}


def examine() -> Iterator[Finding]:
    yield Finding(Level.OK, "python", f"Python {platform.python_version()}, Django {django.get_version()}")
    yield check_requirements(settings.BASE_DIR / "requirements.txt")
    yield check_ytdlp(today=timezone.now().date())
    yield check_ytdlp_options()
    yield check_hyperscan()
    yield check_secret_key(settings.DATA_DIR / "secret-key")
    yield check_hosts()
    yield check_static_files(Path(settings.STATIC_ROOT) / "staticfiles.json")


def check_requirements(file: Path) -> Finding:
    """Whether what is installed is what the file asks for."""
    lines = [line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()]
    wanted = [Requirement(line) for line in lines if line]
    amiss = [_name_mismatch(each) for each in wanted if each.marker is None or each.marker.evaluate()]
    amiss = list(filter(None, amiss))
    if amiss:
        advice = pip_line("install", "-r", file.name)
        return Finding(Level.MEND, "packages", f"not as {file.name} wants: {', '.join(amiss)}. Run: {advice}")
    return Finding(Level.OK, "packages", f"as {file.name} wants")


def _name_mismatch(wanted: Requirement) -> str:
    """Blank where it fits. Hyperscan, which one can do without, has a line of its own."""
    installed = _find_version(wanted.name)
    if installed is None:
        return "" if wanted.name == "hyperscan" else f"{wanted.name} is missing"
    fits = wanted.specifier.contains(installed, prereleases=True)
    return "" if fits else f"{wanted.name} {installed} instead of {wanted.specifier}"


def check_ytdlp(*, today: date) -> Finding:
    """How old yt-dlp is: its versions are dates. Below the floor of requirements.txt `check_requirements` tells."""
    installed = _find_version("yt-dlp")
    if installed is None:
        return Finding(Level.MEND, "yt-dlp", f"is missing. Run: {pip_line('install', '-r', 'requirements.txt')}")
    year, month, day = map(int, installed.split(".")[:3])
    age_days = max((today - date(year, month, day)).days, 0)
    words = f"{installed}, {counted(age_days, 'day')} old; no JavaScript runtime is needed for metadata"
    if age_days > YTDLP_OLD_DAYS:
        advice = pip_line("install", "--upgrade", "yt-dlp")
        return Finding(Level.LOOK, "yt-dlp", f"{words}. Sites change: it is time for {advice}")
    return Finding(Level.OK, "yt-dlp", words)


def check_ytdlp_options() -> Finding:
    """Names only: the values may hold cookies and passwords."""
    try:
        check_options(settings.ASMR_YTDLP_OPTIONS)
    except OptionsError as error:
        return Finding(Level.MEND, "options", f"{error}. Until then every import stops.")
    except ImportError as error:
        return Finding(Level.LOOK, "options", f"cannot be checked: {error}")
    if settings.ASMR_ALLOW_LOCAL_ADDRESSES:
        words = "ASMR_ALLOW_LOCAL_ADDRESSES: whoever may import can reach into this machine's own network"
        return Finding(Level.LOOK, "options", words)
    names = ", ".join(sorted(settings.ASMR_YTDLP_OPTIONS))
    return Finding(Level.OK, "options", f"ASMR_YTDLP_OPTIONS sets {names or 'nothing'}")


def check_hyperscan() -> Finding:
    if prefilter.hyperscan is None:
        words = "is missing: tagging works, many times slower. It has no build for macOS on Intel; elsewhere run "
        return Finding(Level.LOOK, "hyperscan", words + pip_line("install", "-r", "requirements.txt"))
    return Finding(Level.OK, "hyperscan", f"{_find_version('hyperscan')}: one scan for all patterns of the tagger")


def check_secret_key(file: Path) -> Finding:
    if not file.exists():
        return Finding(Level.OK, "secret key", "from the environment")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return Finding(Level.MEND, "secret key", f"{file} can be read by others ({mode:04o}). Run: chmod 600 {file}")
    return Finding(Level.OK, "secret key", f"{file}, for its owner only")


def check_hosts() -> Finding:
    hosts, names = set(settings.ALLOWED_HOSTS), ", ".join(settings.ALLOWED_HOSTS)
    if settings.DEBUG:
        return Finding(Level.LOOK, "site", "DEBUG is on: errors show settings and code. Never on a public site.")
    if hosts <= LOCAL_NAMES:
        return Finding(Level.OK, "site", "answers to local names only; a public one needs ALLOWED_HOSTS")
    if "*" in hosts:
        return Finding(Level.LOOK, "site", "answers to any name (ALLOWED_HOSTS=*): name those that it has")
    if settings.SECURE_PROXY_SSL_HEADER is None:
        words = f"answers to {names}; without ASMR_BEHIND_HTTPS_PROXY=true sign-ins are not held to https"
        return Finding(Level.LOOK, "site", words)
    return Finding(Level.OK, "site", f"answers to {names}, over https")


def check_static_files(manifest: Path) -> Finding:
    if settings.DEBUG:
        return Finding(Level.OK, "static files", "served as they lie in the source, since DEBUG is on")
    advice = command_line("collectstatic", "--noinput")
    if not manifest.is_file():
        words = f"served as they lie in the source; for a public site run {advice}, then start the server again"
        return Finding(Level.LOOK, "static files", words)
    collected_at = manifest.stat().st_mtime
    newer = [path for path in _static_files() if path.stat().st_mtime > collected_at]
    if newer:
        words = f"{counted(len(newer), 'file')} changed since they were collected. Run: {advice}"
        return Finding(Level.MEND, "static files", f"{words}, then start the server again")
    return Finding(Level.OK, "static files", "collected, under hashed names")


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            yield Path(storage.path(name))


def _find_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None

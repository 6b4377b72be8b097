import os
from datetime import date, timedelta

import pytest
from django.contrib.staticfiles.finders import get_finder

from videos.importing.ytdlp_options import OptionsError, check_options
from videos.management import command_line, pip_line
from videos.management.checkup import installation
from videos.management.checkup.findings import Finding, Level
from videos.tagging import prefilter


def read_date(version):
    return date(*map(int, version.split(".")[:3]))


class TestPackages:
    @pytest.fixture
    def wanted(self, tmp_path):
        """Give wanted(*lines): a file of requirements."""

        def write(*lines):
            file = tmp_path / "requirements.txt"
            file.write_text("\n".join(lines), encoding="utf-8")
            return file

        return write

    def test_that_fit_are_well(self, wanted):
        file = wanted("# why", "Django>=5  # the framework", "hyperscan<1 ; python_version < '3'")

        assert installation.check_requirements(file) == Finding(Level.OK, "packages", "as requirements.txt wants")

    def test_that_are_too_old_or_missing_are_named(self, wanted):
        file = wanted("Django>=99,<100", "no-such-package-of-ours", "PyYAML>=6")

        assert installation.check_requirements(file) == Finding(
            Level.MEND,
            "packages",
            f"not as requirements.txt wants: Django {installation._find_version('Django')} instead of <100,>=99, "
            f"no-such-package-of-ours is missing. Run: {pip_line('install', '-r', 'requirements.txt')}",
        )

    def test_yt_dlp_below_the_floor_is_one_of_them(self, wanted):
        assert installation.check_requirements(wanted("yt-dlp>=2999.1.1")).level == Level.MEND

    def test_of_this_environment_fit(self):
        assert installation.check_requirements(installation.settings.BASE_DIR / "requirements.txt").level == Level.OK


class TestYtdlp:
    @pytest.fixture
    def installed(self, monkeypatch):
        """Give installed(version): the version that yt-dlp has; None: it is missing."""
        return lambda version: monkeypatch.setattr(installation, "_find_version", lambda package: version)

    def test_is_well_for_sixty_days(self, installed):
        installed("2026.10.26")

        assert installation.check_ytdlp(today=date(2026, 12, 25)) == Finding(
            Level.OK, "yt-dlp", "2026.10.26, 60 days old; no JavaScript runtime is needed for metadata"
        )

    def test_is_to_be_upgraded_afterwards(self, installed):
        installed("2026.10.26")

        assert installation.check_ytdlp(today=date(2026, 12, 26)) == Finding(
            Level.LOOK,
            "yt-dlp",
            "2026.10.26, 61 days old; no JavaScript runtime is needed for metadata. "
            f"Sites change: it is time for {pip_line('install', '--upgrade', 'yt-dlp')}",
        )

    @pytest.mark.parametrize("version", ["2026.1.2", "2026.1.2.3", "2026.1.2.123456.dev0"])
    def test_has_its_date_in_its_version(self, installed, version):
        installed(version)

        assert "1 day old" in installation.check_ytdlp(today=date(2026, 1, 3)).words

    def test_is_no_younger_than_today(self, installed):
        installed("2026.10.26")

        assert "0 days old" in installation.check_ytdlp(today=date(2026, 1, 1)).words

    def test_that_is_missing_is_to_be_installed(self, installed):
        installed(None)

        assert installation.check_ytdlp(today=date(2026, 1, 1)) == Finding(
            Level.MEND, "yt-dlp", f"is missing. Run: {pip_line('install', '-r', 'requirements.txt')}"
        )


class TestOptionsForYtdlp:
    @pytest.mark.parametrize(
        ("options", "names"),
        [({}, "nothing"), ({"proxy": "http://secret", "cookiefile": "secret"}, "cookiefile, proxy")],
    )
    def test_are_named_without_their_values(self, settings, options, names):
        settings.ASMR_YTDLP_OPTIONS = options

        assert installation.check_ytdlp_options() == Finding(Level.OK, "options", f"ASMR_YTDLP_OPTIONS sets {names}")

    def test_that_yt_dlp_does_not_know_stop_every_import(self, settings):
        settings.ASMR_YTDLP_OPTIONS = {"proxi": "http://secret"}
        with pytest.raises(OptionsError) as refused:
            check_options(settings.ASMR_YTDLP_OPTIONS)

        found = installation.check_ytdlp_options()

        assert found == Finding(Level.MEND, "options", f"{refused.value}. Until then every import stops.")
        assert "secret" not in found.words

    def test_open_no_way_into_the_own_network_unseen(self, settings):
        settings.ASMR_ALLOW_LOCAL_ADDRESSES = True

        assert installation.check_ytdlp_options() == Finding(
            Level.LOOK,
            "options",
            "ASMR_ALLOW_LOCAL_ADDRESSES: whoever may import can reach into this machine's own network",
        )


class TestHyperscan:
    def test_that_is_missing_only_slows(self, monkeypatch):
        monkeypatch.setattr(prefilter, "hyperscan", None)

        found = installation.check_hyperscan()

        assert (found.level, found.words[:45]) == (Level.LOOK, "is missing: tagging works, many times slower.")

    @pytest.mark.skipif(prefilter.hyperscan is None, reason="needs Hyperscan")
    def test_that_is_there_is_well(self):
        assert installation.check_hyperscan().level == Level.OK


class TestTheSecretKey:
    @pytest.mark.parametrize(("mode", "level"), [(0o600, Level.OK), (0o400, Level.OK), (0o640, Level.MEND)])
    def test_is_for_its_owner_only(self, tmp_path, mode, level):
        file = tmp_path / "secret-key"
        file.touch()
        file.chmod(mode)

        found = installation.check_secret_key(file)

        assert found.level == level
        if level == Level.MEND:
            assert found.words == f"{file} can be read by others (0640). Run: chmod 600 {file}"

    def test_may_come_from_the_environment(self, tmp_path):
        assert installation.check_secret_key(tmp_path / "none") == Finding(
            Level.OK, "secret key", "from the environment"
        )


class TestTheSite:
    @pytest.mark.parametrize(
        ("hosts", "header", "debug", "level", "words"),
        [
            (
                ["localhost", "[::1]"], None, False, Level.OK,
                "answers to local names only; a public one needs ALLOWED_HOSTS",
            ),
            (["a.org"], ("HTTP_X_FORWARDED_PROTO", "https"), False, Level.OK, "answers to a.org, over https"),
            (
                ["a.org"], None, False, Level.LOOK,
                "answers to a.org; without ASMR_BEHIND_HTTPS_PROXY=true sign-ins are not held to https",
            ),
            (["*"], None, False, Level.LOOK, "answers to any name (ALLOWED_HOSTS=*): name those that it has"),
            (
                ["localhost"], None, True, Level.LOOK,
                "DEBUG is on: errors show settings and code. Never on a public site.",
            ),
        ],
    )  # fmt: skip
    def test_says_to_whom_it_answers(self, settings, hosts, header, debug, level, words):
        settings.ALLOWED_HOSTS, settings.SECURE_PROXY_SSL_HEADER, settings.DEBUG = hosts, header, debug

        assert installation.check_hosts() == Finding(level, "site", words)


class TestStaticFiles:
    @pytest.fixture
    def manifest(self, tmp_path, settings):
        """A collection from a minute after the only file's change."""
        settings.STATICFILES_DIRS = [tmp_path / "static"]
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        get_finder.cache_clear()
        (tmp_path / "static").mkdir()
        (tmp_path / "static" / "page.css").touch()
        file = tmp_path / "staticfiles.json"
        file.touch()
        self.shift(file, timedelta(minutes=1))
        yield file
        get_finder.cache_clear()

    def shift(self, file, by):
        moment = file.stat().st_mtime + by.total_seconds()
        os.utime(file, (moment, moment))

    def test_that_are_collected_are_well(self, manifest):
        assert installation.check_static_files(manifest) == Finding(
            Level.OK, "static files", "collected, under hashed names"
        )

    def test_that_changed_since_are_to_be_collected_again(self, manifest):
        self.shift(manifest, timedelta(minutes=-2))

        assert installation.check_static_files(manifest) == Finding(
            Level.MEND,
            "static files",
            "1 file changed since they were collected. "
            f"Run: {command_line('collectstatic', '--noinput')}, then start the server again",
        )

    def test_that_were_never_collected_are_served_all_the_same(self, tmp_path):
        assert installation.check_static_files(tmp_path / "none") == Finding(
            Level.LOOK,
            "static files",
            "served as they lie in the source; for a public site run "
            f"{command_line('collectstatic', '--noinput')}, then start the server again",
        )

    def test_need_not_be_collected_while_debugging(self, tmp_path, settings):
        settings.DEBUG = True

        assert installation.check_static_files(tmp_path / "none").level == Level.OK

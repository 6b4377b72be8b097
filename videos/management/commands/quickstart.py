"""`manage.py quickstart`: from nothing to a catalog that answers in the browser."""

import os
import socket
import subprocess
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from videos.importing.intake import Import
from videos.importing.starter import import_starter, wants_sample
from videos.management import command_line
from videos.models import ListingState, Video

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Set up the database, load the vocabulary, the guide and the sample catalog, and serve. Harmless and quick to "
        "repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="to serve on (8000)")
        parser.add_argument("--no-serve", action="store_true", help="set up only")
        parser.add_argument("--no-sample", action="store_true", help="leave the sample catalog out")
        parser.add_argument(
            "--no-worker", action="store_true", help="work on no imports that are requested in the admin"
        )

    def handle(self, *args, port, no_serve, no_sample, no_worker, **options):
        if not no_serve:
            self._check_port(port)
        try:
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0)
            call_command("load_vocabulary", verbosity=0)
            call_command("load_guide", verbosity=0)
            if not no_sample and wants_sample():
                self._import_sample()
            self._say_what_there_is()
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL does not answer: {error}") from error
        self._say_how_to_go_on()
        if not no_serve:
            if not no_worker:
                self._start_worker()
            self._serve(port)

    def _check_port(self, port):
        if not 1 <= port <= 65535:
            raise CommandError(f"--port {port}: expected a number from 1 to 65535")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Choose another: "
                    + command_line("quickstart", "--port", str(port + 1 if port < 65535 else 8000))
                ) from error

    def _import_sample(self):
        self.stdout.write("Importing the sample catalog …")
        # Chosen by hand, so that no rule need recognise it.
        run = Import.begin(is_sample=True, list_all=True)
        for outcome in import_starter(run):
            if outcome.state == "failed":
                self.stderr.write(f"failed     {outcome.address}  {outcome.detail}")
        counts = run.counts
        self.stdout.write(
            f"  {counts['created']} created, {counts['updated']} updated, {counts['unchanged']} as before, "
            f"{counts['failed']} failed."
        )

    def _say_what_there_is(self):
        listed = Video.objects.published().count()
        held = Video.objects.filter(listing_state=ListingState.HELD).count()
        self.stdout.write(self.style.SUCCESS(f"{listed} videos are listed, {held} are held for a person to decide."))

    def _say_how_to_go_on(self):
        self.stdout.write("In another terminal:")
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write(f"  make an admin:      {command_line('createsuperuser')}")
        channel = command_line("import_videos", "https://www.youtube.com/@CHANNEL/videos")
        self.stdout.write(f"  import more:        {channel}")
        self.stdout.write(f"  remove the sample:  {command_line('remove_starter')}")

    def _start_worker(self):
        # It asks nobody for anything before a person requests an import. It ends with this process, which becomes the
        # server's and keeps its id; a session of its own spares it Ctrl+C, so that it ends in one way only.
        command = [sys.executable, settings.BASE_DIR / "manage.py", "import_worker", "--verbosity", "0"]
        subprocess.Popen(
            [*command, "--parent", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
        )
        self.stdout.write("Imports that are requested in the admin are worked on while the catalog is served.")

    def _serve(self, port):
        address = f"http://{HOST}:{port}/"
        self.stdout.write(f"The catalog: {address}   The curators' desk: {address}admin/desk/   Stop with Ctrl+C.")
        if HOST not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
            self.stderr.write(self.style.WARNING(f"ALLOWED_HOSTS does not name {HOST}: that address will answer 400."))
        self.stdout.flush()
        # The process becomes the server, so that signals reach it and nothing of the set-up stays in memory.
        os.execv(
            sys.executable,
            [
                sys.executable,
                "-m",
                "gunicorn",
                "asmr_catalog.wsgi",
                "--pythonpath",  # and no other working directory: DATABASE_URL may be relative to this one
                str(settings.BASE_DIR),
                "--bind",
                f"{HOST}:{port}",
                "--workers",
                "2",
                "--threads",
                "4",
                "--worker-class",
                "gthread",
                "--no-control-socket",
                "--log-level",
                "error",
                "--limit-request-line",
                "8190",
            ],
        )

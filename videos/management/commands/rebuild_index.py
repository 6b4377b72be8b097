"""`manage.py rebuild_index`: make everything anew that search rests on."""

import time

from django.core.management.base import BaseCommand
from django.db import connection

from videos.browsing.index.building import build
from videos.changes import schema as changes
from videos.changes.log import note_everything
from videos.fulltext import checking
from videos.fulltext import schema as fulltext
from videos.management import counted


class Command(BaseCommand):
    help = "Make the triggers, the kept words and the full text anew; every running process then reads its index anew."

    def handle(self, *args, **options):
        fulltext.rebuild(connection)
        changes.install(connection)
        renewed = checking.renew_words()
        note_everything()
        started = time.perf_counter()
        index = build()
        seconds = time.perf_counter() - started
        self.stdout.write(f"{counted(renewed, 'video')} had other words than their texts.")
        self.stdout.write(
            self.style.SUCCESS(
                f"{counted(len(index.listed), 'listed video')} read in {seconds:.1f} s. "
                "Running processes read theirs anew with their next page."
            )
        )

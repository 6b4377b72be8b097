"""`manage.py verify_index`: does the index of videos say what the database says?"""

from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from videos.browsing.index.building import build
from videos.browsing.index.verifying import RestlessError, find_lasting_differences
from videos.changes import schema
from videos.fulltext import checking
from videos.management import command_line, counted

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Compare the index of videos with the database, and the kept words with the texts. Changes nothing."

    def handle(self, *args, **options):
        differences = []
        differences += [f"trigger missing: {name}" for name in schema.find_missing(connection)]
        try:
            differences += [f"index: {difference}" for difference in find_lasting_differences(build)]
        except RestlessError as error:
            again = command_line("verify_index")
            raise CommandError(f"The catalog changes while it is compared. When no import runs: {again}") from error
        for videos in checking.find_outdated():
            differences += [f"words of video {video.pk} are not those of its texts" for video in videos]
        if not checking.is_whole():
            differences.append("the full text has other words than the videos")
        for difference in islice(differences, MOST_NAMED):
            self.stdout.write(self.style.ERROR(difference))
        if differences:
            raise CommandError(f"{counted(len(differences), 'difference')}. To mend: {command_line('rebuild_index')}")
        self.stdout.write(self.style.SUCCESS("The index says what the database says: tags, lengths, orders and words."))

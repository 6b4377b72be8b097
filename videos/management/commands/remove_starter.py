"""`manage.py remove_starter`: the sample catalog goes, what a person touched stays."""

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from videos.importing.starter import remove_starter


class Command(BaseCommand):
    help = "Take the sample catalog out again. Videos and creators that a person edited stay."

    def handle(self, *args, **options):
        try:
            videos, creators, kept = remove_starter()
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"There is no catalog yet ({str(error).strip()}). Nothing was removed.") from error
        self.stdout.write(self.style.SUCCESS(f"Removed {videos} sample videos and {creators} sample creators."))
        if kept:
            self.stdout.write(f"Because a person edited them, {kept} of the sample's videos stay.")

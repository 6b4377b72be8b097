"""`manage.py doctor`: is everything as it should be, and what is to be done where it is not."""

from django.core.management.base import BaseCommand, CommandError

from videos.management import counted
from videos.management.checkup import Level, examine


class Command(BaseCommand):
    help = "Look at the whole installation and say what a person must mend. Changes nothing; asks no other site."
    # What they find would hide what is found here.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--thorough", action="store_true", help="also read all of an SQLite file for damage")

    def handle(self, *args, thorough, **options):
        styles = {Level.OK: self.style.SUCCESS, Level.LOOK: self.style.WARNING, Level.MEND: self.style.ERROR}
        broken = []
        for finding in examine(is_thorough=thorough):
            self.stdout.write(f"{styles[finding.level](f'{finding.level:<4}')}  {finding.topic}: {finding.words}")
            broken += [finding.topic] if finding.level == Level.MEND else []
        if broken:
            things = f"{counted(len(broken), 'thing')} {'needs' if len(broken) == 1 else 'need'} a person"
            raise CommandError(f"{things}, as said above: {', '.join(broken)}.")

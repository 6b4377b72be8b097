"""`manage.py load_guide`: the help contacts and resources that every site begins with become entries."""

from django.core.management.base import BaseCommand

from videos.curation.care import load_guide
from videos.management import explaining_failures
from videos.models import HelpContact


class Command(BaseCommand):
    help = (
        "Add the help contacts and resources of videos/care that are missing. Harmless to repeat: what is there stays "
        "as it is, edited or shut off. No help contact is shown before a person has checked it in the admin."
    )

    def handle(self, *args, verbosity, **options):
        with explaining_failures():
            added = load_guide()
            unverified = HelpContact.objects.switched_on().unverified().count()
        if verbosity == 0:
            return
        for name in added:
            self.stdout.write(f"added      {name}")
        self.stdout.write(self.style.SUCCESS(f"{len(added)} added; the rest is as it was."))
        if unverified:
            self.stdout.write(f"Help contacts that nobody has checked, shown to nobody: {unverified}.")

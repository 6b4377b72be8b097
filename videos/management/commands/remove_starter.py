"""`manage.py remove_starter`: the sample catalog goes, what a person touched stays."""

from django.core.management.base import BaseCommand

from videos.importing.starter import remove_starter


class Command(BaseCommand):
    help = "Take the sample catalog out again. Videos and creators that a person edited stay."

    def handle(self, *args, **options):
        videos, creators, kept = remove_starter()
        self.stdout.write(self.style.SUCCESS(f"Removed {videos} sample videos and {creators} sample creators."))
        if kept:
            self.stdout.write(f"{kept} sample videos stay because a person edited them.")

"""`manage.py export_vocabulary`: the vocabulary in force as files, for another site or for a look."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.curation.sharing import exported_vocabulary
from videos.management import explaining_failures
from videos.vocabulary.writer import write_files


class Command(BaseCommand):
    help = (
        "Write the vocabulary as the YAML files that load_vocabulary reads: the files of this installation with "
        "everything that curators changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty folder")

    def handle(self, *args, folder, verbosity, **options):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there already. Name a new folder, or an empty one: nothing was written.")
        with explaining_failures():
            vocabulary = exported_vocabulary()
        try:
            for name, text in write_files(vocabulary).items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror or error}") from error
        if verbosity:
            self.stdout.write(self.style.SUCCESS(f"{len(vocabulary.tags)} tags written into {folder}."))

"""`manage.py load_vocabulary`: the vocabulary's files become tags."""

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from videos.curation import vocabulary as curation
from videos.management import command_line
from videos.vocabulary.parser import VocabularyError, read_vocabulary


class Command(BaseCommand):
    help = "Load the vocabulary's files into the database and show what changed. Harmless to repeat."

    def handle(self, *args, verbosity, **options):
        try:
            vocabulary = read_vocabulary()
        except VocabularyError as error:
            problems = "\n".join(f"  {problem}" for problem in error.problems)
            count = len(error.problems)
            raise CommandError(f"The vocabulary has {count} problems; nothing was loaded:\n{problems}") from error
        try:
            diff = curation.load(vocabulary)
        except curation.LabelConflictError as error:
            problems = "\n".join(
                f"  {label!r}: a curator gave it to {held}, the vocabulary gives it to {wanted}"
                for label, held, wanted in error.pairs
            )
            raise CommandError(
                f"Labels stand in the way; nothing was loaded. Rename the first tag in the admin:\n{problems}"
            ) from error
        except (OperationalError, ProgrammingError) as error:
            advice = command_line("migrate")
            raise CommandError(f"The database is not set up ({str(error).strip()}). Run: {advice}") from error
        if verbosity == 0:
            return
        for line in self._lines(diff):
            self.stdout.write(line)
        self.stdout.write(
            self.style.SUCCESS(
                f"{len(vocabulary.tags)} tags in {len(vocabulary.facets)} facets: {len(diff.added)} added, "
                f"{len(diff.changed)} changed, {len(diff.renamed)} renamed, {len(diff.retired)} retired; "
                f"{diff.affected_video_count} videos affected."
            )
        )

    def _lines(self, diff):
        for slug in diff.added:
            yield f"added      {slug}"
        for slug, parts in diff.changed.items():
            yield f"changed    {slug}: {', '.join(parts)}"
        for old, new in diff.renamed.items():
            yield f"renamed    {old} -> {new}"
        for slug in diff.retired:
            yield f"retired    {slug}: no longer in the vocabulary; kept on its videos, shown to nobody"
        for slug, parts in diff.kept.items():
            yield f"kept       {slug}: a curator's {', '.join(parts)}"

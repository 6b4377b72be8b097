"""`manage.py load_vocabulary`: the vocabulary's files become tags."""

from django.core.management.base import BaseCommand, CommandError

from videos.curation import vocabulary as curation
from videos.management import command_line, counted, explaining_failures
from videos.vocabulary.parser import read_vocabulary


class Command(BaseCommand):
    help = "Load the vocabulary's files into the database and show what changed. Harmless to repeat."

    def handle(self, *args, verbosity, **options):
        with explaining_failures():
            vocabulary = read_vocabulary()
            diff = self._load(vocabulary)
        if verbosity == 0:
            return
        for line in self._lines(diff):
            self.stdout.write(line)
        self.stdout.write(
            self.style.SUCCESS(
                f"{len(vocabulary.tags)} tags in {len(vocabulary.facets)} facets: {len(diff.added)} added, "
                f"{len(diff.changed)} changed, {len(diff.renamed)} renamed, {len(diff.retired)} retired; "
                f"{counted(diff.affected_video_count, 'video')} affected."
            )
        )
        if diff.held_video_count:
            held = counted(diff.held_video_count, "video")
            self.stdout.write(self.style.WARNING(f"Held now, for a tag of theirs is for a moderator: {held}."))
        if diff.added or diff.changed:
            self.stdout.write(f"See what it changes on videos: {command_line('suggest_tags', '--all')}")

    def _load(self, vocabulary):
        try:
            return curation.load(vocabulary)
        except curation.LabelConflictError as error:
            problems = "\n".join(
                f"  {label!r}: a curator gave it to {held}, the vocabulary gives it to {wanted}"
                for label, held, wanted in error.pairs
            )
            raise CommandError(
                f"Labels stand in the way; nothing was loaded. Rename the first tag in the admin:\n{problems}"
            ) from error

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
        for slug, parts in diff.differing.items():
            yield f"kept       {slug}: a curator decided: {'; '.join(parts)}"

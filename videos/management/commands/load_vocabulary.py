"""`manage.py load_vocabulary`: the vocabulary's files become tags."""

import shlex
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from videos.curation import sharing
from videos.curation import vocabulary as curation
from videos.curation.effective import with_shared
from videos.management import command_line, counted, explaining_failures
from videos.vocabulary.packing import read_shared
from videos.vocabulary.parser import read_vocabulary


class Command(BaseCommand):
    help = (
        "Load the vocabulary's files into the database and show what changed. Harmless to repeat. With FOLDER: show "
        "what another site's files would change here, and with --apply put them over ours; tags that they lack stay, "
        "and so does what curators decided."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="what export_vocabulary wrote")
        parser.add_argument("--apply", action="store_true", help="with FOLDER: use it, from now on")
        parser.add_argument(
            "--without-shared", action="store_true", help="use another site's files no longer that were put over ours"
        )

    def handle(self, *args, folder, apply, without_shared, verbosity, **options):
        if without_shared and folder:
            raise CommandError("--without-shared goes without FOLDER: it takes out what is in use.")
        if apply and not folder:
            raise CommandError("--apply goes with FOLDER: without one the files are always loaded.")
        with explaining_failures():
            vocabulary = read_vocabulary()
            if folder:
                self._load_shared(folder, apply=apply, verbosity=verbosity)
                return
            if without_shared:
                self._explaining_labels(sharing.drop_shared)
            vocabulary = with_shared(vocabulary)
            diff = self._explaining_labels(curation.load, vocabulary)
        if verbosity == 0:
            return
        for line in self._lines(diff):
            self.stdout.write(line)
        self.stdout.write(
            self.style.SUCCESS(f"{len(vocabulary.tags)} tags in {len(vocabulary.facets)} facets: {self._sum(diff)}")
        )
        if diff.held_video_count:
            held = counted(diff.held_video_count, "video")
            self.stdout.write(self.style.WARNING(f"Held now, for a tag of theirs is for a moderator: {held}."))
        if diff.added or diff.changed:
            self.stdout.write(f"See what it changes on videos: {command_line('suggest_tags', '--all')}")

    def _load_shared(self, folder, *, apply, verbosity):
        theirs = read_shared(folder)
        found = self._explaining_labels(sharing.preview_shared, theirs, name=str(folder.resolve()))
        if apply:
            self._explaining_labels(sharing.use_shared, found.shared)
        if verbosity == 0:
            return
        for line in self._lines(found.diff):
            self.stdout.write(line)
        for slug in found.ours:
            self.stdout.write(f"kept       {slug}: a curator's own tag")
        for slug in found.lacking:
            self.stdout.write(f"stays      {slug}: theirs has none")
        self.stdout.write(self.style.SUCCESS(f"{len(theirs.tags)} tags in {folder}: {self._sum(found.diff)}"))
        if not apply:
            line = command_line("load_vocabulary", shlex.quote(str(folder)), "--apply")
            self.stdout.write(f"Nothing was written. To use it: {line}")
        elif found.diff.added or found.diff.changed:
            self.stdout.write(f"See what it changes on videos: {command_line('suggest_tags', '--all')}")

    def _sum(self, diff):
        return (
            f"{len(diff.added)} added, {len(diff.changed)} changed, {len(diff.renamed)} renamed, "
            f"{len(diff.retired)} retired; {counted(diff.affected_video_count, 'video')} affected."
        )

    def _explaining_labels(self, load, *arguments, **options):
        try:
            return load(*arguments, **options)
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

"""`manage.py takedown`: take a video or a creator out of the catalog for good, or bring them back."""

from django.core.management.base import BaseCommand, CommandError

from creators.models import Creator
from videos.curation.takedowns import find_standing, is_down, reverse_takedown, take_down
from videos.curation.targets import Stranger, find_targets
from videos.management import command_line, counted, explaining_failures
from videos.models import TakedownReason


class Command(BaseCommand):
    help = "Take a video, or a creator with all their videos, down: no import brings it back. Shows; --apply does it."

    def add_arguments(self, parser):
        parser.add_argument(
            "target",
            metavar="VIDEO|CREATOR",
            help="a video: its number, its page here or its address at the source; "
            "a creator: slug, @handle, page here or the channel's address",
        )
        parser.add_argument("--reason", choices=TakedownReason.values, help="needed, except with --undo")
        parser.add_argument("--note", default="", help="for staff alone")
        parser.add_argument("--undo", action="store_true", help="let it be as it was before")
        parser.add_argument("--apply", action="store_true", help="do it; without, it is only shown")

    def handle(self, *args, target, reason, note, undo, apply, **options):
        if not undo and not reason:
            raise CommandError(f"Give --reason: {', '.join(TakedownReason.values)}.")
        with explaining_failures():
            found = self._find(target)
            words = self._undo(found, apply=apply) if undo else self._take_down(found, reason, note, apply=apply)
        self.stdout.write(words if apply else f"{words}\nNothing was done. To do it, give --apply too.")

    def _find(self, words):
        found = find_targets(words)
        if not found:
            raise CommandError(
                f"The catalog knows no video or creator {words!r}, and it is no address of a YouTube video or of a "
                "channel. Give the number or the address of a video, the slug, @handle or address of a creator."
            )
        if len(found) > 1:
            named = "\n".join(f"  {_describe(one)}" for one in found)
            raise CommandError(f"{words!r} may mean {len(found)} things; give the address of one:\n{named}")
        return found[0]

    def _take_down(self, found, reason, note, *, apply):
        if isinstance(found, Stranger):
            by_handle = " Its handle can change: the address with the channel's id is surer." * found.is_by_handle
            if apply:
                take_down(found.enter(), reason=reason, note=note)
            return f"{found} is not in the catalog: imports will leave it out.{by_handle}"
        if (standing := find_standing(found)) and is_down(found):
            return f"{_describe(found)} was taken down already, on {standing.made_at:%-d %b %Y}. It stays so."
        if apply:
            take_down(found, reason=reason, note=note)
            undo = command_line("takedown", f"'{found.url or found.slug}'", "--undo", "--apply")
            return f"Taken down: {_describe(found)}. To reverse it: {undo}"
        return f"Would be taken down: {_describe(found)}."

    def _undo(self, found, *, apply):
        standing = None if isinstance(found, Stranger) else find_standing(found)
        if standing is None:
            raise CommandError(f"{_describe(found)} is not taken down.")
        if apply:
            reverse_takedown(standing)
            return f"Reversed: {_describe(found)} is as it was. The next reading of its page brings its texts back."
        return f"Would be as before: {_describe(found)}."


def _describe(found):
    if isinstance(found, Stranger):
        return str(found)
    if isinstance(found, Creator):
        return f"creator {found} ({found.slug}), with {counted(found.videos.count(), 'video')}"
    return f"video {found.pk} “{found}” ({found.url})"

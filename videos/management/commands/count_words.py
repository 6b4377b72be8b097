"""`manage.py count_words`: which words of titles and keywords no tag explains."""

from django.core.management.base import BaseCommand

from videos.curation.words import count_words, listed_words
from videos.management import counted, explaining_failures
from videos.models import CountedWord

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Count the words of titles, and the sources' keywords, that no tag explains; curators work on them in the "
        "admin. About half a minute for 100,000 videos; for a timer, once a night."
    )

    def handle(self, *args, verbosity, **options):
        with explaining_failures():
            count = count_words()
        if verbosity == 0:
            return
        for kind in CountedWord.Kind:
            words = listed_words(kind)
            self.stdout.write(f"{kind.label}: {words.count():,} that no tag explains")
            for word in words[:SHOWN]:
                told = f"{counted(word.video_count, 'video')} by {counted(word.creator_count, 'creator')}"
                self.stdout.write(f"    {word.shown}  {told}")
        self.stdout.write(self.style.SUCCESS(f"{counted(count.video_count, 'video')} read."))

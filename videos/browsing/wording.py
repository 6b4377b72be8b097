"""Words in the index: which videos say them."""

from django.db.models import Exists, OuterRef, Q
from pyroaring import BitMap

from asmr_catalog.folding import fold
from creators.models import CreatorAlias
from videos.models import Video


def find_saying(q, index):
    return [find_saying_slug(word, index) for word in fold(q).split()], []


def find_saying_slug(slug, index):
    word = fold(slug.replace("-", " "))
    alias = CreatorAlias.objects.filter(creator=OuterRef("creator"), folded_name__contains=word)
    said = Q(search_text__contains=word) | Q(creator__folded_name__contains=word) | Q(Exists(alias))
    return BitMap(Video.objects.published().filter(said).values_list("pk", flat=True))


def find_in_titles(q, index):
    return [
        BitMap(Video.objects.filter(folded_title__contains=word).values_list("pk", flat=True))
        for word in fold(q).split()
    ]

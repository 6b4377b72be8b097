"""What videos' own texts say of their maker's training: pointed out to curators, and to nobody else."""

import re
from collections.abc import Iterator

from creators.models import Creator
from videos.models import TaggedVideo

MOST = 5  # statements that are pointed out
READ = 300  # videos whose descriptions are read, the newest
_QUALIFIED = r"(?:licen[sc]ed|certified|registered|qualified|trained|chartered|accredited|board[- ]certified)"
_TRAINED_IN = (
    r"(?:psychotherapist|therapist|hypnotherapist|hypnotist|psychologist|psychiatrist|counsell?or|nurse|doctor|physician"
    r"|midwife|social worker|coach|reiki (?:master|practitioner)|practitioner)"
)
# In English, in the first person, and with a word for the training: “I'm your therapist today” is a scene.
_STATED = re.compile(
    rf"\b(?:i ?['’]?a?m|as) (?:also )?an? (?:[\w-]+ ){{0,2}}{_QUALIFIED} (?:[\w-]+ ){{0,3}}?{_TRAINED_IN}\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"[.!?\n]")


def read_statements(text: str) -> Iterator[str]:
    """Give the sentences of `text` in which its writer says to be trained in care, as they stand."""
    for sentence in _CUT.split(text):
        if _STATED.search(sentence):
            yield sentence.strip()


def find_stated_credentials(creator: Creator) -> list[tuple[int, str]]:
    """Find (id of the video, the sentence) in the descriptions of `creator`, newest videos first, each sentence once.

    Not in role plays, where whoever says it plays somebody. At most `MOST`, of the `READ` newest. One query.
    """
    scenes = TaggedVideo.objects.filter(tag__closure__present__slug="roleplay").values("content_object")
    videos = creator.videos.exclude(pk__in=scenes).exclude(description="").order_by("-pk")
    found = {}
    for pk, description in videos.values_list("pk", "description")[:READ]:
        for sentence in read_statements(description):
            found.setdefault(sentence, pk)
    return [(pk, sentence) for sentence, pk in found.items()][:MOST]

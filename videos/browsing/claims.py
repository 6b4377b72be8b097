"""Who speaks in a video: a part in a scene, somebody who states a training, somebody whose training was looked up.

Three claims with words of their own, never one for another: a therapist who is played is no therapist, and what a
person states is not what a curator confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from creators.models import Creator, CredentialState

SCENE = "roleplay"  # the tag that every scene brings


@dataclass(frozen=True)
class Claim:
    """`kind` names it for the style sheet; `short` is for cards, where the label is too long; `more` is what stands on
    the creator's page, blank for nothing."""

    kind: str
    label: str
    short: str
    explanation: str
    icon: str
    more: str = ""


IN_A_SCENE = Claim(
    kind="scene",
    label="Role play",
    short="role play",
    explanation="A scene. Nobody is examining or treating you.",
    icon="general",
)
AMONG_THEIR_VIDEOS = replace(
    IN_A_SCENE, label="Role plays", explanation="Some of their videos are scenes. Nobody is examining or treating you."
)
OF_CREDENTIALS = {
    CredentialState.STATED: Claim(
        kind="stated",
        label="States a credential (unverified)",
        short="credential unverified",
        explanation="The creator says so. Nobody here has checked it.",
        icon="creator",
        more="what they state",
    ),
    CredentialState.CONFIRMED: Claim(
        kind="confirmed",
        label="Credential confirmed by a curator",
        short="credential confirmed",
        explanation="It is said of the person: no video is treatment.",
        icon="check",
        more="source",
    ),
}


def find_claims(present: Iterable[str], creator: Creator | None) -> tuple[Claim, ...]:
    """The claims of a video that has the tags in `present`, closure included, and of its creator; the scene first."""
    return _join(IN_A_SCENE if SCENE in present else None, creator)


def find_claims_of_creator(present: Iterable[str], creator: Creator) -> tuple[Claim, ...]:
    """The same of a creator, some of whose videos have the tags in `present`."""
    return _join(AMONG_THEIR_VIDEOS if SCENE in present else None, creator)


def _join(scene: Claim | None, creator: Creator | None) -> tuple[Claim, ...]:
    stated = OF_CREDENTIALS.get(creator.credential_state) if creator else None
    return tuple(claim for claim in (scene, stated) if claim)

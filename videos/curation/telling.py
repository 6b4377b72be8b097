"""What people did, in words for other people."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from videos.browsing.explaining import ZONES
from videos.curation.history import HistoryLine
from videos.curation.pairs import PRESENT, Knowledge
from videos.models import Action, ActionKind, RecordedChange, Source, TagDecision

SHOWN_VALUE = 80  # characters of a value in the history
UNTOLD = {"note_reviewed_fingerprint"}  # fields that say nothing to a person
RECENT = 20  # actions on the desk's first page


@dataclass(frozen=True)
class ToldAction:
    """One action, ready to print. `changes` says what became of each thing; `more` how many it does not name."""

    pk: int
    summary: str
    kind: str
    person: str
    made_at: object
    query: str
    changes: tuple[str, ...]
    more: int
    is_undone: bool
    can_be_undone: bool
    about: "About | None" = None


@dataclass(frozen=True)
class About:
    """The one thing that an action was about: `thing` is "video", "creator" or "tag"."""

    thing: str
    pk: int
    name: str


def tell_history(lines: list[HistoryLine]) -> list[ToldAction]:
    """Tell the actions of a history. No further queries."""
    return [_tell(line.action, line.changes, line.count) for line in lines]


def recent_actions(*, kinds=None, most: int = RECENT) -> list[ToldAction]:
    """The latest actions, of these kinds only if given, without what they changed one by one. Two queries."""
    changes = RecordedChange.objects.filter(action=OuterRef("pk")).order_by("pk").values("pk")
    # The two ends are enough to tell one thing from several, however many changes lie between them.
    actions = Action.objects.select_related("undone_by", "undoes").annotate(
        first=Subquery(changes[:1]), last=Subquery(changes.reverse()[:1])
    )
    if kinds:
        actions = actions.filter(kind__in=kinds)
    actions = list(actions[:most])
    ends = RecordedChange.objects.select_related("video", "creator", "tag").in_bulk(
        {pk for action in actions for pk in (action.first, action.last) if pk}
    )
    return [
        _tell(action, [], 0, about=_find_about(ends.get(action.first), ends.get(action.last))) for action in actions
    ]


def _find_about(first: RecordedChange | None, last: RecordedChange | None) -> About | None:
    """The thing of which both changes are: of a pair the video, for the summary names the tag. None if they differ."""
    if first is None or last is None:
        return None
    for thing in ("video", "creator", "tag"):
        pk = getattr(first, f"{thing}_id")
        if pk != getattr(last, f"{thing}_id"):
            return None
        if pk:
            return About(thing, pk, str(getattr(first, thing)))
    return None


def _tell(action: Action, changes: list[RecordedChange], count: int, *, about: About | None = None) -> ToldAction:
    is_undone = hasattr(action, "undone_by")
    return ToldAction(
        pk=action.pk,
        summary=action.summary,
        kind=action.get_kind_display(),
        person=action.person_name or ("a visitor" if action.kind == ActionKind.REPORT else "a command"),
        made_at=action.made_at,
        query=action.query,
        changes=tuple(_tell_change(change) for change in changes),
        more=count - len(changes),
        is_undone=is_undone,
        can_be_undone=action.is_undoable and not is_undone,
        about=about,
    )


def _tell_change(change: RecordedChange) -> str:
    if change.video_id and change.tag_id:
        return f"{change.tag} in “{change.video}”: {_tell_pair(change.before)} → {_tell_pair(change.after)}"
    before, after = change.before or {}, change.after or {}
    return ", ".join(
        f"{_tell_name(name)}: {_tell_value(before.get(name))} → {_tell_value(after[name])}"
        for name in after
        if name not in UNTOLD
    )


def tell_knowledge(knowledge: Knowledge | None) -> str:
    """What is known of a pair of a video and a tag: present, rejected …, and who says so."""
    return _tell_pair(knowledge and knowledge.as_json)


def _tell_pair(knowledge: dict | None) -> str:
    if knowledge is None:
        return "unknown"
    kind = "present" if knowledge["kind"] == PRESENT else TagDecision.Kind(knowledge["kind"]).label
    zone = ZONES.get(knowledge["zone"], knowledge["zone"])
    where = f" in the {zone}: “{knowledge['evidence']}”" if knowledge["evidence"] else ""
    return f"{kind} ({Source(knowledge['source']).label}{where})"


def _tell_name(name: str) -> str:
    return name.removeprefix("curator_").replace("_", " ")


def _tell_value(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", []):
        return "nothing"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= SHOWN_VALUE else f"{text[: SHOWN_VALUE - 1]}…"

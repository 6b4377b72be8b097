"""Every decision of a person is written down with what was before, and can be taken back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from creators.models import Creator
from videos.curation.listing import hold_for_moderators
from videos.curation.pairs import Knowledge, lock_videos, read_pairs, write_pairs
from videos.models import Action, ActionKind, RecordedChange, Tag, Video
from videos.writing import in_chunks, insert_rows, update_rows, writing

_SUMMARY_LENGTH = Action._meta.get_field("summary").max_length
SHOWN = 40  # changes of one action that a history shows one by one


class NotUndoableError(Exception):
    """An action that cannot be taken back; the text says why."""


@dataclass(frozen=True)
class Undone:
    """What became of the changes of an action: so many `restored`; so many `left`, for they were decided anew since."""

    restored: int
    left: int


class Recorder:
    """What one action changes, noted while it is done. `summary`, `query` and `is_undoable` may be set meanwhile."""

    def __init__(self, user, kind: ActionKind, summary: str):
        self.user, self.kind, self.summary = user, kind, summary
        self.query = ""
        self.is_undoable = True
        self.undoes: Action | None = None
        self.action: Action | None = None  # once it is written; None where nothing changed
        self._changes: list[RecordedChange] = []

    def note(
        self,
        *,
        before: Knowledge | dict | None,
        after: Knowledge | dict | None,
        video: Video | int | None = None,
        creator: Creator | int | None = None,
        tag: Tag | int | None = None,
    ) -> None:
        """Note a change of a pair (a video and a tag) or of fields; nothing where before and after are equal."""
        if before == after:
            return
        keys = {"video_id": _key(video), "creator_id": _key(creator), "tag_id": _key(tag)}
        self._changes.append(RecordedChange(**keys, before=_as_json(before), after=_as_json(after)))

    def note_fields(self, instance: models.Model, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note those fields of a video, a creator or a tag that differ; related objects stand as their keys."""
        # In the model's order, whatever set the caller gathered the names in.
        names = [field.name for field in instance._meta.concrete_fields if field.name in after]
        changed = [name for name in names if before.get(name) != after[name]]
        if changed:
            thing = {Video: "video", Creator: "creator", Tag: "tag"}[type(instance)]
            told = {"before": before, "after": after}
            self.note(
                **{thing: instance.pk},
                **{when: {name: values.get(name) for name in changed} for when, values in told.items()},
            )

    def __len__(self) -> int:
        return len(self._changes)

    def write(self) -> None:
        """Write the action with what was noted; nothing where nothing was."""
        if not self._changes:
            return
        self.action = Action.objects.create(
            kind=self.kind,
            summary=_shorten(self.summary),
            query=self.query,
            person=self.user,
            person_name=self.user.get_username() if self.user else "",
            undoes=self.undoes,
            is_undoable=self.is_undoable,
        )
        for change in self._changes:
            change.action_id = self.action.pk
        insert_rows(self._changes)


@contextmanager
def acting(user, kind: ActionKind, summary: str) -> Iterator[Recorder]:
    """A transaction that ends by writing down what was noted in it. `user` is None for a command.

    Whoever breaks it off with an exception leaves neither changes nor record.
    """
    with transaction.atomic():
        recorder = Recorder(user, kind, summary)
        yield recorder
        recorder.write()


def field_values(instance: models.Model, names) -> dict[str, Any]:
    """What the database says of these fields of `instance` now; related objects as their keys. One query."""
    return type(instance).objects.filter(pk=instance.pk).values(*names).get() if names else {}


def undo(action: Action, *, user) -> Undone:
    """Take back what `action` did, wherever it still is as the action left it and nobody has decided anew since.

    Itself an action, that can be undone. It may be thousands of videos, so it waits for its turn among those who write
    many.

    Raises NotUndoableError for one that was undone already or that cannot be.
    """
    with writing(), acting(user, ActionKind.UNDO, f"Undone: {action.summary}") as recorder:
        action = Action.objects.select_for_update().get(pk=action.pk)
        if not action.is_undoable:
            raise NotUndoableError("This cannot be taken back.")
        if Action.objects.filter(undoes=action).exists():
            raise NotUndoableError("This was undone already.")
        recorder.undoes = action
        changes = list(action.changes.order_by("pk"))
        videos = {change.video_id for change in changes} - {None}
        lock_videos(videos)
        standing = _without_overruled(action, changes)
        pairs = [change for change in standing if change.video_id and change.tag_id]
        _restore_pairs(pairs, recorder)
        others = [change for change in standing if not (change.video_id and change.tag_id)]
        for model, key in ((Video, "video_id"), (Creator, "creator_id"), (Tag, "tag_id")):
            _restore_fields(model, key, [change for change in others if getattr(change, key)], recorder)
        restored = len(recorder)
        for some in in_chunks(videos):
            hold_for_moderators(Video.objects.filter(pk__in=some), recorder=recorder)
        return Undone(restored=restored, left=len(changes) - restored)


def _without_overruled(action: Action, changes: list[RecordedChange]) -> list[RecordedChange]:
    """Those of its changes on which nobody decided anew, though it may be as this action left it.

    Hidden, listed and hidden again is another's word. What was decided and undone since does not count. A query for
    10,000 things.
    """
    decided_anew = defaultdict(set)
    later = RecordedChange.objects.filter(action__gt=action.pk, action__undoes=None, action__undone_by=None)
    for key in ("video_id", "creator_id", "tag_id"):
        # Of a pair the video is asked for.
        things = {getattr(change, key) for change in changes if key != "tag_id" or not change.video_id} - {None}
        for some in in_chunks(things):
            for change in later.filter(**{f"{key}__in": some}):
                decided_anew[_thing_of(change)] |= _parts_of(change)
    return [change for change in changes if decided_anew[_thing_of(change)].isdisjoint(_parts_of(change))]


def _thing_of(change: RecordedChange) -> tuple[int | None, ...]:
    return change.video_id, change.creator_id, change.tag_id


def _parts_of(change: RecordedChange) -> set[str]:
    """The names of the fields that changed; a pair is one whole."""
    return {"pair"} if change.video_id and change.tag_id else set(change.after)


def _restore_pairs(changes: list[RecordedChange], recorder: Recorder) -> None:
    present = read_pairs({change.video_id for change in changes}, {change.tag_id for change in changes})
    told = [(change, *map(Knowledge.from_json, (change.before, change.after))) for change in changes]
    people = {known.decided_by_id for _, *both in told for known in both if known} - {None}
    people = {None, *get_user_model().objects.filter(pk__in=people).values_list("pk", flat=True)}
    wanted = {}
    for change, *both in told:
        pair = change.video_id, change.tag_id
        before, after = (_without_stranger(known, people) for known in both)
        if present.get(pair) == after:
            wanted[pair] = before
            recorder.note(video=pair[0], tag=pair[1], before=after, after=before)
    write_pairs(wanted, known=present)


def _without_stranger(known: Knowledge | None, people: set[int | None]) -> Knowledge | None:
    """What was said by somebody whose account is gone stands without them, as in the row itself."""
    is_strange = known is not None and known.decided_by_id not in people
    return replace(known, decided_by_id=None) if is_strange else known


def _restore_fields(model, key: str, changes: list[RecordedChange], recorder: Recorder) -> None:
    """By groups of equal values: an action on thousands of videos knows few.

    What led to a thing that is gone by now, such as an entry that became one with another, is left. Raises
    NotUndoableError for what is another's by now.
    """
    names = sorted({name for change in changes for name in change.after})
    # What became known of a video while a person's word stood was not judged by.
    now = {"updated_at": timezone.now(), "judged_fingerprint": ""} if model is Video else {}
    groups = defaultdict(list)
    for some in in_chunks(changes):
        ids = [getattr(change, key) for change in some]
        rows = {row["pk"]: row for row in model.objects.filter(pk__in=ids).values("pk", *names)}
        for change in some:
            row = rows[getattr(change, key)]
            if all(_is_same(model, name, row[name], value) for name, value in change.after.items()):
                groups[repr(sorted(change.before.items()))].append(change)
    for group in groups.values():
        values = {name: _to_python(model, name, value) for name, value in group[0].before.items()}
        if not all(_is_there(model, name, value) for name, value in values.items()):
            continue
        columns = {_column(model, name): value for name, value in values.items()}
        for some in in_chunks(group):
            ids = [getattr(change, key) for change in some]
            try:
                model.objects.filter(pk__in=ids).update(**columns, **now)
            except IntegrityError as error:
                raise NotUndoableError("Another entry has that name or channel by now.") from error
            _fold_anew(model, ids, values)
        for change in group:
            recorder.note(**{key.removesuffix("_id"): getattr(change, key)}, before=change.after, after=change.before)


def _fold_anew(model, ids: list[int], values: dict[str, Any]) -> None:
    """What is searched by follows the names and titles that were restored: no `save` has run."""
    if model is Video and "curator_title" in values:
        videos = list(Video.objects.filter(pk__in=ids))
        for video in videos:
            video.fold_texts()
        update_rows(videos, ["folded_title", "title_words", "search_words"])
    if model is Creator and "curator_name" in values:
        creators = list(Creator.objects.filter(pk__in=ids))
        for creator in creators:
            creator.fold_names()
        update_rows(creators, ["folded_name"])


@dataclass(frozen=True)
class HistoryLine:
    """One action as it stands in the history of a thing: what it changed of it, at most the first few, of `count`."""

    action: Action
    changes: list[RecordedChange]
    count: int


def history_of(*, video=None, creator=None, tag=None, most: int = 100) -> list[HistoryLine]:
    """The actions that changed this one thing, newest first, the `most` recent ones. Three queries."""
    of_it = Q(video=video) if video else Q(creator=creator) if creator else Q(tag=tag)
    changes = RecordedChange.objects.filter(of_it)
    counted = changes.order_by().values("action").annotate(count=Count("pk")).order_by("-action")[:most]
    counts = {row["action"]: row["count"] for row in counted}
    actions = Action.objects.select_related("undoes", "undone_by").in_bulk(counts)
    few = [pk for pk, count in counts.items() if count <= SHOWN]
    shown = defaultdict(list)
    for change in changes.filter(action__in=few).select_related("video", "creator", "tag").order_by("pk"):
        shown[change.action_id].append(change)
    return [HistoryLine(actions[pk], shown[pk], count) for pk, count in counts.items()]


def _key(thing) -> int | None:
    return thing.pk if isinstance(thing, models.Model) else thing


def _as_json(value):
    """A time keeps its microseconds, which Django's encoder would drop: undoing compares them."""
    if isinstance(value, Knowledge):
        return value.as_json
    return value and {name: one.isoformat() if isinstance(one, datetime) else one for name, one in value.items()}


def _is_same(model, name: str, value, recorded) -> bool:
    return value == _to_python(model, name, recorded)


def _is_there(model, name: str, value) -> bool:
    """Whether what the value leads to, if it leads anywhere, is still there."""
    field = model._meta.get_field(name)
    return value is None or not field.is_relation or field.related_model.objects.filter(pk=value).exists()


def _to_python(model, name: str, value):
    """A recorded value as the field has it: JSON knows no times."""
    field = model._meta.get_field(name)
    return (field.target_field if field.is_relation else field).to_python(value)


def _column(model, name: str) -> str:
    return model._meta.get_field(name).attname


def _shorten(text: str) -> str:
    return text if len(text) <= _SUMMARY_LENGTH else f"{text[: _SUMMARY_LENGTH - 1]}…"

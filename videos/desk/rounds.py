"""What a person did in a queue since they signed in: what they passed over, and what they can take back."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from videos.curation.history import NotUndoableError, undo
from videos.curation.reviewing import Place
from videos.models import Action

MOST_SKIPPED = 200  # beyond it the ones passed over first come again in their turn
MOST_UNDONE = 20


@dataclass(frozen=True)
class Said:
    """What became of an answer, in words; where `is_bad`, nothing was changed. `at` is what to show next, if it waits
    and not just the first of the queue; `typed` is what a person wrote there and is shown again."""

    text: str
    is_bad: bool = False
    at: Place | None = None
    typed: str = ""


class Round:
    """One queue's part of the session: nobody else's queue changes by it, and it ends with the session."""

    def __init__(self, session, name: str):
        self._session, self._name = session, f"desk-{name}"
        kept = session.get(self._name, {})
        self._skipped: list[str] = kept.get("skipped", [])
        self._done: list[list] = kept.get("done", [])  # [action's key, place's key], latest last

    @property
    def skipped(self) -> list[Place]:
        """What was passed over, the latest last."""
        return [place for key in self._skipped if (place := Place.from_key(key))]

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    def skip(self, place: Place) -> None:
        self._skipped = [*(key for key in self._skipped if key != place.key), place.key][-MOST_SKIPPED:]
        self._keep()

    def note(self, action: Action | None, place: Place) -> None:
        """Remember an action as the one that is taken back first; None changes nothing."""
        if action is not None:
            self._done = [*self._done, [action.pk, place.key]][-MOST_UNDONE:]
            self._keep()

    def take_back(self, user) -> Said:
        """Undo what this round did last and has not taken back yet, and show it again."""
        if not self._done:
            return Said("There is nothing to take back in this session.", is_bad=True)
        action_id, key = self._done.pop()
        self._skipped = [skipped for skipped in self._skipped if skipped != key]
        self._keep()
        action = Action.objects.filter(pk=action_id).first()
        try:
            undone = undo(action, user=user) if action else None
        except NotUndoableError as error:
            return Said(str(error), is_bad=True)
        if not undone or not undone.restored:
            return Said("Somebody has decided anew since: that stays.", is_bad=True)
        return Said(f"Taken back: {action.summary}.", at=Place.from_key(key))

    def _keep(self) -> None:
        self._session[self._name] = {"skipped": self._skipped, "done": self._done}


def finish(request, said: Said, template: str, query_string: str, context: dict):
    """Answer a form: the script that asks for it gets what is next as `template`, a browser is led to its page.

    `query_string` is that of the page, beginning with "?".
    """
    if request.headers.get("X-Fragment") == "queue":
        return render(request, template, {**context, "said": said})
    messages.add_message(request, messages.ERROR if said.is_bad else messages.SUCCESS, said.text)
    at = f"&at={said.at.key}" if said.at else ""
    typed = f"&{urlencode({'typed': said.typed})}" if said.typed else ""
    return redirect(f"{request.path}{query_string}{at}{typed}")

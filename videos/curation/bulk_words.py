"""An edit of many videos in words: what it does, and what becomes of each video by it."""

from videos.curation.bulk_edits import STATES, BulkEdit, BulkKind, Outcome

_SUMMARIES = {
    BulkKind.ADD_TAG: "“{tag}” added",
    BulkKind.REMOVE_TAG: "“{tag}” removed",
    BulkKind.REPLACE_TAG: "“{tag}” replaced by “{new_tag}”",
    BulkKind.CHECK_NONE: "“{tag}” checked: none",
    BulkKind.SET_CREATOR: "Creator set to {creator}",
    BulkKind.LIST: "Listed",
    BulkKind.HOLD: "Held",
    BulkKind.HIDE: "Hidden",
}
_INTENTIONS = {
    BulkKind.ADD_TAG: "Add “{tag}” to {videos}",
    BulkKind.REMOVE_TAG: "Remove “{tag}” from {videos}",
    BulkKind.REPLACE_TAG: "Replace “{tag}” by “{new_tag}” in {videos}",
    BulkKind.CHECK_NONE: "Say “checked: none” of “{tag}” for {videos}",
    BulkKind.SET_CREATOR: "Set the creator of {videos} to {creator}",
    BulkKind.LIST: "List {videos}",
    BulkKind.HOLD: "Hold {videos}",
    BulkKind.HIDE: "Hide {videos}",
}
_TAKEN_DOWN = "taken down: left out"
# Of a video, so that they fit one and thousands.
_OUTCOMES = {
    BulkKind.ADD_TAG: {
        Outcome.CHANGED: "gets “{tag}”",
        Outcome.SUGGESTED: "“{tag}” was suggested: accepted",
        Outcome.CONFIRMED: "has “{tag}” without a curator's word: gets it",
        Outcome.CONTRADICTED: "its text says there is none: gets “{tag}” all the same",
        Outcome.OVERRULED: "a person rejected it or found none: gets “{tag}” all the same",
        Outcome.STANDING: "a person rejected it or found none: stays so",
        Outcome.ALREADY: "has “{tag}” already, by a curator's word",
    },
    BulkKind.REMOVE_TAG: {
        Outcome.CHANGED: "loses “{tag}”: rejected for good",
        Outcome.SUGGESTED: "“{tag}” was suggested: rejected",
        Outcome.OVERRULED: "a curator gave it “{tag}”: rejected all the same",
        Outcome.STANDING: "a curator gave it “{tag}”: stays so",
        Outcome.ALREADY: "“{tag}” was rejected before",
        Outcome.IMPLIED: "has “{tag}” only because another of its tags brings it: stays as it is",
        Outcome.WITHOUT: "does not have “{tag}”",
    },
    BulkKind.REPLACE_TAG: {
        Outcome.CHANGED: "gets “{new_tag}” in place of “{tag}”",
        Outcome.CONTRADICTED: "its text says there is no “{new_tag}”: gets it all the same, in place of “{tag}”",
        Outcome.OVERRULED: "a person gave it “{tag}” or said no to “{new_tag}”: replaced all the same",
        Outcome.STANDING: "a person gave it “{tag}” or said no to “{new_tag}”: stays so",
        Outcome.IMPLIED: "has “{tag}” only because another of its tags brings it: stays as it is",
        Outcome.WITHOUT: "does not have “{tag}”",
    },
    BulkKind.CHECK_NONE: {
        Outcome.CHANGED: "is known from now on to have no “{tag}”",
        Outcome.SUGGESTED: "“{tag}” was suggested: from now on none",
        Outcome.CONFIRMED: "its text says there is none: confirmed",
        Outcome.CONTRADICTED: "has “{tag}” without a curator's word: from now on none",
        Outcome.OVERRULED: "a curator gave it “{tag}”: from now on none all the same",
        Outcome.STANDING: "a curator gave it “{tag}”: stays so",
        Outcome.ALREADY: "was checked before: none",
        Outcome.IMPLIED: "another of its tags brings “{tag}”: stays as it is",
    },
    BulkKind.SET_CREATOR: {
        Outcome.CHANGED: "goes to {creator}",
        Outcome.CONFIRMED: "is {creator}'s by its source: from now on by a curator's word",
        Outcome.OVERRULED: "a person chose another creator: goes to {creator} all the same",
        Outcome.STANDING: "a person chose another creator: stays so",
        Outcome.ALREADY: "is {creator}'s already, by a curator's word",
    },
}
_LISTING_OUTCOMES = {
    Outcome.CHANGED: "from now on {state}",
    Outcome.CONFIRMED: "is {state} by the rules: from now on by a curator's word",
    Outcome.OVERRULED: "a person decided otherwise: {state} all the same",
    Outcome.STANDING: "a person decided otherwise: stays so",
    Outcome.ALREADY: "is {state} already, by a curator's word",
    Outcome.REFUSED: "has a tag with which nothing is ever listed: left out; reject that tag first if it is not so",
}
_STATES = {BulkKind.LIST: "listed", BulkKind.HOLD: "held", BulkKind.HIDE: "hidden"}


def summarise(edit: BulkEdit) -> str:
    """What was done, for the list of actions: “Rain” added."""
    summary = _SUMMARIES[edit.kind].format(**_names(edit))
    return f"{summary}, also where a person had said otherwise" if edit.overrules else summary


def propose(edit: BulkEdit, videos: str) -> str:
    """What is to be done to `videos`, such as "8 videos", and is not done yet: Add “Rain” to 8 videos."""
    proposal = _INTENTIONS[edit.kind].format(**_names(edit), videos=videos)
    return f"{proposal}, also where a person said otherwise" if edit.overrules else proposal


def describe_outcome(edit: BulkEdit, outcome: Outcome) -> str:
    """What becomes of one video: “gets “Rain””."""
    if outcome is Outcome.TAKEN_DOWN:
        return _TAKEN_DOWN
    words = _LISTING_OUTCOMES if edit.kind in STATES else _OUTCOMES[edit.kind]
    return words[outcome].format(**_names(edit))


def _names(edit: BulkEdit) -> dict[str, str]:
    return {
        "tag": edit.tag.name if edit.tag else "",
        "new_tag": edit.new_tag.name if edit.new_tag else "",
        "creator": edit.creator.shown_name if edit.creator else "",
        "state": _STATES.get(edit.kind, ""),
    }

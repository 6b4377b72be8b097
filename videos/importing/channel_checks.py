"""A person asks what a site says of a channel, to see whether it is a creator's.

Through the queue, as every request: yt-dlp takes seconds to load and may take minutes to answer, which a process that
serves pages does not have; a worker holds the guard, the pauses, and what sites asked of us.
"""

from django.db import transaction

from creators.models import Creator, CreatorStatus
from videos.importing import queue
from videos.importing.addresses import parse_channel, why_no_channel
from videos.importing.options import RunOptions
from videos.importing.troubles import STOPS_THE_RUN, Trouble, describe_trouble
from videos.models import ChannelCheck, ItemState, RunKind, RunState


class NoChannelError(ValueError):
    """What was pasted cannot be asked for; the text says why."""


def request_channel_check(creator: Creator, text: str, *, user=None) -> ChannelCheck:
    """Put a run into the queue that asks what the site says of the channel at `text`, an address, handle or id.

    An earlier question about this creator that nobody has answered yet is given up. Raises NoChannelError.
    """
    if creator.status == CreatorStatus.REMOVED:
        raise NoChannelError("This creator asked to be removed from the catalog: their channel is not read.")
    address = parse_channel(text)
    if address is None:
        raise NoChannelError(f"This is no channel’s address: {why_no_channel(text)}.")
    for check in creator.channel_checks.filter(answered_at=None).select_related("run"):
        queue.cancel(check.run)
    with transaction.atomic():
        options = RunOptions(urls=(address.url,), creators=(creator.pk,), details="none")
        run = queue.request_run(RunKind.CHANNEL, options.as_json(), user=user)
        return ChannelCheck.objects.create(creator=creator, run=run, address=address.url)


def explain_no_answer(check: ChannelCheck) -> list[str]:
    """Why a check that has come to rest has no answer, in plain words. Up to two queries."""
    run = check.run
    if run.state == RunState.CANCELLED:
        return ["The question was cancelled."]
    told = [_explain(run.trouble, run.reason)] if run.state == RunState.STOPPED and run.reason else []
    for item in run.items.filter(state__in=[ItemState.FAILED, ItemState.SKIPPED]).order_by("pk"):
        word = describe_trouble(item.trouble)
        told.append(_explain(item.trouble, f"{word.capitalize()}: {item.detail}" if word else item.detail))
    # The advice is written for the command line as well.
    told = [text.replace("--resume", "“Ask the site”") for text in told]
    return list(dict.fromkeys(told)) or ["The site gave no answer."]


def _explain(trouble: str, reason: str) -> str:
    # An HTTP error is counted among the network's, but it is an answer: the 404 of a mistyped handle is the commonest.
    is_unreached = trouble == Trouble.NETWORK and "http error" not in reason.lower()
    return f"The site could not be asked: {reason}" if is_unreached or trouble in STOPS_THE_RUN else reason

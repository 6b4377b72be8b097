"""Who sends too much, told without keeping anybody's address.

An address is only ever seen as its keyed hash. The key is made anew for each day and deleted on the next: from then on
nobody, the operator included, can tell from which address a report came.
"""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta

from videos.models import SenderKey, SentReport

MOST_A_DAY = 10  # of one sender
MOST_AT_ONCE = 3  # of one sender within AT_ONCE
AT_ONCE = timedelta(minutes=10)
MOST_OF_ALL = 500  # a day, of all senders: more is an attack, and more than a person can look at


class TooManyReportsError(Exception):
    """Refused for now; the text says to the sender why, and when to try again."""


def admit(address: str, now: datetime, *, is_urgent: bool = False) -> str:
    """Count one report from `address` and give the sender's name of today. Call it inside a transaction.

    What is urgent comes in however many reports others sent, so that nobody's flood shuts it out. Addresses that cannot
    be read are one sender together. A handful of queries. Raises `TooManyReportsError`.
    """
    sender = _name_sender(address, now)
    sent = SentReport.objects.filter(sent_at__gte=_midnight(now))
    own = sent.filter(sender=sender)
    if own.filter(sent_at__gt=now - AT_ONCE).count() >= MOST_AT_ONCE:
        raise TooManyReportsError(
            f"That is more than {MOST_AT_ONCE} reports within ten minutes. Please send this one again a little later."
        )
    if own.count() >= MOST_A_DAY:
        raise TooManyReportsError(f"That is more than {MOST_A_DAY} reports today. Please send this one tomorrow.")
    if not is_urgent and sent.count() >= MOST_OF_ALL:
        raise TooManyReportsError("More reports came today than anybody can look at. Please send this one tomorrow.")
    SentReport.objects.create(sender=sender, sent_at=now)
    return sender


def forget_other_days(now: datetime) -> None:
    """Delete the keys of all days but this one, and what was counted on them. Two queries."""
    SenderKey.objects.exclude(day=now.date()).delete()
    SentReport.objects.filter(sent_at__lt=_midnight(now)).delete()


def _name_sender(address: str, now: datetime) -> str:
    key, is_new = SenderKey.objects.get_or_create(day=now.date(), defaults={"key": secrets.token_hex(32)})
    if is_new:
        forget_other_days(now)
    return hmac.new(key.key.encode(), _network_of(address).encode(), hashlib.sha256).hexdigest()


def _network_of(address: str) -> str:
    """Of IPv6 the network of 64 bits that one customer has to himself, of IPv4 the address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((int(found), 64), strict=False))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)

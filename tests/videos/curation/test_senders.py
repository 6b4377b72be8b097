from datetime import UTC, datetime, timedelta

import pytest

from videos.curation import senders
from videos.curation.senders import TooManyReportsError, admit, forget_other_days
from videos.models import SenderKey, SentReport

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def send(*moments, address="192.0.2.7"):
    return [admit(address, moment) for moment in moments]


def refusal(moment, address="192.0.2.7"):
    with pytest.raises(TooManyReportsError) as refused:
        admit(address, moment)
    return str(refused.value)


class TestOneSender:
    def test_is_refused_the_fourth_report_within_ten_minutes(self):
        send(NOON, NOON + MINUTE, NOON + 2 * MINUTE)

        assert refusal(NOON + 9 * MINUTE) == (
            "That is more than 3 reports within ten minutes. Please send this one again a little later."
        )

    def test_may_send_it_ten_minutes_after_the_first(self):
        send(NOON, NOON + MINUTE, NOON + 2 * MINUTE, NOON + 10 * MINUTE)

        assert SentReport.objects.count() == 4

    def test_is_refused_the_eleventh_of_a_day(self):
        send(*(NOON + place * HOUR for place in range(10)))

        assert refusal(NOON + 11 * HOUR) == "That is more than 10 reports today. Please send this one tomorrow."

    def test_begins_anew_on_the_next_day(self):
        send(*(NOON + place * HOUR for place in range(10)))
        send(NOON + DAY)

        assert SentReport.objects.count() == 1

    def test_is_no_hindrance_to_others(self):
        send(NOON, NOON, NOON)

        send(NOON, address="192.0.2.8")

        assert SentReport.objects.count() == 4

    @pytest.mark.parametrize(
        ("one", "other", "is_same"),
        [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
            ("::ffff:192.0.2.7", "192.0.2.7", True),
            ("192.0.2.7", "192.0.2.8", False),
            ("", "no address", True),
        ],
    )
    def test_is_one_connection_of_the_internet(self, one, other, is_same):
        assert (admit(one, NOON) == admit(other, NOON)) is is_same

    def test_refused_is_not_counted(self):
        send(NOON, NOON, NOON)
        refusal(NOON)

        assert SentReport.objects.count() == 3


def test_all_together_are_refused_beyond_the_ceiling(monkeypatch):
    monkeypatch.setattr(senders, "MOST_OF_ALL", 2)
    send(NOON, address="192.0.2.1")
    send(NOON, address="192.0.2.2")

    assert refusal(NOON, "192.0.2.3") == (
        "More reports came today than anybody can look at. Please send this one tomorrow."
    )


def test_what_is_urgent_is_taken_beyond_the_ceiling_but_not_more_of_one_sender(monkeypatch):
    monkeypatch.setattr(senders, "MOST_OF_ALL", 1)
    send(NOON, address="192.0.2.1")

    for _ in range(senders.MOST_AT_ONCE):
        senders.admit("192.0.2.3", NOON, is_urgent=True)

    with pytest.raises(senders.TooManyReportsError):
        senders.admit("192.0.2.3", NOON, is_urgent=True)


class TestPrivacy:
    def test_nothing_that_is_kept_is_the_address_or_the_plain_hash_of_it(self):
        (name,) = send(NOON)
        kept = [*SenderKey.objects.values_list(), *SentReport.objects.values_list("sender")]

        assert "192.0.2.7" not in repr(kept)
        assert (len(name), name == send(NOON)[0]) == (64, True)

    def test_the_same_address_has_another_name_on_another_day(self):
        assert send(NOON) != send(NOON + DAY)

    def test_the_key_of_a_day_is_deleted_on_the_next(self):
        send(NOON)
        send(NOON + DAY)

        assert list(SenderKey.objects.values_list("day", flat=True)) == [(NOON + DAY).date()]

    def test_the_key_goes_without_another_report_too(self):
        send(NOON)

        forget_other_days(NOON + DAY)

        assert (SenderKey.objects.count(), SentReport.objects.count()) == (0, 0)

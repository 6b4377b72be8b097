"""A curator says: this channel is theirs."""

import pytest
from django.utils import timezone

from creators.models import Creator
from videos.curation.confirming import NotConfirmableError, check_confirmable, confirm_channel
from videos.curation.history import undo
from videos.models import Action, ChannelCheck, ImportRun

pytestmark = pytest.mark.django_db

CHANNEL_ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"


@pytest.fixture
def creator(make_creator):
    return make_creator("", curator_name="Olivia Kissper ASMR", is_asmr_creator=True)


@pytest.fixture
def make_check(creator):
    def make(**values):
        said = {
            "site": "youtube",
            "site_id": CHANNEL_ID,
            "name": "Olivia’s Kissper ASMR",
            "handle": "@oliviakissper",
            "url": f"https://www.youtube.com/channel/{CHANNEL_ID}",
            "titles": ["ASMR for sleep"],
            "answered_at": timezone.now(),
        }
        run = ImportRun.objects.create(kind="channel", state="finished")
        return ChannelCheck.objects.create(creator=creator, run=run, address="x", **{**said, **values})

    return make


class TestConfirmChannel:
    def test_gives_the_entry_what_the_site_says_and_the_person_s_word_on_it(self, make_check, curator):
        confirm_channel(make_check(), user=curator)

        creator = Creator.objects.get()
        assert (creator.site, creator.site_id, creator.handle) == ("youtube", CHANNEL_ID, "@oliviakissper")
        assert (creator.name, creator.source_name) == ("Olivia Kissper ASMR", "Olivia’s Kissper ASMR")
        assert (creator.url, creator.status) == (f"https://www.youtube.com/channel/{CHANNEL_ID}", "active")
        assert creator.confirmed_at == creator.curated_at

    def test_records_who_confirmed_and_what_they_were_shown(self, make_check, creator, curator):
        confirm_channel(make_check(), user=curator)

        action = Action.objects.get()
        assert (action.kind, action.person) == ("creator", curator)
        assert action.summary == (
            "Confirmed: the channel Olivia’s Kissper ASMR (@oliviakissper) is theirs; "
            f"shown: {CHANNEL_ID}, ASMR for sleep"
        )
        [change] = action.changes.all()
        assert (change.before["site_id"], change.after["site_id"]) == ("", CHANNEL_ID)

    def test_can_be_undone(self, make_check, creator, curator):
        confirm_channel(make_check(), user=curator)

        assert undo(Action.objects.get(), user=curator).restored == 1

        creator.refresh_from_db()
        assert (creator.site_id, creator.status, creator.confirmed_at) == ("", "unverified", None)

    def test_keeps_former_names_so_that_the_channel_is_still_found(self, make_check, creator):
        Creator.objects.update(handle="@old")

        confirm_channel(make_check())

        assert {trace.value for trace in creator.traces.filter(kind="handle")} == {"@oliviakissper", "@old"}

    def test_leaves_what_the_site_did_not_say(self, make_check):
        Creator.objects.update(handle="@old")

        confirm_channel(make_check(handle=""))

        assert Creator.objects.get().handle == "@old"

    def test_may_be_said_again_of_the_same_channel(self, make_check):
        confirm_channel(make_check())

        confirm_channel(make_check(handle="@new"))

        assert Creator.objects.get().handle == "@new"


class TestCheckConfirmable:
    def test_names_the_entry_that_has_the_channel_already(self, make_check, make_creator, creator):
        other = make_creator("Kissper", site_id=CHANNEL_ID)

        with pytest.raises(NotConfirmableError) as error:
            check_confirmable(creator, make_check())

        assert (error.value.other, str(error.value)) == (
            other,
            "Another entry of the catalog has this channel: “Kissper”.",
        )

    @pytest.mark.parametrize(
        ("entry", "answer", "reason"),
        [
            ({"site_id": OTHER_ID}, {}, f"This entry has a channel already, {OTHER_ID} on youtube"),
            ({"status": "removed"}, {}, "This creator asked to be removed from the catalog."),
            ({}, {"answered_at": None}, "The site has not answered yet."),
        ],
    )
    def test_says_why_the_channel_cannot_be_theirs(self, make_check, creator, entry, answer, reason):
        check = make_check(**answer)
        Creator.objects.update(**entry)

        with pytest.raises(NotConfirmableError) as error:
            confirm_channel(check)

        assert str(error.value).startswith(reason)
        assert not Action.objects.exists()

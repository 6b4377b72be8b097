"""A credential is confirmed by a person, with a source, and of one statement alone."""

import pytest

from creators.models import Creator
from videos.curation.editing import save_creator
from videos.curation.history import undo
from videos.curation.merge_preview import foresee_merge
from videos.curation.merging import merge_duplicates
from videos.models import Action

pytestmark = pytest.mark.django_db

SOURCE = "https://register.example/123"


@pytest.fixture
def confirm(curator):
    def confirm_(creator, *, what="Registered nurse", source=SOURCE):
        return edit(creator, curator, confirmed_credential=what, credential_source=source)

    return confirm_


@pytest.fixture
def nurse(make_creator):
    return make_creator(credentials="A nurse.")


def edit(creator, user=None, **values) -> Creator:
    """Save `values` as a person's edit; gives the entry as stored."""
    for name, value in values.items():
        setattr(creator, name, value)
    save_creator(creator, changed=set(values), user=user)
    return Creator.objects.get(pk=creator.pk)


def state(creator) -> str:
    return Creator.objects.get(pk=creator.pk).credential_state


def last_action() -> Action:
    return Action.objects.latest("pk")


class TestStating:
    @pytest.mark.parametrize(("credentials", "expected"), [("", ""), ("A nurse.", "stated")])
    def test_is_no_confirmation(self, make_creator, credentials, expected):
        assert make_creator(credentials=credentials).credential_state == expected


class TestConfirming:
    def test_keeps_what_was_said_by_whom_and_of_which_statement(self, nurse, confirm):
        creator = confirm(nurse)

        assert creator.credential_state == "confirmed"
        assert (creator.confirmed_credential, creator.credential_source) == ("Registered nurse", SOURCE)
        assert (creator.credential_confirmed_of, creator.credential_confirmed_by) == ("A nurse.", "curator")
        assert creator.credential_confirmed_at == creator.curated_at.replace(microsecond=0)

    def test_is_nothing_that_a_program_does(self, nurse):
        with pytest.raises(ValueError, match="a person who is logged in"):
            edit(nurse, None, confirmed_credential="Registered nurse", credential_source=SOURCE)

    def test_is_taken_back_by_emptying_it(self, nurse, confirm):
        creator = confirm(confirm(nurse), what="", source="")

        assert (creator.credential_state, creator.credential_confirmed_at) == ("stated", None)
        assert (creator.credential_confirmed_of, creator.credential_confirmed_by) == ("", "")

    def test_outlives_an_edit_of_something_else(self, nurse, confirm, curator):
        assert edit(confirm(nurse), curator, approach="Quiet care.").credential_state == "confirmed"

    def test_ends_where_the_statement_changes(self, nurse, confirm, curator):
        creator = edit(confirm(nurse), curator, credentials="A therapist.")

        assert (creator.credential_state, creator.confirmed_credential, creator.credential_source) == ("stated", "", "")

    def test_may_change_together_with_the_statement(self, nurse, confirm, curator):
        values = {"credentials": "A therapist.", "confirmed_credential": "Therapist", "credential_source": SOURCE}

        creator = edit(confirm(nurse), curator, **values)

        assert (creator.credential_state, creator.credential_confirmed_of) == ("confirmed", "A therapist.")

    def test_says_nothing_of_a_text_that_another_program_wrote(self, nurse, confirm):
        confirm(nurse)

        Creator.objects.update(credentials="A therapist.")

        assert state(nurse) == "stated"


class TestTheHistory:
    def test_names_what_was_confirmed_and_can_take_it_back(self, nurse, confirm, curator):
        confirm(nurse)

        assert last_action().summary == "Edited: confirmed credential, credential source"
        undo(last_action(), user=curator)

        assert state(nurse) == "stated"

    def test_brings_a_confirmation_back_with_the_statement_it_was_said_of(self, nurse, confirm, curator):
        edit(confirm(nurse), curator, credentials="A therapist.")

        undo(last_action(), user=curator)

        assert state(nurse) == "confirmed"

    def test_never_brings_it_to_another_statement(self, nurse, confirm, curator):
        confirm(confirm(nurse), what="", source="")
        taken_back = last_action()
        edit(nurse, curator, credentials="A therapist.")

        undo(taken_back, user=curator)

        assert state(nurse) == "stated"

    def test_takes_a_statement_from_under_no_confirmation(self, make_creator, confirm, curator):
        creator = edit(make_creator(credentials="Likes tea."), curator, credentials="A nurse.")
        written = last_action()
        confirm(creator)

        undo(written, user=curator)

        assert (Creator.objects.get().credentials, state(creator)) == ("Likes tea.", "stated")


class TestMerging:
    """Two entries for one channel: a confirmation goes with the statement that it was said of."""

    @pytest.mark.parametrize("others", ["", "A nurse."])
    @pytest.mark.parametrize("is_of_the_one_that_stays", [True, False])
    def test_keeps_it_where_that_statement_stands_alone(self, make_creator, confirm, others, is_of_the_one_that_stays):
        confirmed, other = make_creator(credentials="A nurse."), make_creator(credentials=others)
        confirm(confirmed)
        pair = (confirmed, other) if is_of_the_one_that_stays else (other, confirmed)

        stays = merge_duplicates(*pair)

        assert (stays.credential_state, stays.credential_source) == ("confirmed", SOURCE)

    def test_ends_it_where_another_statement_joins(self, make_creator, confirm):
        confirmed, other = make_creator(credentials="A nurse."), make_creator(credentials="A therapist.")
        confirm(confirmed)

        rows = {row.label: (row.stays, row.result) for row in foresee_merge(confirmed, other).rows}
        stays = merge_duplicates(confirmed, other)

        assert (stays.credential_state, stays.confirmed_credential) == ("stated", "")
        assert rows["Credential confirmed"] == (f"Registered nurse ({SOURCE})", "")

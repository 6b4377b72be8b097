"""The admin's pages of help contacts and resources."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from videos.models import HelpContact, Resource

pytestmark = pytest.mark.django_db

LIST = reverse("admin:videos_helpcontact_changelist")


@pytest.fixture
def admin(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def contact(db):
    return HelpContact.objects.create(name="Listeners", number="1", country="NO")


def send(admin, contact, **changes):
    values = {"kind": contact.kind, "country": contact.country, "name": contact.name, "number": contact.number}
    address = reverse("admin:videos_helpcontact_change", args=[contact.pk])
    answer = admin.post(address, {**values, "is_shown": "on", **changes}, follow=True)
    contact.refresh_from_db()
    return answer.content.decode()


class TestHelpContact:
    def test_is_checked_one_by_one_on_its_page(self, admin, contact):
        page = admin.get(reverse("admin:videos_helpcontact_change", args=[contact.pk]))
        send(admin, contact, checked_today="on", seen=page.context["adminform"].form["seen"].value())

        assert (contact.verified_on, contact.verified_by) == (timezone.localdate(), "curator")

    def test_is_unverified_after_a_change_and_that_is_said(self, admin, contact):
        send(admin, contact, checked_today="on")

        html = send(admin, contact, number="2")

        assert (contact.number, contact.verified_on) == ("2", None)
        assert "it is unverified now, and shown to nobody" in html

    def test_is_not_checked_on_a_page_that_is_out_of_date(self, admin, contact):
        page = admin.get(reverse("admin:videos_helpcontact_change", args=[contact.pk]))
        seen = page.context["adminform"].form["seen"].value()
        send(admin, contact, number="2", checked_today="on")

        html = send(admin, contact, number="1", checked_today="on", seen=seen)

        assert ("Somebody changed this entry" in html, contact.number) == (True, "2")

    @pytest.mark.parametrize(
        ("number", "country", "stored"),
        [("2", "", ("1", "NO")), ("+49 30 1", "", ("+49 30 1", "")), ("112", "EU", ("112", "EU"))],
    )
    def test_has_a_country_where_its_number_works(self, admin, contact, number, country, stored):
        send(admin, contact, number=number, country=country)

        assert (contact.number, contact.country) == stored

    def test_is_checked_many_at_once_on_record(self, admin, contact):
        other = HelpContact.objects.create(name="Others", number="2")
        form = {"action": "verify_today", "_selected_action": [contact.pk, other.pk]}

        admin.post(LIST, form)

        assert HelpContact.objects.filter(verified_on=timezone.localdate(), verified_by="curator").count() == 2
        assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Checked today."}

    @pytest.mark.parametrize("name", ["helpcontact", "resource"])
    def test_is_checked_by_nobody_who_may_only_look(self, client, contact, name):
        resource = Resource.objects.create(title="Blog", kind="blog")
        user = get_user_model().objects.create_user("looks", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename=f"view_{name}"))
        client.force_login(user)
        address = reverse(f"admin:videos_{name}_changelist")

        for action in ("verify_today", "confirm_today"):
            client.post(address, {"action": action, "_selected_action": [contact.pk, resource.pk]})

        assert client.get(address).status_code == 200
        assert (HelpContact.objects.get().verified_on, Resource.objects.get().checked_on) == (None, None)

    @pytest.mark.parametrize(
        ("check", "names"),
        [
            ("shown", ["New", "Soon"]),
            ("expiring", ["Soon"]),
            ("expired", ["Late"]),
            ("unverified", ["Never"]),
            ("rubbish", ["Late", "Never", "New", "Soon"]),
        ],
    )
    def test_is_found_by_its_check(self, admin, check, names):
        for name, age in (("New", 0), ("Soon", 170), ("Late", 181)):
            day = timezone.localdate() - timedelta(days=age)
            HelpContact.objects.create(name=name, number="1", verified_on=day, verified_by="curator")
        HelpContact.objects.create(name="Never", number="1")

        shown = admin.get(LIST, {"check": check}).context["cl"].queryset

        assert sorted(one.name for one in shown) == names

    def test_says_how_many_days_it_has_left(self, admin, contact):
        send(admin, contact, checked_today="on")

        assert '<td class="field-left">180</td>' in admin.get(LIST).content.decode()

    @pytest.mark.parametrize("name", ["helpcontact", "resource"])
    def test_is_shut_off_not_deleted(self, admin, contact, name):
        pk = contact.pk if name == "helpcontact" else Resource.objects.create(title="Blog", kind="blog").pk

        assert admin.post(reverse(f"admin:videos_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403


class TestResource:
    def test_is_confirmed_as_there(self, admin):
        resource = Resource.objects.create(title="Blog", kind="blog")
        form = {"action": "confirm_today", "_selected_action": [resource.pk]}

        admin.post(reverse("admin:videos_resource_changelist"), form)

        resource.refresh_from_db()
        assert (resource.status, resource.checked_on) == ("live", timezone.localdate())

    @pytest.mark.parametrize(
        ("values", "stored"),
        [
            ({"note": "Reads well."}, ("live", True)),
            ({"url": "https://new.example/"}, ("unverified", False)),
            ({"url": "https://new.example/", "checked_on": "2026-11-02"}, ("live", True)),
            ({"url": "https://new.example/", "status": "historic"}, ("historic", False)),
        ],
    )
    def test_is_looked_at_anew_at_another_address(self, admin, values, stored):
        form = {"kind": "blog", "title": "Blog", "url": "https://old.example/", "status": "live", "order": "0"}
        form["checked_on"] = "2026-11-01"
        admin.post(reverse("admin:videos_resource_add"), form)
        resource = Resource.objects.get()

        admin.post(reverse("admin:videos_resource_change", args=[resource.pk]), {**form, **values})

        resource.refresh_from_db()
        assert (resource.status, resource.checked_on is not None) == stored

    @pytest.mark.parametrize("day", ["", "2999-01-01", "rubbish"])
    def test_is_there_on_a_day_that_was(self, admin, day):
        form = {"kind": "blog", "title": "Blog", "status": "live", "order": "0", "checked_on": day}

        answer = admin.post(reverse("admin:videos_resource_add"), form)

        assert (list(answer.context["adminform"].form.errors), Resource.objects.count()) == (["checked_on"], 0)

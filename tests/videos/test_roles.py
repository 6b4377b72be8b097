"""Who reaches which page of staff: strangers none, curators their work, administrators all."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from videos import roles
from videos.curation.tags import decide
from videos.curation.takedowns import take_down
from videos.importing.channel_checks import request_channel_check
from videos.models import Action, Report, Tag

pytestmark = pytest.mark.django_db

# Every page of the desk: by name, what it takes. A new one has to be thought of here.
DESK = {
    "home": {},
    "videos": {},
    "preview-edit": {},
    "apply-edit": {},
    "actions": {},
    "review": {},
    "absences": {},
    "history": {"thing": "video", "pk": "of video"},
    "undo": {"pk": "of action"},
    "reports": {},
    "report": {"pk": "of report"},
    "creator-channel": {"pk": "of creator"},
    "creator-confirm": {"pk": "of creator", "check_pk": "of check"},
    "creator-merge": {"pk": "of creator"},
    "creator-default": {"pk": "of creator", "default_pk": "of default"},
    "takedowns": {},
    "takedown": {"thing": "video", "pk": "of video"},
    "takedown-of-stranger": {},
    "reverse-takedown": {"pk": "of takedown"},
}
QUERIES = {"takedown-of-stranger": "?address=https://youtu.be/aaaaaaaaa09"}
OF_ADMINISTRATORS = {"auth.user", "auth.group"}


@pytest.fixture
def sign_in(client, db):
    def sign(role):
        if role:
            user = get_user_model().objects.create_user(role, is_staff=True)
            user.groups.add(Group.objects.get(name=role))
            client.force_login(user)
        return client

    return sign


@pytest.fixture
def address(make_video, make_creator):
    """The address of a page of the desk by its name, of things that there are."""

    def find(name):
        video = make_video()
        decide(video, Tag.objects.get(slug="tapping"), kind=None)
        report = Report.objects.create(kind="other", video=video)
        things = {"of video": video.pk, "of action": Action.objects.get().pk, "of report": report.pk}
        if "of creator" in DESK[name].values():
            creator = make_creator()
            check = request_channel_check(creator, "@quiet")
            default = creator.defaults.create(tag=Tag.objects.get(slug="tapping"))
            things |= {"of creator": creator.pk, "of check": check.pk, "of default": default.pk}
        if "of takedown" in DESK[name].values():
            things["of takedown"] = take_down(video, reason="other").pk
        values = {argument: things.get(value, value) for argument, value in DESK[name].items()}
        return reverse(f"desk:{name}", kwargs=values) + QUERIES.get(name, "")

    return find


def desk_patterns():
    resolver = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "desk")
    return {pattern.name for pattern in resolver.url_patterns}


class TestRoles:
    def test_exist_after_every_migration(self):
        assert set(Group.objects.values_list("name", flat=True)) >= {"Curators", "Administrators"}

    @pytest.mark.parametrize(
        ("name", "rights"), [("Curators", roles.CURATOR_RIGHTS), ("Administrators", roles.ADMINISTRATOR_RIGHTS)]
    )
    def test_have_exactly_their_rights(self, name, rights):
        permissions = Group.objects.get(name=name).permissions.select_related("content_type")

        given = {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}

        assert given == set(rights)

    def test_get_their_rights_back_and_are_then_left_alone(self):
        group = Group.objects.get(name="Curators")
        group.permissions.clear()

        roles.set_up("default")
        with CaptureQueriesContext(connection) as queries:
            roles.set_up("default")

        assert group.permissions.count() == len(roles.CURATOR_RIGHTS)
        assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


class TestTheDesk:
    def test_is_known_here_page_by_page(self):
        assert desk_patterns() == set(DESK)

    @pytest.mark.parametrize("name", DESK)
    def test_is_closed_to_strangers(self, client, name, address):
        answer = client.post(address(name))

        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")

    @pytest.mark.parametrize("name", DESK)
    def test_is_closed_to_staff_without_a_right(self, client, name, address):
        client.force_login(get_user_model().objects.create_user("guest", is_staff=True))

        assert client.post(address(name)).status_code == 403

    @pytest.mark.parametrize("role", ["Curators", "Administrators"])
    @pytest.mark.parametrize("name", DESK)
    def test_is_open_to_curators_and_administrators(self, sign_in, name, role, address):
        assert sign_in(role).get(address(name)).status_code in {200, 405}


class TestTheAdmin:
    @pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
    @pytest.mark.parametrize("role", [None, "Curators", "Administrators"])
    def test_shows_each_role_what_is_theirs(self, sign_in, model, role):
        label = model._meta.label_lower
        theirs = {None: 302, "Curators": 403 if label in OF_ADMINISTRATORS else 200, "Administrators": 200}

        answer = sign_in(role).get(reverse(f"admin:{label.replace('.', '_')}_changelist"))

        assert answer.status_code == theirs[role]

    def test_lets_no_curator_make_an_account_or_take_a_role(self, sign_in):
        client = sign_in("Curators")
        own = get_user_model().objects.get().pk

        statuses = [
            client.post(reverse("admin:auth_user_change", args=[own]), {"is_superuser": "on"}).status_code,
            client.post(reverse("admin:auth_user_add")).status_code,
            client.post(reverse("admin:auth_group_add")).status_code,
        ]

        assert (statuses, get_user_model().objects.filter(is_superuser=True).count()) == ([403, 403, 403], 0)

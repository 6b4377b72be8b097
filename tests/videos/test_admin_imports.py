"""The desk for imports: asking for one, watching it, stopping it, trying again, and who may do so."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from videos.importing.queue import this_process
from videos.importing.troubles import ADVICE
from videos.models import ImportRun, RunItem, SiteLimit, Worker

LIST = "/admin/videos/importrun/"
ADD = f"{LIST}add/"
ADDRESS = "https://www.youtube.com/@quiet"
STATES = ["requested", "running", "finished", "stopped", "cancelled"]
WAITING_IN_VAIN = "No worker is running: requested imports wait."


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def as_staff(client, db):
    """Log in somebody of the staff who has exactly these permissions."""

    def log_in(*permissions):
        user = get_user_model().objects.create_user("staff", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def make_run(db):
    """Make a run; `items` maps states to how many videos there are of them."""

    def make(state="running", *, items=None, **values):
        if state == "running":
            held = {"worker": this_process(), "lease_until": timezone.now() + timedelta(minutes=4)}
            values = {"started_at": timezone.now(), **held, **values}
        values = {"kind": "addresses", "options": {"urls": [ADDRESS]}, **values}
        run = ImportRun.objects.create(state=state, **values)
        rows = [(state, number) for state, count in (items or {}).items() for number in range(count)]
        RunItem.objects.bulk_create(
            RunItem(
                run=run,
                kind="video",
                state=state,
                address=f"https://www.youtube.com/watch?v={state}{number}",
                title=f"{state.capitalize()} {number}",
            )
            for state, number in rows
        )
        return run

    return make


@pytest.fixture
def make_limit(db):
    def make(site="youtube", *, minutes=40):
        now = timezone.now()
        return SiteLimit.objects.create(
            site=site, until=now + timedelta(minutes=minutes), trouble="rate-limited", said="Try later.", seen_at=now
        )

    return make


@pytest.fixture
def worker(db):
    now = timezone.now()
    return Worker.objects.create(name=this_process(), started_at=now, seen_at=now)


def address_of(run, step="change"):
    return f"{LIST}{run.pk}/{step}/"


def ask(desk, **values):
    data = {"addresses": ADDRESS, "tabs": ["videos", "streams"], "details": "new", **values}
    return desk.post(ADD, {name: value for name, value in data.items() if value is not None}, follow=True)


def text_of(page):
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


def messages(response):
    return [str(message) for message in response.context["messages"]]


def log():
    return [(entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]


def cells(page, name):
    found = re.findall(rf'<t[dh] class="field-{name}[^"]*">(.*?)</t[dh]>', page.text)
    return [strip_tags(cell) for cell in found]


def buttons(page):
    return re.findall(
        r'(?:<button type="submit" class="button"|class="button import-buttons__cancel")[^>]*>([^<]+)', page.text
    )


def titles(page):
    return [row["title"] for row in page.context["items"].object_list]


class TestTheList:
    def test_tells_what_was_asked_for_how_it_stands_and_what_came_of_it(self, desk, curator, make_creator, make_run):
        creator = make_creator("Quiet Corner")
        started = timezone.now() - timedelta(hours=3)
        over = {"started_at": started, "ended_at": started + timedelta(minutes=27), "requested_by": curator}
        make_run("finished", kind="files", options={"files": ["/srv/a.jsonl"]}, counts={"created": 1200}, **over)
        make_run("stopped", kind="creators", options={"creators": [creator.pk]}, items={"updated": 2, "failed": 1})
        make_run("requested", items={"waiting": 1})

        page = desk.get(LIST)

        assert cells(page, "asked_for") == ["www.youtube.com/@quiet", "Channel of Quiet Corner", "a.jsonl"]
        assert cells(page, "state_word") == ["waiting for a worker", "stopped", "finished"]
        assert cells(page, "outcomes") == ["1 waiting", "2 updated, 1 failed", "1,200 created"]
        assert cells(page, "duration") == ["-", "-", "about 27 minutes"]
        assert cells(page, "started") == ["-", "-", f"{started:%-d %b %Y, %H:%M} UTC"]
        assert cells(page, "requested_by") == ["-", "-", "curator"]

    def test_counts_items_whatever_an_older_count_says(self, desk, make_run):
        make_run("requested", counts={"failed": 3}, items={"waiting": 3})

        assert cells(desk.get(LIST), "outcomes") == ["3 waiting"]

    def test_does_not_count_listings_that_were_read(self, desk, make_run):
        make_run(items={"created": 2}).items.create(kind="listing", state="listed", address=ADDRESS)

        assert cells(desk.get(LIST), "outcomes") == ["2 created"]

    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_runs(self, desk, make_creator, make_run):
        def make_runs(count):
            for number in range(count):
                options = {"creators": [make_creator(f"Creator {number}").pk]}
                make_run(kind="creators", options=options, items={"created": 2, "waiting": 1})

        make_runs(3)
        desk.get(LIST)
        with CaptureQueriesContext(connection) as few:
            desk.get(LIST)
        make_runs(27)
        with CaptureQueriesContext(connection) as many:
            page = desk.get(LIST)

        assert (len(page.context["cl"].result_list), len(many)) == (30, len(few))

    @pytest.mark.parametrize(
        ("query", "names"),
        [({"state__exact": "stopped"}, ["b.example/"]), ({"kind__exact": "files"}, ["a.json"])],
    )
    def test_filters(self, desk, make_run, query, names):
        make_run("finished", kind="files", options={"files": ["a.json"]})
        make_run("stopped", options={"urls": ["https://b.example/"]})

        assert cells(desk.get(LIST, query), "asked_for") == names

    def test_says_how_to_start_a_worker_where_runs_wait_and_none_lives(self, desk, make_run):
        make_run("requested")

        page = text_of(desk.get(LIST))

        assert f"{WAITING_IN_VAIN} Start one on the server: .venv/bin/python manage.py import_worker" in page

    def test_says_nothing_of_the_kind_where_none_waits_or_a_worker_lives(self, desk, make_run, request):
        make_run("finished")
        without_waiting = text_of(desk.get(LIST))
        make_run("requested")
        request.getfixturevalue("worker")

        with_worker = text_of(desk.get(LIST))

        assert WAITING_IN_VAIN not in without_waiting + with_worker
        assert f"Workers: {this_process()}" in with_worker

    def test_shows_the_limits_in_force(self, desk, make_limit):
        limit = make_limit()
        make_limit("peertube.example", minutes=-1)

        page = text_of(desk.get(LIST))

        assert f"youtube is left alone until {limit.until:%H:%M} UTC: Try later." in page
        assert "peertube.example" not in page

    def test_a_run_cannot_be_deleted(self, desk, make_run):
        assert desk.post(address_of(make_run("finished"), "delete"), {"post": "yes"}).status_code == 403


class TestLiftingALimit:
    def test_a_superuser_lifts_it(self, desk, make_limit):
        limit = make_limit()

        answer = desk.post(f"{LIST}lift-limit/{limit.pk}/", follow=True)

        assert messages(answer) == ["youtube may be asked again."]
        assert (SiteLimit.objects.count(), log()) == (0, [(str(limit.pk), "Lifted.")])

    def test_nobody_else_does(self, as_staff, make_limit):
        staff = as_staff("view_importrun", "change_importrun", "add_importrun", "delete_sitelimit")
        limit = make_limit()

        answer = staff.post(f"{LIST}lift-limit/{limit.pk}/")

        assert (answer.status_code, SiteLimit.objects.count()) == (403, 1)
        assert "Lift" not in text_of(staff.get(LIST))

    def test_one_that_is_not_there_answers_404(self, desk):
        assert desk.post(f"{LIST}lift-limit/77/").status_code == 404


class TestAskingForAnImport:
    def test_puts_a_run_into_the_queue_logs_it_and_leads_to_its_page(self, desk, curator):
        answer = ask(desk)

        run = ImportRun.objects.get()
        assert answer.redirect_chain == [(address_of(run), 302)]
        assert (run.kind, run.state, run.requested_by) == ("addresses", "requested", curator)
        assert log() == [(str(run.pk), "Added.")]

    def test_takes_over_everything_that_was_chosen(self, desk):
        ask(
            desk,
            addresses=f"\r\n {ADDRESS} \r\n\r\nhttps://peertube.example/w/1\r\n{ADDRESS}",
            tabs=["shorts", "videos"],
            details="stale",
            newest="50",
            since="2026-01-05",
            list_all="on",
        )

        options = ImportRun.objects.get().options
        asked = {"urls", "tabs", "details", "newest", "since", "list_all"}
        assert {name: value for name, value in options.items() if name in asked} == {
            "urls": [ADDRESS, "https://peertube.example/w/1"],
            "tabs": ["videos", "shorts"],
            "details": "stale",
            "newest": 50,
            "since": "2026-01-05",
            "list_all": True,
        }

    def test_begins_with_the_usual_choices(self, desk):
        form = desk.get(ADD).context["adminform"].form

        assert [form[name].value() for name in ("tabs", "details")] == [("videos", "streams"), "new"]

    @pytest.mark.parametrize(
        "line",
        ["asmr rain", "ytsearch10:asmr", "www.youtube.com/@quiet", "file:///etc/passwd", "javascript:alert(1)",
         "https://", "https://user:secret@a.example/", "https://a.example/\x00"],
    )  # fmt: skip
    def test_refuses_what_is_no_web_address_and_names_the_line(self, desk, line):
        answer = ask(desk, addresses=f"\n{ADDRESS}\n{line}")

        form = answer.context["adminform"].form
        assert form.errors["addresses"] == [
            f"Line 3, “{line}”, is no address that begins with https:// or http://. "
            "Searches and names cannot be imported: paste the address of a video, playlist or channel."
        ]
        assert form["addresses"].value() == f"\n{ADDRESS}\n{line}"
        assert ImportRun.objects.count() == 0

    def test_of_many_wrong_lines_names_the_first_ten(self, desk):
        answer = ask(desk, addresses="\n".join(f"words {number}" for number in range(13)))

        errors = answer.context["adminform"].form.errors["addresses"]
        assert (len(errors), errors[-1]) == (11, "The same is true of 3 more lines.")

    @pytest.mark.parametrize(
        ("field", "value", "error"),
        [
            ("addresses", " \n ", "This field is required."),
            ("tabs", None, "This field is required."),
            ("tabs", ["playlists"], "Select a valid choice. playlists is not one of the available choices."),
            ("details", "some", "Select a valid choice. some is not one of the available choices."),
            ("newest", "0", "Ensure this value is greater than or equal to 1."),
            ("newest", "many", "Enter a whole number."),
            ("since", "yesterday", "Enter a valid date."),
            ("since", "2999-01-01", "This day is still to come: everything would be left out."),
        ],
    )
    def test_a_wrong_value_is_an_error_at_its_field(self, desk, field, value, error):
        answer = ask(desk, **{field: value})

        assert answer.context["adminform"].form.errors == {field: [error]}
        assert ImportRun.objects.count() == 0

    def test_a_date_needs_the_pages_that_tell_it(self, desk):
        answer = ask(desk, details="none", since="2026-01-05")

        assert answer.context["adminform"].form.errors == {
            "since": ["The dates stand on the videos' own pages: choose which of these to read above."]
        }

    @pytest.mark.parametrize(
        ("permissions", "statuses"),
        [(["add_importrun", "view_importrun"], (200, 302)), (["view_importrun", "change_importrun"], (403, 403))],
    )
    def test_needs_the_permission_to_add(self, as_staff, permissions, statuses):
        staff = as_staff(*permissions)
        data = {"addresses": ADDRESS, "tabs": ["videos"], "details": "new"}

        assert (staff.get(ADD).status_code, staff.post(ADD, data).status_code) == statuses

    def test_who_may_add_and_not_view_is_led_to_the_front_of_the_desk(self, as_staff):
        answer = ask(as_staff("add_importrun"))

        assert answer.redirect_chain == [("/admin/", 302)]
        assert messages(answer) == ["The import is requested: a worker takes it as soon as one is free."]


class TestARunsPage:
    def test_tells_what_was_asked_for_and_how_far_it_is(self, desk, make_run, settings):
        settings.ASMR_IMPORT_PAUSE_SECONDS = 6
        run = make_run(
            items={"created": 3, "failed": 1, "waiting": 40},
            options={"urls": [ADDRESS], "newest": 50},
            started_at=timezone.now() - timedelta(minutes=12),
            current="https://www.youtube.com/watch?v=now",
        )

        page = desk.get(address_of(run))
        text = text_of(page)

        assert f'<a href="{ADDRESS}" rel="noreferrer">{ADDRESS}</a>' in page.text
        assert "Of each tab the newest 50 at most." in text
        assert "created 3 updated 0 unchanged 0 skipped 0 failed 1 waiting 40" in text
        assert (
            "Running time about 12 minutes Time left about 5 minutes Now at https://www.youtube.com/watch?v=now" in text
        )
        assert 'href="' + address_of(run) + '">Refresh</a>' in page.text

    def test_names_and_links_the_creators_asked_for(self, desk, make_creator, make_run):
        creator = make_creator("Quiet Corner")
        run = make_run(kind="creators", options={"creators": [creator.pk, 999]})

        page = desk.get(address_of(run)).text

        assert f'<a href="/admin/creators/creator/{creator.pk}/change/" rel="noreferrer">Quiet Corner</a>' in page

    def test_of_many_addresses_shows_twenty(self, desk, make_run):
        run = make_run(options={"urls": [f"https://a.example/{number}" for number in range(23)]})

        page = desk.get(address_of(run))

        assert (page.text.count('">https://a.example/'), "and 3 more" in page.text) == (20, True)

    def test_puts_what_failed_on_top_with_its_trouble_in_plain_words(self, desk, make_run):
        run = make_run(items={"created": 2, "failed": 1, "waiting": 1})
        run.items.filter(state="failed").update(trouble="private", detail="Video is private.")

        page = desk.get(address_of(run))

        assert titles(page) == ["Failed 0", "Created 0", "Created 1", "Waiting 0"]
        assert "<strong>Private.</strong> Video is private." in " ".join(page.text.split())

    def test_filters_items_by_outcome(self, desk, make_run):
        run = make_run(items={"created": 2, "failed": 1})

        page = desk.get(address_of(run), {"state": "created"})

        assert titles(page) == ["Created 0", "Created 1"]
        assert page.context["item_states"] == [
            ("", "all", None, False),
            ("failed", "failed", 1, False),
            ("created", "created", 2, True),
            ("listed", "listing read", None, False),
        ]

    @pytest.mark.parametrize("query", [{"state": "nonsense"}, {"p": "nonsense"}, {"p": "99"}, {"state": "\x00"}])
    def test_a_query_that_cannot_be_read_shows_what_there_is(self, desk, make_run, query):
        run = make_run(items={"created": 1})

        assert titles(desk.get(address_of(run), query)) == ["Created 0"]

    def test_turns_the_page_after_a_hundred_items_and_keeps_the_filter(self, desk, make_run):
        run = make_run(items={"created": 101, "failed": 1})

        page = desk.get(address_of(run), {"state": "created", "p": 2})

        assert titles(page) == ["Created 100"]
        assert 'href="?state=created&amp;p=1#items"' in page.text

    def test_links_a_video_to_its_entry_and_its_address_without_a_referrer(self, desk, make_run, make_video):
        video = make_video()
        run = make_run(items={"created": 1})
        run.items.update(video=video)

        page = desk.get(address_of(run)).text

        assert f'<a href="/admin/videos/video/{video.pk}/change/">Created 0</a>' in page
        address = "https://www.youtube.com/watch?v=created0"
        assert f'<a href="{address}" rel="noreferrer">{address}</a>' in page

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "/srv/dumps/a.jsonl:3"])
    def test_does_not_link_what_is_no_web_address(self, desk, make_run, address):
        run = make_run(items={"failed": 1})
        run.items.update(address=address)

        page = desk.get(address_of(run)).text

        assert (f'href="{address}' in page, address in page) == (False, True)

    def test_escapes_titles(self, desk, make_run):
        run = make_run(items={"failed": 1}, current="<b>now</b>")
        run.items.update(title="<script>alert(1)</script>", detail="<i>")

        page = desk.get(address_of(run)).text

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_of_a_stopped_run_says_why_and_what_to_do_with_the_buttons_that_are_here(self, desk, make_run):
        run = make_run("stopped", trouble="broken", reason="Unable to extract the title.")

        text = text_of(desk.get(address_of(run)))

        assert "Stopped: yt-dlp does not understand the site Unable to extract the title. " in text
        assert "(pip install --upgrade yt-dlp), then use “Go on now”." in text
        assert "--resume" not in text

    def test_does_not_repeat_advice_that_the_reason_holds_already(self, desk, make_run):
        run = make_run("stopped", trouble="network", reason=f"Timed out. {ADVICE['network']}")

        assert len(desk.get(address_of(run)).context["page"].explanation) == 1

    def test_says_when_a_stopped_run_goes_on_by_itself(self, desk, make_run):
        resume_at = timezone.now().replace(hour=23, minute=59)
        run = make_run("stopped", resume_at=resume_at)

        assert "stopped, goes on by itself at 23:59 UTC" in text_of(desk.get(address_of(run)))

    def test_says_when_whoever_worked_on_it_is_gone(self, desk, make_run):
        run = make_run(lease_until=timezone.now() - timedelta(minutes=1))

        assert "broke off, the next free worker goes on with it" in text_of(desk.get(address_of(run)))

    def test_of_files_knows_counts_and_no_time_left(self, desk, make_run):
        run = make_run(
            kind="files", options={"files": ["/srv/a.jsonl"]}, counts={"created": 12, "failed": 1, "held": 4}
        )
        run.items.create(kind="video", state="failed", address="a.jsonl:3", detail="no id")

        page = desk.get(address_of(run))

        assert "created 12 updated 0 unchanged 0 skipped 0 failed 1 waiting 0" in text_of(page)
        assert page.context["page"].texts["left"] == "unknown"
        assert [state for state, *_ in page.context["item_states"]] == ["", "failed"]

    def test_keeps_the_counts_of_a_run_whose_items_were_cleared_away(self, desk, make_run):
        run = make_run("finished", counts={"created": 300, "failed": 2})

        page = desk.get(address_of(run))

        assert "created 300 updated 0 unchanged 0 skipped 0 failed 2 waiting 0" in text_of(page)
        assert buttons(page) == []  # there is nothing left that could be tried again

    def test_says_that_no_worker_takes_a_requested_run(self, desk, make_run):
        assert WAITING_IN_VAIN in text_of(desk.get(address_of(make_run("requested"))))
        assert WAITING_IN_VAIN not in text_of(desk.get(address_of(make_run("running"))))

    def test_asks_the_same_number_of_queries_for_three_items_and_for_two_thousand(self, desk, make_run):
        few_items, many_items = (
            make_run(items={"failed": 1, "created": 2}),
            make_run(items={"failed": 1, "created": 2000}),
        )
        desk.get(address_of(few_items))
        with CaptureQueriesContext(connection) as few:
            desk.get(address_of(few_items))

        with CaptureQueriesContext(connection) as many:
            desk.get(address_of(many_items))

        assert len(many) == len(few) <= 12

    @pytest.mark.parametrize("run_id", ["77", "nonsense", "99999999999999999999", "-1"])
    def test_of_a_run_that_is_not_there_answers_404(self, desk, run_id):
        assert desk.get(f"{LIST}{run_id}/change/").status_code == 404

    def test_changes_nothing_by_itself(self, desk, make_run):
        run = make_run("stopped")

        desk.post(address_of(run), {"state": "finished", "kind": "files"})

        assert ImportRun.objects.values_list("state", "kind").get() == ("stopped", "addresses")


class TestTheLiveState:
    def test_is_what_the_page_shows_as_json(self, desk, make_run, settings):
        settings.ASMR_IMPORT_PAUSE_SECONDS = 6
        long_ago = timezone.now() - timedelta(hours=2)  # a second more or less of which nothing is said
        run = make_run(
            items={"created": 1200, "failed": 1, "waiting": 4}, current="https://a.example/now", started_at=long_ago
        )
        run.items.filter(state="failed").update(detail="Video is private.")

        state = desk.get(address_of(run, "state")).json()

        assert state == {
            "state": "running",
            "is_live": True,
            "done": 1201,
            "total": 1205,
            "texts": {
                "created": "1,200",
                "updated": "0",
                "unchanged": "0",
                "skipped": "0",
                "failed": "1",
                "waiting": "4",
                "state": "running",
                "current": "https://a.example/now",
                "running": "about 2 hours",
                "left": "about 30 seconds",
                "trouble": "Failed 0: Video is private.",
                "announcement": f"Import {run.pk}: running, 90 % done.",
            },
        }

    @pytest.mark.parametrize("state", STATES)
    def test_is_asked_for_only_while_something_can_change(self, desk, make_run, state):
        run = make_run(state)
        is_live = state in ("requested", "running")

        page = desk.get(address_of(run)).text

        assert desk.get(address_of(run, "state")).json()["is_live"] == is_live
        assert ("js/watch-import.js" in page, f'data-state-url="{address_of(run, "state")}"' in page) == (
            is_live,
            is_live,
        )

    def test_is_not_kept_by_browsers(self, desk, make_run):
        assert "no-store" in desk.get(address_of(make_run(), "state")).headers["Cache-Control"]

    def test_asks_the_same_number_of_queries_for_three_items_and_for_two_thousand(self, desk, make_run):
        few_items, many_items = (
            make_run(items={"failed": 1, "created": 2}),
            make_run(items={"failed": 1, "created": 2000}),
        )
        with CaptureQueriesContext(connection) as few:
            desk.get(address_of(few_items, "state"))

        with CaptureQueriesContext(connection) as many:
            desk.get(address_of(many_items, "state"))

        assert len(many) == len(few) <= 7

    def test_of_a_run_that_is_not_there_answers_404(self, desk):
        assert desk.get(f"{LIST}77/state/").status_code == 404

    def test_is_for_those_who_may_view(self, as_staff, make_run):
        run = make_run()

        assert as_staff("view_video").get(address_of(run, "state")).status_code == 403


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "items", "shown"),
        [
            ("requested", {"waiting": 1}, ["Cancel…"]),
            ("running", {"failed": 1}, ["Cancel…"]),
            ("stopped", {"waiting": 1}, ["Go on now", "Cancel…"]),
            ("stopped", {"failed": 2}, ["Go on now", "Retry what failed (2)", "Cancel…"]),
            ("finished", {"created": 1}, []),
            ("finished", {"failed": 1}, ["Retry what failed (1)"]),
            ("cancelled", {"failed": 1}, ["Retry what failed (1)"]),
        ],
    )
    def test_are_there_when_they_make_sense(self, desk, make_run, state, items, shown):
        assert buttons(desk.get(address_of(make_run(state, items=items)))) == shown

    def test_of_files_that_failed_there_is_nothing_to_retry(self, desk, make_run):
        run = make_run("finished", kind="files", counts={"failed": 1}, items={"failed": 1})

        assert buttons(desk.get(address_of(run))) == []

    def test_are_hidden_from_those_who_may_only_look(self, as_staff, make_run):
        run = make_run("stopped", items={"failed": 1})

        page = as_staff("view_importrun").get(address_of(run))

        assert (page.status_code, buttons(page)) == (200, [])

    @pytest.mark.parametrize("step", ["cancel", "go-on", "retry"])
    def test_need_the_permission_to_change(self, as_staff, make_run, step):
        run = make_run("stopped", items={"failed": 1})

        answer = as_staff("view_importrun", "add_importrun").post(address_of(run, step))

        run.refresh_from_db()
        assert (answer.status_code, run.state, run.is_cancel_requested) == (403, "stopped", False)

    @pytest.mark.parametrize("step", ["cancel", "go-on", "retry"])
    def test_of_a_run_that_is_not_there_answer_404(self, desk, step):
        assert desk.post(f"{LIST}77/{step}/").status_code == 404

    @pytest.mark.parametrize(("step", "status"), [("cancel", 200), ("go-on", 405), ("retry", 405)])
    def test_a_mere_visit_changes_nothing(self, desk, make_run, step, status):
        run = make_run("stopped", items={"failed": 1})

        answer = desk.get(address_of(run, step))

        run.refresh_from_db()
        assert (answer.status_code, run.state, run.is_cancel_requested, log()) == (status, "stopped", False, [])


class TestCancelling:
    def test_asks_first_and_says_what_is_given_up(self, desk, make_run):
        page = text_of(desk.get(address_of(make_run(items={"waiting": 1200}), "cancel")))

        assert "What still waits is given up: 1,200. A cancelled import cannot go on." in page

    def test_ends_a_waiting_run_at_once(self, desk, make_run):
        run = make_run("requested")

        answer = desk.post(address_of(run, "cancel"), follow=True)

        run.refresh_from_db()
        assert (run.state, answer.redirect_chain) == ("cancelled", [(address_of(run), 302)])
        assert messages(answer) == ["The import is cancelled. What it has stored stays."]
        assert log() == [(str(run.pk), "Cancelled.")]

    def test_a_run_at_work_ends_at_its_next_step_and_cannot_be_cancelled_again(self, desk, make_run):
        run = make_run()

        answer = desk.post(address_of(run, "cancel"), follow=True)

        run.refresh_from_db()
        assert (run.state, run.is_cancel_requested) == ("running", True)
        assert messages(answer) == ["The import ends at its next step. What it has stored stays."]
        assert ("running, ends at its next step" in text_of(answer), buttons(answer)) == (True, [])

    @pytest.mark.parametrize("state", ["finished", "cancelled"])
    def test_one_that_has_ended_stays_as_it_is(self, desk, make_run, state):
        run = make_run(state)

        answer = desk.post(address_of(run, "cancel"), follow=True)

        run.refresh_from_db()
        assert (run.state, log()) == (state, [])
        assert messages(answer) == ["This import had ended already; nothing was changed."]


class TestGoingOn:
    def test_puts_a_stopped_run_back_into_the_queue(self, desk, make_run):
        run = make_run("stopped", resume_at=timezone.now() + timedelta(hours=1))

        answer = desk.post(address_of(run, "go-on"), follow=True)

        run.refresh_from_db()
        assert (run.state, run.resume_at) == ("requested", None)
        assert messages(answer) == ["A worker goes on with it as soon as one is free."]
        assert log() == [(str(run.pk), "Told to go on.")]

    def test_warns_where_a_site_is_still_left_alone(self, desk, make_run, make_limit):
        limit = make_limit()

        answer = desk.post(address_of(make_run("stopped"), "go-on"), follow=True)

        assert messages(answer)[1:] == [f"Still, youtube is left alone until {limit.until:%H:%M} UTC: Try later."]

    def test_one_that_is_not_stopped_stays_as_it_is(self, desk, make_run):
        run = make_run("finished")

        answer = desk.post(address_of(run, "go-on"), follow=True)

        run.refresh_from_db()
        assert (run.state, log()) == ("finished", [])
        assert messages(answer) == ["This import is not stopped; nothing was changed."]


class TestRetrying:
    def test_puts_what_failed_back_into_the_queue_and_says_how_many(self, desk, make_run):
        run = make_run("finished", items={"failed": 2, "created": 1})

        answer = desk.post(address_of(run, "retry"), follow=True)

        run.refresh_from_db()
        assert (run.state, run.items.filter(state="waiting").count()) == ("requested", 2)
        assert messages(answer) == ["Tried again as soon as a worker is free: 2 that failed."]
        assert log() == [(str(run.pk), "What failed is tried again: 2.")]

    def test_without_failures_changes_nothing(self, desk, make_run):
        run = make_run("finished", items={"created": 1})

        answer = desk.post(address_of(run, "retry"), follow=True)

        run.refresh_from_db()
        assert (run.state, log()) == ("finished", [])
        assert messages(answer) == ["There is nothing to try again; nothing was changed."]


class TestWhoMayWatch:
    @pytest.mark.parametrize(("permission", "status"), [("view_importrun", 200), ("view_video", 403)])
    def test_those_with_the_permission_to_view(self, as_staff, make_run, permission, status):
        run = make_run()
        staff = as_staff(permission)

        assert [staff.get(address).status_code for address in (LIST, address_of(run))] == [status, status]

    @pytest.mark.parametrize("step", ["change", "state", "cancel"])
    def test_others_are_asked_to_log_in(self, client, make_run, step):
        address = address_of(make_run(), step)

        answer = client.get(address)

        assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={address}")

"""What visitors can say without an account, and what becomes of all that they type."""

from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from videos.curation.tags import decide
from videos.curation.takedowns import take_down
from videos.models import Report, SentReport, Tag, TagDecision

pytestmark = pytest.mark.django_db

CHEWING = {"kind": "missing-tag", "missing_tag": "chewing-gum"}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def video(make_video, make_creator):
    return make_video("Soft rain", tags=["tapping"], creator=make_creator())


@pytest.fixture
def report_path(video):
    return f"/videos/{video.pk}/report/"


def body(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def choices(response, field):
    """The slugs that a field offers, groups flattened."""
    found = []
    for value, label in response.context["form"].fields[field].choices:
        found += [slug for slug, _ in label] if isinstance(label, list) else [value]
    return [slug for slug in found if slug]


def sent(**values):
    report = Report.objects.get()
    return {name: getattr(report, name) for name in values} == values


class TestReportingAVideo:
    def test_says_at_once_that_it_is_left_out(self, client, video, report_path):
        response = client.post(report_path, CHEWING, follow=True)

        assert response.redirect_chain == [(f"/thanks/?sent=left-out&about=/videos/{video.pk}/", 302)]
        assert "left out for everybody who shuts this out" in body(response)
        assert f'href="/videos/{video.pk}/">Back to the video</a>' in body(response)
        assert sent(kind="missing-tag", video=video, tag=Tag.objects.get(slug="chewing-gum"), text="", contact="")

    def test_takes_a_wrong_tag_with_words_and_a_contact(self, client, video, report_path):
        data = {"kind": "wrong-tag", "wrong_tag": "tapping", "text": "It is\r\nrain. ", "contact": "a@example.org"}

        response = client.post(report_path, data)

        assert response["Location"] == f"/thanks/?sent=wrong-tag&about=/videos/{video.pk}/"
        assert sent(tag=Tag.objects.get(slug="tapping"), text="It is\nrain.", contact="a@example.org")

    def test_takes_anything_else_in_words(self, client, video, report_path):
        response = client.post(report_path, {"kind": "other", "text": "Dead."})

        assert response["Location"] == f"/thanks/?sent=other&about=/videos/{video.pk}/"
        assert sent(kind="other", tag=None, video=video, text="Dead.")

    def test_offers_what_is_missing_unbearable_sounds_first(self, client, report_path):
        response = client.get(report_path)
        offered = choices(response, "missing_tag")

        groups = [name for name, _ in response.context["form"].fields["missing_tag"].choices]
        assert groups[1:3] == ["Sounds that many cannot bear", "Other cautions"]
        assert {"misophonia-mouth", "chewing-gum", "breath-sounds"} <= set(offered[:15])
        assert {"tapping", "sound-triggers", "minor-appears"} & set(offered) == set()

    def test_offers_as_wrong_what_is_said_and_what_is_suggested(self, client, video, report_path):
        for slug, kind in (("whispered", "suggested"), ("minor-appears", "suggested"), ("singing", "rejected")):
            TagDecision.objects.create(video=video, tag=Tag.objects.get(slug=slug), kind=kind, source="automatic")

        assert set(choices(client.get(report_path), "wrong_tag")) == {"tapping", "whispered"}

    @pytest.mark.parametrize(
        ("data", "field", "problem"),
        [
            ({}, "kind", "This field is required."),
            ({"kind": "explode"}, "kind", "Select a valid choice. explode is not one of the available choices."),
            ({"kind": "missing-tag"}, "missing_tag", "Please choose a tag."),
            ({"kind": "wrong-tag", "missing_tag": "chewing-gum"}, "wrong_tag", "Please choose a tag."),
            ({"kind": "other"}, "text", "Please say what it is."),
            (
                {"kind": "missing-tag", "missing_tag": "tapping"},
                "missing_tag",
                "Select a valid choice. tapping is not one of the available choices.",
            ),
            (
                {**CHEWING, "text": "x" * 2001},
                "text",
                "Ensure this value has at most 2000 characters (it has 2001).",
            ),
            (
                {**CHEWING, "contact": "x" * 201},
                "contact",
                "Ensure this value has at most 200 characters (it has 201).",
            ),
        ],
    )
    def test_says_what_is_missing_and_takes_nothing(self, client, report_path, data, field, problem):
        response = client.post(report_path, data)

        assert (response.status_code, response.context["form"].errors) == (400, {field: [problem]})
        assert (Report.objects.count(), SentReport.objects.count()) == (0, 0)

    def test_is_no_page_of_a_video_that_visitors_do_not_see(self, client, make_video):
        hidden = make_video(listing_state="hidden")

        assert client.get(f"/videos/{hidden.pk}/report/").status_code == 404
        assert client.post(f"/videos/{10**30}/report/", CHEWING).status_code == 404

    def test_of_a_video_that_was_taken_down_is_gone_without_a_word_of_it(self, client, video, report_path):
        take_down(video, reason="creator-request")

        answers = [client.get(report_path), client.post(report_path, CHEWING)]

        assert [(answer.status_code, "Soft rain" in body(answer)) for answer in answers] == [(410, False)] * 2


class TestWithANeverList:
    @pytest.fixture
    def settled(self, client, video):
        decide(video, Tag.objects.get(slug="chewing-gum"), kind=None)
        client.cookies["never"] = "never=misophonia-mouth"
        return client

    def test_the_stop_page_comes_first_and_names_nothing(self, settled, report_path):
        response = settled.get(report_path)

        assert "You chose never to see" in body(response)
        assert "Soft rain" not in body(response)

    def test_it_may_be_reported_all_the_same_this_once(self, settled, report_path):
        assert "Soft rain" in body(settled.get(f"{report_path}?never=off"))

    def test_what_was_begun_before_is_taken_and_a_refused_form_does_not_name_it(self, settled, video, report_path):
        refused = settled.post(report_path, {"kind": "other"})
        taken = settled.post(report_path, {"kind": "other", "text": "Dead."}, follow=True)

        assert (refused.status_code, "Soft rain" in body(refused)) == (400, False)
        assert taken.redirect_chain == [(f"/thanks/?sent=other&about=/videos/{video.pk}/", 302)]
        assert "Soft rain" not in body(taken)

    def test_whoever_reports_a_suggestion_is_told_who_said_so(self, client, video, report_path):
        client.post(report_path, CHEWING)
        client.cookies["never"] = "never=misophonia-mouth"

        assert "a visitor reported it; nobody has checked it yet" in body(client.get(video.get_absolute_url()))


class TestEveryFace:
    def test_leaves_a_reported_video_out_for_whoever_excludes_it_with_the_next_request(
        self, client, video, report_path
    ):
        never = "never=misophonia-mouth"
        faces = [
            f"/videos/?{never}",
            f"/videos/feed.atom?{never}",
            f"/api/v1/videos?{never}",
            "/videos/?not=chewing-gum",
        ]
        before = ["Soft rain" in body(client.get(face)) for face in faces]

        client.post(report_path, CHEWING)

        assert before == [True] * 4
        assert ["Soft rain" in body(client.get(face)) for face in faces] == [False] * 4
        others = ["/videos/", "/videos/feed.atom", "/api/v1/videos"]
        assert ["Soft rain" in body(client.get(face)) for face in others] == [True] * 3

    def test_tells_visitors_of_the_doubt_and_never_of_the_words(self, client, video, report_path):
        client.post(report_path, {**CHEWING, "text": "qvox words", "contact": "qvox@example.org"})

        page = body(client.get(video.get_absolute_url()))
        answer = client.get(f"/api/v1/videos/{video.pk}").json()

        assert "Possibly, not yet checked" in page
        assert "reported by a visitor" in page
        assert [tag["slug"] for tag in answer["suggested"]] == ["chewing-gum"]
        assert "qvox" not in page + str(answer) + body(client.get("/thanks/?sent=left-out"))


class TestSuggesting:
    def test_takes_an_address(self, client):
        data = {"kind": "suggest-video", "url": "https://www.youtube.com/watch?v=new", "tag": "cbt", "text": "CBT!"}

        assert client.post("/suggest/", data)["Location"] == "/thanks/?sent=suggest-video"
        assert sent(kind="suggest-video", url=data["url"], tag=Tag.objects.get(slug="cbt"), text="CBT!", video=None)

    def test_takes_a_name_alone(self, client):
        assert client.post("/suggest/", {"kind": "suggest-creator", "text": "Quiet Jo"}).status_code == 302
        assert sent(kind="suggest-creator", url="", text="Quiet Jo")

    @pytest.mark.parametrize(
        ("data", "problem"),
        [
            ({}, "Please give an address, or a name below."),
            ({"url": "javascript:alert(1)"}, "This is no web address that begins with https:// or http://."),
            ({"url": "ftp://example.org/"}, "This is no web address that begins with https:// or http://."),
            ({"url": "https://me:secret@example.org/"}, "This is no web address that begins with https:// or http://."),
            ({"url": "https://www.youtube.com/watch?v=known"}, "This video is in the catalog already."),
        ],
    )
    def test_wants_something_that_can_be_looked_for(self, client, make_video, data, problem):
        make_video(site_id="known")

        response = client.post("/suggest/", {"kind": "suggest-video", **data})

        assert (response.status_code, response.context["form"].errors) == (400, {"url": [problem]})

    @pytest.mark.parametrize(("tag", "chosen"), [("cbt", ["cbt"]), ("minor-appears", []), ("x\x00", []), (SCRIPT, [])])
    def test_knows_what_one_looked_for_in_vain(self, client, tag, chosen):
        response = client.get("/suggest/", {"tag": tag})

        options = str(response.context["form"]["tag"]).split("<option ")
        assert [option.split('"')[1] for option in options if "selected" in option] == chosen
        assert SCRIPT not in response.content.decode()

    @pytest.mark.parametrize("path", ["/tags/cbt/", "/videos/?tag=cbt"])
    def test_is_offered_where_there_is_nothing_yet(self, client, video, path):
        assert 'href="/suggest/?tag=cbt"' in body(client.get(path))

    @pytest.mark.parametrize("path", ["/tags/tapping/", "/videos/?tag=tapping", "/videos/?tag=tapping&q=nowhere"])
    def test_is_not_offered_for_what_there_is(self, client, video, path):
        assert "/suggest/?tag" not in body(client.get(path))


class TestACreatorsRequest:
    def test_finds_the_video_by_its_address_here(self, client, video):
        data = {"url": f"http://testserver{video.get_absolute_url()}", "text": "Please remove it."}

        response = client.post("/removal/", data)

        assert response["Location"] == f"/thanks/?sent=removal&about={video.get_absolute_url()}"
        assert sent(kind="removal", video=video, creator=None, text="Please remove it.")

    @pytest.mark.parametrize("address", ["http://testserver/creators/quiet-corner-asmr/", "https://example.org/@quiet"])
    def test_finds_the_creator_by_address_here_or_at_the_source(self, client, video, address):
        video.creator.source_url = "https://example.org/@quiet"
        video.creator.save()

        response = client.post("/removal/", {"url": address, "text": "Please remove all."}, follow=True)

        assert sent(kind="removal", video=None, creator=video.creator)
        assert 'href="/creators/quiet-corner-asmr/">Back to the creator</a>' in body(response)

    def test_tells_nothing_of_a_creator_whom_visitors_do_not_see(self, client, make_creator):
        make_creator("Hidden", source_url="https://example.org/@hidden")

        response = client.post("/removal/", {"url": "https://example.org/@hidden", "text": "Please remove all."})

        assert response["Location"] == "/thanks/?sent=removal"

    def test_is_taken_for_an_address_that_nobody_knows(self, client):
        client.post("/removal/", {"url": "https://example.org/x", "text": "Please remove all."})

        assert sent(kind="removal", video=None, creator=None, url="https://example.org/x")

    def test_needs_an_address_and_a_wish(self, client):
        assert set(client.post("/removal/").context["form"].errors) == {"url", "text"}

    def test_begins_with_the_page_one_comes_from(self, client, video):
        page = body(client.get(video.creator.get_absolute_url()))
        assert 'href="/removal/?about=/creators/quiet-corner-asmr/"' in page

        form = body(client.get("/removal/?about=/creators/quiet-corner-asmr/"))

        assert 'value="http://testserver/creators/quiet-corner-asmr/"' in form

    @pytest.mark.parametrize("about", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\x00"])
    def test_believes_no_other_page(self, client, about):
        response = client.get("/removal/", {"about": about})

        assert (response.status_code, response.context["form"]["url"].value()) == (200, None)


class TestProtection:
    def test_wants_a_token_from_this_site(self, report_path):
        client = Client(enforce_csrf_checks=True)

        assert client.post(report_path, CHEWING).status_code == 403
        assert Report.objects.count() == 0

    def test_leaves_no_cookie_but_the_token(self, client, report_path):
        client.get(report_path)
        client.post(report_path, CHEWING)

        assert (set(client.cookies), Session.objects.count()) == ({"csrftoken"}, 0)

    def test_takes_nothing_where_the_field_is_filled_in_that_nobody_sees(self, client, report_path):
        response = client.post(report_path, {**CHEWING, "text": "Mine", "more": "buy pills"})

        page = body(response)
        assert (response.status_code, Report.objects.count()) == (400, 0)
        assert "please send the form once more" in page
        assert ("Mine" in page, "buy pills" in page) == (True, False)

    def test_refuses_the_fourth_within_ten_minutes_and_loses_nothing_typed(self, client, report_path):
        for number in range(3):
            client.post(report_path, {"kind": "other", "text": f"Number {number}"})

        response = client.post(report_path, {"kind": "other", "text": "My long words", "contact": "a@example.org"})

        page = body(response)
        assert (response.status_code, Report.objects.count()) == (429, 3)
        assert "That is more than 3 reports within ten minutes." in page
        assert ("My long words" in page, 'value="a@example.org"' in page) == (True, True)

    def test_loses_nothing_typed_while_the_catalog_is_busy(self, client, report_path, monkeypatch):
        def fail(*args, **options):
            raise OperationalError("database is locked")

        monkeypatch.setattr("videos.reporting.views.receive", fail)

        response = client.post(report_path, {"kind": "other", "text": "My long words"})

        assert (response.status_code, "My long words" in body(response)) == (503, True)

    @pytest.mark.parametrize("text", [SCRIPT, "'; DROP TABLE videos_report; --", "{{ 7 }}{% debug %}", "https://x.y"])
    def test_gives_back_what_was_typed_as_text(self, client, report_path, text):
        response = client.post(report_path, {"kind": "wrong-tag", "text": text})

        assert SCRIPT not in response.content.decode()
        assert response.context["form"]["text"].value() == text

    def test_leaves_out_what_no_database_can_store(self, client, report_path):
        client.post(report_path, {"kind": "other", "text": "a\x00b", "contact": "c\x00"})

        assert sent(text="ab", contact="c")

    def test_answers_what_is_far_too_large(self, client, report_path):
        client.raise_request_exception = False

        assert client.post(report_path, {"kind": "other", "text": "x" * 3_000_000}).status_code == 400
        assert client.post(report_path, {"kind": "x" * 100_000, "missing_tag": "\x00" * 1000}).status_code == 400

    def test_keeps_the_forms_out_of_search_engines_and_caches(self, client, report_path):
        for path in (report_path, "/suggest/", "/removal/", "/thanks/"):
            assert '<meta name="robots" content="noindex">' in body(client.get(path))
        assert "no-store" in client.get(report_path)["Cache-Control"]


class TestThanks:
    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ("removal", "first in the curators’ queue"),
            ("wrong-tag", "compares the video with what you say"),
            ("suggest-creator", "added to the catalog"),
            ("other", "A curator reads it."),
            (SCRIPT, "A curator reads it."),
            ("\x00", "A curator reads it."),
        ],
    )
    def test_says_what_happens_next_and_repeats_nothing(self, client, sent, words):
        response = client.get("/thanks/", {"sent": sent})

        assert (response.status_code, words in body(response), SCRIPT in body(response)) == (200, True, False)

    @pytest.mark.parametrize("about", ["", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "\x00"])
    def test_leads_back_to_no_other_page(self, client, about):
        response = client.get("/thanks/", {"sent": "other", "about": about})

        assert (response.status_code, "Back to" in body(response)) == (200, False)

    def test_offers_a_hand_to_whoever_speaks_of_harming_themselves(self, client, report_path):
        response = client.post(report_path, {"kind": "other", "text": "I want to die"}, follow=True)

        assert "please talk to someone now" in body(response)
        assert "I want to die" not in body(response)


@pytest.mark.parametrize("path", ["/", "/videos/", "/never/"])
def test_every_page_leads_to_the_forms(client, path):
    page = body(client.get(path))

    assert ('href="/suggest/"' in page, 'href="/removal/"' in page) == (True, True)


def test_a_videos_page_leads_to_its_report(client, video, report_path):
    assert f'href="{report_path}"' in body(client.get(video.get_absolute_url()))

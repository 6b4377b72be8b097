"""The curators' desk for creators: finding them, writing beside what the source says, and what follows from it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from creators.models import Creator
from videos.curation.applying import apply_to_all
from videos.models import Action, ImportRun, Tag, Video

LIST = "/admin/creators/creator/"
ADD = "/admin/creators/creator/add/"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def change_address(creator):
    return reverse("admin:creators_creator_change", args=[creator.pk])


def form_data(page, **changes):
    """What a browser would send from `page`, with `changes`."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    shown = re.findall(r'<input type="hidden" name="(initial-[^"]+)"(?: value="([^"]*)")?', page.text)
    data = {name: unescape(value) for name, value in shown}
    data |= {bound.html_name: bound.value() for form in forms for bound in form}
    data = {name: value for name, value in {**data, **changes}.items() if value is not None}
    return {
        name: {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
        for name, value in data.items()
    }


def save(desk, address, **changes):
    return desk.post(address, form_data(desk.get(address), **changes), follow=True)


def found(desk, query):
    page = desk.get(LIST, query)
    return [creator.shown_name for creator in page.context["cl"].result_list]


def errors(response):
    return response.context["adminform"].form.errors


def messages(response):
    return [str(message) for message in response.context["messages"]]


def act(desk, action, creators):
    return desk.post(LIST, {"action": action, "_selected_action": [creator.pk for creator in creators]}, follow=True)


def log():
    return [(entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]


def read_address(creator):
    return f"{LIST}{creator.pk}/read-channel/"


class TestTheList:
    def test_asks_the_same_number_of_queries_for_three_and_for_thirty_creators(self, desk, make_creator, make_video):
        for number in range(3):
            make_video(creator=make_creator(f"Creator {number}"))
        desk.get(LIST)  # content types are remembered from here on
        with CaptureQueriesContext(connection) as few:
            desk.get(LIST)
        for number in range(3, 30):
            make_video(creator=make_creator(f"Creator {number}"))

        with CaptureQueriesContext(connection) as many:
            page = desk.get(LIST)

        assert (len(page.context["cl"].result_list), len(many)) == (30, len(few))

    @pytest.mark.parametrize(
        "words", ["Zoë", "zoe whispers", "quiet z", "@zoewhispers", "UC00000000000000000000zoe", "old name"]
    )
    def test_finds_a_creator_by_any_name_handle_or_id(self, desk, make_creator, words):
        creator = make_creator(
            "Old Name", curator_name="Zoë Whispers", handle="@zoewhispers", site_id="UC00000000000000000000zoe"
        )
        creator.aliases.create(name="Quiet Zoë")
        make_creator("Somebody else")

        assert found(desk, {"q": words}) == ["Zoë Whispers"]

    def test_counts_videos_once_where_the_search_meets_several_aliases(self, desk, make_creator, make_video):
        creator = make_creator("Rain Room")
        creator.aliases.create(name="Rain Room ASMR")
        creator.aliases.create(name="The Rain Room")
        make_video(creator=creator)
        make_video(creator=creator, listing_state="hidden")

        page = desk.get(LIST, {"q": "rain"})

        assert [row.video_count for row in page.context["cl"].result_list] == [2]
        assert f'<a href="/admin/videos/video/?creator__id__exact={creator.pk}">2</a>' in page.text

    def test_the_number_of_videos_leads_to_these_videos(self, desk, make_creator, make_video):
        creator = make_creator()
        make_video("Hers", creator=creator)
        make_video("Somebody's")

        page = desk.get("/admin/videos/video/", {"creator__id__exact": creator.pk})

        assert [video.title for video in page.context["cl"].result_list] == ["Hers"]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"status__exact": "active"}, ["With"]),
            ({"is_asmr_creator__exact": "1"}, ["With"]),
            ({"site": "peertube"}, ["Without"]),
            ({"is_sample__exact": "1"}, ["Without"]),
            ({"is_followed__exact": "1"}, ["With"]),
            ({"has-videos": "yes"}, ["With"]),
            ({"has-videos": "no"}, ["Without"]),
            ({"missing": "confirmation"}, ["Without"]),
            ({"missing": "videos"}, ["Without"]),
            ({"missing": "approach"}, ["With"]),
        ],
    )
    def test_filters(self, desk, make_creator, make_video, query, names):
        make_video(creator=make_creator("With", status="active", is_asmr_creator=True, is_followed=True))
        make_creator("Without", site="peertube", is_sample=True, approach="Reads.")

        assert found(desk, query) == names

    @pytest.mark.parametrize("missing", ["confirmation", "videos", "approach"])
    def test_asks_nothing_of_an_entry_whose_creator_asked_to_be_removed(self, desk, make_creator, missing):
        make_creator("Removed", status="removed")

        assert found(desk, {"missing": missing}) == []

    @pytest.mark.parametrize("term", ["soft", "so\x00ft"])
    def test_the_autocomplete_offers_creators_by_alias(self, desk, make_creator, term):
        make_creator("Gentle Hours").aliases.create(name="Soft Hours")
        make_creator("Loud Hours")

        answer = desk.get(
            "/admin/autocomplete/",
            {
                "app_label": "videos",
                "model_name": "video",
                "field_name": "creator",
                "term": term,
            },
        )

        assert [result["text"] for result in answer.json()["results"]] == ["Gentle Hours"]


class TestMakingByHand:
    def test_a_creator_with_aliases_address_approach_and_status(self, desk):
        save(
            desk,
            ADD,
            **{
                "curator_name": "Calm Corner",
                "curator_url": "https://calm.example/",
                "approach": "Reads slowly.",
                "status": "active",
                "aliases-0-name": "Calm Corner ASMR",
            },
        )

        creator = Creator.objects.get()
        assert [alias.name for alias in creator.aliases.all()] == ["Calm Corner ASMR"]
        assert (creator.name, creator.url, creator.approach, creator.status, creator.site_id) == (
            "Calm Corner",
            "https://calm.example/",
            "Reads slowly.",
            "active",
            "",
        )
        assert creator.curated_at is not None

    def test_several_creators_without_ids_are_fine(self, desk, make_creator):
        make_creator("First")

        save(desk, ADD, curator_name="Second")

        assert list(Creator.objects.values_list("name", flat=True)) == ["First", "Second"]

    def test_the_channel_of_another_entry_is_an_error_that_names_it(self, desk, make_creator):
        make_creator("Gibi ASMR", site="youtube", site_id="UCE6")

        answer = save(desk, ADD, curator_name="Gibi again", site="YouTube", site_id="UCE6")

        assert errors(answer) == {"site_id": ["The catalog has this channel already: “Gibi ASMR”."]}

    def test_without_a_name_is_an_error(self, desk):
        answer = save(desk, ADD, curator_url="https://calm.example/")

        assert errors(answer) == {"curator_name": ["A creator needs a name: the site has not given one."]}

    @pytest.mark.parametrize("address", ["ftp://calm.example/", "javascript:alert(1)", "data:text/html,x"])
    def test_only_web_addresses_are_taken(self, desk, address):
        answer = save(desk, ADD, curator_name="Calm Corner", curator_url=address)

        assert "Enter an address that begins with https:// or http://." in errors(answer)["curator_url"]

    def test_an_address_without_its_scheme_becomes_https(self, desk):
        save(desk, ADD, curator_name="Calm Corner", curator_url="calm.example/about")

        assert Creator.objects.get().url == "https://calm.example/about"

    def test_the_same_alias_twice_is_an_error(self, desk, make_creator):
        creator = make_creator()
        creator.aliases.create(name="Café")

        answer = save(desk, change_address(creator), **{"aliases-1-name": "CAFE"})

        assert answer.context["inline_admin_formsets"][0].formset.errors == [
            {},
            {"name": ["This creator has this alias already."]},
        ]

    def test_two_aliases_cannot_swap_in_one_step(self, desk, make_creator):
        creator = make_creator()
        creator.aliases.create(name="First")
        creator.aliases.create(name="Second")

        answer = save(desk, change_address(creator), **{"aliases-0-name": "Second", "aliases-1-name": "First"})

        assert answer.context["inline_admin_formsets"][0].formset.is_valid() is False

    def test_an_alias_can_be_spelled_anew_and_another_taken_out(self, desk, make_creator):
        creator = make_creator()
        creator.aliases.create(name="Cafe")
        creator.aliases.create(name="Tea room")

        save(desk, change_address(creator), **{"aliases-0-name": "Café", "aliases-1-DELETE": "on"})

        assert [alias.name for alias in creator.aliases.all()] == ["Café"]


class TestEditing:
    def test_a_page_that_is_out_of_date_changes_only_what_was_changed_on_it(self, desk, make_creator):
        creator = make_creator(approach="Reads.")
        page = desk.get(change_address(creator))
        Creator.objects.update(
            curator_name="New name",
            folded_name="new name",
            site="peertube",
            site_id="UCE6",
            handle="@new",
            status="removed",
            is_asmr_creator=True,
            curator_url="https://new.example/",
        )

        desk.post(change_address(creator), form_data(page, approach="Reads slowly."))

        creator.refresh_from_db()
        assert (creator.approach, creator.site, creator.site_id) == ("Reads slowly.", "peertube", "UCE6")
        assert (creator.handle, creator.status, creator.is_asmr_creator) == ("@new", "removed", True)
        assert (creator.folded_name, creator.url) == ("new name", "https://new.example/")
        assert creator.curated_at is not None

    def test_what_an_import_stored_in_the_same_moment_stays(self, desk, make_creator, monkeypatch):
        creator = make_creator()
        clean = Creator.full_clean

        def import_meanwhile(self, *args, **kwargs):
            Creator.objects.filter(pk=self.pk).update(site_id="UCE6")
            return clean(self, *args, **kwargs)

        monkeypatch.setattr(Creator, "full_clean", import_meanwhile)
        save(desk, change_address(creator), approach="Reads slowly.")

        assert Creator.objects.values_list("approach", "site_id").get() == ("Reads slowly.", "UCE6")

    @pytest.mark.parametrize("name", ["status", "handle", "is_asmr_creator", "is_followed", "curator_name"])
    def test_a_value_can_be_changed_and_taken_back(self, desk, make_creator, name):
        creator = make_creator(is_asmr_creator=False)
        before = getattr(creator, name)
        other = {"status": "active", "is_asmr_creator": "true", "is_followed": "true"}.get(name, "@other")

        save(desk, change_address(creator), **{name: other})
        changed = Creator.objects.values_list(name, flat=True).get()
        save(desk, change_address(creator), **{name: {False: "false"}.get(before, before)})

        assert (str(changed).lower(), Creator.objects.values_list(name, flat=True).get()) == (other, before)

    def test_a_creator_cannot_be_deleted_for_they_would_come_back_without_what_people_wrote(self, desk, make_creator):
        assert desk.post(f"{LIST}{make_creator().pk}/delete/", {"post": "yes"}).status_code == 403

    def test_a_prefilled_page_for_a_new_creator_keeps_what_it_was_filled_with(self, desk):
        page = desk.get(ADD, {"curator_name": "Calm Corner"})

        desk.post(ADD, form_data(page))

        assert Creator.objects.get().name == "Calm Corner"

    def test_shows_what_the_source_says_beside_what_the_curator_writes(self, desk, make_creator):
        creator = make_creator("Their own name", source_url="https://www.youtube.com/@theirs")

        page = desk.get(change_address(creator))

        assert "Their own name" in page.text
        assert 'href="https://www.youtube.com/@theirs"' in page.text
        assert "source_name" not in page.context["adminform"].form.fields

    def test_saving_marks_the_entry_as_curated_and_leaves_the_source_alone(self, desk, make_creator):
        creator = make_creator("Their own name")

        save(desk, change_address(creator), curator_name="Our name for them")

        creator.refresh_from_db()
        assert (creator.name, creator.source_name) == ("Our name for them", "Their own name")
        assert creator.curated_at is not None

    def test_saying_asmr_creator_lists_what_was_held_as_not_recognised_and_nothing_else(
        self, desk, make_creator, make_video
    ):
        creator = make_creator()
        make_video("not recognised", creator=creator, listing_state="held", held_reason="not-recognised")
        make_video("moderation", creator=creator, listing_state="held", held_reason="moderation")
        make_video(
            "decided", creator=creator, listing_state="held", held_reason="not-recognised", is_listing_curated=True
        )
        make_video("hidden", creator=creator, listing_state="hidden")
        make_video("another's", listing_state="held", held_reason="not-recognised")

        answer = save(desk, change_address(creator), is_asmr_creator="true")

        listed = Video.objects.filter(listing_state="listed", held_reason="")
        assert [video.title for video in listed] == ["not recognised"]
        assert "Videos that were held as not recognised and are listed now: 1." in messages(answer)

    @pytest.mark.parametrize("word", ["false", "unknown"])
    def test_any_other_word_lists_nothing(self, desk, make_creator, make_video, word):
        creator = make_creator(is_asmr_creator=True)
        make_video(creator=creator, listing_state="held", held_reason="not-recognised")

        save(desk, change_address(creator), is_asmr_creator=word)

        assert Video.objects.get().listing_state == "held"

    def test_the_page_asks_the_same_number_of_queries_for_three_and_for_twelve_aliases(
        self, desk, make_creator, make_video
    ):
        creator = make_creator()
        for number in range(3):
            creator.aliases.create(name=f"Alias {number}")
            make_video(creator=creator)
        desk.get(change_address(creator))  # content types are remembered from here on
        with CaptureQueriesContext(connection) as few:
            desk.get(change_address(creator))
        for number in range(3, 12):
            creator.aliases.create(name=f"Alias {number}")
            make_video(creator=creator)

        with CaptureQueriesContext(connection) as many:
            desk.get(change_address(creator))

        assert len(many) == len(few)

    def test_a_creator_who_asked_to_be_removed_has_no_page_to_view(self, desk, make_creator):
        seen, removed = make_creator("Seen"), make_creator("Removed", status="removed")

        links = [desk.get(change_address(creator)).context.get("absolute_url") for creator in (seen, removed)]

        assert links == [seen.get_absolute_url(), None]


class TestCuratingWholly:
    def test_links_languages_credentials_tags_and_defaults_are_written_on_one_page(self, desk, make_creator, curator):
        creator = make_creator()
        cbt, no_talking = Tag.objects.get(slug="cbt"), Tag.objects.get(slug="no-talking")

        save(
            desk,
            change_address(creator),
            **{
                "credentials": "A nurse.",
                "languages": "EN, de en",
                "links-0-label": "Shop",
                "links-0-url": "shop.example/asmr",
                "said_tags-0-tag": cbt.pk,
                "defaults-0-tag": no_talking.pk,
                "defaults-0-kind": "present",
            },
        )

        creator.refresh_from_db()
        assert (creator.credentials, creator.languages) == ("A nurse.", ["en", "de"])
        assert [(link.label, link.url) for link in creator.links.all()] == [("Shop", "https://shop.example/asmr")]
        assert [said.tag for said in creator.said_tags.all()] == [cbt]
        [default] = creator.defaults.all()
        assert (default.tag, default.kind, default.since is not None) == (no_talking, "present", True)
        recorded = [(action.summary, action.person) for action in Action.objects.order_by("pk")]
        assert recorded == [("Edited: credentials, languages", curator), ("Edited: links, tags, defaults", curator)]

    def test_a_credential_is_confirmed_by_who_writes_it_with_its_source(self, desk, make_creator, curator):
        creator = make_creator(credentials="A nurse.")

        save(desk, change_address(creator), confirmed_credential="Registered nurse", credential_source="The register")

        creator.refresh_from_db()
        assert (creator.credential_state, creator.credential_confirmed_by) == ("confirmed", "curator")
        assert " by curator." in desk.get(change_address(creator)).text

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"confirmed_credential": "Registered nurse"}, "credential_source"),
            ({"credential_source": "The register"}, "confirmed_credential"),
            (
                {"credentials": "", "confirmed_credential": "Registered nurse", "credential_source": "The register"},
                "confirmed_credential",
            ),
        ],
        ids=["no source", "nothing confirmed", "nothing stated"],
    )
    def test_half_a_confirmation_is_refused_in_words(self, desk, make_creator, values, field):
        creator = make_creator(credentials="A nurse.")

        response = save(desk, change_address(creator), **values)

        assert list(errors(response)) == [field]

    @pytest.mark.parametrize(
        ("meanwhile", "written"),
        [
            ({"credentials": "A psychiatrist."}, {"confirmed_credential": "Nurse", "credential_source": "Register"}),
            ({"confirmed_credential": "Psychiatrist"}, {"credential_source": "Another register"}),
        ],
        ids=["another statement", "another confirmation"],
    )
    def test_what_changed_since_the_page_was_made_is_not_confirmed_unseen(self, desk, make_creator, meanwhile, written):
        creator = make_creator(credentials="A nurse.")
        page = desk.get(change_address(creator))
        Creator.objects.update(**meanwhile)

        response = desk.post(change_address(creator), form_data(page, **written))

        creator.refresh_from_db()
        assert creator.credential_state == "stated"
        assert list(errors(response)) == list(meanwhile)

    def test_what_videos_state_is_pointed_out_and_takes_nothing_over(self, desk, client, make_creator, make_video):
        creator = make_creator(is_asmr_creator=True)
        video = make_video(creator=creator, description="I'm a registered nurse.")

        page = desk.get(change_address(creator))

        address = reverse("admin:videos_video_change", args=[video.pk])
        assert f'<a href="{address}">“I&#x27;m a registered nurse”</a>' in page.text
        assert client.get(creator.get_absolute_url()).context["claims"] == ()

    def test_what_was_written_is_shown_again_and_kept(self, desk, make_creator):
        creator = make_creator(languages=["en", "de"], credentials="A nurse.")
        creator.links.create(label="Shop", url="https://shop.example/")

        page = desk.get(change_address(creator))
        save(desk, change_address(creator))

        assert 'value="en, de"' in page.text
        creator.refresh_from_db()
        assert (creator.languages, creator.links.count()) == (["en", "de"], 1)

    def test_taking_a_default_out_takes_back_what_it_brought(self, desk, make_creator, make_video):
        creator = make_creator()
        video = make_video(creator=creator)
        apply_to_all(creator.defaults.create(tag=Tag.objects.get(slug="no-talking")))
        before = [tag.slug for tag in video.tags.all()]

        save(desk, change_address(creator), **{"defaults-0-DELETE": "on"})

        assert (before, list(video.tags.all()), creator.defaults.count()) == (["no-talking"], [], 0)

    def test_a_default_that_became_another_holds_for_new_videos_again(self, desk, make_creator):
        creator = make_creator()
        apply_to_all(creator.defaults.create(tag=Tag.objects.get(slug="no-talking")))
        before = creator.defaults.get().since

        save(desk, change_address(creator), **{"defaults-0-kind": "absent"})

        default = creator.defaults.get()
        assert (before, default.kind, default.since is not None) == (None, "absent", True)

    @pytest.mark.parametrize("url", ["http://shop.example/", "ftp://shop.example/", "javascript:alert(1)"])
    def test_a_link_is_a_secure_address(self, desk, make_creator, url):
        creator = make_creator()

        save(desk, change_address(creator), **{"links-0-label": "Shop", "links-0-url": url})

        assert creator.links.count() == 0

    @pytest.mark.parametrize(
        ("languages", "error"),
        [
            ("english", "Not the code of a language: english. Write en, de, ja …"),
            ("en; d1", "Not the code of a language: d1. Write en, de, ja …"),
            (", ".join(f"a{letter}" for letter in "abcdefghijklmnopqrstu"), "More than 20 languages."),
        ],
    )
    def test_a_language_that_is_none_is_an_error(self, desk, make_creator, languages, error):
        answer = save(desk, change_address(make_creator()), languages=languages)

        assert errors(answer) == {"languages": [error]}

    @pytest.mark.parametrize(
        ("part", "slug", "error"),
        [
            ("said_tags", "minor-appears", "Visitors do not see this tag."),
            ("defaults", "minor-appears", "A person decides on this tag video by video."),
            ("defaults", "ear-eating", "A person decides on this tag video by video."),
            (
                "defaults",
                "sound-triggers",
                "No video has this tag itself, only tags below it: choose one of those.",
            ),
        ],
    )
    def test_tags_that_cannot_be_said_are_an_error(self, desk, make_creator, part, slug, error):
        creator = make_creator()
        tag = Tag.objects.get(slug=slug)

        answer = save(desk, change_address(creator), **{f"{part}-0-tag": tag.pk})

        told = [inline.formset.errors for inline in answer.context["inline_admin_formsets"]]
        assert [{"tag": [error]}] in told

    def test_what_waits_to_be_done_is_one_link_away(self, desk, make_creator):
        creator = make_creator()
        default = creator.defaults.create(tag=Tag.objects.get(slug="no-talking"))

        html = desk.get(change_address(creator)).text

        for name, more in (("creator-channel", []), ("creator-merge", []), ("creator-default", [default.pk])):
            assert f'href="{reverse(f"desk:{name}", args=[creator.pk, *more])}"' in html
        assert f'href="{reverse("desk:history", args=["creator", creator.pk])}"' in html


class TestFollowing:
    def test_the_list_tells_in_short_when_each_channel_was_read(self, desk, make_creator):
        now = timezone.now()
        make_creator("A", synced_at=now - timedelta(days=3), is_followed=True)
        make_creator("B")
        make_creator("C", synced_at=now, sync_trouble="Timed out.")
        make_creator("D", synced_at=now, sync_trouble="Closed.", terminated_at=now)

        page = desk.get(LIST)

        told = [strip_tags(cell) for cell in re.findall(r'<td class="field-last_sync[^"]*">(.*?)</td>', page.text)]
        assert [text.replace("\xa0", " ") for text in told] == [
            "3 days ago",
            "never",
            "the last attempt failed",
            "channel closed",
        ]
        assert re.findall(r'field-followed"><img src="[^"]*icon-(\w+)', page.text) == ["yes", "no", "no", "no"]

    def test_the_page_tells_the_state_in_full(self, desk, make_creator):
        creator = make_creator(sync_trouble="Timed out", is_followed=True)

        page = desk.get(change_address(creator)).text

        assert "Never read yet. The last attempt failed: Timed out. Due now: the next sync_creators reads it." in page

    def test_the_page_lists_what_the_channel_was_called_before(self, desk, make_creator):
        creator = make_creator("New", handle="@new", source_url="https://a.example/new")
        seen = timezone.now().replace(year=2025, month=3, day=9)
        for kind, value in [("name", "Old"), ("name", "New"), ("handle", "@old"), ("address", "https://a.example/new")]:
            creator.traces.create(kind=kind, value=value, first_seen_at=seen, last_seen_at=seen)

        page = desk.get(change_address(creator)).text

        assert "handle @old, last seen 9 Mar 2025<br>name Old, last seen 9 Mar 2025" in page
        assert "name New" not in page

    def test_the_page_lists_what_the_entry_was_called_here_before(self, desk, make_creator):
        creator = make_creator("New")
        creator.former_slugs.create(slug="old")
        creator.former_slugs.create(slug="older")

        assert "/creators/old/<br>/creators/older/" in desk.get(change_address(creator)).text

    def test_the_page_for_a_new_creator_opens(self, desk):
        assert desk.get(ADD).status_code == 200

    @pytest.mark.parametrize(
        ("action", "before", "after", "word"),
        [("follow", False, True, "followed"), ("do_not_follow", True, False, "not followed")],
    )
    def test_many_are_followed_or_not_at_once(self, desk, make_creator, action, before, after, word):
        changed = make_creator("Changed", is_followed=before)
        make_creator("As it was", is_followed=after)

        answer = act(desk, action, Creator.objects.all())

        assert list(Creator.objects.values_list("is_followed", flat=True)) == [after, after]
        assert list(Creator.objects.exclude(curated_at=None)) == [changed]
        assert messages(answer) == [f"Creators that are {word} now: 1."]
        assert log() == [(str(changed.pk), f"Decided: {word}.")]


class TestReadingChannelsNow:
    def test_the_action_requests_one_run_for_all_and_leads_to_it(self, desk, curator, make_creator):
        first, second = make_creator("First", handle="@first"), make_creator("Second", site_id="UC2")

        answer = act(desk, "read_channels", [first, second])

        run = ImportRun.objects.get()
        assert (run.kind, run.requested_by, sorted(run.options["creators"])) == (
            "creators",
            curator,
            sorted([first.pk, second.pk]),
        )
        assert answer.redirect_chain == [(f"/admin/videos/importrun/{run.pk}/change/", 302)]
        assert messages(answer) == ["Channels to be read: 2."]
        assert sorted(log()) == sorted(
            (str(row.pk), f"Reading the channel requested: {run}.") for row in (first, second)
        )

    def test_leaves_out_who_was_removed_at_their_wish_and_who_has_no_known_channel(self, desk, make_creator):
        readable = make_creator("Readable", handle="@readable")
        make_creator("Removed", handle="@removed", status="removed")
        make_creator("Nowhere")

        answer = act(desk, "read_channels", Creator.objects.all())

        assert ImportRun.objects.get().options["creators"] == [readable.pk]
        assert messages(answer) == [
            "Left out, for they were removed at their wish or have no known channel: 2.",
            "Channels to be read: 1.",
        ]

    def test_requests_nothing_where_none_can_be_read(self, desk, make_creator):
        answer = act(desk, "read_channels", [make_creator("Nowhere")])

        assert (ImportRun.objects.count(), len(messages(answer))) == (0, 1)

    def test_the_button_on_the_page_does_it_for_one(self, desk, make_creator):
        creator = make_creator(handle="@quiet")
        page = desk.get(change_address(creator)).text

        answer = desk.post(read_address(creator), follow=True)

        run = ImportRun.objects.get()
        assert f'<form method="post" action="{read_address(creator)}">' in page
        assert (run.options["creators"], answer.redirect_chain[0][0]) == (
            [creator.pk],
            f"/admin/videos/importrun/{run.pk}/change/",
        )

    @pytest.mark.parametrize("values", [{}, {"handle": "@quiet", "status": "removed"}])
    def test_there_is_no_button_where_nothing_can_be_read(self, desk, make_creator, values):
        creator = make_creator(**values)

        page = desk.get(change_address(creator)).text
        answer = desk.post(read_address(creator), follow=True)

        assert "Read their channel now" not in page
        assert (answer.redirect_chain[0][0], ImportRun.objects.count()) == (change_address(creator), 0)

    def test_a_mere_visit_requests_nothing(self, desk, make_creator):
        assert desk.get(read_address(make_creator(handle="@quiet"))).status_code == 405

    def test_of_a_creator_who_is_not_there_answers_404(self, desk):
        assert desk.post(f"{LIST}77/read-channel/").status_code == 404

    def test_needs_the_permission_to_add_imports(self, client, make_creator):
        creator = make_creator(handle="@quiet")
        user = get_user_model().objects.create_user("staff", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=["change_creator", "view_importrun"]))
        client.force_login(user)

        page = client.get(change_address(creator)).text
        answer = client.post(read_address(creator))
        choices = dict(client.get(LIST).context["action_form"].fields["action"].choices)

        assert ("Read their channel now" in page, answer.status_code, ImportRun.objects.count()) == (False, 403, 0)
        assert [name in choices for name in ("read_channels", "follow")] == [False, True]

    def test_who_may_not_watch_imports_stays_on_the_creator_s_page(self, client, make_creator):
        creator = make_creator(handle="@quiet")
        user = get_user_model().objects.create_user("staff", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=["change_creator", "add_importrun"]))
        client.force_login(user)

        answer = client.post(read_address(creator))

        assert (answer.url, ImportRun.objects.count()) == (change_address(creator), 1)


class TestTakingDown:
    @pytest.mark.parametrize(("before", "after"), [("active", "removed"), ("removed", "active")])
    def test_is_not_done_by_the_status(self, desk, make_creator, before, after):
        creator = make_creator(status=before)

        answer = save(desk, change_address(creator), status=after)

        creator.refresh_from_db()
        assert creator.status == before
        assert "with “Take down” above." in answer.content.decode()

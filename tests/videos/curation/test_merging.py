from datetime import UTC, datetime

import pytest
from django.db import DatabaseError
from django.db.models.signals import pre_delete

from creators.models import Creator
from videos.curation.merging import merge_duplicates
from videos.models import ChannelCheck, ImportRun, Report, RunItem, SourceListing, Tag, Video

pytestmark = pytest.mark.django_db

ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"
JANUARY, FEBRUARY, MARCH = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture
def merge(make_creator):
    """Give merge(with_id, without): the entry that one of each, made with these values, become."""

    def merge_made(with_id, without):
        made = [make_creator(site_id=ID, **with_id), make_creator(**without)]
        return merge_duplicates(*made)

    return merge_made


def aliases(creator):
    return list(creator.aliases.values_list("name", flat=True))


def traces(creator):
    return list(creator.traces.order_by("kind", "value").values_list("kind", "value", "first_seen_at", "last_seen_at"))


class TestWhichEntryStays:
    @pytest.mark.parametrize("is_swapped", [False, True])
    def test_is_the_one_with_an_id(self, make_creator, is_swapped):
        with_id, without = make_creator(site_id=ID), make_creator(handle="@tent")

        stays = merge_duplicates(*((without, with_id) if is_swapped else (with_id, without)))

        assert (stays, stays.site_id) == (with_id, ID)
        assert list(Creator.objects.all()) == [with_id]

    def test_of_two_without_an_id_is_the_first(self, make_creator):
        creator, other = make_creator(), make_creator()

        assert merge_duplicates(other, creator) == other
        assert list(Creator.objects.all()) == [other]

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"site_id": OTHER_ID}, "Rain and Wind have ids of their own: these are two channels"),
            ({"site": "vimeo"}, "Rain is on youtube, Wind on vimeo: these are two channels"),
        ],
    )
    def test_is_neither_of_two_channels(self, make_creator, values, reason):
        creator, other = make_creator("Rain", site_id=ID), make_creator("Wind", **values)

        with pytest.raises(ValueError) as refusal:
            merge_duplicates(creator, other)
        assert (str(refusal.value), Creator.objects.count()) == (reason, 2)

    def test_takes_two_entries(self, make_creator):
        creator = make_creator()

        with pytest.raises(ValueError, match=r"^two entries of the catalog are needed$"):
            merge_duplicates(creator, Creator.objects.get())


class TestWhatMoves:
    def test_is_all_that_points_to_the_entry_that_goes(self, make_creator, make_video):
        with_id, without = make_creator(site_id=ID), make_creator(handle="@tent")
        run = ImportRun.objects.create(kind="creators")
        video = make_video(creator=without)
        listing = SourceListing.objects.create(url="https://a.example/", creator=without)
        item = RunItem.objects.create(run=run, kind="listing", address="x", creator=without)
        report = Report.objects.create(kind="removal", creator=without)
        check = ChannelCheck.objects.create(creator=without, run=run, address="x")

        merge_duplicates(with_id, without)

        for row in (video, listing, item, report, check):
            row.refresh_from_db()
            assert row.creator == with_id

    def test_leaves_nothing_out(self):
        """A new table that points to creators has to be thought of in merging."""
        pointing = {relation.name for relation in Creator._meta.related_objects}

        imported = {"traces", "videos", "listings", "run_items", "channel_checks"}
        written = {
            "aliases",
            "former_slugs",
            "takedowns",
            "links",
            "said_tags",
            "defaults",
            "recorded_changes",
            "reports",
            "collections",
        }
        assert pointing == imported | written

    def test_gives_the_one_that_stays_the_links_tags_and_defaults_that_it_lacks(self, make_creator):
        with_id, without = make_creator(site_id=ID), make_creator()
        tapping, hypnosis = Tag.objects.get(slug="tapping"), Tag.objects.get(slug="hypnosis")
        for creator, label in ((with_id, "Shop"), (without, "Their shop")):
            creator.links.create(label=label, url="https://shop.example/")
            creator.said_tags.create(tag=tapping)
            creator.defaults.create(tag=tapping, kind="present" if creator == with_id else "absent")
        without.links.create(label="Podcast", url="https://podcast.example/")
        without.said_tags.create(tag=hypnosis)
        without.defaults.create(tag=hypnosis, kind="absent")

        stays = merge_duplicates(with_id, without)

        assert [link.label for link in stays.links.all()] == ["Podcast", "Shop"]
        assert {said.tag for said in stays.said_tags.all()} == {tapping, hypnosis}
        kinds = {default.tag.slug: default.kind for default in stays.defaults.all()}
        assert kinds == {"tapping": "present", "hypnosis": "absent"}

    def test_keeps_what_a_person_decided_on_a_video(self, make_creator, make_video):
        with_id, without = make_creator(site_id=ID), make_creator()
        make_video(creator=without, is_creator_curated=True, curated_at=JANUARY, tags=["tapping"])

        merge_duplicates(with_id, without)

        video = Video.objects.get()
        assert (video.is_creator_curated, video.curated_at) == (True, JANUARY)
        assert [tag.slug for tag in video.tags.all()] == ["tapping"]

    def test_lists_videos_that_only_lacked_recognition(self, make_creator, make_video):
        with_id, without = make_creator(site_id=ID, is_asmr_creator=True), make_creator()
        held = {"creator": without, "listing_state": "held"}
        make_video("Rain", held_reason="not-recognised", **held)
        make_video("Wind", held_reason="moderation", **held)

        merge_duplicates(with_id, without)

        assert dict(Video.objects.values_list("title", "listing_state")) == {"Rain": "listed", "Wind": "held"}


class TestWhatWasWritten:
    def test_of_credentials_and_languages_is_kept(self, merge):
        stays = merge({"languages": ["en"]}, {"languages": ["de", "en"], "credentials": "A nurse."})

        assert (stays.languages, stays.credentials) == (["en", "de"], "A nurse.")

    def test_of_a_curator_on_what_they_do_goes_before_that_of_another_source(self, make_creator):
        creator, other, cbt = make_creator(), make_creator(), Tag.objects.get(slug="cbt")
        creator.said_tags.create(tag=cbt, source="A blog post")
        other.said_tags.create(tag=cbt)

        stays = merge_duplicates(creator, other)

        assert list(stays.said_tags.values_list("tag__slug", "source")) == [("cbt", "")]

    def test_of_the_one_that_stays_is_kept(self, merge):
        written = {
            "curator_name": "The Tent", "curator_url": "https://a.example/", "status": "active", "approach": "Rain.",
            "is_asmr_creator": False, "handle": "@tent", "source_url": "https://b.example/",
        }  # fmt: skip
        other = {
            "curator_name": "Other", "curator_url": "https://c.example/", "status": "inactive", "approach": "",
            "is_asmr_creator": True, "handle": "@other", "source_url": "https://d.example/",
        }  # fmt: skip

        stays = merge({"name": "Tent", **written}, {"name": "Others", **other})

        assert {name: getattr(stays, name) for name in written} == written
        assert stays.source_name == "Tent"

    def test_of_the_one_that_goes_fills_what_is_empty(self, merge):
        written = {
            "curator_name": "The Tent", "curator_url": "https://a.example/", "status": "active", "approach": "Rain.",
            "is_asmr_creator": True, "handle": "@tent", "source_url": "https://b.example/", "boilerplate": ["Bye"],
            "curated_at": JANUARY,
        }  # fmt: skip

        stays = merge({"name": "Tent"}, {"name": "@tent", **written})

        assert {name: getattr(stays, name) for name in written} == written
        assert (stays.source_name, stays.name, stays.folded_name) == ("Tent", "The Tent", "the tent")

    @pytest.mark.parametrize(
        ("own", "others", "both"),
        [("Rain.", "Wind.", "Rain.\n\nWind."), ("Rain. Wind.", "Wind.", "Rain. Wind."), ("", "Wind.", "Wind.")],
    )
    @pytest.mark.parametrize("text", ["approach", "credentials"])
    def test_on_approach_and_credentials_is_kept_of_both(self, merge, text, own, others, both):
        assert getattr(merge({text: own}, {text: others}), text) == both

    @pytest.mark.parametrize(
        ("own", "others", "status"),
        [
            ("unverified", "active", "active"),
            ("active", "unverified", "active"),
            ("active", "removed", "removed"),
            ("removed", "active", "removed"),
        ],
    )
    def test_on_the_status_is_kept_and_a_wish_to_be_removed_goes_first(self, merge, own, others, status):
        assert merge({"status": own}, {"status": others}).status == status

    @pytest.mark.parametrize(
        ("own", "others", "latest"), [(JANUARY, MARCH, MARCH), (None, MARCH, MARCH), (None, None, None)]
    )
    def test_leaves_the_mark_of_the_last_edit(self, merge, own, others, latest):
        assert merge({"curated_at": own}, {"curated_at": others}).curated_at == latest


class TestFollowing:
    @pytest.mark.parametrize(
        ("own", "others", "following"),
        [
            ((False, JANUARY), (True, None), (True, None)),
            ((True, MARCH), (True, None), (True, MARCH)),
            ((True, MARCH), (False, None), (True, MARCH)),
            ((False, None), (False, None), (False, None)),
        ],
    )
    def test_goes_on_where_one_of_them_was_followed(self, merge, own, others, following):
        names = ("is_followed", "sync_due_at")

        stays = merge(*(dict(zip(names, values, strict=True)) for values in (own, others)))

        assert (stays.is_followed, stays.sync_due_at) == following

    @pytest.mark.parametrize(("own", "others", "is_sample"), [(True, False, False), (True, True, True)])
    def test_is_a_sample_only_where_both_are(self, merge, own, others, is_sample):
        assert merge({"is_sample": own}, {"is_sample": others}).is_sample is is_sample


class TestNames:
    def test_that_differ_become_aliases(self, merge):
        assert aliases(merge({"name": "Quiet Tent"}, {"name": "The Tent", "handle": "@tent"})) == ["The Tent"]

    @pytest.mark.parametrize("name", ["QUIET tent", "@tent", "@TENT"])
    def test_that_are_the_same_or_a_mere_handle_do_not(self, merge, name):
        assert aliases(merge({"name": "Quiet Tent"}, {"name": name, "handle": "@tent"})) == []

    def test_no_longer_shown_become_aliases(self, merge):
        assert aliases(merge({"name": "Quiet Tent"}, {"name": "x", "curator_name": "The Tent"})) == ["Quiet Tent"]

    def test_of_both_are_joined(self, make_creator):
        with_id, without = make_creator("Tent", site_id=ID), make_creator("Tent")
        with_id.aliases.create(name="Rain")
        for name in ("RAIN", "Wind", "tent"):
            without.aliases.create(name=name)

        assert aliases(merge_duplicates(with_id, without)) == ["Rain", "Wind"]


class TestTraces:
    def test_of_both_are_joined_with_the_whole_time_that_each_was_seen(self, make_creator):
        with_id, without = make_creator("Tent", site_id=ID), make_creator("Tent")
        with_id.traces.create(kind="handle", value="@a", first_seen_at=FEBRUARY, last_seen_at=MARCH)
        without.traces.create(kind="handle", value="@a", first_seen_at=JANUARY, last_seen_at=FEBRUARY)
        without.traces.create(kind="name", value="@a", first_seen_at=JANUARY, last_seen_at=JANUARY)

        assert traces(merge_duplicates(with_id, without)) == [
            ("handle", "@a", JANUARY, MARCH),
            ("name", "@a", JANUARY, JANUARY),
        ]

    def test_tell_what_the_one_that_goes_was_called(self, merge):
        own = {
            "name": "Tent",
            "handle": "@new",
            "source_url": "https://a.example/",
            "curator_url": "https://b.example/",
        }
        others = {
            "name": "Old", "handle": "@old", "source_url": "https://c.example/", "curator_url": "https://d.example/",
            "synced_at": MARCH,
        }  # fmt: skip

        stays = merge(own, others)

        assert [(kind, value, last) for kind, value, _, last in traces(stays)] == [
            ("address", "https://c.example/", MARCH),
            ("address", "https://d.example/", MARCH),
            ("handle", "@old", MARCH),
            ("name", "Old", MARCH),
        ]

    def test_do_not_repeat_what_it_is_called_now(self, merge):
        called = {"name": "Tent", "handle": "@tent", "source_url": "https://a.example/"}

        assert traces(merge(called, called)) == []


def test_a_merge_that_fails_changes_nothing(make_creator, make_video):
    def refuse(sender, **kwargs):
        raise DatabaseError("no")

    with_id, without = make_creator("Tent", site_id=ID), make_creator("x", handle="@tent", curator_name="The Tent")
    video = make_video(creator=without)
    before = list(Creator.objects.order_by("pk").values())

    pre_delete.connect(refuse, sender=Creator)
    try:
        with pytest.raises(DatabaseError):
            merge_duplicates(with_id, without)
    finally:
        pre_delete.disconnect(refuse, sender=Creator)

    video.refresh_from_db()
    assert (video.creator, list(Creator.objects.order_by("pk").values())) == (without, before)


class TestSlugs:
    """Addresses, filters and never-lists that name the entry which goes mean the one that stays."""

    def test_of_the_one_that_goes_and_its_former_ones_are_former_ones_of_the_one_that_stays(self, make_creator):
        first, second, third = make_creator("First"), make_creator("Second"), make_creator("Third", site_id=ID)

        stays = merge_duplicates(third, merge_duplicates(second, first))

        assert (stays.slug, list(stays.former_slugs.values_list("slug", flat=True))) == ("third", ["first", "second"])

    def test_of_the_one_that_goes_is_not_given_to_a_newcomer(self, make_creator, merge):
        merge({"name": "Tent"}, {"name": "Quiet Tent"})

        assert make_creator("Quiet Tent").slug == "quiet-tent-2"

    def test_on_a_never_list_still_hide_the_videos(self, client, make_creator, make_video, merge):
        video = make_video("Horrible", creator=make_creator("Tent"))
        client.cookies["never"] = "never-creator=tent"
        assert client.get("/videos/").context["hidden_count"] == 1

        merge_duplicates(make_creator("Zed Person", site_id=ID), video.creator)
        listed = client.get("/videos/")

        assert ("Horrible" in listed.text, listed.context["hidden_count"]) == (False, 1)
        for face in (f"/videos/{video.pk}/", "/creators/zed-person/", "/creators/tent/", "/", "/videos/?q=zed"):
            assert "Horrible" not in client.get(face, follow=True).text
        assert "its creator" in client.get(f"/videos/{video.pk}/").text
        assert client.get("/creators/").context["hidden_count"] == 1
        assert client.get("/").context["creator_count"] == 0
        assert client.get("/videos/suggest/?q=zed pers").json() == {"suggestions": []}
        [choice] = client.get("/never/").context["creators"]
        assert (choice.value, choice.label, choice.note) == ("zed-person", "Zed Person", "")

    def test_in_an_address_lead_to_the_one_that_stays(self, client, merge):
        merge({"name": "Other", "is_asmr_creator": True}, {"name": "Tent"})

        page = client.get("/creators/tent/?page=2&never=hypnosis")
        listed = client.get("/videos/?creator=tent&never=hypnosis")

        assert (page.status_code, page["Location"]) == (301, "/creators/other/?page=2&never=hypnosis")
        assert (listed.status_code, listed["Location"]) == (301, "/videos/?creator=other&never=hypnosis")
        assert client.get("/api/v1/creators/tent").json()["slug"] == "other"
        assert client.get("/api/v1/videos?creator=tent").json()["unknown"] == []
        assert client.get("/api/v1/creators/tent?never-creator=tent").status_code == 404

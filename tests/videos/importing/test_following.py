import pytest
from django.db.models.signals import pre_save
from django.utils import timezone

from creators.models import Creator
from videos.importing.addresses import parse_channel
from videos.importing.following import follow

pytestmark = pytest.mark.django_db

ID, OTHER_ID = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb"


def follow_all(*texts, **options):
    return [(done.state, done.creator.pk) for done in (follow(parse_channel(text), **options) for text in texts)]


def add_trace(creator, kind, value, *, day=1):
    seen = timezone.datetime(2026, 1, day, tzinfo=timezone.get_current_timezone())
    creator.traces.create(kind=kind, value=value, first_seen_at=seen, last_seen_at=seen)


class TestAnEntryWithoutAChannel:
    """Somebody wrote down a name; the channel comes later."""

    @pytest.mark.parametrize("name", ["Quiet Tent", "quiet tent", "Tent of Quiet"])
    def test_is_given_the_channel_of_its_name_or_alias(self, make_creator, name):
        creator = make_creator("Quiet Tent", approach="Rain.")
        creator.aliases.create(name="Tent of Quiet")

        done = follow(parse_channel(ID), name=name)

        creator.refresh_from_db()
        assert (done.state, done.creator, creator.site_id) == ("followed now", creator, ID)
        assert (creator.approach, creator.status, creator.is_followed) == ("Rain.", "unverified", True)

    @pytest.mark.parametrize(
        "values",
        [{"site_id": OTHER_ID}, {"handle": "@other"}, {"site": "vimeo"}, {"curator_url": "https://a.example/"}],
    )
    def test_is_not_one_with_another_channel(self, make_creator, values):
        make_creator("Quiet Tent", **values)

        assert follow(parse_channel(ID), name="Quiet Tent").state == "added"

    def test_is_not_one_of_two_namesakes(self, make_creator):
        make_creator("Quiet Tent"), make_creator("Quiet Tent")

        assert follow(parse_channel(ID), name="Quiet Tent").state == "added"


class TestANewChannel:
    def test_is_added_unverified_and_due_at_once(self):
        done = follow(parse_channel(ID), name="Quiet Tent")

        creator = Creator.objects.get()
        assert (done.state, done.creator) == ("added", creator)
        assert (creator.site, creator.site_id, creator.handle) == ("youtube", ID, "")
        assert (creator.source_name, creator.curator_name, creator.slug) == ("Quiet Tent", "", "quiet-tent")
        assert creator.source_url == f"https://www.youtube.com/channel/{ID}"
        assert (creator.status, creator.is_followed, creator.sync_due_at) == ("unverified", True, None)
        assert (creator.curated_at, creator.is_sample, creator.traces.count()) == (None, False, 0)

    @pytest.mark.parametrize(
        ("text", "name"), [("@QuietTent", "@QuietTent"), (ID, ID), ("youtube.com/c/tent/videos", "tent")]
    )
    def test_without_a_title_is_called_by_its_address(self, text, name):
        assert follow(parse_channel(text)).creator.shown_name == name

    def test_is_added_without_following_it_where_that_is_asked_for(self):
        assert follow(parse_channel(ID), is_followed=False).creator.is_followed is False

    @pytest.mark.parametrize(
        ("text", "trace"),
        [
            ("@QuietTent", ("handle", "@QuietTent")),
            ("youtube.com/user/tent", ("address", "https://www.youtube.com/user/tent")),
        ],
    )
    def test_is_found_again_after_the_site_gave_it_another_handle_and_address(self, text, trace):
        creator = follow(parse_channel(text)).creator
        Creator.objects.update(site_id=ID, handle="@new", source_url=f"https://www.youtube.com/channel/{ID}")

        assert list(creator.traces.values_list("kind", "value")) == [trace]
        assert follow_all(text) == [("duplicate", creator.pk)]


class TestAKnownChannel:
    @pytest.mark.parametrize(
        ("known", "text"),
        [
            ({"site_id": ID, "handle": "@x"}, f"youtube.com/channel/{ID}/videos"),
            ({"site_id": ID, "handle": "@QuietTent"}, "@quiettent"),
            ({"site_id": "", "handle": "QuietTent"}, "@quiettent"),
            ({"site_id": ID, "handle": "@Éte"}, "@ÉTE"),
            ({"site_id": ID, "handle": "@静か(な)雨"}, "@静か(な)雨"),
            ({"source_url": "https://www.youtube.com/c/Tent"}, "https://youtube.com/c/tent"),
            ({"curator_url": "https://www.youtube.com/user/Tent"}, "https://youtube.com/user/tent"),
            ({"site": "soundcloud", "source_url": "https://soundcloud.com/tent"}, "soundcloud.com/Tent"),
            ({"site": "peertube", "site_id": "rain@tube.example"}, "https://tube.example/c/rain"),
        ],
    )
    def test_is_followed_from_now_on(self, make_creator, known, text):
        creator = make_creator("Quiet Tent", sync_due_at=timezone.now(), is_sample=True, **known)

        assert follow_all(text) == [("followed now", creator.pk)]
        creator.refresh_from_db()
        assert (creator.is_followed, creator.sync_due_at, creator.is_sample) == (True, None, False)
        assert follow_all(text) == [("duplicate", creator.pk)]

    @pytest.mark.parametrize(
        ("kind", "value", "text"),
        [("handle", "@OldTent", "@oldtent"), ("address", "https://www.youtube.com/c/Old", "youtube.com/c/old")],
    )
    def test_is_found_by_what_it_was_once_called(self, make_creator, kind, value, text):
        creator = make_creator(site_id=ID, handle="@new")
        add_trace(creator, kind, value)

        assert follow_all(text) == [("followed now", creator.pk)]

    def test_has_the_handle_now_goes_before_who_had_it_once(self, make_creator):
        former, present = make_creator(site_id=ID), make_creator(site_id=OTHER_ID, handle="@tent")
        add_trace(former, "handle", "@tent")

        assert follow_all("@tent") == [("followed now", present.pk)]

    def test_of_those_who_once_had_the_handle_the_last_one_counts(self, make_creator):
        creators = [make_creator(site_id=ID), make_creator(site_id=OTHER_ID)]
        for day, creator in enumerate(creators, start=1):
            add_trace(creator, "handle", "@tent", day=day)

        assert follow_all("@tent") == [("followed now", creators[1].pk)]

    def test_keeps_everything_that_a_curator_wrote(self, make_creator):
        make_creator(
            "Tent", site_id=ID, handle="@a", curator_name="The Tent", curator_url="https://a.example/", status="active",
            approach="Rain.", is_asmr_creator=False, curated_at=timezone.now(),
        )  # fmt: skip
        before = Creator.objects.values().get()

        follow(parse_channel(ID), name="Another name")

        assert Creator.objects.values().get() == {**before, "is_followed": True}

    def test_stays_as_it_is_where_it_shall_not_be_followed(self, make_creator):
        creator = make_creator(site_id=ID)

        assert follow_all(ID, is_followed=False) == [("duplicate", creator.pk)]
        assert Creator.objects.get().is_followed is False

    def test_is_refused_where_its_creator_asked_to_be_removed(self, make_creator):
        creator = make_creator(site_id=ID, handle="@tent", status="removed")

        assert follow_all(ID, "@TENT") == [("refused", creator.pk)] * 2
        assert Creator.objects.get().is_followed is False


class TestAnotherChannel:
    @pytest.mark.parametrize(
        ("known", "text"),
        [
            ({"site_id": OTHER_ID, "source_name": "Rain"}, ID),
            ({"site_id": ID.lower()}, ID),
            ({"handle": "@quiettents"}, "@quiettent"),
            ({"handle": "@quiet_tent"}, "@quietatent"),
            ({"handle": "@雨.雨"}, "@雨x雨"),
            ({"site": "tiktok", "handle": "@tent"}, "@tent"),
            ({"source_url": "https://www.youtube.com/user/tent"}, "youtube.com/c/tent"),
            ({"handle": "", "source_url": ""}, "youtube.com/c/tent"),
        ],
    )
    def test_is_added_beside_it(self, make_creator, known, text):
        make_creator(**known)

        assert follow(parse_channel(text), name="Rain").state == "added"

    def test_with_another_id_is_not_mistaken_for_who_once_had_its_address(self, make_creator):
        add_trace(make_creator(site_id=OTHER_ID), "address", f"https://www.youtube.com/channel/{ID}")

        assert follow(parse_channel(ID)).state == "added"


def test_two_forms_of_one_channel_are_one_entry(make_creator):
    creator = make_creator(site_id=ID, handle="@new")
    add_trace(creator, "handle", "@tent")

    assert follow_all("@tent", ID, "@NEW") == [
        ("followed now", creator.pk), ("duplicate", creator.pk), ("duplicate", creator.pk),
    ]  # fmt: skip


def test_a_collision_with_another_process_is_tried_again():
    def add_first(sender, **kwargs):
        pre_save.disconnect(add_first, sender=Creator)
        Creator.objects.bulk_create([Creator(site_id=ID, slug="tent", source_name="Tent", folded_name="tent")])

    pre_save.connect(add_first, sender=Creator)

    # What was added first went with the transaction that failed, as if the other process had given up.
    assert follow(parse_channel(ID)).state == "added"
    assert Creator.objects.count() == 1

import pytest

from videos.models import Takedown, Video

pytestmark = pytest.mark.django_db

UNKNOWN = "https://www.youtube.com/watch?v=aaaaaaaaa09"


class TestTakedown:
    def test_shows_what_it_would_do_and_does_nothing(self, run, make_video):
        video = make_video("Rain")

        said = run("takedown", video.pk, "--reason", "privacy")

        assert said.out == [
            f"Would be taken down: video {video.pk} “Rain” ({video.url}).",
            "Nothing was done. To do it, give --apply too.",
        ]
        assert (said.failure, Takedown.objects.count(), Video.objects.get().listing_state) == ("", 0, "listed")

    def test_takes_a_video_down_and_brings_it_back(self, run, make_video):
        video = make_video("Rain")

        down = run("takedown", video.url, "--reason", "copyright", "--note", "A letter.", "--apply")
        takedown = Takedown.objects.get()
        state = Video.objects.get().listing_state
        back = run("takedown", video.pk, "--undo", "--apply")

        assert down.out[0].startswith(f"Taken down: video {video.pk} “Rain” ({video.url}). To reverse it: ")
        assert (state, takedown.reason, takedown.note) == ("taken-down", "copyright", "A letter.")
        assert back.out == [
            f"Reversed: video {video.pk} “Rain” ({video.url}) is as it was. "
            "The next reading of its page brings its texts back."
        ]
        assert Video.objects.get().listing_state == "listed"

    def test_takes_a_creator_down_with_all_their_videos(self, run, make_video, make_creator):
        make_video(creator=make_creator())

        said = run("takedown", "quiet-corner-asmr", "--reason", "creator-request", "--apply")

        assert said.out[0].startswith("Taken down: creator Quiet Corner ASMR (quiet-corner-asmr), with 1 video.")
        assert Video.objects.published().count() == 0

    def test_keeps_out_what_the_catalog_does_not_have(self, run):
        said = run("takedown", UNKNOWN, "--reason", "minor", "--apply")

        assert said.out == [f"{UNKNOWN} is not in the catalog: imports will leave it out."]
        assert Takedown.objects.get().address == UNKNOWN

    def test_says_that_a_handle_may_change(self, run):
        said = run("takedown", "@stranger", "--reason", "other", "--apply")

        assert said.out == [
            "https://www.youtube.com/@stranger is not in the catalog: imports will leave it out. "
            "Its handle can change: the address with the channel's id is surer."
        ]

    def test_says_when_it_was_done_already(self, run, make_video):
        video = make_video("Rain")
        run("takedown", video.pk, "--reason", "other", "--apply")
        Takedown.objects.update(made_at="2026-01-05T00:00Z")

        said = run("takedown", video.pk, "--reason", "privacy", "--apply")

        assert said.out == [
            f"video {video.pk} “Rain” ({video.url}) was taken down already, on 5 Jan 2026. It stays so."
        ]

    def test_names_all_that_may_be_meant(self, run, make_creator):
        make_creator("Tent"), make_creator("Tent")

        said = run("takedown", "Tent", "--reason", "other", "--apply")

        assert said.failure == (
            "'Tent' may mean 2 things; give the address of one:\n"
            "  creator Tent (tent), with 0 videos\n"
            "  creator Tent (tent-2), with 0 videos"
        )
        assert Takedown.objects.count() == 0

    @pytest.mark.parametrize(
        ("arguments", "begins"),
        [
            (["nobody", "--reason", "other"], "The catalog knows no video or creator 'nobody'"),
            (["nobody"], "Give --reason: creator-request, copyright, privacy, minor, other."),
            (["nobody", "--undo"], "The catalog knows no video or creator 'nobody'"),
            ([UNKNOWN, "--undo"], f"{UNKNOWN} is not taken down."),
        ],
    )
    def test_fails_where_there_is_nothing_to_do(self, run, arguments, begins):
        assert run("takedown", *arguments).failure.startswith(begins)

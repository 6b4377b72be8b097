import pytest

from videos.importing.troubles import ADVICE, OF_THE_WAY, WORDS, Trouble, classify, describe_trouble


class TestClassify:
    @pytest.mark.parametrize(
        ("words", "trouble"),
        [
            ("Sign in to confirm you’re not a bot. Use --cookies-from-browser", Trouble.BOT_CHECK),
            ("YouTube is requiring a captcha challenge before playback", Trouble.BOT_CHECK),
            ("This content isn't available, try again later. The current session has been rate-limited",
             Trouble.RATE_LIMITED),
            ("Unable to download webpage: HTTP Error 429: Too Many Requests", Trouble.RATE_LIMITED),
            ("This channel does not have a shorts tab", Trouble.NO_SUCH_TAB),
            ("YouTube said: This account has been terminated for a violation of YouTube's Terms of Service.",
             Trouble.CHANNEL_CLOSED),
            ("YouTube said: This channel was removed because it violated our Community Guidelines.",
             Trouble.CHANNEL_CLOSED),
            ("YouTube said: This channel does not exist.", Trouble.CHANNEL_CLOSED),
            ("Video unavailable. This video is no longer available because the YouTube account associated with this "
             "video has been terminated.", Trouble.CHANNEL_CLOSED),
            ("YouTube said: The playlist does not exist.", Trouble.PLAYLIST_MISSING),
            ("YouTube said: This playlist type is unviewable.", Trouble.PLAYLIST_MISSING),
            ("This video is private. If the owner of this video has granted you access, please sign in.",
             Trouble.PRIVATE),
            ("This video is available to this channel's members on level: Gold", Trouble.MEMBERS_ONLY),
            ("Join this channel to get access to members-only content like this video", Trouble.MEMBERS_ONLY),
            ("This video is only available to Music Premium members", Trouble.PREMIUM_ONLY),
            ("This video requires payment to watch.", Trouble.PREMIUM_ONLY),
            ("The uploader has not made this video available in your country", Trouble.GEO_BLOCKED),
            ("Sign in to confirm your age. This video may be inappropriate for some users.", Trouble.AGE_RESTRICTED),
            ("Premieres in 3 hours", Trouble.UPCOMING),
            ("This live event will begin in 2 days.", Trouble.UPCOMING),
            ("Video unavailable. This video has been removed by the uploader", Trouble.GONE),
            ("This video has been removed for violating YouTube's Community Guidelines", Trouble.GONE),
            ("Video unavailable. This video is no longer available due to a copyright claim", Trouble.GONE),
            ("This video isn't available anymore", Trouble.GONE),
            ("Failed to extract any player response; please report this issue", Trouble.NO_ANSWER),
            ("Unable to download webpage: HTTP Error 503: Service Unavailable", Trouble.NETWORK),
            ("The read operation timed out", Trouble.NETWORK),
            ("[Errno 111] Connection refused", Trouble.NETWORK),
            ("Unable to extract ytcfg; please report this issue on https://a.example", Trouble.BROKEN),
            ("Rain", Trouble.OTHER),
        ],
    )  # fmt: skip
    def test_tells_what_the_words_mean(self, words, trouble):
        assert classify(words) == trouble

    @pytest.mark.parametrize(
        ("status", "trouble"), [(429, Trouble.RATE_LIMITED), (404, Trouble.NETWORK), (500, Trouble.NETWORK)]
    )
    def test_goes_by_the_status_where_words_tell_nothing(self, status, trouble):
        assert classify("Sorry", status=status) == trouble


def test_what_can_stop_a_run_comes_with_advice():
    assert ADVICE.keys() == OF_THE_WAY


class TestDescribeTrouble:
    def test_there_are_words_for_every_kind(self):
        assert set(WORDS) == set(Trouble)

    @pytest.mark.parametrize(
        ("trouble", "words"), [("members-only", "for members only"), ("", ""), ("of-tomorrow", "of-tomorrow")]
    )
    def test_knows_what_rows_keep(self, trouble, words):
        assert describe_trouble(trouble) == words

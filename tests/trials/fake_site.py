"""A site that exists only in this process: `import_videos` over it, as `python -m tests.trials.fake_site URL …`.

Three channels with 60 videos each, some of them private, gone, renamed or in two listings; each answer takes a moment,
so that a kill can hit anything.
"""

import os
import random
import sys
import time

CHANNELS = [f"https://www.youtube.com/channel/UCtrial{letter * 17}/videos" for letter in "abc"]
VIDEOS = 60  # a channel
PAGE_SECONDS, VIDEO_SECONDS = 0.02, 0.005


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asmr_catalog.settings")
    import django

    django.setup()
    from django.core.management import execute_from_command_line

    from videos.importing import ytdlp

    ytdlp.fetch = fetch
    execute_from_command_line(["manage.py", "import_videos", *sys.argv[1:]])


def fetch(url, *, options, limit=None):
    from videos.importing.troubles import Trouble
    from videos.importing.ytdlp import FetchError, FoundInfo

    if "/channel/" in url:
        yield from list_channel(url)
        return
    time.sleep(VIDEO_SECONDS)
    number = int(url[-6:])
    if number % 17 == 0:
        yield FetchError(url, "This video is private.", Trouble.PRIVATE)
    elif number % 23 == 0:
        yield FetchError(url, "This video has been removed by the uploader", Trouble.GONE)
    else:
        yield FoundInfo(url, make_info(number))


def list_channel(url):
    from videos.importing.ytdlp import FoundInfo

    channel = CHANNELS.index(url)
    channel_id = url.split("/")[4]
    playlist = {
        "_type": "playlist", "extractor_key": "YoutubeTab", "id": channel_id, "channel_id": channel_id,
        "channel": f"Tent {channel} ASMR", "title": f"Tent {channel} ASMR - Videos",
    }  # fmt: skip
    for place in range(VIDEOS):
        if place % 30 == 0:
            time.sleep(PAGE_SECONDS)
        number = channel * (VIDEOS - 5) + place  # five stand in two listings
        info = make_info(number)
        entry = {name: info[name] for name in ("id", "title", "duration", "extractor_key")}
        yield FoundInfo(watch(number), {**entry, "_type": "url", "url": watch(number)}, playlist)


def make_info(number: int) -> dict:
    chance = random.Random(number)
    words = chance.sample(["tapping", "brushing", "whispering", "rain", "role play", "scratching", "hypnosis"], 2)
    channel = min(number // (VIDEOS - 5), 2)
    habits = "Find me on the pages of the tent, where it rains every night.\nHeadphones recommended, as always here."
    return {
        "id": f"trial{number:06}", "title": f"ASMR {words[0]} and {words[1]} {number}", "extractor_key": "Youtube",
        "duration": chance.randrange(60, 9000), "timestamp": 1_600_000_000 + number * 86_400,
        "description": f"{words[1].title()} for an evening.\n\n{habits}\nBrushing and tapping in every video of mine.",
        "view_count": number * 11, "channel": f"Tent {channel} ASMR",
        "channel_id": CHANNELS[channel].split("/")[4], "tags": ["asmr", *words],
    }  # fmt: skip


def watch(number: int) -> str:
    return f"https://www.youtube.com/watch?v=trial{number:06}"


if __name__ == "__main__":
    main()

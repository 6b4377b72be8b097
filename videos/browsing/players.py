"""What the play control needs: addresses only, nothing is fetched before the click."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from videos.browsing.cards import is_playable_here
from videos.models import Video

PROVIDERS = {"youtube": "YouTube", "peertube": "PeerTube", "soundcloud": "SoundCloud"}


@dataclass(frozen=True)
class Chapter:
    time_label: str  # "2:13", "1:02:13"
    title: str
    start_seconds: int
    watch_url: str  # at that second, where the site can


@dataclass(frozen=True)
class Player:
    """`embed_url` is None where the video opens on its own site only."""

    embed_url: str | None
    watch_url: str
    provider: str

    @property
    def is_embeddable(self) -> bool:
        return self.embed_url is not None


def make_player(video: Video) -> Player:
    embed_url = None
    if is_playable_here(video):
        options = urlencode({"autoplay": 1, "rel": 0, "playsinline": 1})
        embed_url = f"https://www.youtube-nocookie.com/embed/{quote(video.site_id, safe='')}?{options}"
    return Player(embed_url, video.url, PROVIDERS.get(video.site, video.site))


def make_chapters(video: Video) -> tuple[Chapter, ...]:
    return tuple(Chapter(time_label(start), title, start, _at(video, start)) for start, title in video.chapters or ())


def time_label(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _at(video: Video, seconds: int) -> str:
    return f"{video.url}&t={seconds}s" if video.site == "youtube" and "?" in video.url else video.url

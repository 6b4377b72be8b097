"""What channels' pages look like on the sites beside YouTube and PeerTube that yt-dlp can list."""

import re
from urllib.parse import quote

# First steps of a path that stand where a channel's name would.
_NO_NAMES = {
    "about", "album", "browse", "c", "categories", "channels", "charts", "crawler", "creation", "directory",
    "discover", "downloads", "embed", "event", "explore", "feed", "groups", "help", "home", "jobs", "legal",
    "login", "m", "music", "ondemand", "pages", "partners", "playlist", "playlists", "popular", "posts", "premium",
    "privacy", "search", "settings", "showcase", "signup", "stations", "swf", "tags", "terms", "topics", "upload",
    "user", "video", "videos", "watch", "you",
}  # fmt: skip
_NAME = r"[\w.-]+"
# By site: host and path, in which a group tells what the name is (the site's own id, or a handle), and the page that
# yt-dlp lists. Where a site tells an id only on the page, the name in the address is a handle.
_PAGES = [
    (site, re.compile(pattern), page)
    for site, pattern, page in (
        (
            "acast",
            rf"((www\.|shows\.)?acast\.com|play\.acast\.com/s)/(?P<handle>{_NAME})(/episodes)?",
            "shows.acast.com/{}",
        ),
        ("bandcamp", r"(?!www\.|daily\.)(?P<id>[a-z0-9-]+)\.bandcamp\.com(/music)?", "{}.bandcamp.com"),
        (
            "bilibili",
            r"(space|m)\.bilibili\.com/(space/)?(?P<id>\d+)(/(upload/)?video|/dynamic)?",
            "space.bilibili.com/{}",
        ),
        ("dailymotion", rf"(www\.)?dailymotion\.com/(user/)?(?P<handle>{_NAME})(/videos)?", "www.dailymotion.com/{}"),
        ("lbry", r"(www\.)?(odysee\.com|lbry\.tv)/(?P<handle>@[\w.-]+(:[0-9a-f]+)?)", "odysee.com/{}"),
        (
            "mixcloud",
            rf"(www\.|m\.)?mixcloud\.com/(?P<id>{_NAME})(/(uploads|favorites|listens|stream))?",
            "www.mixcloud.com/{}/",
        ),
        ("niconico", r"(www\.|sp\.)?nicovideo\.jp/user/(?P<id>\d+)(/video)?", "www.nicovideo.jp/user/{}"),
        ("niconico", rf"ch\.nicovideo\.jp/(channel/)?(?P<handle>{_NAME})(/video)?", "ch.nicovideo.jp/{}/video"),
        ("patreon", rf"(www\.)?patreon\.com/(cw?/)?(?P<handle>{_NAME})(/(posts|about))?", "www.patreon.com/{}"),
        ("rumble", rf"(www\.)?rumble\.com/c/(?P<handle>{_NAME})(/\w+)?", "rumble.com/c/{}"),
        ("rumble", rf"(www\.)?rumble\.com/user/(?P<handle>{_NAME})(/\w+)?", "rumble.com/user/{}"),
        (
            "soundcloud",
            rf"(www\.|m\.)?soundcloud\.com/(?P<handle>{_NAME})(/(tracks|albums|sets|reposts|popular-tracks))?",
            "soundcloud.com/{}",
        ),
        ("spreaker", r"(www\.)?spreaker\.com/podcast/(?P<handle>[\w-]+--\d+)", "www.spreaker.com/podcast/{}"),
        ("tiktok", r"(www\.|m\.)?tiktok\.com/(?P<handle>@[\w.-]+)", "www.tiktok.com/{}"),
        (
            "twitch",
            r"(www\.|m\.|go\.)?twitch\.tv/(?P<id>\w+)(/(videos|profile|about|schedule|clips))?",
            # The bare page is the live stream.
            "www.twitch.tv/{}/videos",
        ),
        ("vimeo", rf"(www\.)?vimeo\.com/(?P<id>(?!\d+$){_NAME})(/videos)?", "vimeo.com/{}"),
    )
]
_HOSTS = {
    "acast.com": "acast",
    "bandcamp.com": "bandcamp",
    "bilibili.com": "bilibili",
    "dailymotion.com": "dailymotion",
    "lbry.tv": "lbry",
    "mixcloud.com": "mixcloud",
    "nicovideo.jp": "niconico",
    "odysee.com": "lbry",
    "patreon.com": "patreon",
    "rumble.com": "rumble",
    "soundcloud.com": "soundcloud",
    "spreaker.com": "spreaker",
    "tiktok.com": "tiktok",
    "twitch.tv": "twitch",
    "vimeo.com": "vimeo",
}
_LOWER_CASE_IDS = frozenset({"twitch"})


def find_page(host: str, path: str) -> dict[str, str] | None:
    """Give the channel whose page is at `path` (percent-decoded) of `host` (lower-case), None if it is no channel's.

    As {"site", "url", and "site_id" or "handle"}; `url` is the page that lists the videos.
    """
    for site, pattern, page in _PAGES:
        match = pattern.fullmatch(host + path.rstrip("/"))
        if not match:
            continue
        kind, name = next(iter(match.groupdict().items()))
        if name.lower() in _NO_NAMES:
            return None
        name = name.lower() if site in _LOWER_CASE_IDS else name
        url = "https://" + page.format(quote(name, safe="@:"))
        return {"site": site, "url": url, "site_id" if kind == "id" else "handle": name}
    return None


def site_of_host(host: str) -> str | None:
    """Give the site that `host` or a domain above it belongs to, None if it is none of those here."""
    return next((site for known, site in _HOSTS.items() if host == known or host.endswith(f".{known}")), None)

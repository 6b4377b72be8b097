"""Texts to measure with: titles of the sample catalog, with descriptions of invented lines as real ones have them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

STARTER = Path(__file__).resolve().parents[2] / "videos" / "starter" / "starter.jsonl"

DESCRIPTION_LENGTH = 500  # characters
OPENINGS = [
    "Hey guys, I hope you are doing well :] Today's video was requested by a few of you, so here it is at last!",
    "Hello my loves 💕 I filmed this one late at night and the neighbours were not as quiet as they could have been.",
    "こんばんは🌙 今日も来てくれてありがとう。ゆっくりしていってね。",
    "Welcome back to my channel! If you are new here: I upload every Tuesday and Friday evening.",
    "Hola a todos, gracias por estar aquí una noche más. Espero que os guste mucho este vídeo.",
]
MIDDLES = [
    "I bought a new microphone last month and I am still finding out what it can do, so tell me what you think of it.",
    "Some of you asked where the lamp is from: it was my grandmother's, I am afraid there is no link for it.",
    "The next one will be a longer one again, I promise. Leave your wishes in the comments and I will read them all.",
    "Sorry for the noise around minute ten, a lorry came by. Everything else should be fine this time.",
    "▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△▼△",
    "My camera: Canon M50 ♡ my microphone: Rode NT5 ♡ my lamp: a very old one",
]
CHAPTERS = ["hello", "wooden box", "glass bottle", "the blue brush", "my favourite book", "goodbye", "a few thoughts"]
CLOSINGS = [
    "Instagram: someone\nBusiness: someone@example.org",
    "Support me: https://example.org/someone",
    "🎧 Headphones recommended. Thank you for watching, sleep well!",
    "#asmr #tingles #sleep",
    "This video is for relaxation only and no replacement for medical advice.",
]


def read_titles() -> list[str]:
    lines = STARTER.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["title"] for line in lines]


def make_rows(count: int) -> Iterator[dict]:
    """Yield `count` info dicts: a title of the sample and a description of 500 characters. Always the same ones."""
    chance = random.Random(1)
    titles = read_titles()
    for number in range(count):
        yield {
            "id": f"bench{number:06}",
            "title": titles[number % len(titles)],
            "description": _describe(chance),
            "channel": f"Channel {number // 40}",
            "channel_id": f"UCbench{number // 40:06}",
            "duration": chance.randrange(30, 9000),
            "extractor_key": "Youtube",
            "webpage_url": f"https://www.youtube.com/watch?v=bench{number:06}",
        }


def _describe(chance: random.Random) -> str:
    lines = [chance.choice(OPENINGS), *chance.sample(MIDDLES, 3), ""]
    minute = 0
    while len("\n".join(lines)) < DESCRIPTION_LENGTH - 80:
        lines.append(f"{minute}:{chance.randrange(60):02} {chance.choice(CHAPTERS)}")
        minute += chance.randrange(1, 9)
    lines.append(chance.choice(CLOSINGS))
    return "\n".join(lines)[:DESCRIPTION_LENGTH]

"""`python -m tests.benchmarks.tagging [LABELS.jsonl …]`: how quick the tagger is, beside the plain way, in one run.

Both ways tag the same texts in turns, on one core. Without files: titles of the sample catalog, each with a description
of 500 characters; with files, the titles and the first 500 characters of the descriptions of their rows.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.texts import DESCRIPTION_LENGTH, make_rows
from videos.tagging.examination import examine
from videos.tagging.language import find_language
from videos.tagging.matcher import find_candidates, find_tags
from videos.tagging.normalise import NormalisedText
from videos.tagging.rules import compile_rules
from videos.tagging.zones import VideoText, read_zones
from videos.vocabulary.parser import catalog_vocabulary

ROUNDS = 5
PLAIN_TEXTS = 100  # the plain way is slow: it tags so many a round


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="LABELS.jsonl", help="texts in place of the sample's")
    texts = read_texts(parser.parse_args().files)
    vocabulary, seconds = timed(catalog_vocabulary)
    print(f"{'reading the vocabulary':<34}{seconds:8.2f} s   {memory()}")
    rules, seconds = timed(lambda: compile_rules(vocabulary))
    print(f"{f'compiling {len(rules.matchers):,} patterns':<34}{seconds:8.2f} s   {memory()}")
    _, seconds = timed(lambda: find_candidates(NormalisedText("rain", "rain"), vocabulary))
    print(f"{'compiling them into one scan':<34}{seconds:8.2f} s   {memory()}")
    text = VideoText(title="Soft rain tonight")
    _, seconds = timed(lambda: find_language(text, read_zones(text)))
    print(f"{'loading the language detector':<34}{seconds:8.2f} s   {memory()}")

    ways = {
        "quick": (texts, lambda text: find_tags(text, vocabulary)),
        "quick, with recognition and facts": (texts, lambda text: look_at(text, vocabulary)),
        "plain": (texts[:PLAIN_TEXTS], lambda text: find_tags(text, vocabulary, is_plain=True)),
    }
    best = dict.fromkeys(ways, 0.0)
    for _ in range(ROUNDS):
        for name, (these, tag) in ways.items():
            _, seconds = timed(lambda these=these, tag=tag: tag_all(these, tag))
            best[name] = max(best[name], len(these) / seconds)
    mean = sum(len(text.title) + len(text.description) for text in texts) / len(texts)
    print(f"{len(texts)} texts of {mean:.0f} characters on average, best of {ROUNDS} rounds on one core:")
    for name, rate in best.items():
        print(f"  {name:<36}{rate:8,.0f} videos a second")
    print(f"  quick to plain: {best['quick'] / best['plain']:.1f} times")


def tag_all(texts: list[VideoText], tag: Callable) -> None:
    for text in texts:  # the findings are let go, as in an import
        tag(text)


def look_at(text: VideoText, vocabulary):
    return examine(text, channel="Tent", duration_seconds=600, live_status=None, vocabulary=vocabulary)


def read_texts(paths: list[Path]) -> list[VideoText]:
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        VideoText(title=row["title"], description=(row["description"] or "")[:DESCRIPTION_LENGTH])
        for row in rows or make_rows(1000)
    ]


def timed(work: Callable):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:4.0f} MB in all"


if __name__ == "__main__":
    main()

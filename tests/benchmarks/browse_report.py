"""The figures of browsing as a table that can be read."""

import statistics
from collections.abc import Iterable, Iterator


def describe(videos: int, figures: dict, smaller: dict | None) -> Iterator[str]:
    """Lines for one size; `smaller` are the figures of the smaller catalog in the same run."""
    requests = figures["requests"]
    plain, worded = ([row for row in requests if row["has_words"] is has_words] for has_words in (False, True))
    short = ", its descriptions short" if figures["is_short"] else ""
    yield f"{videos:,} videos{short} ({figures['fill']:.0f} s to make); {len(requests)} requests; ms"
    yield f"  load {figures['load']:.1f}, this work included, on {figures['processors']} processors"
    yield "  class      engine: median     p95   first asked   naive median   median ratio"
    for name in dict.fromkeys(row["kind"] for row in requests):
        yield _line(name, [row for row in requests if row["kind"] == name])
    yield _line("no words", plain)
    yield _line("words", worded)
    yield _line("all", requests)
    if smaller:
        before = [row["engine"] for row in smaller["requests"] if not row["has_words"]]
        growth = percentile(_column(plain, "engine"), 95) / percentile(before, 95)
        yield f"  p95 without words: {growth:.1f} times that of the smaller catalog"
    compared = sum("naive" in row and not row["has_words"] for row in requests)
    yield f"  requests without words in which the naive way finds others: {len(figures['different'])} of {compared}"
    for query_string in figures["different"][:5]:
        yield f"    {query_string}"
    yield from _describe_pages(figures)
    catch_up = figures["catch_up"]
    yield (
        f"  build {figures['build']:.2f} s; catch up after 100 changes {statistics.median(catch_up):.1f} ms, "
        f"slowest {max(catch_up):.1f} ms"
    )
    added, used = figures["added"], figures["used"]
    yield (
        f"  memory added {added['RssAnon']:.0f} MB ({added['VmRSS']:.0f} with the database's file), after the requests "
        f"{used['RssAnon']:.0f} MB; private in a forked process {figures['private']:.0f} MB"
    )


def percentile(values: Iterable[float], percent: int) -> float:
    """The nearest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _describe_pages(figures: dict) -> Iterator[str]:
    whole, bare, unchanged = (statistics.median(figures[name] or [0]) for name in ("whole", "bare", "unchanged"))
    size = statistics.median(figures["sizes"]) / 1000
    ratio = whole / bare if bare else 0
    yield f"  page p50 {whole:.1f} ms ({size:.1f} kB gzipped), with an empty panel {bare:.1f} ms: {ratio:.2f} times"
    if figures["unchanged"]:
        per_second = [1000 / statistics.mean(figures[name]) for name in ("unchanged", "whole")]
        yield (
            f"  unchanged pages {per_second[0]:,.0f} a second, whole pages {per_second[1]:,.0f}: "
            f"{per_second[0] / per_second[1]:.1f} times"
        )
    else:
        yield "  unchanged pages: none was answered with 304"


def _line(name: str, rows: list[dict]) -> str:
    engine, first = _column(rows, "engine"), _column(rows, "first")
    asked = [row for row in rows if "naive" in row]
    naive = statistics.median(_column(asked, "naive")) if asked else 0
    ratio = statistics.median(row["naive"] / row["beside"] for row in asked) if asked else 0
    return (
        f"  {name:10} {statistics.median(engine):14.2f} {percentile(engine, 95):8.2f} "
        f"{statistics.median(first):8.2f} p95 {percentile(first, 95):6.1f} {naive:10,.1f} {ratio:12,.0f}"
    )


def _column(rows: list[dict], name: str) -> list[float]:
    return [row[name] for row in rows]

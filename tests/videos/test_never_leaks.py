"""Whoever never wants to see something finds no trace of it: every page that links lead to, and every face there is."""

import json
import re
from collections import Counter, deque
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, resolve, reverse

from videos.browsing.never import OFF
from videos.models import Collection, Tag, TagDecision, Video

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
NEVER = {"never": "misophonia-mouth,squeaky-shoes", "never-creator": "qvox-nobody"}
MARK = "qvox"  # in every title and name that must not be met, and nowhere else
FIRST_HIDDEN_PK = 907_001  # numbers that stand nowhere else either
WORDS = ("qvo", "nobody", "nobdy", "squeaky", "theirs")
NO_PAGES = ("/static/", "/admin/")  # files; what a password protects
NOWHERE = "/api/v1/nothing-here"  # no link leads there, and yet there is an answer
EXPLICIT = ("/api/", "feed", ".atom")  # faces that know no cookie and are asked by parameter
MOST_OF_A_KIND = 60  # addresses of one kind of page that differ in nothing but their query
MOST = 3000
FEWEST = 250  # a walk that is shorter has lost its way


@pytest.fixture
def catalog(examples, make_creator, make_video):
    """The sixty examples, and videos that are hidden for every reason there is."""
    quiet, shunned = make_creator("Quiet Corner ASMR"), make_creator("Qvox Nobody")
    for creator in (quiet, shunned):
        creator.said_tags.create(tag=Tag.objects.get(slug="tapping"))
    collection = Collection.objects.create(title="Named in a post", slug="named-in-a-post", source_title="A post")
    collection.creators.set([quiet, shunned])
    for place, video in enumerate(list(examples.values())[:20]):
        video.creator, video.view_count = quiet, place
        video.save()
    pks = iter(range(FIRST_HIDDEN_PK, FIRST_HIDDEN_PK + 100))

    def hide(title, **values):
        values = {"creator": quiet, "duration_seconds": 2400, "published_at": "2025-01-01T00:00Z", **values}
        return make_video(
            f"{MARK} {title}", pk=next(pks), site_id=f"{MARK}{title}", description=f"{MARK} it is", **values
        )

    hide("tagged", tags=["misophonia-mouth", "tapping"])
    hide("kind", tags=["chewing-gum", "tapping", "sleep"])
    hide("implying", tags=["teeth-brushing"])
    suggested = hide("suggested", tags=["tapping"])
    TagDecision.objects.create(
        video=suggested, tag=Tag.objects.get(slug="ear-blowing"), kind="suggested", source="automatic"
    )
    hide("by words in squeaky shoes", tags=["sleep"])
    hide("theirs", creator=shunned, tags=["tapping", "whispered"], source_language="fi")
    collection.videos.set(Video.objects.all())
    return SimpleNamespace(shown=examples["p01"], creator=quiet)


class Links(HTMLParser):
    """Every address in a page, with whether it is one that search engines are told not to follow."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("method") == "post":
            return
        rel = (attributes.get("rel") or "").split()
        for name in ("href", "src", "action", "data-url", "data-href"):
            if attributes.get(name):
                self.found.append((attributes[name], "nofollow" in rel))


def links_of(response) -> list[tuple[str, bool]]:
    """(address as written, whether nofollow) of an HTML, XML or JSON answer, its redirect included."""
    kind = response.headers.get("Content-Type", "")
    links = [(response.headers["Location"], True)] if response.has_header("Location") else []
    text = body_of(response)
    if "html" in kind:
        return links + Links(text).found
    if "json" in kind:
        return links + [(value, True) for value in strings_of(json.loads(text)) if value.startswith(("/", SITE))]
    if "xml" in kind:
        return links + [(unescape(address), True) for address in re.findall(rf"{SITE}[^\s\"'<>]*", text)]
    return links


def strings_of(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_of(inner)
    elif isinstance(value, str):
        yield value


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def traces_in(url, response, body) -> list[str]:
    """What of a hidden video or creator stands in an answer. The visitor's own list may name a creator on it."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    text = unquote(unescape(f"{head}\n{body}"))
    text = re.sub(r"never-creator=[^&\"'\s<]*", "", text)
    text = re.sub(r"(csrfmiddlewaretoken\" value=\"|csrftoken=)\w+", "", text)  # letters by chance may be any
    found = re.findall(rf"[^\n]{{0,40}}{MARK}[^\n]{{0,40}}|(?<![0-9a-z])9070\d\d(?![0-9a-z])", text, re.IGNORECASE)
    if urlsplit(url).path == "/never/":  # where it can be taken off
        found = [trace for trace in found if not re.search(r"Qvox Nobody|qvox-nobody", trace)]
    return found


def normalised(address, base) -> str | None:
    """The path and query of an address of this site, None for any other."""
    parts = urlsplit(urljoin(f"{SITE}{base}", address))
    if f"{parts.scheme}://{parts.netloc}" != SITE or parts.path.startswith(NO_PAGES):
        return None
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True), safe=",")
    return quote(unquote(parts.path)) + (f"?{query}" if query else "")


def kind_of(url) -> str:
    """The pattern that answers an address; of pages that are one for each thing, the thing too."""
    return resolve(unquote(urlsplit(url).path)).route


class Walk:
    """Goes wherever links lead, but where the list is turned off on purpose. Breadth first, GET only."""

    def __init__(self, client, catalog):
        self.client, self.catalog = client, catalog
        self.traces, self.forgotten_nofollow, self.faults = {}, [], {}
        self.visited, self.kinds, self.queries = set(), set(), Counter()

    def run(self, seeds):
        waiting = deque(seeds)
        while waiting and len(self.visited) < MOST:
            url = waiting.popleft()
            if url in self.visited or not self.is_wanted(url):
                continue
            self.visited.add(url)
            waiting.extend(self.visit(url))
        return self

    def is_wanted(self, url) -> bool:
        """Paths all; of the endless combinations of queries a part."""
        path, _, query = url.partition("?")
        self.queries[path] += bool(query)
        return not query or self.queries[path] <= MOST_OF_A_KIND

    def visit(self, url):
        response = self.client.get(url)
        body = body_of(response) if not response.streaming else ""
        self.kinds.add(response.resolver_match.route if response.resolver_match else "")
        if response.status_code >= 500:
            self.faults[url] = response.status_code
        if traces := traces_in(url, response, body):
            self.traces[url] = traces[:3]
        for address, is_nofollow in links_of(response):
            target = normalised(address, url)
            if target is None:
                continue
            if ("never", OFF) in parse_qsl(urlsplit(target).query):
                if not is_nofollow:
                    self.forgotten_nofollow.append((url, target))
            else:
                yield target


def public_routes() -> dict[str, str | None]:
    """Every route of the site to its name; None for those without."""

    def flatten(patterns, before="", namespace=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route, f"{namespace}{pattern.name}" if pattern.name else None
            else:
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from flatten(pattern.url_patterns, route, inner)

    return {route: name for route, name in flatten(get_resolver().url_patterns) if not f"/{route}".startswith(NO_PAGES)}


def samples_of(route, name, catalog) -> list[str]:
    """An address that the route answers, made of things that are not hidden; none where links must lead to it."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    slug = catalog.creator.slug if "creator" in route else "tapping"
    values = {"slug": slug, "name": "dark", "format": "json", "section": "creators"}
    try:
        return [reverse(name, kwargs={each: values.get(each, catalog.shown.pk) for each in names})] if name else []
    except NoReverseMatch:
        return []


def seeds_of(catalog) -> list[str]:
    """The front page and every face, as they are and asked for words that only what is hidden has, or nearly has."""
    samples = [address for route, name in public_routes().items() for address in samples_of(route, name, catalog)]
    asked = [f"{address}?{urlencode({'q': words})}" for address in samples for words in WORDS]
    return ["/", NOWHERE, *(with_never(address) if is_explicit(address) else address for address in [*samples, *asked])]


def is_explicit(address) -> bool:
    return any(part in address for part in EXPLICIT)


def with_never(address) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(NEVER, safe=',')}"


@pytest.fixture
def visitor():
    client = Client()
    client.raise_request_exception = False
    client.cookies["never"] = urlencode(NEVER)
    return client


class TestEveryFace:
    def test_shows_no_trace_of_what_is_hidden(self, visitor, catalog, record_property, capsys):
        walk = Walk(visitor, catalog).run(seeds_of(catalog))

        record_property("addresses walked", len(walk.visited))
        with capsys.disabled():
            print(f"\n{len(walk.visited)} addresses walked with a never-list set")
        assert (walk.traces, walk.faults, walk.forgotten_nofollow) == ({}, {}, [])
        assert {route for route in public_routes() if route not in walk.kinds} == set()
        assert len(walk.visited) >= FEWEST


class TestTheWalk:
    def test_finds_what_leaks_when_nothing_is_left_out(self, catalog, monkeypatch):
        monkeypatch.setattr("tests.videos.test_never_leaks.MOST", 40)
        walk = Walk(Client(), catalog).run(["/"])

        assert {"/", "/videos/", "/creators/"} <= walk.traces.keys()

    @pytest.mark.parametrize(
        "leak",
        ["<p>QVOX%20theirs</p>", '<a href="/videos/907003/">soft</a>', '{"id": 907002}', "&#113;vox tagged"],
    )
    def test_knows_a_trace_when_it_sees_one(self, leak):
        response = SimpleNamespace(headers={"Content-Type": "text/html"})

        assert traces_in("/", response, leak) != []

    def test_takes_no_letters_by_chance_for_one(self):
        response = SimpleNamespace(headers={"Set-Cookie": "csrftoken=a1qVox2b; Path=/"})

        assert traces_in("/", response, '<input name="csrfmiddlewaretoken" value="a1qVox2b">') == []

    def test_does_not_take_the_visitors_own_list_for_one(self):
        response = SimpleNamespace(headers={})

        assert traces_in("/", response, "/videos/feed.atom?never-creator=qvox-nobody&amp;never=a") == []

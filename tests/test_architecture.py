"""Who may import whom: the layers of DESIGN, held by reading every import of the source."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for folder in ("asmr_catalog", "creators", "videos")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]

PURE = (
    "asmr_catalog.folding",
    "asmr_catalog.tokens",
    "videos.tagging",
    "videos.vocabulary",
    "videos.care",
    "videos.fulltext.terms",
    "videos.guide.findings",
    "videos.guide.mentions",
    "videos.browsing.filters",
    "videos.browsing.grammar",
    "videos.browsing.links",
    "videos.browsing.never",
    "videos.browsing.naming",
    "videos.browsing.words",
    "videos.browsing.naming",
    "videos.browsing.presets",
    "videos.browsing.distress",
    "videos.importing.records",
    "videos.importing.fields",
    "videos.importing.sites",
    "videos.importing.creators",
    "videos.importing.addresses",
    "videos.importing.channel_pages",
    "videos.importing.subscriptions",
    "videos.importing.dates",
    "videos.importing.troubles",
    "videos.importing.options",
    "videos.importing.facts",
    "videos.importing.redaction",
)
EDGE = (
    "videos.visitor",
    "asmr_catalog.env",
    "asmr_catalog.backup",
    "videos.importing.ytdlp",
    "videos.importing.ytdlp_options",
    "videos.importing.guarded_ytdlp",
    "videos.importing.failures",
    "videos.importing.guard",
    "videos.importing.hosts",
    "videos.importing.files",
)
STORE = (
    "creators.models",
    "creators.querysets",
    "videos.models",
    "videos.querysets",
    "videos.roles",
    "videos.tag_graph",
    "videos.fulltext",
    "videos.writing",
    "videos.changes",
    "videos.browsing.index",
    "videos.importing.known",
    "videos.importing.store",
)
USE_CASES = (
    "videos.browsing",
    "videos.curation",
    "videos.importing",
    "videos.guide.glossary",
    "videos.guide.start",
    # What the faces share of answering a request.
    "videos.unchanged",
    "videos.staff",
    "videos.visitor",
    "videos.gone",
)
FACES = (
    "videos.views",
    "videos.never_views",
    "videos.care_views",
    "videos.collection_views",
    "videos.api",
    "videos.feeds",
    "videos.guide",
    "videos.sitemaps",
    "creators.views",
    "videos.admin",
    "videos.desk",
    "videos.reporting",
    "creators.admin",
    "videos.management",
    "videos.templatetags",
    "videos.checks",
    "asmr_catalog.urls",
    "asmr_catalog.site",
    "asmr_catalog.middleware",
)
FRAME = ("asmr_catalog.settings", "asmr_catalog.wsgi", "creators.apps", "videos.apps")
# From the bottom up; a module belongs to the first layer that names it.
LAYERS = {"pure": PURE, "edge": EDGE, "store": STORE, "use case": USE_CASES, "face": FACES, "frame": FRAME}
MAY_IMPORT = {
    "pure": {"pure"},
    "edge": {"pure", "edge"},
    "store": {"pure", "store"},
    "use case": {"pure", "edge", "store", "use case"},
    "face": {"pure", "edge", "store", "use case"},
    "frame": {"edge", "store"},
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer_of(module: str) -> str | None:
    """None for a package that is only a folder."""
    for layer, names in LAYERS.items():
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return layer
    return None


def imports_of(path: Path) -> list[tuple[str, ast.AST]]:
    """Every module named by an import, functions included; `from package import module` names the module."""
    found, package = [], module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
            source = base if node.level else node.module
            for alias in node.names:
                as_module = ROOT.joinpath(*f"{source}.{alias.name}".split("."))
                is_module = as_module.with_suffix(".py").exists() or as_module.is_dir()
                found.append((f"{source}.{alias.name}" if is_module else source, node))
    return found


OWN_IMPORTS = [
    (module_name(path), imported)
    for path in SOURCES
    for imported, _ in imports_of(path)
    if imported.split(".")[0] in {"asmr_catalog", "creators", "videos"}
]


def test_every_module_has_a_layer():
    folders = {"asmr_catalog", "creators", "videos"}

    homeless = [name for name in map(module_name, SOURCES) if name not in folders and layer_of(name) is None]

    assert homeless == []


@pytest.mark.parametrize(("module", "imported"), OWN_IMPORTS)
def test_a_module_imports_only_what_lies_below_it(module, imported):
    allowed = MAY_IMPORT[layer_of(module)]

    if module == "asmr_catalog.urls":
        allowed = allowed | {"face"}
    if module.split(".")[:2] == imported.split(".")[:2]:  # within one face
        allowed = allowed | {"face"}
    assert layer_of(imported) in allowed


def test_browsing_and_importing_never_import_one_another():
    crossing = [
        (module, imported)
        for module, imported in OWN_IMPORTS
        if {".".join(name.split(".")[:2]) for name in (module, imported)} == {"videos.browsing", "videos.importing"}
    ]

    assert crossing == []


def test_creators_models_and_querysets_do_not_know_videos():
    knowing = [
        (module, imported)
        for module, imported in OWN_IMPORTS
        if module in {"creators.models", "creators.querysets"} and imported.startswith("videos")
    ]

    assert knowing == []


def test_pure_modules_import_neither_django_nor_the_network():
    forbidden = {"django", "yt_dlp", "requests", "urllib.request", "socket", "logging", "os", "time"}

    impure = [
        (module_name(path), imported)
        for path in SOURCES
        if layer_of(module_name(path)) == "pure"
        for imported, _ in imports_of(path)
        if imported in forbidden or imported.split(".")[0] in forbidden
    ]

    assert impure == []


def test_yt_dlp_is_imported_at_its_edge_and_only_when_used():
    importers = {
        module_name(path) for path in SOURCES for imported, _ in imports_of(path) if imported.split(".")[0] == "yt_dlp"
    }
    at_the_top = {
        module_name(path)
        for path in SOURCES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom) and "yt_dlp" in ast.unparse(node)
    }

    edge = {f"videos.importing.{name}" for name in ("guarded_ytdlp", "ytdlp_options", "failures")}
    assert (importers, at_the_top) == (edge, set())


def test_only_what_may_be_missing_and_the_tagger_are_imported_inside_functions():
    inside = [
        (module_name(path), imported)
        for path in SOURCES
        for imported, node in imports_of(path)
        if node.col_offset > 0 and imported.split(".")[0] not in {"yt_dlp", "hyperscan"}  # which may be missing
    ]

    # A curator's preview needs the tagger in a process that serves pages: it is loaded when the first one asks.
    assert inside == [("videos.curation.judging", "videos.tagging.examination")]


def test_no_page_loads_the_tagger():
    """Compiling it takes seconds, and its libraries take memory: it belongs to commands."""
    loaded = (
        "import django, sys; django.setup(); import asmr_catalog.urls; print('videos.tagging.matcher' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "asmr_catalog.settings"}

    shown = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert shown.stdout == "False\n"


def test_the_environment_is_read_in_one_module():
    readers = {module_name(path) for path in SOURCES if "os.environ" in path.read_text(encoding="utf-8")}

    assert readers == {"asmr_catalog.env", "asmr_catalog.wsgi"}

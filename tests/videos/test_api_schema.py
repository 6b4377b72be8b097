"""The API asked for everything that its own description allows, and for much that it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from asmr_catalog.wsgi import application
from videos.models import Tag, TagDecision

pytestmark = pytest.mark.django_db
OPERATIONS = [
    f"/api/v1/{path}" for path in ("videos", "videos/{id}", "tags", "tags/{slug}", "creators", "creators/{slug}")
]


@pytest.fixture
def kept_connection(db):
    """The application would close the connection after each request, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api_schema(kept_connection, make_video, make_creator):
    """The description, over a catalog in which each answer has something to say."""
    creator = make_creator("Quiet Corner", handle="@quiet", approach="Rain.")
    creator.aliases.create(name="Still Corner")
    rain = make_video(
        "Rain",
        tags=["rain-sounds", "no-mouth-sounds", "sleep-hypnosis"],
        creator=creator,
        duration_seconds=3600,
        source_language="en",
        published_at="2019-05-01T00:00:00Z",
        published_precision="approximate",
        view_count=10,
    )
    make_video("雨", tags=["cbt"])
    TagDecision.objects.create(
        video=rain, tag=Tag.objects.get(slug="tapping"), kind="suggested", source="automatic", confidence=0.6
    )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", OPERATIONS)
def test_answers_as_it_is_described(api_schema, path, mode):
    @settings(max_examples=30, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=api_schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        # The transport in the same process leaves compressed answers compressed.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()


def test_describes_every_operation_and_reads_only(api_schema):
    found = {(result.ok().path, result.ok().method) for result in api_schema.get_all_operations()}

    assert found == {(path, "get") for path in OPERATIONS}

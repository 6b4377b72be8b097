import csv
from datetime import date

import pytest

from videos.curation import editing
from videos.models import Tag

pytestmark = pytest.mark.django_db

REIKI = (
    "Joyce J, Herbison GP (2015). Reiki for depression and anxiety. Cochrane Database of Systematic Reviews 2015(4): "
    "CD006833. doi:10.1002/14651858.CD006833.pub2"
)


@pytest.fixture
def two_techniques():
    """All but two are out of use; one of these was reviewed, and its note changed since."""
    Tag.objects.exclude(slug__in=["reiki", "cbt-i"]).update(is_retired=True)
    reiki = Tag.objects.get(slug="reiki")
    reiki.note_reviewed_by, reiki.note_reviewed_on = "R. Viewer", date(2026, 11, 2)
    editing.save_tag(reiki, changed={"note_reviewed_by", "note_reviewed_on"})
    Tag.objects.filter(slug="reiki").update(evidence_note="Too little\nto judge | so far.")


def test_prints_a_paragraph_for_each_technique_under_its_group(run, two_techniques):
    assert run("print_evidence").out == [
        "== Methods from psychotherapy ==",
        "",
        "CBT-I (for insomnia)",
        "  claim       CBT adapted to sleep: stimulus control, sleep scheduling and sleep-related thoughts.",
        "  evidence    strong: Recommended first-line treatment for chronic insomnia in adults.",
        "  references  Trauer JM et al. (2015); Qaseem A et al. (2016)",
        "  review      unreviewed",
        "",
        "== Energy and spiritual ==",
        "",
        "Reiki",
        "  claim       A hands-on or hands-above practice said to channel healing energy.",
        "  evidence    no reliable evidence yet: Too little to judge | so far.",
        "  references  Joyce J, Herbison GP (2015)",
        "  review      by R. Viewer on 2026-11-02; changed since",
        "",
    ]


def test_prints_a_markdown_table_whose_cells_hold(run, two_techniques):
    lines = run("print_evidence", "--format", "markdown").out

    assert lines[0] == "| group | technique | claim | evidence level | evidence note | references | review |"
    assert lines[3] == (
        "| Energy and spiritual | Reiki | A hands-on or hands-above practice said to channel healing energy. "
        f"| no reliable evidence yet | Too little to judge \\| so far. | {REIKI} "
        "| by R. Viewer on 2026-11-02; changed since |"
    )


def test_prints_csv_that_reads_back(run, two_techniques):
    rows = list(csv.DictReader(run("print_evidence", "--format", "csv").out))

    assert [(row["technique"], row["references"].count("; "), row["review"]) for row in rows] == [
        ("CBT-I (for insomnia)", 1, "unreviewed"),
        ("Reiki", 0, "by R. Viewer on 2026-11-02; changed since"),
    ]
    assert rows[1]["references"] == REIKI

import pytest

from videos.tagging.findings import Finding, judge


@pytest.mark.parametrize(
    ("slug", "confidence", "status"),
    [
        ("tapping", 0.70, "publish"),
        ("tapping", 0.69, "review"),
        ("tapping", 0.30, "review"),
        ("tapping", 0.29, None),
        ("cbt", 0.70, "publish"),
        ("cbt", 0.69, "review"),
        ("sleep", 0.75, "publish"),
        ("sleep", 0.74, "review"),
        ("needles-medical", 0.40, "publish"),
        ("needles-medical", 0.39, "review"),
        ("needles-medical", 0.20, "review"),
        ("needles-medical", 0.19, None),
    ],
)
def test_the_confidence_decides_by_facet(vocabulary, slug, confidence, status):
    assert judge(confidence, vocabulary.tags[slug], vocabulary.matching.thresholds) == status


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("present", "tapping  publish 0.95, title: “tapping”"),
        ("absent_declared", "absent: tapping  publish 0.95, title: “tapping”"),
    ],
)
def test_a_finding_is_told_in_a_line(state, line):
    finding = Finding(tag="tapping", state=state, status="publish", confidence=0.95, zone="title", evidence="tapping")

    assert finding.describe() == line

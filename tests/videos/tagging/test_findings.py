import pytest

from videos.tagging.findings import judge


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

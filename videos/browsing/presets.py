"""What people often cannot bear, as one choice each: the names of the tags behind it, and what it leaves in. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    slug: str
    label: str
    tags: tuple[str, ...]
    note: str  # what it covers and what not, for visitors


PRESETS = (
    Preset(
        "mouth",
        "Mouth, eating and breath sounds",
        ("misophonia-mouth",),
        "Chewing, drinking, lips, kissing, breath, teeth brushing, mukbang: all that commonly distresses people with "
        "misophonia.",
    ),
    Preset(
        "loud",
        "Anything loud or sudden",
        ("loud-sudden",),
        "Volume spikes, jump scares, shouting, cracks and pops, where the text says so. Keep the volume low anyway.",
    ),
    Preset(
        "voices",
        "Voices",
        (
            "whispered",
            "soft-spoken",
            "minimal-talking",
            "singing",
            "reading-aloud",
            "rambling",
            "multilingual",
            "layered-voices",
        ),
        "Every way of speaking and singing that the catalog knows, a few words included. Most videos do not say if "
        "somebody speaks; those with the tag “No talking” say that nobody does.",
    ),
    Preset(
        "medical",
        "Medical scenes",
        ("medical-setting",),
        "Doctors, dentists, examinations, needles and clinics.",
    ),
    Preset(
        "spiritual",
        "Spiritual or religious content",
        ("spiritual-claims", "religious-content"),
        "Reiki, energy healing, chakras, crystals, divination, manifestation, past lives, prayer. Sound baths and EFT "
        "stay: choose them below if you do not want them either.",
    ),
    Preset(
        "hypnosis",
        "Hypnosis",
        ("hypnosis",),
        "Sleep hypnosis and past-life regression too. Subliminals and “reprogramming” stay: choose them below.",
    ),
)

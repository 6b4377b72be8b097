"""Mistakes that would harm somebody: a hold that is missed, a hold of an innocent video, healing sold as therapy."""

import pytest

MODERATION = {"minor-appears", "suggestive", "sexually-explicit"}


@pytest.fixture
def held(find):
    """Give held(title, …): whether any of the tags is found that only a moderator may let pass."""
    return lambda title, **parts: bool(MODERATION & find(title, **parts).keys())


@pytest.mark.parametrize(
    "title",
    [
        "ASMR 16 year old man whispers",
        "ASMR 15 year old woman",
        "Hi I'm 13, my first ASMR",
        "six year old does asmr",
        "10 y.o. girl tries ASMR",
        "girl aged 11 ASMR",
        "6th grade girl ASMR",
        "My little sister's first ASMR video",
        "ASMR topless tapping",
        "naked ASMR",
        "dirty talk ASMR",
        "ASMR handjob",
        "OnlyFans ASMR",
        "BDSM ASMR roleplay",
    ],
)
def test_what_a_moderator_must_see_is_found(held, title):
    assert held(title)


@pytest.mark.parametrize("hashtag", ["#nsfw", "#sexy", "#onlyfans", "#bdsm"])
def test_it_is_found_in_hashtags_too(held, hashtag):
    assert held("ASMR rain", description=f"Good night\n{hashtag} #asmr")


@pytest.mark.parametrize(
    "title",
    [
        "ASMR 18 year old man",
        "ASMR 100 year old vampire",
        "15 year old laptop ASMR",
        "3 year old sourdough starter",
        "baby massage oil sounds",
        "Moana lullabies ASMR",
        "Moaning Myrtle ASMR",
        "18+ hours black screen",
        "kinky curly hair care ASMR",
        "steamy coffee shop",
        "stripping wallpaper ASMR",
        "spanking new brushes",
        "French kiss lipstick",
        "naked cake ASMR",
        "nude lipstick try on",
        "ASMR cock-a-doodle-doo farm",
    ],
)
def test_an_innocent_title_is_not(held, title):
    assert not held(title)


@pytest.mark.parametrize(
    "title",
    [
        "Reiki plucking: checking your negative thoughts",
        "Balancing your thoughts with crystals (reiki)",
        "let's check those thoughts, plucking ASMR",
        "ASMR Sorting hat examines your thoughts",
        "ASMR alien examines your thoughts",
        "Mad scientist tests your thinking",
        "ASMR testing your thoughts on 10 lip glosses",
        "I question your thinking (chess roleplay)",
        "Detective: evidence against your belief",
    ],
)
def test_healing_and_play_are_no_cognitive_therapy(published, title):
    assert not {"cbt", "cognitive-restructuring"} & published(title)


@pytest.mark.parametrize(
    "title",
    [
        "ASMR CBT therapist: checking the evidence for that thought",
        "ASMR therapy session | challenging your negative thoughts",
        "ASMR putting your anxious thoughts on trial (CBT exercise)",
    ],
)
def test_the_method_itself_is_found(published, title):
    assert {"cbt", "cognitive-restructuring"} & published(title)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Complimentary breakfast hotel ASMR", "affirmations"),
        ("5 things I love about autumn ASMR", "grounding"),
        ("The manifesto, whispered", "manifestation"),
        ("ASMR mentor takes you under her wing", "hypnosis"),
        ("ASMR massage from head to toe", "body-scan"),
        ("which lipstick are you ASMR", "personality-test"),
    ],
)
def test_other_meanings_are_no_technique(published, title, slug):
    assert slug not in published(title)

"""Searches that may come from a person in distress: they get a hand before they get a list. Pure."""

from asmr_catalog.folding import fold

# Suicide and self-harm, in the nine languages of the vocabulary; folded, matched anywhere in the words.
WORDS = (
    *("suicid", "kill myself", "killing myself", "end my life", "want to die", "self harm", "self-harm", "selfharm"),
    *("quiero morir", "matarme", "autolesion"),
    *("selbstmord", "suizid", "umbringen", "ritzen", "selbstverletz"),
    *("me tuer", "envie de mourir", "automutilation"),
    *("quero morrer", "me matar", "automutilacao"),
    *("uccidermi", "voglio morire", "autolesionismo"),
    *("самоуби", "суицид", "убить себя", "хочу умереть"),
    *("自殺", "死にたい", "自傷"),
    *("자살", "죽고 싶", "자해"),
    *("自杀", "想死", "自残"),
)
_FOLDED = tuple(map(fold, WORDS))


def speaks_of_distress(q: str) -> bool:
    """Whether search words name suicide or self-harm."""
    words = fold(q)
    return any(word in words for word in _FOLDED)

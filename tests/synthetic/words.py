"""Words as titles and descriptions have them: few are in most texts, most are in hardly any, some are not English."""

import itertools

import numpy as np

FREQUENT = (
    "asmr", "the", "and", "for", "you", "sleep", "with", "to", "whisper", "sounds", "a", "my", "of", "tingles", "relax",
    "soft", "video", "your", "ear", "triggers", "in", "this", "no", "talking", "rain", "hair", "tapping", "spoken",
    "night", "brushing", "is", "personal", "attention", "slow", "on", "roleplay", "i", "massage", "relaxing", "mic",
    "囁き", "耳かき", "睡眠", "音フェチ", "속삭임", "수면", "귀청소", "팅글", "шёпот", "сон", "susurros", "dormir",
    "chuchotement", "détente", "flüstern", "schlaf", "sussurros", "耳语", "助眠", "카페", "雨音", "マッサージ",
)  # fmt: skip
SYLLABLES = [
    "".join(letters)
    for letters in itertools.product(
        ("b", "br", "c", "d", "f", "fl", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "sh", "t", "tr", "v", "w"),
        ("a", "e", "i", "o", "u", "ai", "ea", "oo", "y"),
        ("", "n", "r", "l", "s", "ck", "m", "nd", "t"),
    )
]
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"
HANGUL = "가나다라마바사아자차카타파하고노도로모보소오조구누두루무부수우주기니디리미비시이지"
FOREIGN_EVERY = 12  # one word in so many is Japanese or Korean
EXPONENT = 1.05  # of the frequencies by rank, as natural languages have it


class WordList:
    """`size` different words, the most frequent ones first, and texts drawn from them. Equal seeds, equal words."""

    def __init__(self, size: int, chance: np.random.Generator):
        self.words = np.array([*FREQUENT, *_invent(size - len(FREQUENT), chance)], dtype=object)
        weights = 1 / np.arange(3, size + 3) ** EXPONENT
        self._cumulated = np.cumsum(weights / weights.sum())

    def draw(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """Draw words by their frequency."""
        return self.words[np.searchsorted(self._cumulated, chance.random(count)).clip(max=len(self.words) - 1)]

    def draw_texts(self, lengths: np.ndarray, chance: np.random.Generator) -> list[str]:
        """A text of so many words for each of `lengths`."""
        words = self.draw(int(lengths.sum()), chance).tolist()
        ends = np.cumsum(lengths).tolist()
        return [" ".join(words[start:end]) for start, end in zip([0, *ends], ends, strict=False)]

    def expected_share(self, rank: int) -> float:
        """The share of all words drawn that is this one."""
        before = self._cumulated[rank - 1] if rank else 0.0
        return float(self._cumulated[rank] - before)


def _invent(count: int, chance: np.random.Generator) -> list[str]:
    """Words that no language has, of two to four syllables; each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        lengths = chance.integers(2, 5, count).tolist()
        for number, (length, draws) in enumerate(zip(lengths, chance.random((count, 4)).tolist(), strict=True)):
            foreign = KANA if number % (2 * FOREIGN_EVERY) else HANGUL
            syllables = SYLLABLES if number % FOREIGN_EVERY else foreign
            found["".join(syllables[int(draw * len(syllables))] for draw in draws[:length])] = None
    return list(found)[:count]

"""Videos as they are in eight languages, the same ones every time: titles, chapters, descriptions, odd spellings."""

import random

WORDS = {
    "en": "whispering tapping rain soft-spoken don't Jen Luv's personal attention haircut sleep 3Dio no talking buzz"
    " CBT role play café ear cleaning 4K jazz & ASMR 10 hours fluffy mic brushing inaudible",
    "ja": "囁き 耳かき 雨の音 睡眠導入 タッピング ｷｰﾎﾞｰﾄﾞ 咀嚼音 マイク ガサガサ 眠れる音 心音 お姉さん か゚",
    "ko": "속삭임 귀청소 빗소리 탭핑 수면 팅글 롤플레이 입소리 이팅사운드 귀마사지 팅글즈",
    "de": "Flüstern Klopfen Regengeräusche Ärztin Straße Rollenspiel Ohrenputzen ruhig einschlafen Größe",
    "fr": "chuchotement nettoyage d'oreilles l’eau qui coule détente pluie rôle œil aujourd'hui Noël",
    "ru": "шёпот постукивание дождь ролевая игра сон массаж ушей триггеры Ёлка",
    "es": "susurros lluvia para dormir roleplay mañana corazón sonidos relajantes niño",
    "th": "นวดหู เสียงฝน กระซิบ นอนหลับ",
    "zh": "掏耳朵 雨聲 助眠 敲击声 角色扮演",
    "other": "मालिश हिन्दी لَمسات همس עברית вода ʻokina ①② ½ ﬁne naïve z zz 😴🌧️ 𝓪𝓼𝓶𝓻 x1e5 1e5 0x1F a_b http://a.b/c?d=1",
}
JOINTS = (" ", " ", " ", " ", " | ", ", ", "-", "", " 【", "】", "／", "\n", "'", ".", " #")


def make_texts(count: int):
    """(source title, curator's title, chapters, description) of so many videos."""
    chance = random.Random(5)
    languages = {language: words.split() for language, words in WORDS.items()}
    common = languages["en"]

    def say(words, most):
        said = ""
        for _ in range(chance.randint(1, most)):
            said += chance.choice(JOINTS) + chance.choice(words if chance.random() < 0.85 else common)
        return said.strip() or "ASMR"

    for number in range(count):
        words = chance.choice([*languages.values()])
        chapters = [[start * 60, say(words, 3)] for start in range(chance.choice([0, 0, 0, 4]))]
        yield say(words, 8), say(words, 4) if number % 9 == 0 else "", chapters, say(words, 40)

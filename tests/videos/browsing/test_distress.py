"""Which searches get a hand before they get a list."""

import pytest

from videos.browsing.distress import speaks_of_distress

HITS = {
    "en": [
        "suicide", "SUICIDAL thoughts", "asmr for suicidal people", "suicide prevention", "#suicide", "sucide",
        "suiside", "suicde", "su1c1de", "$uicide", "s*icide", "suic*de", "s u i c i d e", "s.u.i.c.i.d.e",
        "sui\u200bcide", "unalive", "un-alive myself", "kms", "k.m.s", "kys", "kill myself", "killmyself",
        "k1ll myself", "killing my self", "kill me", "please kill me now", "i want to die", "iwanttodie",
        "i w a n t  t o  d i e", "wanna die", "want to dieeee", "wan2die", "how to die", "i don't want to live",
        "I don’t want to live anymore", "dont wanna live", "don't want to be here anymore", "don't want to exist",
        "no reason to live", "reasons to live", "no will to live", "nothing to live for", "tired of living",
        "tired of being alive", "life is not worth living", "wish i was dead", "wish i was never born",
        "better off dead", "end my life", "ending it all", "take my own life", "never want to wake up",
        "i hate myself", "i hate my life", "self harm", "self-harm", "selfharm", "SELF_HARM", "self injury",
        "cut myself", "cutting myself", "cutting my wrists", "hurt myself", "burning myself", "how to hang myself",
        "starving myself", "overdose", "over dose on pills", "jump off a bridge", "suicide hotline", "crisis line",
        "988", "suicide squad but i want to die", "i want to die for real", "can't go on",
        "not wanting to live", "wanting to die", "he wants to kill himself", "thinking about dying",
        "i wish i could die",
        "go to sleep and never wake up", "can't live anymore", "I can't anymore please help", "done with life",
        "lost the will to live", "whats the point of living", "urges to self harm", "i'm a burden",
        "kill mself", "sui cide",
        "no one would care if i died", "my daughter cuts herself", "thinking of ending it", "scuicide",
        "kill me asmr",
    ],
    "es": [
        "suicidio", "quiero suicidarme", "me quiero suicidar", "quiero morir", "me quiero morir",
        "quiero morirme ya", "ganas de morir", "quiero matarme", "voy a matarme", "quitarme la vida",
        "acabar con mi vida", "no quiero vivir", "ya no quiero vivir más", "sin ganas de vivir",
        "ojalá estuviera muerta", "autolesión", "autolesiones", "cortarme", "me corto los brazos", "hacerme daño",
        "sobredosis", "odio mi vida", "me odio", "quiero desaparecer",
        "no puedo más asmr", "prefiero morir", "como morir sin dolor", "dejar de existir", "dormir y no despertar",
        "me quiero cortar", "kiero morir", "la vida no tiene sentido", "tirarme de un puente",
        "quiero terminar con todo",
    ],
    "de": [
        "Selbstmord", "Suizid", "suizidgedanken", "selbst mord", "mich umbringen", "ich bringe mich um",
        "umbringen", "ich will sterben", "ich möchte sterben", "moechte sterben", "will nicht mehr leben",
        "ich kann nicht mehr", "mir das Leben nehmen", "lebensmüde", "kein Grund zu leben", "wäre lieber tot",
        "ritzen", "ich ritze mich", "Selbstverletzung", "selbstverletzendes Verhalten", "mich schneiden",
        "Überdosis", "ich hasse mich", "mir wehtun", "nicht mehr aufwachen", "Telefonseelsorge",
        "todessehnsucht", "nie wieder aufwachen", "ich will nicht mehr", "keine Lust mehr zu leben",
        "dem Leben ein Ende setzen",
        "wie bringe ich mich um", "selbsmord", "suizit", "von der Brücke springen", "ich kann nicht mehr asmr", "SVV",
    ],
    "fr": [
        "suicide", "me suicider", "je veux mourir", "envie de mourir", "me tuer", "je vais me tuer",
        "envie d'en finir", "en finir avec la vie", "mettre fin à mes jours", "je ne veux plus vivre",
        "plus envie de vivre", "aucune raison de vivre", "marre de vivre", "automutilation", "scarification",
        "me couper les veines", "me faire du mal", "me pendre", "idées noires", "je me déteste", "veux disparaître",
        "j'veux mourir", "j'en peux plus", "comment mourir sans douleur", "je voudrais être mort", "m'ôter la vie",
        "la vie ne vaut pas la peine", "sauter d'un pont", "m'automutiler",
    ],
    "pt": [
        "suicídio", "quero morrer", "vontade de morrer", "me matar", "quero me matar", "vou me matar",
        "tirar minha própria vida", "acabar com a minha vida", "não quero viver", "não quero mais viver",
        "não aguento mais", "sem vontade de viver", "automutilação", "me cortar", "me machucar", "quero sumir",
        "me odeio", "overdose", "CVV",
        "prefiro morrer", "como se matar", "queria estar morta", "nunca mais acordar", "desistir de viver",
        "n quero mais viver",
    ],
    "it": [
        "suicidio", "uccidermi", "voglio uccidermi", "mi uccido", "voglio morire", "vorrei morire", "farla finita",
        "togliermi la vita", "non voglio più vivere", "non ho più voglia di vivere", "stanca di vivere",
        "autolesionismo", "tagliarmi", "farmi del male", "voglio sparire", "odio la mia vita",
        "non ce la faccio più",
        "mi voglio uccidere", "vorrei essere morta", "come uccidersi", "non svegliarmi più", "la vita non ha senso",
    ],
    "ru": [
        "самоубийство", "суицид", "мысли о суициде", "убить себя", "убью себя", "хочу умереть", "хочется умереть",
        "умереть хочу", "хочу сдохнуть", "покончить с собой", "свести счёты с жизнью", "не хочу жить",
        "жить не хочу", "нет смысла жить", "устала жить", "лучше бы я умерла", "самоповреждение", "селфхарм",
        "резать себя", "вскрыть вены", "передозировка", "ненавижу себя", "хочу исчезнуть",
        "селф харм", "как умереть", "уснуть и не проснуться", "я больше не могу", "хачу умереть",
        "наложить на себя руки",
    ],
    "ja": [
        "自殺", "自殺したい", "死にたい", "もう死にたい", "死にたくなる", "しにたい", "もうしにたい", "消えたい",
        "生きたくない", "生きるのが辛い", "生きる意味", "自傷", "リスカ", "リスカ やめたい", "リストカット",
        "オーバードーズ", "首吊り", "飛び降り", "死 に た い", "希死念慮",
        "死のう", "死にてぇ", "生きるの辛い", "手首を切る", "人生終わりにしたい", "生まれてこなければよかった",
    ],
    "ko": [
        "자살", "자살하고 싶어", "죽고 싶다", "죽고싶어요", "죽고 싶어 asmr", "자해", "자해 하고 싶다", "살기 싫어",
        "살기싫다", "살고 싶지 않아", "사라지고 싶다", "극단적 선택", "손목 긋고", "목숨을 끊", "죽는 방법",
        "죽고시퍼", "자 살", "뛰어내리고 싶다", "손목을 긋다", "영원히 잠들고 싶다",
    ],
    "zh": [
        "自杀", "自殺", "我想自杀", "想死", "好想死", "不想活了", "活不下去", "活着没意思", "活著沒意思", "轻生",
        "輕生", "自残", "自殘", "割腕", "结束生命", "跳楼", "自 杀", "伤害自己", "想去死",
        "活着没有意义", "去死", "想离开这个世界", "活着好累", "不想醒来",
    ],
}  # fmt: skip
# What is said of other things. The box would harm nobody here, and would teach people to look past it.
NO_HITS = {
    "en": [
        "", "asmr", "rain", "sleep", "to die for cookies", "die cut stickers", "dice", "how to dye hair",
        "hair dye", "Suicide Squad", "suicide squad harley quinn roleplay", "Dumb Ways to Die", "tingle overdose",
        "trigger overdose asmr", "overdose of tingles", "needy streamer overload", "10 kms run", "skill", "skills",
        "killer whale", "killing time", "haircut", "cutting soap", "cut my hair", "by myself", "love myself",
        "knife cutting", "live", "i want to live stream", "wake up routine", "depression", "anxiety", "sadness",
        "relax myself", "squid", "acid", "self care", "self love", "lifeline apex", "bridge", "don't wake up dad",
        "die laughing",
        "never wake up tired again", "scissors", "side to side", "end of the day", "kill them all game",
        "the point", "sleeping pills",
        "die casting", "how to die hair at home", "elf ear cleaning",
    ],
    "es": [
        "cortarme el pelo", "cortarme el cabello", "quiero dormir", "vida", "matar", "quiero morirme de risa",
        "dormir rápido", "línea de la vida", "muerto de risa",
        "no puedo más de sueño", "puente", "acabar el día", "no quiero despertar al bebé",
    ],
    "de": [
        "Kritzen", "kritzeln", "spritzen", "Spritze", "Ritz", "leben", "Haare schneiden", "schneiden", "stricken",
        "kann nicht mehr schlafen", "zum Sterben schön",
        "Leben am Meer", "Dach", "will nicht mehr aufstehen", "durchschlafen und nicht mehr aufwachen",
    ],
    "fr": [
        "me couper les cheveux", "la mort", "mourir de rire", "tueur", "mutuelle", "couper", "joie de vivre", "fin",
        "en finir avec le stress", "veines de marbre",
    ],
    "pt": [
        "me cortar o cabelo", "quero morrer de rir", "matar o tempo", "vida", "dormir", "morena", "mato",
        "como dormir", "acabar com o estresse",
    ],
    "it": [
        "tagliarmi i capelli", "voglio dormire", "voglio morire dal ridere", "vita", "amore", "morbido",
        "dormire tutta la notte", "finestra",
    ],
    "ru": [
        "жить", "умереть от смеха", "дождь", "убийца", "себя", "хочу спать", "самолёт", "режу мыло",
        "не могу уснуть", "резать мыло",
    ],
    "ja": [
        "アリスカフェ", "耳かき", "睡眠", "死", "殺菌", "生きる", "耳掃除をしにたいやき屋へ", "癒し", "消しゴム",
        "手切りの音", "死のうた", "methodの音",
    ],
    "ko": [
        "혼자 살기", "혼자 살아요", "혼자 해 보기", "투자해", "여자 살롱", "과목 매일", "햇살이 유난히", "수면",
        "자장가", "죽",
        "자 살살 해 볼게요", "자 살짝",
    ],
    "zh": [
        "想死你了", "想死我了", "年轻生活", "跳楼机", "睡觉", "死", "自己", "杀菌", "生活",
        "活着", "睡醒", "世界",
    ],
}  # fmt: skip


def rows(table):
    return [pytest.param(q, id=f"{language}-{q or 'nothing'}") for language, words in table.items() for q in words]


@pytest.mark.parametrize("q", rows(HITS))
def test_offers_a_hand_to_who_says_this(q):
    assert speaks_of_distress(q)


@pytest.mark.parametrize("q", rows(NO_HITS))
def test_lets_be_who_says_that(q):
    assert not speaks_of_distress(q)


def test_speaks_the_nine_languages_of_the_vocabulary_and_english():
    assert set(HITS) == set(NO_HITS) == {"en", "es", "de", "fr", "pt", "it", "ru", "ja", "ko", "zh"}


@pytest.mark.parametrize("q", ["a" * 100_000, "a b " * 25_000, "*" * 10_000, "s.u." * 20_000, "i im i im " * 5_000])
def test_takes_no_time_over_rubbish(q):
    assert not speaks_of_distress(q)

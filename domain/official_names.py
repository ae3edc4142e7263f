"""Official names of states: a form of government with a name, such as "République d'Irak".

The rules cover twelve languages. Dragoman finds the name of a state between the words for its form
of government ("Islamic Republic of", "Bundesrepublik", "Respublikası", "共和国"). If the form of
government distinguishes two states, such as the two Koreas, the name has a rule of its own. If the
remaining words are not exactly the name of a state, the text is not an official name.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from dragoman.domain.text import fold

_FORMS = (
    "republic, kingdom, principality, sultanate, emirate, grand duchy, duchy, commonwealth, union,"
    " confederation, federation, republik, bundesrepublik, volksrepublik, königreich, fürstentum,"
    " sultanat, emirat, großherzogtum, freistaat, bund, föderation, konföderation,"
    " eidgenossenschaft, vereinigung, république, royaume, principauté, sultanat, émirat, grand"
    " duché, confédération, fédération, república, reino, principado, sultanato, emirato, gran"
    " ducado, confederación, federación, unión, commonwealth, emirado, grão ducado, confederação,"
    " federação, união, comunidade, repubblica, regno, principato, granducato, confederazione,"
    " federazione, unione, emirato, республика, королевство, княжество, султанат, эмират, великое"
    " герцогство, герцогство, федерация, конфедерация, союз, содружество, جمهورية, مملكة, المملكة,"
    " الجمهورية, إمارة, سلطنة, اتحاد, respublikası, krallığı, knyazlığı, sultanlığı, əmirliyi,"
    " federasiyası, konfederasiyası, respublika, cumhuriyeti, prensliği, emirliği, dükalığı, büyük"
    " dükalığı, federasyonu, konfederasyonu, birliği, جمهوری, پادشاهی, سلطنت, امارت, اتحادیه,"
    " فدراسیون"
)
"""Words for a form of government."""

_STATES = (
    "state, staat, état, estado, stato, государство, دولة, dövləti, devleti, دولت, کشور, states,"
    " estados"
)
"""Words for "state", which may also mean a part of a federal state, such as Georgia."""

_OF_STATES = frozenset(
    ("IL", "KW", "QA", "PS", "LY", "ER", "BN", "BH", "WS", "PG", "VA", "AE", "BO", "JP", "MN")
)
"""The states whose official name has a word for "state"."""

_ADJECTIVES = (
    "islamic, democratic, people, people s, peoples, popular, federal, federative, federated, arab,"
    " socialist, united, independent, plurinational, bolivarian, cooperative, co operative,"
    " hashemite, oriental, eastern, islamische, demokratische, föderative, arabische,"
    " sozialistische, vereinigte, unabhängiger, plurinationaler, bolivarische, kooperative,"
    " haschemitisches, vereinigtes, volks, bundes, islamique, démocratique, populaire, fédérale,"
    " fédérative, arabe, socialiste, unie, indépendant, plurinational, bolivarienne, coopérative,"
    " hachémite, orientale, islámica, democrática, popular, federativa, árabe, socialista, unida,"
    " independiente, bolivariana, cooperativa, hachemita, hachemí, islâmica, democrática,"
    " independente, islamica, democratica, popolare, federale, araba, unita, indipendente,"
    " hascemita, исламская, демократическая, народная, федеративная, федеральная, арабская,"
    " социалистическая, объединенная, независимое, многонациональное, боливарианская,"
    " кооперативная, хашимитское, восточная, народно, الإسلامية, إسلامية, الديمقراطية, ديمقراطية,"
    " الشعبية, الشعبية العظمى, الاتحادية, اتحادية, الفيدرالية, الفدرالية, العربية, عربية,"
    " الاشتراكية, المتحدة, الهاشمية, البوليفارية, المستقلة, islam, demokratik, halk, xalq, federal,"
    " federativ, arap, ərəb, sosyalist, sosialist, birleşik, birləşmiş, bağımsız, müstəqil, haşimi,"
    " bolivarcı, bolivar, kooperatif, çokuluslu, اسلامی, دموکراتیک, خلق, مردمی, فدرال, عربی,"
    " سوسیالیستی, متحده, متحد, مستقل, هاشمی, بولیواری"
)
"""Adjectives of forms of government."""

_LINKS = (
    "of, the, and, der, des, die, von, de, la, le, les, du, l, d, el, los, las, del, do, da, dos,"
    " das, di, della, dell, dello, dei, degli, delle, e, et, y, و"
)

_DEMOCRATIC = (
    "democratic, demokratische, démocratique, democrática, democratica, демократическая, народно,"
    " الديمقراطية, ديمقراطية, demokratik, دموکراتیک, 民主"
)
_PEOPLES = (
    "people, people s, peoples, popular, volks, volksrepublik, populaire, popolare, народная,"
    " الشعبية, halk, xalq, خلق, مردمی, 人民"
)
_SOCIALIST = (
    "socialist, sozialistische, socialiste, socialista, социалистическая, الاشتراكية, sosyalist,"
    " sosialist, سوسیالیستی, 社会主义"
)
_WHOLE: dict[str, str] = {
    "GB": "vereinigtes königreich großbritannien und nordirland; vereinigtes königreich von"
    " großbritannien und nordirland; royaume uni de grande bretagne et d irlande du nord; reino"
    " unido de gran bretaña e irlanda del norte; reino unido da grã bretanha e irlanda do norte;"
    " regno unito di gran bretagna e irlanda del nord; regno unito di gran bretagna e d irlanda"
    " del nord; соединенное королевство великобритании и северной ирландии; المملكة المتحدة"
    " لبريطانيا العظمى وأيرلندا الشمالية; büyük britanya ve kuzey irlanda birleşik krallığı; böyük"
    " britaniya və şimali irlandiya birləşmiş krallığı; پادشاهی متحد بریتانیای کبیر و ایرلند"
    " شمالی; 大不列颠及北爱尔兰联合王国",
    "MX": "vereinigte mexikanische staaten; états unis du mexique; états unis mexicains; estados"
    " unidos mexicanos; stati uniti messicani; мексиканские соединенные штаты; الولايات المتحدة"
    " المكسيكية; birleşik meksika devletleri; meksika birləşmiş ştatları; ایالات متحده مکزیک;"
    " 墨西哥合众国",
    "US": "vereinigte staaten von amerika; états unis d amérique; estados unidos de américa;"
    " estados unidos da américa; stati uniti d america; соединенные штаты америки; الولايات"
    " المتحدة الأمريكية; amerika birleşik devletleri; amerika birləşmiş ştatları; ایالات متحده"
    " آمریکا; 美利坚合众国",
    "FM": "föderierte staaten von mikronesien; états fédérés de micronésie; estados federados de"
    " micronesia; federierte staaten von mikronesien; stati federati di micronesia; федеративные"
    " штаты микронезии; ولايات ميكرونيزيا الموحدة; mikronezya federal devletleri",
    "TH": "泰王国",
    "BO": "estado plurinacional de bolivia; estado plurinacional da bolívia; stato plurinazionale"
    " della bolivia",
}
"""Whole official names that no rule covers, by code."""

_CONGO = "congo, kongo, конго, الكونغو, konqo, کنگو, 刚果"
_KOREA = (
    "korea, корейская, الكورية, corée, corea, coreia, корея, кореи, كوريا, koreya, kore, کره, 韩,"
    " 大韩, 朝鲜"
)

_OTHERS: dict[str, str] = {
    "AR": "argentine, argentinische, argentina, аргентинская, الأرجنتينية",
    "CH": "swiss, schweizerische, suisse, helvétique, suiza, suíça, helvética, svizzera,"
    " швейцарская, السويسرية, 瑞士",
    "CZ": "czech, tschechische, tchèque, checa, ceca, tcheca, чешская, التشيكية",
    "DE": "德意志",
    "DO": "dominican, dominikanische, dominicaine, dominicana, доминиканская, الدومينيكية",
    "DZ": "algerian, algérienne, argelina, algerina, алжирская, الجزائرية, 阿尔及利亚",
    "EG": "egyptian, égyptienne, египет, مصر",
    "FR": "french, französische, française, francesa, francese, французская, الفرنسية, fransız,"
    " fransa, fransız, فرانسه, 法兰西",
    "GA": "gabonese, gabunische, gabonaise, gabonesa, gabonese, габонская, الغابونية",
    "GR": "hellenic, hellenische, hellénique, grecque, helénica, ellenica, греческая, эллинская,"
    " اليونانية, الهيلينية, yunan, 希腊",
    "IR": "iranian, iranische, iranienne, iraní, iraniana, الإيرانية",
    "IT": "italian, italienische, italienne, italiana, итальянская, الإيطالية, italyan, italya",
    "JO": "jordanian, الأردنية, иорданское, ürdün, iordaniya",
    "KG": "kyrgyz, kirgisische, kirghize, kirguisa, kirguiza, kirghisa, кыргызская, киргизская,"
    " القيرغيزية, qırğız, kırgız, 吉尔吉斯",
    "LB": "lebanese, libanesische, libanaise, libanesa, libanese, ливанская, اللبنانية",
    "MR": "mauritanian, mauritanienne, mauritana, мавританская, الموريتانية",
    "PT": "portuguese, portugiesische, portugaise, portuguesa, portoghese, португальская,"
    " البرتغالية, portekiz",
    "PL": "polish, polnische, polonaise, polaca, polacca, польская, البولندية",
    "SK": "slovak, slowakische, slovaque, eslovaca, slovacca, словацкая, السلوفاكية",
    "SY": "syrian, syrische, syrienne, siria, síria, siriana, сирийская, السورية, suriye, suriya,"
    " سوریه",
    "TG": "togolese, togolaise, togolesa, тоголезская, التوغولية",
    "TN": "tunisian, tunesische, tunisienne, tunecina, tunisina, тунисская, التونسية",
    "TR": "turkish, türkische, turque, turca, турецкая, التركية, türk",
    "UY": "uruguay, uruguayenne, уругвай",
    "ZA": "südafrikanische, sud africaine, sudafricana, южно африканская",
    "MX": "mexicanos, mexicanische, mexikanische, mexicains, messicani",
    "HR": "croatian, kroatische, croate, хорватская",
    "UZ": "uzbek, usbekische, узбекская",
    "RU": "russian, russische, russe, rusa, russa, российская, الروسية, rusiya, rusya, روسیه",
    "IQ": "iraqi, irakische, irakienne, iraquí, irachena, иракская, العراقية",
    "YE": "yemeni, jemenitische, yéménite, йеменская, اليمنية",
    "FI": "finnish, финляндская",
    "GN": "guinéenne, гвинейская",
    "MV": "мальдивская",
    "RW": "rwandaise, руандийская, الرواندية",
    "KZ": "казахская",
    "LY": "libysche, ливийская, الليبية",
    "SD": "soudanaise, суданская, السودانية",
    "AZ": "azerbaijani, азербайджанская, الآذرية, الأذربيجانية",
    "AM": "armenian, армянская",
    "AL": "albanian, албанская",
    "EE": "estonian, эстонская",
    "LT": "lithuanian, литовская",
    "LV": "latvian, латвийская",
    "AT": "austrian, österreichische, австрийская",
    "NL": "netherlands, niederlande, нидерландов, нидерландское, pays bas, países bajos",
}
"""Adjectives and special words that stand for the name of a state in its official name, by code."""

_CHINESE = re.compile(
    r"(伊斯兰|民主|人民|联邦|社会主义|阿拉伯|联合|哈希姆|玻利瓦尔|东岸|多民族|独立|合作|苏丹)*"
    r"(共和国|王国|公国|大公国|酋长国|联邦|联盟|邦联|苏丹国|国)"
)
_ENDING = re.compile(r"(?:s|es)")


@cache
def _set(words: str) -> frozenset[str]:
    return frozenset(fold(re.sub("['’]", " ", word)) for word in words.split(","))


def official(text: str, known: Callable[[str], str | None]) -> str | None:
    """Return the code of the state whose official name the text is, or ``None``.

    ``known`` returns the code for the folded name of a state.
    """
    plain = re.sub(r"['’ʼ`]", " ", text)
    words = fold(plain).split()
    if code := _whole().get(" ".join(words)):
        return code
    if words and words[0][0] >= "\u3040" and len(words) == 1:
        return _chinese(words[0], known)
    tokens, forms = _in_phrases(words)
    if not forms & (_set(_FORMS) | _set(_STATES)):
        return None
    name = _names_between(tokens)
    for remainder in name:
        if code := _code(remainder, forms, known):
            return code
    return None


def _in_phrases(words: list[str]) -> tuple[list[str], set[str]]:
    """Join forms of two words, such as "grand duchy"; return all words, and the forms."""
    tokens: list[str] = []
    n = 0
    every = _set(_FORMS) | _set(_ADJECTIVES) | _set(_STATES)
    while n < len(words):
        pair = " ".join(words[n : n + 2])
        tokens.append(pair if pair in every else words[n])
        n += 2 if pair in every and n + 1 < len(words) else 1
    return tokens, {token for token in tokens if token in every}


def _names_between(tokens: list[str]) -> Iterator[str]:
    """Yield what is left without the words of a form of government at both ends, longest first."""
    every = _set(_FORMS) | _set(_ADJECTIVES) | _set(_STATES) | _set(_LINKS)
    first, last = 0, len(tokens)
    heads = [first]
    while first < last and tokens[first] in every:
        first += 1
        heads.append(first)
    tails = [last]
    while last > 0 and tokens[last - 1] in every:
        last -= 1
        tails.append(last)
    for head in heads:
        for tail in tails:
            if head < tail and (head, tail) != (0, len(tokens)):
                yield " ".join(tokens[head:tail])


def _code(name: str, forms: set[str], known: Callable[[str], str | None]) -> str | None:
    """Return the code of the state with this name and these words for its form of government."""
    democratic, peoples = forms & _set(_DEMOCRATIC), forms & _set(_PEOPLES)
    has_form = bool(forms & _set(_FORMS))
    if name in _set(_CONGO):
        return "CD" if democratic else "CG" if has_form else None
    if name in _set(_KOREA):
        return "KP" if democratic or peoples else "KR" if has_form else None
    code = _adjectives().get(name) or (known(name) if len(name) > 2 or not name.isascii() else None)
    if code is None and _ENDING.search(name[-2:]):
        code = known(name[:-1])
    if code is None or len(code) != 2:
        return None
    if not has_form and code not in _OF_STATES:
        return None
    needed = _NEEDED.get(code)
    if needed is not None and not needed(bool(democratic), bool(peoples), forms):
        return None
    return code


_NEEDED: dict[str, Callable[[bool, bool, set[str]], bool]] = {
    "CN": lambda democratic, peoples, forms: peoples,
    "TW": lambda democratic, peoples, forms: False,
    "DE": lambda democratic, peoples, forms: not (democratic or peoples),
    "VN": lambda democratic, peoples, forms: bool(forms & _set(_SOCIALIST)),
    "YE": lambda democratic, peoples, forms: not (democratic or peoples) and len(forms) == 1,
    "RU": lambda democratic, peoples, forms: not forms & _set(_SOCIALIST),
}
"""For some states, whether the words for its form of government mean this state, not another."""


def _chinese(text: str, known: Callable[[str], str | None]) -> str | None:
    for n in range(1, len(text)):
        found = _CHINESE.fullmatch(text, n)
        if found is None:
            continue
        forms = {word for word in ("民主", "人民", "社会主义") if word in found[0]} | {"republic"}
        if code := _code(text[:n], forms, known):
            return code
    return None


@cache
def _whole() -> dict[str, str]:
    return {
        " ".join(fold(name).split()): code
        for code, names in _WHOLE.items()
        for name in names.split(";")
    }


@cache
def _adjectives() -> dict[str, str]:
    return {fold(word): code for code, words in _OTHERS.items() for word in words.split(",")}

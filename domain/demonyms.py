"""Demonyms: the English adjectives of states, such as Iraqi for Iraq.

Adjectives that several states share (Congolese, Korean, Dominican) name a side only if it is clear
which of these states is meant.
"""

from collections.abc import Iterator
from functools import cache

from dragoman.domain.text import fold

_DEMONYMS = """
AF Afghan; AL Albanian; DZ Algerian; AD Andorran; AO Angolan; AR Argentine, Argentinian;
AM Armenian; AU Australian; AT Austrian; AZ Azerbaijani, Azeri; BS Bahamian; BH Bahraini;
BD Bangladeshi; BB Barbadian; BY Belarusian, Belarussian; BE Belgian; BZ Belizean; BJ Beninese;
BT Bhutanese; BO Bolivian; BA Bosnian; BW Botswanan; BR Brazilian; GB British; BN Bruneian;
BG Bulgarian; BF Burkinabe; MM Burmese; BI Burundian; KH Cambodian; CM Cameroonian; CA Canadian;
CV Cabo Verdean; TD Chadian; CL Chilean; CN Chinese; CO Colombian; KM Comorian; CR Costa Rican;
CI Ivorian; HR Croatian; CU Cuban; CY Cypriot; CZ Czech; DK Danish; DJ Djiboutian; EC Ecuadorian;
EG Egyptian; SV Salvadoran, Salvadorian; ER Eritrean; EE Estonian; SZ Swazi; ET Ethiopian;
FJ Fijian; FI Finnish; FR French; GA Gabonese; GM Gambian; GE Georgian; DE German; GH Ghanaian;
GR Greek; GD Grenadian; GT Guatemalan; GY Guyanese; HT Haitian; HN Honduran; HU Hungarian;
IS Icelandic; IN Indian; ID Indonesian; IR Iranian; IQ Iraqi; IE Irish; IL Israeli; IT Italian;
JM Jamaican; JP Japanese; JO Jordanian; KZ Kazakh, Kazakhstani; KE Kenyan; KW Kuwaiti;
KG Kyrgyz; LA Laotian; LV Latvian; LB Lebanese; LR Liberian; LY Libyan; LT Lithuanian;
LU Luxembourgish; MG Malagasy; MW Malawian; MY Malaysian; MV Maldivian; ML Malian; MT Maltese;
MR Mauritanian; MU Mauritian; MX Mexican; MD Moldovan; MN Mongolian; ME Montenegrin; MA Moroccan;
MZ Mozambican; NA Namibian; NP Nepalese, Nepali; NL Dutch; NZ New Zealand; NI Nicaraguan;
NG Nigerian; KP North Korean; MK Macedonian; NO Norwegian; OM Omani; PK Pakistani;
PS Palestinian; PA Panamanian; PY Paraguayan; PE Peruvian; PH Philippine, Filipino; PL Polish;
PT Portuguese; QA Qatari; RO Romanian; RU Russian; RW Rwandan; SA Saudi, Saudi Arabian;
SN Senegalese; RS Serbian; SC Seychellois; SL Sierra Leonean; SG Singaporean; SK Slovak;
SI Slovenian, Slovene; SO Somali; ZA South African; KR South Korean; ES Spanish; LK Sri Lankan;
SR Surinamese; SE Swedish; CH Swiss; SY Syrian; TW Taiwanese; TJ Tajik; TZ Tanzanian; TH Thai;
TL Timorese; TG Togolese; TO Tongan; TT Trinidadian; TN Tunisian; TR Turkish; TM Turkmen;
UG Ugandan; UA Ukrainian; AE Emirati; US American; UY Uruguayan; UZ Uzbek; VE Venezuelan;
VN Vietnamese; YE Yemeni; ZM Zambian; ZW Zimbabwean; XK Kosovar, Kosovan; CD Zairian, Zairean;
SUHH Soviet; YUCS Yugoslav, Yugoslavian; CSHH Czechoslovak, Czechoslovakian; DDDE East German;
DE West German; VDVN North Vietnamese; TW Nationalist Chinese, Chinese Nationalist
"""

_SHARED = {
    "congolese": ("CD", "CG"),
    "dominican": ("DO", "DM"),
    "guinean": ("GN", "GW", "GQ"),
    "korean": ("KR", "KP"),
    "samoan": ("WS", "AS"),
    "sudanese": ("SD", "SS"),
    "vietnamese": ("VN", "VDVN"),
}
"""The states that share an adjective; for some, the table above says which state is usual."""


@cache
def _codes() -> dict[str, str]:
    return {fold(word): code for code, words in demonyms_in_english() for word in words}


def demonyms_in_english() -> Iterator[tuple[str, list[str]]]:
    """Yield the code of each state, and its English adjectives."""
    for entry in _DEMONYMS.replace("\n", " ").split(";"):
        code, words = entry.split(maxsplit=1)
        yield code, [word.strip() for word in words.split(",")]


def state_of_adjective(text: str, context: str | None = None) -> str | None:
    """Return the code of the state whose English adjective ``text`` is; ``None`` for others.

    An adjective that several states share means the state ``context``, if that is one of them.
    """
    plain = fold(text)
    if context and context in _SHARED.get(plain, ()):
        return context
    return _codes().get(plain)

"""Names and codes of countries and organisations, as people and sources write them."""

import ast
import importlib.util
import random
import re
import string
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.domain import countries
from dragoman.domain.countries import (
    CountryError,
    country,
    country_name,
    flag,
    is_code,
    organisation,
    side,
)
from dragoman.domain.country_names import COUNTRY_NAMES, HISTORICAL, ORGANISATIONS
from dragoman.domain.country_table import COUNTRY_OF, ORGANISATION_OF, UNSETTLED
from dragoman.domain.demonyms import state_of_adjective
from dragoman.domain.text import fold

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "scripts" / "generate_countries.py"
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "ru", "ar", "az", "tr", "fa", "zh")
ENGLISH = COUNTRY_NAMES["en"]

AWKWARD = {
    "IQ": "IQ|iq|IRQ|irq|Iraq|IRAQ|Irak|İraq|ıraq|العراق|عراق|ٱلْعِرَاق|العـــراق|Ирак|伊拉克"
    "|  Iraq |Iraq (IQ)|Republic of Iraq|Iraq, Republic of|جمهورية العراق",
    "US": "U.S.|u.s.a.|USA|U. S. A.|United States of America|The United States|США|ABŞ|ABD|EE.UU."
    "|EE. UU.|États-Unis|Etats-Unis|美国|الولايات المتحدة الأمريكية",
    "GB": "UK|U.K.|Great Britain|Britain|Grossbritannien|Großbritannien|Великобритания",
    "CI": "Côte d'Ivoire|Cote dIvoire|COTE D’IVOIRE|Cote d Ivoire|Ivory Coast|Elfenbeinküste",
    "KR": "S. Korea|South Korea|Republic of Korea|Korea, Republic of|Korea (South)|ROK|R.O.K.|韩国",
    "KP": "North Korea|N. Korea|DPRK|Korea (Democratic People's Republic of)|КНДР|朝鲜",
    "DE": "Deutschland|FRG|Germany, Federal Republic of|West Germany|ФРГ|Allemagne",
    "AZ": "Aserbaidschan|Azərbaycan|AZƏRBAYCAN|Azerbaycan|Азербайджан|阿塞拜疆|أذربيجان|آذربایجان"
    "|Azerbaijan Republic|Azərbaycan Respublikası",
    "TR": "Türkiye|TURKIYE|TÜRKİYE|Turkiye|Türkei|Tuerkei|Turkey|Republic of Türkiye|تركيا|ترکیه",
    "CD": "Kongo-Kinshasa|DR Congo|DRC|Zaire|Congo, Democratic Republic of|Congo (Zaire)"
    "|Democratic Republic of the Congo (Zaire)|Congo - Kinshasa|ZR|ДРК",
    "CG": "Congo-Brazzaville|Congo, Republic of|Republic of the Congo|刚果（布）",
    "MO": "Macao SAR|Macau|澳门",
    "HK": "Hong Kong|HONGKONG|Hong Kong SAR|香港|هنگ کنگ",
    "VA": "Holy See|The Holy See|Vatican|Vatican City|Ватикан",
    "TL": "Timor-Leste|Timor Leste|East Timor|TP",
    "SZ": "Eswatini|Swaziland",
    "TW": "Taiwan|Republic of China|China, Republic of|Taiwan, Province of China",
    "CN": "China|PRC|P.R. China|China, People’s Republic of|КНР|中国",
    "XK": "Kosovo|XK|XKX|Kosova|Косово",
    "PS": "Palestine|State of Palestine|Palestinian Authority|فلسطین|فلسطين|Filistin",
    "NL": "Holland|The Netherlands|Pays-Bas",
    "MM": "Burma|Myanmar|Burma (Myanmar)|Myanmar (Burma)|BU",
    "MK": "Macedonia|FYROM|North Macedonia|Macedonia, Former Yugoslav Republic of",
    "CZ": "Czech Republic|The Czech Republic|Czechia|Чехия",
    "CV": "Cape Verde|Cabo Verde",
    "AE": "UAE|U.A.E.|Emirates|ОАЭ|BƏƏ",
    "SA": "KSA|Kingdom of Saudi Arabia|Saudi\nArabia|السعودية|Саудовская Аравия",
    "RU": "RF|Russian Federation|РФ|Rossiya",
    "IR": "Islamic Republic of Iran|Iran (Islamic Republic of)|I.R. Iran|ایران|إيران|Persia",
    "GM": "The Gambia|Gambia, The|Gambia",
    "BA": "Bosnia|Bosnia-Herzegovina|Bosnia and Herzegovina|Bosnia & Herzegovina|BiH",
    "LC": "St. Lucia|Saint Lucia|St Lucia",
    "ST": "ST|Sao Tome and Principe|São Tomé & Príncipe",
    "KN": "St. Christopher and Nevis|St. Kitts & Nevis",
    "VC": "St. Vincent and the Grenadines",
    "GE": "Georgia|Gürcüstan|Грузия",
    "NE": "Niger",
    "NG": "Nigeria",
    "DM": "Dominica",
    "DO": "Dominican Republic",
    "GN": "Guinea",
    "GW": "Guinea-Bissau|Guinea Bissau",
    "WS": "Samoa|Western Samoa",
    "NA": "NAM|Namibia|NA",
    "NO": "NO|Norway",
    "BF": "Upper Volta|Upper Volta (Burkina Faso)|HVO",
    "BJ": "Dahomey|Dahomey (Benin)",
    "LK": "Ceylon (Sri Lanka)",
    "TH": "Siam (Thailand)",
    "KH": "Khmer Republic (Cambodia)",
    "ZW": "Southern Rhodesia (Zimbabwe)|Zimbabwe Rhodesia",
    "OM": "Muscat & Oman",
    "YE": "Yemen|Yemen Arab Republic|North Yemen",
    "SUHH": "U.S.S.R.|USSR|U. S. S. R.|SU|SUN|Soviet Union|СССР|SSRİ|苏联|suhh",
    "DDDE": "GDR|German Democratic Republic|East Germany|DD|ГДР",
    "CSHH": "Czechoslovakia|CSK|Чехословакия",
    "CSXX": "Serbia and Montenegro|Serbia-Montenegro|SCG",
    "YUCS": "Yugoslavia|YU|Federal Republic of Yugoslavia",
    "ANHH": "Netherlands Antilles|AN",
    "YDYE": "South Yemen|People's Democratic Republic of Yemen|YD",
    "VDVN": "North Vietnam|Democratic Republic of Viet-Nam",
    "TPTL": "TPTL",
    "BUMM": "BUMM",
}

TRAPS = [
    *("Congo", "The Congo", "Kongo", "Конго", "Korea", "Corée", "كوريا", "Virgin Islands", "CS"),
    *("England", "America", "Tanganyika", "South Vietnam", "ROC", "Austria-Hungary"),
    *(
        "Nambia",
        "Iraak",
        "Irann",
        "Nigerr",
        "Atlantis",
        "Serbia-Montenegro (Kosovo)",
        "Iraq (Iran)",
    ),
    *("XX", "ZZ", "AA", "EZ", "EU", "UN", "org:UN", "123", "", " ", "the", "&", ",", "()", "."),
    *("Iraq?", "Iraq!", "#Iraq", "Iraq;Iran", "Iraq Iran", "-", "😀", "🇮🇶", "I raq"),
    *("Iraq\x00", "\x1b[31mIraq", "Iraq\x1c", "Iraq (IQ)\x1c", "Saudi\x1fArabia", "\ud800"),
]


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, code) for code, texts in table.items() for text in texts.split("|")]


def complaint(text: str) -> str:
    with pytest.raises(CountryError) as caught:
        country(text)
    return str(caught.value)


def outcome(resolve: Callable[[str], str], text: str) -> tuple[str, str]:
    try:
        return resolve(text), ""
    except CountryError as error:
        return "", str(error)


def without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize(("text", "code"), cases(AWKWARD))
def test_awkward_spellings_resolve(text: str, code: str) -> None:
    """Spellings from real records, in any script, resolve to the right code."""
    assert country(text) == code


@pytest.mark.parametrize("text", TRAPS)
def test_ambiguous_or_unknown_names_raise_one_line(text: str) -> None:
    """A name that does not identify exactly one country raises a one-line error."""
    message = complaint(text)
    assert message.isprintable()
    assert "; " in message or "ambiguous" in message or "is not a country" in message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_shown_resolves(language: str) -> None:
    """Every country name that Dragoman shows, in any language, resolves to the right code."""
    assert len(COUNTRY_NAMES[language]) == 250
    for code, text in COUNTRY_NAMES[language].items():
        assert country(text, language) == code, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_cldr_resolves(language: str) -> None:
    """Every country name in babel's own CLDR data resolves to the right code."""
    babel = pytest.importorskip("babel")
    territories = babel.Locale.parse(language).territories
    present = {code: territories[code] for code in territories if code in ENGLISH}
    assert len(present) == 250
    read = {code: country(text, language) for code, text in present.items()}
    assert read == {code: code for code in present}


def test_all_but_one_name_of_cldr_need_no_language() -> None:
    """Every country name except "Congo" resolves even if the language is unknown.

    In Spanish, "Congo" means one state. In other languages, "Congo" may mean either of two states.
    """
    names = [
        (text, code) for language in LANGUAGES for code, text in COUNTRY_NAMES[language].items()
    ]
    assert {text for text, code in names if COUNTRY_OF.get(fold(text)) != code} == {"Congo"}


@pytest.mark.parametrize("language", ["es", "es-MX", "ES"])
def test_the_language_distinguishes_names(language: str) -> None:
    assert country("Congo", language) == side("Congo", language) == "CG"


@pytest.mark.parametrize("language", [None, "en", "fr", "e", ""])
def test_ambiguous_names_list_the_candidates(language: str | None) -> None:
    """If the language does not decide between two countries, the message lists both countries."""
    expected = "'Congo' is ambiguous: Congo - Kinshasa (CD) or Congo - Brazzaville (CG)"
    with pytest.raises(CountryError) as caught:
        country("Congo", language)
    assert str(caught.value) == expected


def test_every_variant_of_an_english_name_resolves() -> None:
    """An English name resolves whatever its case, spaces, accents and hyphens.

    The name also resolves with an added "the".
    """
    for code, text in ENGLISH.items():
        spaced = "  " + text.replace(" ", "  \t") + "\n"
        for variant in (
            *(text.upper(), text.lower(), text.swapcase(), without_marks(text), spaced),
            *(text.replace(" ", "-"), text.replace("’", "'"), text.replace("’", ""), f"the {text}"),
            text.replace("&", "and"),
        ):
            assert country(variant) == code, variant


def test_current_codes_are_those_of_iso() -> None:
    """The table has the 249 ISO alpha-2 codes and XK; every country also has an alpha-3 code."""
    assert len(ENGLISH) == 250
    assert "XK" in ENGLISH
    sample = {"AUT": "AT", "CHE": "CH", "IRN": "IR", "ROU": "RO", "SRB": "RS", "ATF": "TF"}
    assert {alpha_3: country(alpha_3) for alpha_3 in sample} == sample
    three_letters = {key for key in COUNTRY_OF if re.fullmatch("[a-z]{3}", key)}
    assert {COUNTRY_OF[key] for key in three_letters} >= ENGLISH.keys()


def test_historical_codes_are_those_of_iso_3166_3() -> None:
    """Each of the 31 four-letter codes of former countries resolves and has an English name."""
    assert len(HISTORICAL) == 31
    for code, text in HISTORICAL.items():
        assert country(code) == country(code.lower()) == code
        assert country_name(code) == country_name(code, "ar") == text


def test_a_reassigned_code_is_the_current_country() -> None:
    """BQ, BY, GE, AI and SK mean current countries, not former countries with the same codes."""
    for code in ("BQ", "BY", "GE", "AI", "SK"):
        assert country(code) == code


@pytest.mark.parametrize("text", ["Burma", "Zaire", "Dahomey", "Upper Volta", "New Hebrides"])
def test_a_renamed_state_is_the_same_state(text: str) -> None:
    """A former name of a current state, such as Burma, resolves to the current code."""
    assert country(text) in ENGLISH


def test_ambiguous_keys_have_no_answer() -> None:
    """No ambiguous name resolves, and every candidate for an ambiguous name is a valid code."""
    assert not UNSETTLED.keys() & COUNTRY_OF.keys()
    assert not UNSETTLED.keys() & ORGANISATION_OF.keys()
    assert all(is_code(code) for codes in UNSETTLED.values() for code in codes)


def test_keys_are_folded() -> None:
    """Every key in the tables is folded, because a lookup folds the name first."""
    for key in (*COUNTRY_OF, *UNSETTLED, *ORGANISATION_OF):
        assert fold(key) == key


def test_suggestions_are_sorted_by_similarity() -> None:
    """The message about an unknown name suggests similar names, the most similar first."""
    assert complaint("Iraak") == (
        "unknown country 'Iraak'; did you mean Iraq (IQ), Iran (IR) or Ireland (IE)?"
    )
    assert "did you mean Namibia (NA)" in complaint("Nambia")
    assert "Iraq (IQ)" in complaint("Ιράκ")
    assert "Denmark (DK)" in complaint("Denmark (Greenland)")
    assert "Tanzania (TZ)" in complaint("Tanganyika")
    assert complaint("EU") == "'EU' is not a country but European Union (org:EU)"
    assert complaint("ZZ").startswith("unknown country 'ZZ'; write a name or")


def test_typos_of_one_letter_are_suggested_but_not_accepted() -> None:
    """Dragoman refuses a one-letter typo; at least 95% of messages name the right country."""
    chance = random.Random(3166)
    helped = []
    for code, text in ENGLISH.items():
        place = chance.randrange(len(text))
        typo = text[:place] + chance.choice(string.ascii_lowercase) + text[place + 1 :]
        taken, message = outcome(country, typo)
        assert taken in (code, "")  # the typo may only change an accent, or nothing
        helped += [f"({code})" in message] if message else []
    assert len(helped) > 230
    assert sum(helped) / len(helped) >= 0.95


def test_overlong_text_is_refused_at_once() -> None:
    """Dragoman refuses a ten-megabyte text in less than a second, and the message stays short."""
    started = time.perf_counter()
    for text in (
        "x" * 10_000_000,
        "Iraq, " * 2_000_000,
        "(" * 10_000_000,
        "org:" + "X" * 10_000_000,
    ):
        for resolve in (country, organisation, side):
            with pytest.raises(CountryError) as caught:
                resolve(text)
            assert len(str(caught.value)) < 250
    assert time.perf_counter() - started < 1


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_code_or_a_country_error(text: str) -> None:
    """Any text resolves to a code or raises a country error; a returned code resolves to itself."""
    for resolve in (country, organisation, side):
        code, message = outcome(resolve, text)
        assert message.isprintable()
        assert message or (is_code(code) and side(code) == code)


@given(st.text(alphabet=st.characters(codec=None)))
@settings(deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding a folded name changes nothing."""
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(sorted(set(COUNTRY_OF.values()))))
def test_codes_resolve_to_themselves(code: str) -> None:
    """Dragoman accepts every code that it returns, in upper or lower case."""
    assert country(code) == country(code.lower()) == country(f" {code} ") == side(code) == code
    assert is_code(code)
    assert country_name(code)


ORGANISATION_CASES = {
    "org:UN": "UN|un|U.N.|United Nations|org:UN|org:un|ORG:UN| org:UN |org:United Nations|ООН",
    "org:EU": "EU|European Union|The European Union|Avropa İttifaqı|欧盟",
    "org:NAM": "NAM|Non-Aligned Movement|non aligned movement|org:NAM|Qoşulmama Hərəkatı",
    "org:OTS": "OTS|Organization of Turkic States|Organisation of Turkic States|Turkic Council",
    "org:OIC": "OIC|Organisation of Islamic Cooperation|ОИС|İƏT",
    "org:COE": "CoE|Council of Europe",
    "org:OSCE": "OSCE|Organization for Security and Co-operation in Europe|ОБСЕ|ATƏT",
    "org:OPEC-PLUS": "OPEC+|org:OPEC-PLUS",
    "org:D8": "D8|D-8",
    "org:GUAM": "GUAM",
    "org:AU": "AU|African Union",
    "org:WHO": "WHO|World Health Organization",
    "org:REWAQ": "org:REWAQ",
    "org:3SI": "org:3SI",
}


@pytest.mark.parametrize(("text", "code"), cases(ORGANISATION_CASES))
def test_organisations_resolve(text: str, code: str) -> None:
    """Dragoman knows organisations by code, name or alias.

    The prefix `org:` also allows private codes.
    """
    assert organisation(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("REWAQ", "United Natons", "org:", "org:R", "org:reWaQ", "org:-A", "org:A-", "org:A B"),
        *("org:" + "X" * 33, "org:UN\x00", "Iraq", "", "org:org:UN"),
    ],
)
def test_unknown_organisations_raise(text: str) -> None:
    """An unknown name and a malformed private code raise an error."""
    with pytest.raises(CountryError):
        organisation(text)


def test_every_organisation_resolves_by_code_and_name() -> None:
    """The table has at least eighty organisations, and each resolves by its code and its name."""
    assert len(ORGANISATIONS) >= 80
    for code, text in ORGANISATIONS.items():
        assert organisation(code) == organisation(code.removeprefix("org:")) == code
        assert organisation(text) == side(text) == code
        assert is_code(code)


def test_expected_organisations_exist() -> None:
    """The table has the international organisations that diplomats work with most often."""
    expected = """
    UN EU NATO OSCE COE OIC NAM OTS ECO CIS GUAM SCO BRICS AU ASEAN LAS GCC WTO WHO IAEA UNESCO
    UNHCR UNICEF IMF WB ADB EBRD ICRC IFRC OPEC OECD G7 G20 G77 COMESA ECOWAS MERCOSUR CARICOM OAS
    CSTO EAEU TURKSOY TURKPA CICA D8 ICAO IMO ILO FAO WFP UNDP UNEP UNFCCC IOM INTERPOL EUROPOL
    ICJ ICC PACE IPU APA UFM BSEC
    """
    assert {f"org:{code}" for code in expected.split()} <= ORGANISATIONS.keys()


SIDES = {
    "NA": "NAM|Namibia",
    "org:NAM": "org:NAM|Non-Aligned Movement",
    "AU": "AU",
    "org:AU": "org:AU|African Union",
    "GU": "GUAM|Guam",
    "org:EU": "EU|European Union|org:EU",
    "IQ": "IQ|العراق|Iraq (IQ)",
    "SUHH": "USSR",
    "org:REWAQ": "org:REWAQ",
}


@pytest.mark.parametrize(("text", "code"), cases(SIDES))
def test_sides_are_states_first(text: str, code: str) -> None:
    """A code that a state and an organisation share means the state.

    The prefix `org:` selects the organisation.
    """
    assert side(text) == code


def test_an_unknown_side_suggests_both() -> None:
    """The message about an unknown name suggests the nearest states and organisations."""
    for text, suggestion in {"Iraak": "(IQ)", "UNESO": "(org:UNESCO)", "Congo": "(CD)"}.items():
        with pytest.raises(CountryError, match=re.escape(suggestion)):
            side(text)


def test_names_exist_in_twelve_languages() -> None:
    """Country names exist in twelve languages; if CLDR has no name, the name is in English."""
    assert tuple(COUNTRY_NAMES) == LANGUAGES
    assert country_name("IQ") == "Iraq"
    assert country_name("IQ", "ar") == "العراق"
    assert country_name("AZ", "az") == "Azərbaycan"
    assert country_name("SUHH", "ru") == "Soviet Union"
    assert country_name("org:UN", "de") == "United Nations"
    assert country_name("org:REWAQ") == "REWAQ"


@pytest.mark.parametrize("code", ["ZZ", "iq", "Iraq", "", "org:un", "UN", "\x00"])
def test_name_takes_only_codes(code: str) -> None:
    """Asking for the name of anything except a canonical code raises an error."""
    assert not is_code(code)
    with pytest.raises(CountryError):
        country_name(code)


def test_name_refuses_an_unknown_language() -> None:
    """Asking for a name in an unknown language raises an error that lists the known languages."""
    with pytest.raises(CountryError, match=r"unknown language 'ka'; choose one of: en, de, fr"):
        country_name("IQ", "ka")


def test_flags() -> None:
    """Only current countries have a flag."""
    assert flag("IQ") == "🇮🇶"
    assert flag("SUHH") == flag("org:UN") == flag("ZZ") == flag("") == ""


def test_generated_files_are_up_to_date() -> None:
    """With the same version of babel, the generator writes exactly the files in the repository."""
    babel = pytest.importorskip("babel")
    header = (ROOT / "domain" / "country_table.py").read_text(encoding="utf-8")[:500]
    if f"babel {babel.__version__};" not in header:
        pytest.skip(f"the table was written with another babel than {babel.__version__}")
    command = [sys.executable, str(GENERATOR), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_generator_stops_if_a_key_has_two_codes() -> None:
    """If a name would get two codes, the generator stops and names the key and both codes."""
    pytest.importorskip("babel")
    spec = importlib.util.spec_from_file_location("generate_countries", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    claims = generator.Claims()
    claims.claim("NE", ["Niger"])
    claims.claim("NG", ["NIGER"])
    with pytest.raises(SystemExit, match=r"(?s)nothing written.*'niger'.* NE .* NG"):
        generator.refuse(claims.disputes)


def test_importing_is_light() -> None:
    """Importing the countries module loads neither display names nor modules for error messages."""
    heavy = ("babel", "rapidfuzz", "anyascii", "dragoman.domain.country_names")
    script = f"""
import sys
from dragoman.domain.countries import side
side("Iraq")
print([module for module in {heavy} if module in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ast.literal_eval(done.stdout) == []


def test_public_objects_have_docstrings() -> None:
    """Every public function and class of the countries module has a docstring."""
    for thing in (
        country,
        organisation,
        side,
        country_name,
        is_code,
        flag,
        CountryError,
        countries,
    ):
        assert thing.__doc__


@pytest.mark.parametrize(
    ("adjective", "context", "code"),
    [
        ("Soviet", None, "SUHH"),
        ("West German", None, "DE"),
        ("East German", None, "DDDE"),
        ("Korean", None, None),
        ("Korean", "KR", "KR"),
        ("Korean", "JP", None),
        ("Vietnamese", None, "VN"),
        ("Congolese", "CG", "CG"),
    ],
)
def test_the_adjectives_of_states(adjective, context, code):
    """An adjective that several states share needs a context that says which state is meant."""
    assert state_of_adjective(adjective, context) == code

"""Write `domain/zone_table.py`: the time zone of each place name that has only one.

    python scripts/generate_zones.py            write the file
    python scripts/generate_zones.py --check    exit 1 if the file on disk would change

Sources: the names of zones in the IANA time zone database, most of which are cities (`zone.tab`, in
the public domain), and the names of these cities in other languages (CLDR, through the library
babel; Unicode License v3). This script itself lists the capitals of states with one time zone, and
other cities.
"""

import sys
from collections import Counter
from pathlib import Path
from zoneinfo import TZPATH

import babel
from babel.core import get_cldr_version, get_global

from dragoman.domain.date_words import MONTHS, SEASONS, WEEKDAYS
from dragoman.domain.text import fold

ROOT = Path(__file__).resolve().parent.parent

AMBIGUOUS = {"cordoba", "merida", "san juan", "saint johns"}
"""Names that cities in states with different time zones share."""

WITHOUT_CITIES = ("Antarctica", "America/Indiana", "America/Kentucky", "America/North_Dakota")

CITIES = {
    "AD": "Andorra la Vella",
    "AE": "Abu Dhabi, Sharjah",
    "AL": "Tirana",
    "AZ": "Ganja, Shusha, Nakhchivan, Lankaran, Sumgait, Khankendi",
    "BB": "Bridgetown",
    "BH": "Manama",
    "BI": "Gitega",
    "BN": "Bandar Seri Begawan",
    "BO": "Sucre",
    "BZ": "Belmopan",
    "CH": "Bern, Geneva, Lausanne, Davos",
    "CI": "Yamoussoukro",
    "CM": "Yaounde",
    "CV": "Praia",
    "DM": "Roseau",
    "EG": "Alexandria, Sharm el-Sheikh",
    "FJ": "Suva",
    "FR": "Strasbourg",
    "GD": "Saint George's",
    "GE": "Batumi",
    "GT": "Guatemala City",
    "GY": "Georgetown",
    "IN": "New Delhi, Delhi, Mumbai",
    "IQ": "Erbil, Basra, Najaf, Karbala, Kirkuk, Mosul, Sulaymaniyah",
    "IR": "Tabriz, Isfahan",
    "IT": "Milan, Turin",
    "JM": "Kingston",
    "JO": "Aqaba",
    "JP": "Osaka, Kyoto, Hiroshima",
    "KM": "Moroni",
    "KN": "Basseterre",
    "KW": "Kuwait City",
    "LC": "Castries",
    "LK": "Sri Jayawardenepura Kotte",
    "MA": "Rabat, Marrakesh",
    "MM": "Naypyidaw, Rangoon",
    "MT": "Valletta",
    "MU": "Port Louis",
    "MV": "Male",
    "MW": "Lilongwe",
    "NG": "Abuja",
    "NL": "The Hague",
    "NR": "Yaren",
    "PA": "Panama City",
    "PK": "Islamabad, Lahore",
    "PL": "Krakow",
    "QA": "Doha",
    "SA": "Jeddah, Mecca, Medina",
    "SB": "Honiara",
    "SV": "San Salvador",
    "TD": "N'Djamena",
    "TO": "Nuku'alofa",
    "TR": "Ankara, Antalya, Izmir",
    "TZ": "Dodoma",
    "VC": "Kingstown",
    "VN": "Hanoi, Saigon",
    "VU": "Port Vila",
    "YE": "Sanaa",
    "ZA": "Pretoria, Cape Town, Durban",
}
"""Capitals and usual meeting places, in states that have only one time zone."""

OTHERS = {
    "Africa/Ndjamena": "Ndjamena",
    "America/Guayaquil": "Quito",
    "America/New_York": "Washington, Washington DC",
    "America/Sao_Paulo": "Brasilia, Rio de Janeiro",
    "America/Toronto": "Ottawa, Montreal",
    "Asia/Almaty": "Astana",
    "Asia/Hebron": "Ramallah",
    "Asia/Kolkata": "Calcutta",
    "Asia/Shanghai": "Beijing",
    "Australia/Sydney": "Canberra",
    "Europe/Belgrade": "Pristina",
    "Europe/Berlin": "Bonn, Munich, Hamburg, Frankfurt",
    "Europe/Kyiv": "Kiev",
    "Europe/Moscow": "Saint Petersburg, Sochi",
    "Pacific/Auckland": "Wellington",
}
"""Cities in states that have several time zones, and other spellings of cities."""


LOCAL_NAMES = {
    "Africa/Cairo": "Kairo, Caire",
    "Africa/Tunis": "Tunus",
    "America/New_York": "Вашингтон, Vaşinqton, واشنطن",
    "America/Sao_Paulo": "Бразилиа",
    "Asia/Almaty": "Астана, أستانا",
    "Asia/Baghdad": "Bagdad, بغداد, Багдад",
    "Asia/Baku": "Bakı, Bakou, Баку, باكو",
    "Asia/Dubai": "Abou Dabi, Abu Dabi, Абу-Даби, أبوظبي, أبو ظبي",
    "Asia/Kolkata": "Neu-Delhi, Nueva Delhi, Nova Deli, Нью-Дели, Дели, Yeni Delhi, نيودلهي",
    "Asia/Qatar": "الدوحة, Доха",
    "Asia/Riyadh": "La Mecque, Mekka, La Meca, Meca, Mekke, مكة, مكة المكرمة, Riad, Riyad",
    "Asia/Shanghai": "Peking, Pékin, Pekín, Pequim, Pechino, Pekin, Пекин, بكين",
    "Asia/Tbilisi": "Tiflis, Тбилиси",
    "Asia/Tehran": "Teheran, Tahran, Тегеран",
    "Asia/Yerevan": "Ереван, Erivan, Erevan",
    "Europe/Amsterdam": "Den Haag, La Haye, La Haya, Haia, L'Aia, Гаага, Lahey, لاهاي",
    "Europe/Berlin": "Berlino, Берлин",
    "Europe/Brussels": "Brüssel, Bruxelles, Bruselas, Bruxelas, Брюссель",
    "Europe/Istanbul": "Estambul, Стамбул, Анкара, أنقرة, Türkiye",
    "Europe/Lisbon": "Lisboa, Lissabon, Lisbonne, Lisbona",
    "Europe/London": "Londres, Londra, Лондон, لندن",
    "Europe/Moscow": "Moskau, Moscou, Moscú, Mosca, Moscovo, Moskova, Moskva, Москва",
    "Europe/Paris": "Parigi, Париж, باريس",
    "Europe/Rome": "Roma, Rom, Рим, Milano, Torino",
    "Europe/Vienna": "Wien, Vienne, Viena, Viyana, Вена",
    "Europe/Zurich": "Genf, Genève, Ginebra, Ginevra, Cenevre, Zürich, Женева",
}
"""Names of cities in the languages that Dragoman reads, if CLDR does not have them."""

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru", "tr", "az", "ar")

ARTICLES = ("le ", "la ", "el ", "il ", "o ", "a ")


def names_in_languages(zones: set[str]) -> dict[str, str]:
    """Map the folded names of cities in CLDR to their zones, except names of several zones.

    A name that begins with an article is also there without it: "Le Caire", "heure du Caire".
    """
    present = {old: new for old, new in get_global("zone_aliases").items() if new not in zones}
    present = {new: old for old, new in present.items() if old in zones}
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for zone, names in babel.Locale.parse(language).time_zones.items():
            zone = present.get(zone, zone)
            if zone not in zones or "city" not in names or zone.startswith(WITHOUT_CITIES):
                continue
            name = fold(names["city"])
            for one in (name, without_article(name)):
                found.setdefault(one, set()).add(zone)
    return {name: some.pop() for name, some in found.items() if len(some) == 1}


def without_article(name: str) -> str:
    """Return a folded name without its article, if enough of the name is left to recognise it."""
    bare = next((name.removeprefix(one) for one in ARTICLES if name.startswith(one)), name)
    return bare if len(bare) > 4 else name


def not_cities() -> set[str]:
    """Return the folded names of months, weekdays and seasons, which are not cities in a date."""
    names = (name for some in (*MONTHS, *WEEKDAYS, *SEASONS) for name in some.split())
    return {fold(name.replace("_", " ")) for name in names}


def zones_by_state() -> dict[str, list[str]]:
    """Return the time zones of each state, from `zone.tab`."""
    table = next(path for one in TZPATH if (path := Path(one) / "zone.tab").exists())
    found: dict[str, list[str]] = {}
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            state, _, zone, *_ = line.split("\t")
            found.setdefault(state, []).append(zone)
    return found


def places() -> dict[str, str]:
    """Map the folded name of each place to its time zone."""
    by_state = zones_by_state()
    zones = [zone for some in by_state.values() for zone in some]
    names = [(fold(zone.rpartition("/")[2].replace("_", " ")), zone) for zone in zones]
    often = Counter(name for name, _ in names)
    found = {
        name: zone
        for name, zone in names
        if often[name] == 1 and name not in AMBIGUOUS and not zone.startswith(WITHOUT_CITIES)
    }
    for state, cities in CITIES.items():
        [zone] = by_state[state]
        found |= {fold(city): zone for city in cities.split(", ")}
    for zone, cities in (*OTHERS.items(), *LOCAL_NAMES.items()):
        found |= {fold(city): zone for city in cities.split(", ")}
    shared = {name for name, count in often.items() if count > 1} | AMBIGUOUS | not_cities()
    others = names_in_languages(set(zones))
    return {name: zone for name, zone in (others | found).items() if name not in shared}


def written() -> str:
    """Return the content of the file to write."""
    head = f'''"""The time zones of places, where certain, by their folded names.

Generated by scripts/generate_zones.py from the IANA database, and from CLDR {get_cldr_version()} by
way of babel {babel.__version__}; do not edit.
"""

# CLDR: Copyright Unicode, Inc., under the Unicode License v3 (SPDX: Unicode-3.0).'''
    lines = [f'    "{name}": "{zone}",' for name, zone in sorted(places().items())]
    return "\n".join([head, "", "PLACES = {", *lines, "}", ""])


def main() -> int:
    """Write the file, or check that it is up to date; return the exit code."""
    path, text = ROOT / "domain" / "zone_table.py", written()
    if "--check" in sys.argv:
        return int(path.read_text("utf-8") != text)
    path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

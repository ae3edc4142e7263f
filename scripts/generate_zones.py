"""Write `domain/zone_table.py`: the time zone of each place name that has only one.

    python scripts/generate_zones.py            write the file
    python scripts/generate_zones.py --check    exit 1 if the file on disk would change

Source: the names of zones in the IANA time zone database, most of which are cities (`zone.tab`, in
the public domain). This script itself lists the capitals of states with one time zone, and other
cities.
"""

import sys
from collections import Counter
from pathlib import Path
from zoneinfo import TZPATH

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
    "Asia/Baghdad": "Bagdad, بغداد, Багдад",
    "Asia/Baku": "Bakı, Bakou, Баку, باكو",
    "Asia/Tbilisi": "Tiflis, Тбилиси",
    "Asia/Yerevan": "Ереван, Erivan, Erevan",
    "Europe/Berlin": "Berlino, Берлин",
    "Europe/Brussels": "Brüssel, Bruxelles, Bruselas, Bruxelas, Брюссель",
    "Europe/Istanbul": "Estambul, Стамбул, Анкара, أنقرة",
    "Europe/Lisbon": "Lisboa, Lissabon, Lisbonne, Lisbona",
    "Europe/London": "Londres, Londra, Лондон, لندن",
    "Europe/Moscow": "Moskau, Moscou, Moscú, Mosca, Moscovo, Moskova, Moskva, Москва",
    "Europe/Paris": "Parigi, Париж, باريس",
    "Europe/Rome": "Roma, Rom, Рим, Milano, Torino",
    "Europe/Vienna": "Wien, Vienne, Viena, Viyana, Вена",
    "Europe/Zurich": "Genf, Genève, Ginebra, Ginevra, Cenevre, Zürich, Женева",
}
"""Names of cities in the languages that Dragoman reads."""


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
    return found


def written() -> str:
    """Return the content of the file to write."""
    head = '"""The time zones of places, where certain; see `scripts/generate_zones.py`."""'
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

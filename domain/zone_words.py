"""Time zones as people write them after a time: CET, Berliner Zeit, "heure de Nairobi".

An abbreviation means its fixed offset from UTC, whatever the day: CET is +01:00, in summer too. The
abbreviation of a region without summer time means the zone of this region: EAT is Africa/Nairobi.
Dragoman refuses an abbreviation that has several meanings, and a local time without a place.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache

from dragoman.domain import zones
from dragoman.domain.clock_words import CLOCK
from dragoman.domain.dates import WITHOUT_ZONE, DateError
from dragoman.domain.text import fold

_ABBREVIATIONS = """
ACDT +10:30 Australian Central Daylight Time
ACST +09:30 Australian Central Standard Time
ADT -03:00 Atlantic Daylight Time
AEDT +11:00 Australian Eastern Daylight Time
AEST +10:00 Australian Eastern Standard Time
AFT +04:30 Afghanistan Time
AKDT -08:00 Alaska Daylight Time
AKST -09:00 Alaska Standard Time
AMT +04:00 Armenia Time
AMT -04:00 Amazon Time
ART -03:00 Argentina Time
AST +03:00 Arabia Standard Time
AST -04:00 Atlantic Standard Time
AWST +08:00 Australian Western Standard Time
AZT +04:00 Azerbaijan Time
BRT -03:00 Brasilia Time
BST +01:00 British Summer Time
CAT +02:00 Central Africa Time
CDT -05:00 Central Daylight Time
CEST +02:00 Central European Summer Time
CET +01:00 Central European Time
CLST -03:00 Chile Summer Time
CLT -04:00 Chile Standard Time
COT -05:00 Colombia Time
CST -06:00 Central Standard Time
CST +08:00 China Standard Time
CST -05:00 Cuba Standard Time
EAT +03:00 East Africa Time
EDT -04:00 Eastern Daylight Time
EEST +03:00 Eastern European Summer Time
EET +02:00 Eastern European Time
EST -05:00 Eastern Standard Time
GET +04:00 Georgia Time
GST +04:00 Gulf Standard Time
HKT +08:00 Hong Kong Time
HST -10:00 Hawaii Standard Time
ICT +07:00 Indochina Time
IDT +03:00 Israel Daylight Time
IRST +03:30 Iran Standard Time
IST +05:30 India Standard Time
IST +02:00 Israel Standard Time
IST +01:00 Irish Standard Time
JST +09:00 Japan Standard Time
KGT +06:00 Kyrgyzstan Time
KST +09:00 Korea Standard Time
MDT -06:00 Mountain Daylight Time
MEST +02:00 Middle European Summer Time
MESZ +02:00 Mitteleuropäische Sommerzeit
MET +01:00 Middle European Time
MEZ +01:00 Mitteleuropäische Zeit
MMT +06:30 Myanmar Time
MSK +03:00 Moscow Standard Time
MST -07:00 Mountain Standard Time
MYT +08:00 Malaysia Time
NDT -02:30 Newfoundland Daylight Time
NPT +05:45 Nepal Time
NST -03:30 Newfoundland Standard Time
NZDT +13:00 New Zealand Daylight Time
NZST +12:00 New Zealand Standard Time
OESZ +03:00 Osteuropäische Sommerzeit
OEZ +02:00 Osteuropäische Zeit
PDT -07:00 Pacific Daylight Time
PET -05:00 Peru Time
PHT +08:00 Philippine Time
PKT +05:00 Pakistan Standard Time
PST -08:00 Pacific Standard Time
SAST +02:00 South African Standard Time
SGT +08:00 Singapore Time
TJT +05:00 Tajikistan Time
TMT +05:00 Turkmenistan Time
TRT +03:00 Türkiye Time
TSİ +03:00 Türkiye saati
UYT -03:00 Uruguay Time
UZT +05:00 Uzbekistan Time
VET -04:00 Venezuela Time
WAT +01:00 West Africa Time
WESZ +01:00 Westeuropäische Sommerzeit
WEST +01:00 Western European Summer Time
WET +00:00 Western European Time
WEZ +00:00 Westeuropäische Zeit
WIB +07:00 Western Indonesia Time
WIT +09:00 Eastern Indonesia Time
WITA +08:00 Central Indonesia Time
МСК +03:00 Московское время
"""
"""Abbreviations, their offsets from UTC, and their names; a repeated abbreviation is ambiguous."""

_REGIONS = {
    "AFT": "Asia/Kabul",
    "ART": "America/Argentina/Buenos_Aires",
    "AWST": "Australia/Perth",
    "AZT": "Asia/Baku",
    "BRT": "America/Sao_Paulo",
    "CAT": "Africa/Maputo",
    "COT": "America/Bogota",
    "EAT": "Africa/Nairobi",
    "GET": "Asia/Tbilisi",
    "GST": "Asia/Dubai",
    "HKT": "Asia/Hong_Kong",
    "HST": "Pacific/Honolulu",
    "ICT": "Asia/Bangkok",
    "IRST": "Asia/Tehran",
    "JST": "Asia/Tokyo",
    "KGT": "Asia/Bishkek",
    "KST": "Asia/Seoul",
    "MMT": "Asia/Yangon",
    "MSK": "Europe/Moscow",
    "MYT": "Asia/Kuala_Lumpur",
    "NPT": "Asia/Kathmandu",
    "PET": "America/Lima",
    "PHT": "Asia/Manila",
    "PKT": "Asia/Karachi",
    "SAST": "Africa/Johannesburg",
    "SGT": "Asia/Singapore",
    "TJT": "Asia/Dushanbe",
    "TMT": "Asia/Ashgabat",
    "TRT": "Europe/Istanbul",
    "TSİ": "Europe/Istanbul",
    "UYT": "America/Montevideo",
    "UZT": "Asia/Tashkent",
    "VET": "America/Caracas",
    "WAT": "Africa/Lagos",
    "WIB": "Asia/Jakarta",
    "WIT": "Asia/Jayapura",
    "WITA": "Asia/Makassar",
    "МСК": "Europe/Moscow",
}
"""The zones of abbreviations that belong to one region, whose clocks do not change.

The clocks of some of these regions did change in earlier years; see :func:`placed_zone`.
"""

_GENERAL = {
    "et": "America/New_York",
    "eastern time": "America/New_York",
    "ct": "America/Chicago",
    "central time": "America/Chicago",
    "mt": "America/Denver",
    "mountain time": "America/Denver",
    "pt": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
}
"""The zones of the United States, for names that hold in summer and in winter: ET, Pacific Time."""

_UTC = (
    *("utc", "gmt", "z", "tu", "tmg", "ut", "greenwich", "greenwich mean", "universal"),
    *("coordinated universal", "temps universel", "tiempo universal", "tempo universal"),
    *("гринвич", "гринвичу", "غرينتش", "جرينتش", "qrinvic"),
)
_CENTRAL_EUROPE = (
    *("d'europe centrale", "de l'europe centrale", "de europa central", "da europa central"),
    *("dell'europa centrale", "среднеевропейскому", "среднеевропейское"),
)

_LOCAL = (
    *("local", "local time", "heure locale", "hora local", "horário local", "ora locale"),
    *("ortszeit", "местное время", "по местному времени", "местного времени", "по местному"),
    *("yerel saat", "yerel saatle", "yerel saat ile", "yerli vaxt", "yerli vaxtla"),
    *("yerli vaxt ilə", "yerli vaxtı ilə", "بالتوقيت المحلي", "التوقيت المحلي"),
)

_OF = r"(?:de la |de los |des |del |du |de |do |da |d'|della |dell'|di |in |of |at )?"
_FRAMES = (
    r"(?P<name>.+?)(?:'s)?(?: local)? time",
    rf"(?:local )?time {_OF}(?P<name>.+)",
    rf"(?:à (?:l')?)?heure (?:locale )?{_OF}(?P<name>.+)",
    rf"hora (?:local )?{_OF}(?P<name>.+)",
    rf"horário (?:local )?{_OF}(?P<name>.+)",
    rf"ora (?:locale )?{_OF}(?P<name>.+)",
    r"(?:nach )?(?P<name>.+?) (?:orts)?zeit",
    r"(?:orts)?zeit (?:in )?(?P<name>.+)",
    r"(?:по )?времени (?:в )?(?P<name>.+)",
    r"время (?:в )?(?P<name>.+)",
    r"(?:по )?(?P<name>.+?) (?:времени|время)",
    r"по (?P<name>гринвичу)",
    r"(?P<name>.+?) saat(?:i|ı)(?: ile|yle|yla)?",
    r"(?P<name>.+?) vaxt(?:ı|i)(?: ilə|yla| ile)?",
    r"(?:بتوقيت|توقيت) (?:مدينة )?(?P<name>.+)",
)
"""The words for "time" around the name of a zone or of a place, in several languages."""

_PLACED = r"(?:in|à|a|de|d'|du|do|da|di|en|em|в|во) (?P<name>.+)"

_ADJECTIVES = {
    "алматинск": "алматы",
    "астанинск": "астана",
    "бакинск": "баку",
    "минск": "минск",
    "московск": "москва",
    "токийск": "токио",
}
"""Russian adjectives whose city has a different stem; "берлинск" has the stem of "Берлин"."""

SHIFT = r" ?(?:utc|gmt)? ?[+-][0-9]{1,2}(?::?[0-9]{2})?| (?:utc|gmt)(?! time)"
"""The pattern of an offset after a time: " UTC+04:00", "+04"."""

_HOURS = re.compile(rf"{CLOCK}(?:(?: ?- ?| to ){CLOCK})?(?:{SHIFT}(?![\w:]))?(?![0-9:])", re.I)
_BRACKETS = re.compile(r"(?P<rest>.*) \((?P<place>[^()]+)\)")
_WORDS_AT_END = re.compile(r"[ ,](?:at|saat|в|um|à|às|a las|alle|ore|الساعة),? $", re.I)
_LONGEST = 7
"""The maximum number of words that name a zone."""


_DOTTED = re.compile(r"(?P<start>.*(?<![0-9.:]))(?P<clock>[0-9]{1,2}\.[0-5][0-9]),? (?P<zone>\D.*)")


def with_zoned_clock(text: str) -> str:
    """Return a phrase in which hours with a dot before a zone have a colon: "8.30 EAT"."""
    match = _DOTTED.fullmatch(text)
    if match is None or not zone_in_words(match["zone"]):
        return text
    return f"{match['start']}{match['clock'].replace('.', ':')} {match['zone']}"


def split_zone(text: str) -> tuple[str, str | None]:
    """Split a phrase into the text without the time zone, and the time zone.

    The zone comes after the hours ("14:30 Baku", "14:30 Berliner Zeit am 12. Mai"), or before the
    hours if its words say that they are a zone ("TSİ 14:30"). Raises DateError for an ambiguous
    zone.
    """
    if match := _BRACKETS.fullmatch(text):
        if f" ({match['place']})" == WITHOUT_ZONE:
            return match["rest"], zones.NO_ZONE
        if zone := zone_in_words(match["place"]):
            return match["rest"], zone
    found = list(_HOURS.finditer(text))
    if not found:
        return text, None
    first, last = found[0], found[-1]
    return _zone_after(text, last, first is last) or _zone_before(text, first) or (text, None)


def _zone_after(text: str, hours: re.Match[str], is_only: bool) -> tuple[str, str] | None:
    """Split off the zone after hours. If the phrase has no other hours, a day can come after it."""
    after = text[hours.end() :]
    if after[:1] not in (" ", ","):
        return None
    words = after.replace(",", ", ").split()
    shortest = 1 if is_only else len(words)
    for count in range(min(len(words), _LONGEST), shortest - 1, -1):
        if zone := zone_in_words(" ".join(words[:count])):
            return " ".join((text[: hours.end()], *words[count:])), zone
    return None


def _zone_before(text: str, hours: re.Match[str]) -> tuple[str, str] | None:
    """Split off the zone before hours, if its words say that they are a zone."""
    words = _WORDS_AT_END.sub(" ", text[: hours.start()]).split()
    for count in range(min(len(words), _LONGEST), 0, -1):
        if zone := marked_zone(" ".join(words[-count:])):
            return " ".join((*words[:-count], text[hours.start() :])), zone
    return None


def zone_in_words(words: str) -> str | None:
    """Return the zone that the words after a time name: CET, "Baku", "heure de Paris", "UTC+4".

    Return ``None`` if the words do not name a zone. Raises DateError if the words have several
    meanings, or are a local time without a place.
    """
    plain = _plain(words)
    return _zone_of_words(plain) or zones.zone_of(words) or _zone_named(plain, (_PLACED,))


def marked_zone(words: str) -> str | None:
    """Return the zone of words that say that they are a zone; a city alone does not say so.

    Such words can come before a time: "Bakı vaxtı ilə", "по московскому времени", "TSİ".
    """
    plain = _plain(words)
    if zone := _fixed(plain) or _GENERAL.get(plain):
        return zone
    return _zone_of_words(plain) if any(re.fullmatch(one, plain) for one in _FRAMES) else None


def _zone_of_words(plain: str) -> str | None:
    if shift := re.fullmatch(r"(?:utc|gmt) ?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", plain):
        sign, hours, minutes = shift.groups("00")
        return f"{sign}{int(hours):02}:{minutes}" if int(hours + minutes) else zones.UTC_ZONE
    if plain in _LOCAL:
        raise DateError(
            "a local time needs a place; write the city, as in 14:30 Baku, or the offset, as in"
            " 14:30 UTC+04:00"
        )
    known = _fixed(plain) or _GENERAL.get(plain) or zones.zone_of(plain)
    return known or _zone_named(plain, _FRAMES)


def _zone_named(plain: str, frames: tuple[str, ...]) -> str | None:
    """Return the zone of the place or the zone that is inside the words for "time"."""
    for frame in frames:
        match = re.fullmatch(frame, plain)
        for name in _names(match["name"]) if match else ():
            if zone := _fixed(name) or zones.zone_of(name):
                return zone
    return None


def _fixed(plain: str) -> str | None:
    """Return the offset of an abbreviation or of its name, or the abbreviation of a region.

    Raises DateError if the abbreviation has several offsets.
    """
    if plain in _UTC:
        return zones.UTC_ZONE
    if plain in _CENTRAL_EUROPE:
        return "+01:00"
    readings = _readings().get(fold(plain), ())
    if len(readings) > 1:
        raise DateError(_ambiguous(plain, readings))
    if not readings:
        return None
    offset, _, short = readings[0]
    return short if short in _REGIONS else offset.replace("+00:00", zones.UTC_ZONE)


def placed_zone(named: str, times: Iterable[datetime], desk: str) -> str:
    """Return the zone that an abbreviation means at local times; other zones stay unchanged.

    This is the zone of the desk if its clocks show this abbreviation, or else the zone of the
    region. If the clocks had another offset at these times, it is the offset of the abbreviation.
    """
    if named not in _REGIONS:
        return named
    times, offset = tuple(times), _readings()[fold(named)][0][0]
    is_of_desk = zones.abbreviations(desk, times) == {named} and _keeps(desk, times, offset)
    zone = desk if is_of_desk else _REGIONS[named]
    return zone if _keeps(zone, times, offset) else offset


def _keeps(zone: str, times: Iterable[datetime], offset: str) -> bool:
    """Return whether a zone has an offset, and no other, at each of the local times."""
    with suppress(LookupError, ValueError, OverflowError):
        found = {one for local in times for one in zones.offsets(zone, local)}
        return {zones.offset_text(one) for one in found} == {offset}
    return False


def _ambiguous(plain: str, readings: tuple[tuple[str, str, str], ...]) -> str:
    """Return a message with the meanings of an abbreviation."""
    *others, last = (f"{name} ({offset})" for offset, name, _ in readings)
    typed = readings[0][0]
    return (
        f"{plain.upper()} can be {', '.join(others)} or {last}; write a city, as in 14:30 Baku, or"
        f" the offset, as in 14:30 UTC{typed}"
    )


@cache
def _readings() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return the offset, name and abbreviation for each folded abbreviation and folded name."""
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for line in _ABBREVIATIONS.strip().splitlines():
        short, offset, name = line.split(" ", 2)
        for key in dict.fromkeys((fold(short), fold(name))):
            found[key] = (*found.get(key, ()), (offset, name, short))
    return found


def _names(name: str) -> Iterator[str]:
    """Yield a name, and the forms without its ending: "Berliner", "Москвы", "бакинскому"."""
    yield name
    if name.endswith("er"):
        yield name.removesuffix("er")
    if not re.search("[а-я]", name):
        return
    if adjective := re.fullmatch(r"(.+ск)(?:ому|ое|ого)", name):
        stem = adjective[1]
        yield _ADJECTIVES.get(stem, "")
        bare = stem.removesuffix("ск")
        yield from (bare, bare.removesuffix("ь"), *(f"{bare}{end}" for end in "аьи"))
    yield from (name[:-1], *(f"{name[:-1]}{end}" for end in "аьй"))


DOTTED_I = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"
"""The capital of "i" in Turkish and Azerbaijani; Python's lower case of it has two characters."""


def _plain(words: str) -> str:
    """Return words in lower case, without brackets and commas; a dotted abbreviation is joined."""
    text = words.replace(DOTTED_I, "i").lower()
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    text = " ".join(re.sub(r"[(),;]", " ", text).split())
    return text.replace(".", "") if re.fullmatch(r"(?:[^\W\d_]\.){2,5}", text) else text

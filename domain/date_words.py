"""The names of months and weekdays in several languages, and the words for numbers.

The names are in English, German, French, Spanish, Italian, Portuguese, Russian, Turkish,
Azerbaijani and Arabic, including the Levantine month names that Iraq uses. Some names come from
CLDR (tests compare them with it), and others from everyday use in offices. No name means different
months in different languages.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from unicodedata import decimal, normalize

from dragoman.domain.numerals import whole_number
from dragoman.domain.period_words import BEFORE_DAYS, is_day, opening_in_english
from dragoman.domain.text import fold

MONTHS = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro январь января янв"
    " ocak oca yanvar yan يناير كانون_الثاني",
    "february feb februar février févr febrero febbraio fevereiro fev февраль февраля февр"
    " şubat şub fevral فبراير شباط",
    "march mar märz maerz mär mrz mars marzo março март марта мар mart مارس آذار اذار",
    "april apr avril avr abril abr aprile апрель апреля апр nisan nis aprel أبريل نيسان",
    "may mai mayo maggio mag maio май мая mayıs مايو أيار ايار",
    "june jun juni juin junio giugno giu junho июнь июня июн haziran haz iyun iyn يونيو حزيران",
    "july jul juli juillet juil julio luglio lug julho июль июля июл temmuz tem iyul iyl يوليو"
    " تموز",
    "august aug août agosto ago август августа авг ağustos ağu avqust avq أغسطس آب اب",
    "september sep sept septembre septiembre settembre set setembro сентябрь сентября сент сен"
    " eylül eyl sentyabr sen سبتمبر أيلول ايلول",
    "october oct oktober okt octobre octubre ottobre ott outubro out октябрь октября окт"
    " ekim eki oktyabr أكتوبر تشرين_الأول تشرين_الاول",
    "november nov novembre noviembre novembro ноябрь ноября нояб ноя kasım kas noyabr noy نوفمبر"
    " تشرين_الثاني",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабрь декабря дек"
    " aralık ara dekabr dek ديسمبر كانون_الأول كانون_الاول",
)
"""The full and short names of each month; an underscore stands for a space within a name."""

WEEKDAYS = (
    "monday mon montag lundi lunes lunedì segunda-feira понедельник pazartesi bazar_ertəsi الاثنين"
    " الإثنين",
    "tuesday tue dienstag mardi martes martedì terça-feira вторник salı çərşənbə_axşamı الثلاثاء",
    "wednesday wed mittwoch mercredi miércoles mercoledì quarta-feira среда среду çarşamba çərşənbə"
    " الأربعاء",
    "thursday thu donnerstag jeudi jueves giovedì quinta-feira четверг perşembe cümə_axşamı الخميس",
    "friday fri freitag vendredi viernes venerdì sexta-feira пятница пятницу cuma cümə الجمعة",
    "saturday sat samstag sonnabend samedi sábado sabato суббота субботу cumartesi şənbə السبت",
    "sunday sun sonntag dimanche domingo domenica воскресенье pazar bazar الأحد",
)
"""The names of each weekday, like :data:`MONTHS`."""

SEASONS = (
    "spring frühling frühjahr printemps primavera весна весны весной bahar ilkbahar ربيع الربيع",
    "summer sommer été verano estate verão лето лета летом yay صيف الصيف",
    "autumn herbst automne otoño autunno outono осень осени осенью sonbahar güz payız خريف الخريف",
    "winter hiver invierno inverno зима зимы зимой kış qış شتاء الشتاء",
)
"""The names of each season, like :data:`MONTHS`.

The word "yaz" is missing: it means summer in Turkish and spring in Azerbaijani.
"""

NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
"""The numbers that people write as words."""

_ENGLISH = {"ago", "set", "out", "sat", "sun", "mon"}
"""Names that are also English words in dates, or English abbreviations of other names."""


@cache
def month_numbers() -> dict[str, int]:
    """Return the numbers of the months by folded name."""
    return _numbers(MONTHS, 1)


@cache
def weekday_numbers() -> dict[str, int]:
    """Return the numbers of the weekdays by folded name; Monday is 0."""
    return _numbers(WEEKDAYS, 0)


def _numbers(names: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        fold(name.replace("_", " ")): number
        for number, some in enumerate(names, first)
        for name in some.split()
    }


@cache
def _english_names() -> dict[str, str]:
    """Return the English name for each folded name of a month, a weekday or a season."""
    found = {}
    for names in (MONTHS, WEEKDAYS, SEASONS):
        for name, number in _numbers(names, 0).items():
            if name not in _ENGLISH:
                found[name] = names[number].split()[0]
    return found


@cache
def _names_of_two_words() -> dict[str, str]:
    """Return the English name for each name that has a space, as written in lower case."""
    return {
        name.replace("_", " "): names[number].split()[0]
        for names in (MONTHS, WEEKDAYS)
        for number, some in enumerate(names)
        for name in some.split()
        if "_" in name
    }


def western(text: str) -> str:
    """Convert a string to normalization form C, and the digits of any script to 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(decimal(char, char)) for char in normalize("NFC", text))


_NEAR_DAYS = {
    "yesterday": "hier ayer gestern ieri ontem вчера dün dünən أمس",
    "today": "aujourd'hui hoy heute oggi hoje сегодня bugün اليوم",
    "tomorrow": "demain mañana morgen domani amanhã завтра yarın غدا",
}
"""The words for the days around today, by their English word."""

_PERIODS = (
    ("q", 4, "trimestre|quartals?|квартал[ае]?"),
    ("h", 2, "semestre|halbjahr(?:es)?|полугоди[ея]"),
)
"""The words for quarters and halves: the English letter, the most there are, and the words."""

_WEEK = r"woche|semaine|semana|settimana|недел[яеию]|hafta(?:sı|sında)?|həftə(?:si|sində)?"
_OF_YEAR = r" (?:(?:de|del|du|des|dell|do|di|of)(?: jahres)? )?"
_INTO = r"(?:(?:in|im|en|no|nel|au|el|le|il|the|am|в|во) )*"


@cache
def near_days() -> dict[str, str]:
    """Return the English word for each folded word for yesterday, today or tomorrow."""
    words = ((english, word) for english, some in _NEAR_DAYS.items() for word in some.split())
    return {fold(word): english for english, word in words}


def _near_day_in_english(phrase: str) -> str:
    """Return a phrase with the English word for its first word, if this word is a near day."""
    first, space, rest = phrase.partition(" ")
    return f"{near_days().get(fold(first), first)}{space}{rest}"


def _period_in_english(phrase: str) -> str:
    """Return ``Q1 2027`` for "primer trimestre de 2027", or any other phrase unchanged."""
    for letter, most, words in _PERIODS:
        form = rf"{_INTO}(?P<nth>\S+) (?:{words}){_OF_YEAR}(?P<year>[0-9]{{4}})(?: (?:г\.?|года))?"
        if found := re.fullmatch(form, phrase):
            nth = found["nth"].upper() if re.fullmatch("[iv]+", found["nth"]) else found["nth"]
            with suppress(ValueError):
                return f"{letter}{whole_number(nth, most)} {found['year']}"
    return phrase


def _week_in_english(phrase: str) -> str:
    """Return ``1st week of maggio`` for "la prima settimana di maggio"."""
    links = "(?:de|du|del|di|d|do|im|in|des) |d'"
    form = rf"{_INTO}(?:la |die |der |a )?(?P<nth>\S+) (?:{_WEEK}) (?:{links})?(?P<rest>.+)"
    if found := re.fullmatch(form, phrase):
        with suppress(ValueError):
            return f"{_NTH[whole_number(found['nth'], 4)]} week of {found['rest']}"
    return phrase


_AFTER_YEAR = re.compile(r"(?<![0-9])([0-9]{4}) ?(?:г\.|года|году|г|yılında|yılı|م)(?![\w])")
_ORDINAL_YEAR = re.compile(
    r"(?<![0-9])([0-9]{4})-?c[iıuü]\.? (?:ilin(?:də)?|ildə|ili|il)\b(?=,? |$)(?! (?:yarısı|rübü))"
)
_DEM = re.compile(r",? (?:dem|den) (?=[0-9])")
"""Words around the parts of a date: "2026 года", "2026-cı il", "Dienstag, dem 12. Mai"."""

_NTH = ("", "1st", "2nd", "3rd", "4th")
_NAME = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)?|[^\W\d_]+")


def begins_day(phrase: str) -> bool:
    """Return whether a phrase begins like a day: "on monday", "le 12 mai", "завтра"."""
    bare = re.sub(rf"^(?:on|{BEFORE_DAYS}) ", "", phrase)
    return is_day(bare, {*_english_names(), *near_days(), *near_days().values()})


def without_year_words(phrase: str) -> str:
    """Return a phrase without the words for "year" after a number: "2026 года", "2026-cı il"."""
    return _AFTER_YEAR.sub(r"\1", _ORDINAL_YEAR.sub(r"\1", phrase))


def in_english(phrase: str) -> str:
    """Return a phrase with its opening and its names in English, and its particles removed.

    The particles are the "de" in "20 de abril", the dot in "20. April" and the "er" in "1er mars".
    """
    names = _english_names()
    plain = _DEM.sub(" ", without_year_words(phrase))
    opening, rest = opening_in_english(plain, names)
    return opening + _names_in_english(_week_in_english(rest), names)


def _names_in_english(phrase: str, names: Mapping[str, str]) -> str:
    phrase = _period_in_english(_near_day_in_english(phrase))

    def translated(match: re.Match[str]) -> str:
        whole = match[0]
        if name := names.get(fold(whole)):
            return name
        return re.sub(r"[^\W\d_]+", lambda one: names.get(fold(one[0]), one[0]), whole)

    plain = re.sub(r"([^\W\d_]{3,})\.(?=[ ,]|$)", r"\1", phrase)
    for name, english in _names_of_two_words().items():
        plain = re.sub(rf"\b{name}\b", english, plain)
    english = _NAME.sub(translated, plain)
    english = re.sub(r"(?<=[0-9])(?:er|º|\.)(?= )", "", english)
    return re.sub(r" de[l]? (?=[a-z0-9])", " ", english)

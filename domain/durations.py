"""Durations of a fixed length, such as the time between a reminder and a deadline.

A duration is stored in the form of RFC 5545, section 3.3.6: ``P7D``, ``P1W``, ``PT90M``.
"""

import re
from functools import cache

from dragoman.domain.clock_words import AND
from dragoman.domain.date_words import NUMBERS
from dragoman.domain.text import fold, quoted

_UNITS = {
    "W": ("w", "week", "weeks"),
    "D": ("d", "day", "days"),
    "H": ("h", "hour", "hours"),
    "M": ("min", "minute", "minutes"),
}
_OTHER_UNITS = {
    "W": "woche wochen semaine semaines semana semanas settimana settimane неделя недели неделю"
    " недель hafta həftə أسبوع أسبوعين أسابيع",
    "D": "tag tage tagen t jour jours j dia dias día días giorno giorni день дня дней gün أيام يوم"
    " يومين",
    "H": "stunde stunden std heure heures hora horas ora ore час часа часов saat ساعة ساعات ساعتين",
    "M": "minuten mins minuto minutos minuti минута минуты минуту минут dakika dəqiqə دقيقة دقائق",
}
"""The units in other languages; :data:`_UNITS` has those that Dragoman prints."""

_NUMBERS = (
    "ein eine einen einem einer un une una um uma uno один одна одну bir واحد",
    "zwei deux dos dois duas due два две iki اثنين",
    "drei trois tres três tre три üç ثلاثة",
    "vier quatre cuatro quatro quattro четыре dört dörd أربعة",
    "fünf cinq cinco cinque пять beş خمسة",
    "sechs seis sei шесть altı ستة",
    "sieben sept siete sete sette семь yedi yeddi سبعة",
    "acht huit ocho oito otto восемь sekiz səkkiz ثمانية",
    "neun neuf nueve nove девять dokuz doqquz تسعة",
    "zehn dix diez dez dieci десять on عشرة",
)
"""The words for the numbers from 1 on, in the languages other than English."""

_AROUND = re.compile(
    r"^(?:за|قبل|the) | (?:before(?:hand)?|in advance|earlier|ahead|prior|vorher|davor|zuvor|früher"
    r"|avant|à l'avance|auparavant|antes|prima|до|önce|əvvəl|من قبل|قبل)$"
)
"""The words that say that a duration is before something, as every reminder is."""

_DUALS = {"أسبوعين": "2 weeks", "يومين": "2 days", "ساعتين": "2 hours"}
_ARABIC_ONE = {"أسبوع", "يوم", "ساعة"}
"""Arabic nouns that contain the number two, or that alone mean one."""

_BY_WORD = {word: unit for unit, words in _UNITS.items() for word in words}
_STORED = re.compile(r"P(?:(\d+)W|(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?)")
_PART = re.compile(r"(\d+)\s*([^\W\d_]+)")
_LONGEST = 4


class DurationError(ValueError):
    """A text that is not a duration of a fixed length."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is not a duration; write 7d, 2w, 3h, 30min or P7D")


def duration_of(text: str) -> str:
    """Return the stored form of a typed duration: ``P7D`` for ``7d``, ``7 days`` or ``P7D``.

    Words also have the languages of dates: ``a week before``, ``eine Woche``, ``deux jours``.

    Raises :class:`DurationError`, also for months and years, whose lengths differ.
    """
    found = _counted(text)
    if not any(found.values()) or any(len(str(count)) > _LONGEST for count in found.values()):
        raise DurationError(text)
    if found.keys() == {"W"}:
        return f"P{found['W']}W"
    days = found.pop("W", 0) * 7 + found.pop("D", 0)
    times = "".join(f"{found[unit]}{unit}" for unit in "HM" if found.get(unit))
    return f"P{f'{days}D' if days else ''}{f'T{times}' if times else ''}"


@cache
def _words() -> tuple[dict[str, str], dict[str, int]]:
    """Return the units by folded word, and the numbers by folded word."""
    units = {fold(word): unit for unit, some in _OTHER_UNITS.items() for word in some.split()}
    numbers = {fold(word): n for n, some in enumerate(_NUMBERS, 1) for word in some.split()}
    return units | _BY_WORD, NUMBERS | numbers


def _in_digits(plain: str) -> str:
    """Return ``1 week`` for ``a week before``, ``eine Woche`` or ``за неделю``."""
    units, numbers = _words()
    bare = _AROUND.sub("", plain)
    if bare in _DUALS:
        return _DUALS[bare]
    if bare != plain or bare in _ARABIC_ONE:
        bare = f"1 {bare}" if fold(bare) in units else bare

    def digits(match: re.Match[str]) -> str:
        return str(numbers.get(fold(match[0]), match[0]))

    return re.sub(r"(?<![^\W_])[^\W\d_]+(?= [^\W\d_])", digits, bare)


def _counted(text: str) -> dict[str, int]:
    """Return how many weeks, days, hours and minutes a text names, by unit."""
    plain = " ".join(text.casefold().replace(",", " ").split())
    if stored := _STORED.fullmatch(plain.upper()):
        return {unit: int(one) for unit, one in zip("WDHM", stored.groups(), strict=True) if one}
    plain = _in_digits(re.sub(rf" (?:{AND}) ", " ", plain))
    parts = _PART.findall(plain)
    units = [_words()[0].get(fold(word)) for _, word in parts]
    if _PART.sub("", plain).strip() or None in units or len(set(units)) < len(units):
        raise DurationError(text)
    return {unit: int(count) for unit, (count, _) in zip(units, parts, strict=True) if unit}


def duration_in_words(stored: str) -> str:
    """Return a stored duration as text: ``7 days``, ``1 day 12 hours``."""
    counts = _counted(stored).items()
    return " ".join(f"{count} {_UNITS[unit][1 if count == 1 else 2]}" for unit, count in counts)

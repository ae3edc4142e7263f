"""Ranges of days in the languages of the sources: "vom 2. bis 5. Juni 2026", "du 2 au 5 juin".

The words between the days are those of ranges of hours (:mod:`dragoman.domain.clock_words`), and
the contractions of these words with an article, which only days have: vom, du, al, au.
"""

import re
from collections.abc import Iterator

from dragoman.domain.clock_words import AND, BETWEEN, FROM, TO

_FROM = rf"(?:{FROM}|vom|du|del|dal|dall'|da|do)"
_TO = rf"(?:{TO}|au|al|all'|ao|по)"
_THE = r"(?:(?:the|dem|den|zum|le|les|el|los|il|o|os|dia|il giorno) |l')?"
_DASH = r" ?[-\N{EN DASH}] ?"
_START = r"(?P<start>[^-\N{EN DASH}]*?[0-9][^-\N{EN DASH}]*?)"
_END = r"(?P<end>[^-\N{EN DASH}]*?[0-9].*?)"
_AMID = r"(?: tarih(?:leri|ləri))? aras[ıi](?:nda)?"
_DAY_OF_MONTH = r"[0-9]{1,2}(?: [^\W\d_]+?)?"
_RANGES = (
    rf"{BETWEEN} {_THE}{_START},? (?:{AND}) ?{_THE}{_END}",
    rf"(?:{_FROM}(?: |(?<=')))?{_THE}{_START},? {_TO}(?: |(?<=')){_THE}{_END}",
    rf"(?P<start>{_DAY_OF_MONTH})'?-?[dt][aeə]n (?P<end>{_DAY_OF_MONTH}(?: [0-9]{{4}})?)'?-?"
    r"(?:[dt][əae]k|(?:y?[aeə]|n[aeə])? ?(?:kadar|qədər|dek))",
    rf"{_START}(?: (?:ile|ilə|ve|və) |{_DASH}){_END}{_AMID}",
    rf"{_START}{_DASH}{_END}",
)
"""Patterns for two days; the Turkish and Azerbaijani words come after the days."""

_ORDINAL = re.compile(r"(?P<day>[0-9]{1,2})(?:er|\.?[ºª]|\.|st|nd|rd|th)?")
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_DOTTED_START = re.compile(r"(?P<day>[0-9]{1,2})(?:\.(?P<month>[0-9]{1,2}))?\.?")
_DOTTED_END = re.compile(r"[0-9]{1,2}\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")


def ranges_of_days(text: str) -> Iterator[tuple[str, str]]:
    """Yield the possible first and last days of a range, as their language writes them.

    ``text`` has lower case and western digits. The caller reads the days, and so decides which of
    the pairs is a range. A text with hours has none.
    """
    plain = text.replace(_APOSTROPHE, "'")
    for pattern in () if ":" in plain else _RANGES:
        if match := re.fullmatch(pattern, plain):
            start, end = match["start"].strip(" ,"), match["end"].strip(" ,")
            yield _without_ordinal(start), end


def _without_ordinal(day: str) -> str:
    """Return "2" for "2." or "2nd", and any other text unchanged."""
    match = _ORDINAL.fullmatch(day)
    return match["day"] if match else day


def with_dots_of(start: str, end: str) -> tuple[str, bool] | None:
    """Complete the start of a range from an end such as "05.06.2026": "2", "02.06.".

    Also return whether the start has its own month. Return ``None`` if the texts have other forms.
    """
    first, last = _DOTTED_START.fullmatch(start), _DOTTED_END.fullmatch(end)
    if not (first and last):
        return None
    return f"{first['day']}.{first['month'] or last['month']}.{last['year']}", bool(first["month"])

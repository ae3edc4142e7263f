"""The words for bounds and for parts of a period: "bis Ende April", "entro metà aprile".

The words are in the languages of :mod:`dragoman.domain.date_words`. The grammar of dates is in
English, so :func:`opening_in_english` translates the words that come before a date: "by end of".
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from dragoman.domain.text import fold

_BOUNDS = {
    "by": "bis spätestens bis_spätestens spätestens_bis d_ici jusqu au_plus_tard hasta"
    " a_más_tardar entro até к не_позднее بحلول حتى",
    "before": "vor avant antes_de antes_del antes_do antes_da prima_di prima_del prima_dell"
    " prima_della قبل",
    "until": "до",
}
"""The words before a date for each English bound; an underscore stands for a space.

"Until" is inclusive for a day and exclusive for a period: "до 20 апреля" is by 20 April, and "до
лета" is before the summer.
"""

_PARTS = {
    "early": "anfang début debut principios comienzos inicios inicio inizio início начало начале"
    " начала началу أوائل بداية مطلع",
    "mid": "mitte mi milieu mediados mitad metà meados середина середине середины منتصف أواسط",
    "end of": "ende fin finales fines final fine fim finais конец конце конца концу نهاية أواخر",
}
"""The words for the parts of a period, by their English word."""

_PERIODS = {
    "year": "jahr jahres année an año anno ano год года yıl yılın il ilin سنة السنة عام العام",
    "month": "monat monats mois mes mese mês месяц месяца ay ayın شهر الشهر",
    "week": "woche semaine semana settimana неделя недели أسبوع الأسبوع",
    "quarter": "quartal quartals trimestre квартал квартала",
}
"""The words for the current period, by their English word."""

_ENDS = {"jahresende": "year", "monatsende": "month", "quartalsende": "quarter"}

_LINKS = (
    "der die das dem den des zum zur im am in le la les l à au aux du de d di del dell della el los"
    " il lo gli o os as a ao aos no na do da em в во alla"
)
"""Articles and prepositions before a part or a period."""

BEFORE_DAYS = "no dia|am|den|dem|le|il|el|em|во|в|dia|يوم|aos?(?= [0-9])|a(?= [0-9])"
"""Articles and prepositions before a day of the month or of the week, as a pattern.

Portuguese "a" is also an English article, so it needs a number: "a 6 de maio".
"""

OF_DAYS = "(?:del|du|do dia|do|de|dell')"
"""Words between hours and a day of the month: "a las 14:30 del 12 de mayo"."""

_BOUNDS_AFTER = {"until": "kadar qədər dek", "before": "önce əvvəl"}
_PARTS_AFTER = {"early": "başı əvvəli", "mid": "ortası", "end of": "sonu"}
_CASES_OF_PARTS = ("", "na", "ne", "nda", "nde", "ndan", "nden")
_CASES = re.compile(r"(?:y?[ae]|[dt][ae]n|n?[iu]n)$")
_MONTH_OF = ("ayi", "ayinin")
"""Turkish and Azerbaijani put bounds and parts after a date, and inflect names and parts.

The case endings are folded: "nisana", "apreldən", "aprelin".
"""


def opening_in_english(phrase: str, names: Collection[str]) -> tuple[str, str]:
    """Split a phrase into its bound and its part of a period, in English, and the rest.

    The opening is empty if the phrase has neither. ``names`` are the folded names of months and
    seasons.
    """
    elided = rf"\b(l|d|dell|all|jusqu)['{RIGHT_QUOTE}] ?"
    words = re.sub(r"\bmi-", "mi ", re.sub(elided, r"\1 ", phrase)).split()
    if not words or not phrase.isprintable():
        return "", phrase
    return _opening_after(words, names) or _opening_before(words, names) or ("", phrase)


RIGHT_QUOTE = "\N{RIGHT SINGLE QUOTATION MARK}"


def _opening_before(words: list[str], names: Collection[str]) -> tuple[str, str] | None:
    bound, after_bound = _taken(words, _bounds())
    linked = _without_links(after_bound)
    part, rest = _taken(linked, _parts())
    if not part and linked and (period := _ENDS.get(_key(linked[0]))):
        part, rest = "end of", [f"this {period}", *linked[1:]]
    if bound or part:
        return _joined(bound, part, _without_links(rest))
    day = re.fullmatch(rf"(?:{BEFORE_DAYS}) (?P<day>.+)", " ".join(words))
    return ("", day["day"]) if day and is_day(day["day"], names) else None


def is_day(text: str, names: Collection[str]) -> bool:
    """Return whether a text begins with a number or with one of the folded names."""
    return text[:1].isdigit() or _key(text.partition(" ")[0].strip(",")) in names


def _opening_after(words: list[str], names: Collection[str]) -> tuple[str, str] | None:
    """Read a Turkish or Azerbaijani phrase: "nisan sonuna kadar", "aprelin ortası"."""
    bound = _by_key(_BOUNDS_AFTER).get(_key(words[-1]), "")
    words = words[:-1] if bound else words
    part = _part_after(words[-1]) if words else ""
    words = words[:-1] if part else words
    if part and words and _key(words[-1]) in _MONTH_OF:
        words = words[:-1]
    if not words or not (bound or part):
        return None
    return _joined(bound, part, [*words[:-1], _without_case(words[-1], names)])


def _joined(bound: str, part: str, rest: Sequence[str]) -> tuple[str, str]:
    """Return an opening in English, and the rest; a period such as "année" is "this year"."""
    if rest and (period := _periods().get(_key(rest[0]))):
        has_year = len(rest) > 1 and rest[1].isdecimal()
        rest = rest[1:] if has_year else [f"this {period}", *rest[1:]]
    text = " ".join(rest)
    if bound == "until":
        bound = "by" if not part and re.match(r"[0-9]{1,2}\b", text) else "before"
    return "".join(f"{word} " for word in (bound, part) if word), text


def _taken(words: list[str], known: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the English word for the longest known beginning of a phrase, and the other words."""
    for length in range(min(3, len(words) - 1), 0, -1):
        if english := known.get(" ".join(map(_key, words[:length]))):
            return english, words[length:]
    return "", words


def _without_links(words: list[str]) -> list[str]:
    links = _LINKS.split()
    start = next((at for at, word in enumerate(words) if word not in links), len(words))
    return words[start:]


def _part_after(word: str) -> str:
    """Return the English word for a part, such as "sonu", in any case: "sonuna"."""
    key = _key(word)
    for stem, part in _by_key(_PARTS_AFTER).items():
        if key.startswith(stem) and key.removeprefix(stem) in _CASES_OF_PARTS:
            return part
    return ""


def _without_case(word: str, names: Collection[str]) -> str:
    key = _key(word)
    stem = _CASES.sub("", key)
    return stem if key not in names and stem in names else word


def _by_key(words: Mapping[str, str]) -> dict[str, str]:
    return {_key(one): english for english, some in words.items() for one in some.split()}


def _key(words: str) -> str:
    return " ".join(fold(word) for word in words.split("_"))


@cache
def _bounds() -> dict[str, str]:
    return _by_key(_BOUNDS)


@cache
def _parts() -> dict[str, str]:
    return _by_key(_PARTS)


@cache
def _periods() -> dict[str, str]:
    return _by_key(_PERIODS)

"""Numerals: read the number of a session as people write it: ``7``, ``VII``, ``7th``, ``seventh``.

The reader accepts digits and Roman numerals, both also with an ordinal ending (``7-ci``, ``VIIe``),
and the ordinal words of several languages. The reader never repairs a numeral: ``IIX`` is refused.
"""

import re
from collections.abc import Mapping
from functools import cache

from dragoman.domain.text import fold, quoted

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LOWER = re.compile("[ivxl]{2,}")
"""A pattern for Roman numerals in small letters; a single small letter is not a number."""
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ENDING = (
    r"[.°]|[.]?[ºª]|[- ’'ʹ]?(?:st|nd|rd|th|er|re|ère|e|è|ème|eme|ª|º|a|o|da|nde|te|ter|te[nsr]"
    r"|ci|cı|cu|cü|nci|ncı|ncu|ncü|inci|ıncı|uncu|üncü|й|я|го|ый|ая|ой|е|ое)"
)
_NUMERAL = re.compile(rf"(?P<number>[0-9]+|[IVXLCDM]+)(?i:{_ENDING})?")
_PREFIX = re.compile(r"(?:no\.?|nr\.?|n[.]?[º°]|№|#)\s*(?=[0-9IVXLCDM])", re.IGNORECASE)

_WORDS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "fr": "premier/premiere deuxieme/second/seconde troisieme quatrieme cinquieme sixieme septieme"
    " huitieme neuvieme dixieme onzieme douzieme",
    "es": "primer/primero/primera segundo/segunda tercer/tercero/tercera cuarto/cuarta"
    " quinto/quinta sexto/sexta septimo/septima/setimo octavo/octava noveno/novena decimo/decima"
    " undecimo/undecima duodecimo/duodecima",
    "de": "erste/ersten/erster/erstes zweite/zweiten/zweiter/zweites dritte/dritten/dritter/drittes"
    " vierte/vierten/vierter/viertes funfte/funften/funfter sechste/sechsten/sechster"
    " siebte/siebten/siebter/siebente achte/achten/achter neunte/neunten/neunter"
    " zehnte/zehnten/zehnter elfte/elften/elfter zwolfte/zwolften/zwolfter",
    "it": "primo/prima secondo/seconda terzo/terza quarto/quarta quinto/quinta sesto/sesta"
    " settimo/settima ottavo/ottava nono/nona decimo/decima undicesimo/undicesima"
    " dodicesimo/dodicesima",
    "az": "birinci ikinci ucuncu dorduncu besinci altinci yeddinci sekkizinci doqquzuncu onuncu",
    "tr": "birinci ikinci ucuncu dorduncu besinci altinci yedinci sekizinci dokuzuncu onuncu",
    "ru": "первый/первая/первое/первом второй/вторая/второе/втором третий/третья/третье/третьем"
    " четвертый/четвертая/четвертое/четвертом пятый/пятая/пятое шестой/шестая/шестое"
    " седьмой/седьмая/седьмое восьмой/восьмая/восьмое девятый/девятая/девятое"
    " десятый/десятая/десятое",
}
"""The ordinal words of each language, in order from 1; a slash separates forms of the same word."""


def whole_number(text: str, most: int) -> int:
    """Return the number from 1 to ``most`` that ``text`` writes. Raises ``ValueError``."""
    plain = _PREFIX.sub("", text.strip())
    number = _of_numeral(plain)
    if number is None:
        number = _words().get(fold(plain))
    if number is None:
        raise ValueError(_problem(text, plain))
    if not 1 <= number <= most:
        bound = "at least 1" if number < 1 else f"at most {most}"
        raise ValueError(f"expected a whole number of {bound}, got {quoted(text)}")
    return number


def _of_numeral(text: str) -> int | None:
    """Return the number of digits or a Roman numeral, with or without an ordinal ending."""
    if re.fullmatch("-[0-9]+|0+", text):
        return int(text)
    plain = text.upper() if _LOWER.fullmatch(text) else text
    for found in (re.fullmatch("(?P<number>[IVXLCDM]+)", plain), _NUMERAL.fullmatch(plain)):
        if found and (number := _read(found["number"])):
            return number
    return None


def _read(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    upper = numeral.upper()
    return _of_roman(upper) if _ROMAN.fullmatch(upper) else None


def _of_roman(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def _problem(text: str, plain: str) -> str:
    if re.fullmatch("[IVXLCDM]+", plain.upper()) and plain.isupper():
        return f"{quoted(text)} is not a Roman numeral; write the number in digits (7), or as VII"
    return f"expected a whole number, got {quoted(text)}; write 7, VII, 7th or seventh"


@cache
def _words() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for words in _WORDS.values():
        for number, forms in enumerate(words.split(), 1):
            found |= {fold(form): number for form in forms.split("/")}
    return found

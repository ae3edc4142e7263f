"""The text of a press item, and a folded copy in which rules search.

Rules search in the folded copy, where letters have no case and no marks. The copy remembers the
place of each of its letters in the text, so that every finding has its place in the original words.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

from attrs import frozen

from dragoman.domain import fold

_PUNCTUATION = {
    **dict.fromkeys("’‘ʼʻ`´ʹ′", "'"),
    **dict.fromkeys("“”«»„‟‹›", '"'),
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
}
_INVISIBLE = ("Mn", "Cf")
_SPACES = ("Zs", "Zl", "Zp", "Cc")


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """Return the folded form of one character: a letter without case and marks, or a space."""
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    category = unicodedata.category(char)
    if char == "\n" or category in _SPACES:
        return "\n" if char == "\n" else " "
    if category in _INVISIBLE or char == "\N{ARABIC TATWEEL}":
        return ""
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return fold(f"x{char}x")[1:-1] if category[0] == "L" else char


def folded(text: str) -> str:
    """Return the folded copy of a text; unlike a lookup key, the copy keeps the punctuation."""
    return "".join(map(_folded, text))


@frozen(order=True)
class Span:
    """A part of a text: the offsets of its first character, and of the character after its last."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Return whether the other span lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Return whether the spans share a character."""
        return self.start < other.end and other.start < self.end


_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"(?P<mark>[.!?…]+[\"')\]]*)(?=\s|$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]|mr|mrs|ms|dr|prof|st|no|nr|hr|fr|art|abs|bzw|ca|mme|mm|sr|sra|sres|dra|gen"
    r"|gral|col|vb|sn|dept|inc|г|гг|им|т|стр|ул|акад|maj|brig|lt|capt|retd|rtd|sgt|amb|hon|lic|ing|z\.b|d\.h|u\.a|i\.a)"
    r"|\b[^\W\d_]\.[^\W\d_]|\b[0-9]{1,2})$"
)
"""The words after which a full stop does not end a sentence: initials, titles, ordinals."""


@frozen
class SourceText:
    """A text and its folded copy. Rules search the copy; all spans in results are of the text."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The folded copy of the text."""
        return folded(self.text)

    @cached_property
    def _origins(self) -> list[int]:
        """The offset in the text of each letter of the folded copy, and the end of the text."""
        places = (offset for offset, char in enumerate(self.text) for _ in _folded(char))
        return [*places, len(self.text)]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text that a part of the folded copy stands for."""
        if end <= start:
            return Span(self._origins[start], self._origins[start])
        return Span(self._origins[start], self._origins[end - 1] + 1)

    def words_of(self, span: Span) -> str:
        """Return the words of a span as the text writes them."""
        return self.text[span.start : span.end]

    def between(self, start: int, end: int) -> str:
        """Return the folded letters between two offsets of the text."""
        return folded(self.text[start:end])

    def after(self, start: int, length: int) -> int:
        """Return the offset in the text after a number of folded letters from ``start``."""
        place = self.place(start) + length
        return self._origins[min(place, len(self._origins) - 1)]

    def place(self, offset: int) -> int:
        """Return the offset in the folded copy of a letter of the text."""
        return bisect_left(self._origins, offset)

    @cached_property
    def word_spans(self) -> list[Span]:
        """The words, as spans of the text."""
        return [self.span(start, end) for start, end in self.words]

    def word_from(self, offset: int) -> int:
        """Return the number of the first word that begins at or after an offset of the text."""
        return bisect_left(self.word_spans, offset, key=lambda span: span.start)

    @cached_property
    def sentence_spans(self) -> list[Span]:
        """The sentences, as spans of the text."""
        return [self.span(start, end) for start, end in self.sentences]

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset of the text."""
        found = bisect_right(self.sentence_spans, offset, key=lambda span: span.start)
        return max(found - 1, 0)

    def is_capital(self, at: int) -> bool:
        """Return whether the letter at an offset of the folded copy is a capital in the text."""
        return self.text[self._origins[at]].isupper()

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """The words, as offsets in the folded copy."""
        return [one.span() for one in _WORD.finditer(self.plain)]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences, as offsets in the folded copy; a line ends a sentence."""
        found, start = [], 0
        for end in _ENDS.finditer(self.plain):
            if end["mark"] and self._goes_on(start, end):
                continue
            found.append((start, end.end("mark") if end["mark"] else end.start()))
            start = end.end()
        found.append((start, len(self.plain)))
        return [trimmed for one in found if (trimmed := self._trimmed(*one))]

    def _goes_on(self, start: int, end: re.Match[str]) -> bool:
        """Return whether a sentence goes on after a mark such as the full stop in "20. April"."""
        if end["mark"] == "." and _ABBREVIATION.search(self.plain[start : end.start()]):
            return self.plain[end.end() : end.end() + 1] != "\n"
        following = self.plain[end.end() :][:3].lstrip(" \"'(-")[:1]
        at = self.plain.find(following, end.end()) if following else -1
        return at >= 0 and self.text[self._origins[at]].islower()

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        text = self.plain[start:end]
        begin = start + len(text) - len(text.lstrip())
        finish = start + len(text.rstrip())
        return (begin, finish) if begin < finish else None

    @cached_property
    def headline(self) -> Span | None:
        """The headline: the first sentence, if it has no full stop and others follow."""
        spans = self.sentence_spans
        if len(spans) < 2 or self.text[spans[0].end - 1] in ".!?":
            return None
        return spans[0]

    @property
    def lines(self) -> list[str]:
        """The lines of the text, as :meth:`line_of` numbers them."""
        return self.text.removesuffix("\n").split("\n")

    def line_of(self, offset: int) -> int:
        """Return the number of the line, counted from 1, that holds an offset of the text."""
        return self.text.count("\n", 0, offset) + 1

"""Refs: short record names that people type, such as ``V-12``."""

import re

from attrs import frozen

from dragoman.domain.kinds import LETTERS

_FORM = re.compile(r"([A-Z])-([1-9][0-9]{0,17})")
_TYPED = re.compile(r"([A-Za-z])-?([1-9][0-9]{0,17})")


@frozen
class Ref:
    """A ref: the ``letter`` of a kind of record, and the ``number`` of a record of that kind."""

    letter: str
    number: int

    @classmethod
    def of(cls, kind: str, number: int) -> "Ref":
        """Return the ref of record ``number`` of a kind."""
        return cls(LETTERS[kind], number)

    @property
    def kind(self) -> str | None:
        """The kind of record; ``None`` if no kind has that letter."""
        return next((kind for kind, letter in LETTERS.items() if letter == self.letter), None)

    def __str__(self) -> str:
        return f"{self.letter}-{self.number}"


def ref(text: str) -> Ref | None:
    """Parse a ref in the format ``V-12``; return ``None`` if the text is not a ref."""
    return _matched(_FORM.fullmatch(text))


def typed_ref(text: str) -> Ref | None:
    """Parse a ref typed as ``V-12``, ``v-12`` or ``v12``; return ``None`` for any other text."""
    return _matched(_TYPED.fullmatch(text.strip()))


def _matched(match: re.Match[str] | None) -> Ref | None:
    return Ref(match[1].upper(), int(match[2])) if match else None

"""Doubts: questions about a document that only a person can answer.

Dragoman never decides on its own that two records, or two people, are the same. On a terminal,
Dragoman asks. In a pipe, Dragoman records two records or people as different, and a note says what
to type if the two are the same. With ``--strict``, Dragoman refuses the command.

A doubt arises while the register is locked for writing. A command must not wait for an answer while
the command holds the lock, so :meth:`Answers.to` raises :class:`Unanswered`, which rolls back the
entry. The caller then asks the user, gives the answer to the same :class:`Answers` object, and runs
the command again.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Literal
from uuid import UUID

from attrs import define, field, frozen

from dragoman.exchange.faults import Fault

Manner = Literal["ask", "note", "refuse"]
"""The response to a doubt: ask a person, note what to type, or refuse the document."""


@frozen(kw_only=True)
class Doubt:
    """A doubt whether a new record or person is already in the register.

    ``about`` identifies the doubt when the command runs again. ``shown`` are the lines to show
    before the ``question``. ``table`` are the rows to show below these lines: a label, a cell for
    the new record, and a cell for each similar record. ``answers`` maps each possible answer, as
    typed, to the record that the answer means; ``None`` means a new record or person. ``note`` says
    what Dragoman recorded without asking, and what to type if that is wrong. ``refs`` are the
    records that the note names in braces, each with a name to use while the record has no ref.
    ``refusal`` is the error message with ``--strict``: it says what is in doubt, and what to type
    instead.
    """

    about: Hashable
    shown: tuple[str, ...]
    question: str
    answers: Mapping[str, UUID | None]
    note: str
    refusal: str
    path: tuple[str | int, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    refs: Mapping[str, tuple[UUID, str]] = field(factory=dict)
    is_about_person: bool = False
    is_certain: bool = False
    """Whether the new record must be the similar record, so that Dragoman cannot record both."""

    @property
    def foreseen(self) -> str:
        """A description of the doubt, for a forecast before Dragoman records anything."""
        name = self.refs["new"][1] if "new" in self.refs else ""
        return f"{name}: {self.refusal}" if name else self.refusal

    def noted(self, ref_of: Callable[[UUID], str | None]) -> str:
        """Return the note, with refs in place of the words in braces."""
        names = {word: ref_of(record) or name for word, (record, name) in self.refs.items()}
        return self.note.format_map(names)


def escaped(words: str) -> str:
    """Escape the braces in a string for a note, because braces in a note mark refs."""
    return words.replace("{", "{{").replace("}", "}}")


class Unanswered(Exception):
    """An error: a person has to settle a doubt before the command can run."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.question)
        self.doubt = doubt


@define
class Answers:
    """The answers to the doubts of one command.

    ``noted`` are the doubts about which Dragoman printed a note instead of asking.
    """

    manner: Manner = "note"
    all_new: bool = field(default=False, kw_only=True)
    """Whether the user said that all records and people are new."""
    noted: list[Doubt] = field(factory=list, init=False)
    notes: list[str] = field(factory=list, init=False)
    """What the command did that the user may not expect, to print after the receipt."""
    _given: dict[Hashable, UUID | None] = field(factory=dict, init=False)

    def give(self, doubt: Doubt, answer: UUID | None) -> None:
        """Keep the answer to a doubt."""
        self._given[doubt.about] = answer

    def begin(self) -> None:
        """Forget the notes of an attempt that was rolled back; keep the answers."""
        self.noted.clear()
        self.notes.clear()

    def to(self, doubt: Doubt) -> UUID | None:
        """Return the record or person that the answer means; ``None`` means a new record or person.

        Raises :class:`Unanswered` if Dragoman has to ask a person, and :class:`Fault` if the
        command refuses doubts.
        """
        if self.is_settled(doubt):
            return self._given.get(doubt.about)
        if self.manner == "ask":
            raise Unanswered(doubt)
        if self.manner == "refuse" or doubt.is_certain:
            raise Fault(doubt.refusal, doubt.path)
        self.noted.append(doubt)
        return None

    def is_settled(self, doubt: Doubt) -> bool:
        """Return whether a person has answered the doubt; a note does not settle a doubt."""
        return self.all_new or doubt.about in self._given

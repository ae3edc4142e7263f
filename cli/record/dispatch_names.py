"""What people type in a dispatch: the names of records, topics, and participants as text."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen
from msgspec import UNSET

from dragoman.cli.record.naming import candidates, chosen
from dragoman.cli.record.questions import with_known_topics
from dragoman.domain import term_of, typed_ref
from dragoman.exchange import (
    Fault,
    Link,
    handles_of,
    is_plain,
    links_in,
    named_here,
    participant_of,
    reading_in_words,
    resembles,
)

if TYPE_CHECKING:
    from dragoman.cli.session import Session
    from dragoman.exchange import CheckedDispatch


def as_meant(session: "Session", checked: "CheckedDispatch") -> "CheckedDispatch":
    """Return a dispatch with the records and topics that its names mean.

    Dragoman shows how it understands participants that are not typed in the documented order.
    """
    records = checked.document.records
    checked = _with_links(session, checked)
    typed = [topic for one in records for topic in getattr(one, "topics", UNSET) or ()]
    distinct = list(dict.fromkeys(typed))
    known = with_known_topics(session, distinct, "write topics: [{}]")
    for one in records:
        if topics := getattr(one, "topics", UNSET):
            setattr(one, "topics", [known[topic] for topic in topics])  # noqa: B010
        note_reading(session, getattr(one, "participants", UNSET) or ())
    return checked


def note_reading(session: "Session", people: object) -> None:
    """Show in the receipt how Dragoman understands participants that are typed as text."""
    typed = [people] if isinstance(people, str) else people if isinstance(people, list) else ()
    for text in (one for one in typed if isinstance(one, str)):
        with suppress(Fault):  # the translation refuses the text
            reading = f"{text!r} as {reading_in_words(participant_of(text))}"
            if not (is_plain(text) or reading in session.understood):
                session.understood.append(reading)


def _with_links(session: "Session", checked: "CheckedDispatch") -> "CheckedDispatch":
    """Replace the names in the links of a dispatch by the handles or refs that the names mean.

    A name that no record has stays as it is. The result has a fault for each name that several
    records may have.
    """
    records = checked.document.records
    handles = (*handles_of(records), *checked.lost)
    typed = [str(one.handle) for one in records if one.handle is not UNSET]
    names = _Names(session, named_here(records), handles, (*typed, *checked.lost))
    unclear = [
        (number, Fault(meant.message, ("records", number, *link.path)))
        for number, document in enumerate(records)
        for link in links_in(document)
        if isinstance(meant := names.replaced(link, names.handles[number]), Fault)
    ]
    return evolve(
        checked,
        faults=(*checked.faults, *(fault for _, fault in unclear)),
        broken=checked.broken | {number for number, _ in unclear},
    )


_LIKE_A_HANDLE = re.compile(r"[a-z0-9._-]+")
"""Text that is more likely a wrong handle than a part of a name."""


@frozen
class _Names:
    """The names of records to which the links of a dispatch can point.

    ``here`` has the handles of the records of the file, by kind and name. ``typed`` are the handles
    that the file itself gives. ``meant`` remembers what the links looked up so far mean.
    """

    session: "Session"
    here: Mapping[tuple[str, str], str]
    handles: Sequence[str]
    typed: Sequence[str]
    meant: dict[tuple[str, tuple[str, ...]], str | Fault] = field(factory=dict)

    def replaced(self, link: Link, own: str) -> str | Fault | None:
        """Replace the name in a link of the record ``own``, and return what the name means."""
        name, key = link.text.strip(), (link.text.strip(), tuple(link.kinds))
        if not self._is_name(name):
            return None
        keys = ((kind, term_of(name)) for kind in link.kinds)
        of_file = {self.here[one] for one in keys if one in self.here} - {own}
        if len(of_file) != 1 and key not in self.meant:
            self.meant[key] = self._of_register(link, name)
        meant = of_file.pop() if len(of_file) == 1 else self.meant[key]
        if isinstance(meant, str):
            link.replace(meant)
        return meant

    def _is_name(self, text: str) -> bool:
        """Return whether a link is neither a handle nor a ref, nor the word ``new``."""
        ref = typed_ref(text)
        is_known = text in self.handles or text == "new" or "/" in text
        return bool(text) and not is_known and not (ref and ref.kind)

    def _of_register(self, link: Link, name: str) -> str | Fault:
        """Return the ref of the record that a name means; a misspelt handle stays as it is."""
        if not self.session.location.exists():
            return name
        found = candidates(self.session, name, link.kinds)
        if _LIKE_A_HANDLE.fullmatch(name) or resembles(name, self.typed):
            found = [one for one in found if one.is_exact]
        try:
            return chosen(self.session, name, found, str(link.path[-1])) if found else name
        except Fault as fault:
            return fault

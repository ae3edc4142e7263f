"""Typed names: find the record that a person means by a name instead of by a ref.

If exactly one record surely has the name, Dragoman takes this record, and says so. If several
records may have the name, Dragoman asks on a terminal; in a pipe, Dragoman refuses the name and
lists the records.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dragoman.cli.prompts import asked, can_ask
from dragoman.domain import KINDS, LETTERS, declared, quoted, typed_ref
from dragoman.exchange import Fault, way_on

if TYPE_CHECKING:
    from dragoman.cli.session import Session
    from dragoman.projections import RecordCandidate

EVERY_KIND = tuple(LETTERS)


def ref_meant(session: "Session", text: str, kinds: Sequence[str], field: str) -> str:
    """Return the ref of the record that ``text`` means; a typed ref stays as it is.

    Raises :class:`Fault` at ``field`` if no record has the name, or if several records have it and
    nobody can answer.
    """
    ref = typed_ref(text)
    if (ref and ref.kind) or not text.strip() or not session.location.exists():
        return text
    found = candidates(session, text, kinds)
    if not found:
        raise Fault(f"{quoted(text)} is not in the register; {way_on_in(session, kinds)}", (field,))
    return chosen(session, text, found, field)


def chosen(session: "Session", text: str, found: "Sequence[RecordCandidate]", field: str) -> str:
    """Return the ref of the candidate that a name means. Raises :class:`Fault` if unclear."""
    from dragoman.projections import sure

    one = sure(found, text) or _asked_for(session, text, found, field)
    session.output.notice(f"note: {quoted(text)} is {one}")
    return one.ref


def candidates(session: "Session", text: str, kinds: Sequence[str]) -> "list[RecordCandidate]":
    """Return the records that a name may mean, likeliest first."""
    from dragoman.cli.progress import told
    from dragoman.projections import named, open_index

    with open_index(session.views()) as index, session.reading() as (snapshot, _):
        with told(session.output, "Building the search index") as tell:
            index.catch_up(snapshot, tell)
        return named(snapshot, index, text, kinds)


def _asked_for(
    session: "Session", text: str, found: "Sequence[RecordCandidate]", field: str
) -> "RecordCandidate":
    """Ask which record a name means. Raises :class:`Fault` if nobody can answer."""
    if not can_ask():
        raise Fault(_unclear(text, found), (field,))
    session.output.notice(f"{quoted(text)} may be:")
    return choose(session, field, found)


def choose(session: "Session", field: str, found: "Sequence[RecordCandidate]") -> "RecordCandidate":
    """Let the user choose a record from a numbered list."""
    for number, one in enumerate(found, 1):
        session.output.notice(f"  {number}: {one}")
    by_answer = {str(number): one for number, one in enumerate(found, 1)}
    by_answer |= {one.ref.lower(): one for one in found}
    numbers = f"1 to {len(found)}" if len(found) > 1 else "1"

    def check(answer: str) -> None:
        if answer.lower() not in by_answer:
            raise ValueError(f"answer {numbers}, or type the ref; to stop, press Ctrl-C")

    return by_answer[asked(session, field, f"Which one? ({numbers})", check=check).lower()]


def _unclear(text: str, found: "Sequence[RecordCandidate]") -> str:
    listed = "; ".join(map(str, found[:3]))
    several = f"may be {listed}" if len(found) <= 3 else f"may be {listed} …"
    return f"{quoted(text)} {several}; type the ref{' of one of them' if len(found) > 1 else ''}"


def way_on_in(session: "Session", kinds: Sequence[str]) -> str:
    """Return the latest records of some kinds, and the command that records another.

    If there is no register yet, look in an empty one.
    """
    if len(kinds) == len(EVERY_KIND):
        return "refs look like V-12; to find a record, type: dragoman search WORDS"
    if not session.location.exists():
        session.rehearse()
        session.register()
    with session.reading() as (snapshot, _):
        return way_on(snapshot, kinds)


def with_refs(session: "Session", kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Replace the names in the links of a document by the refs that the names mean."""
    meant = dict(fields)
    for name, field in declared(KINDS[kind].state).items():
        value: Any = meant.get(name)
        if field.holds == "link" and isinstance(value, str):
            meant[name] = ref_meant(session, value, field.to, name)
        body = value.get("mechanism") if isinstance(value, dict) else None
        if field.holds == "awaits" and isinstance(body, str):
            meant[name] = {**value, "mechanism": ref_meant(session, body, ("mechanism",), name)}
    return meant

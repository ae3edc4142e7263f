"""Places and titles that say "in the margins of UNGA 81": link the record to the conference."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.answers import ref_known, understood
from dragoman.cli.record.naming import candidates
from dragoman.domain import KINDS, InMargins, declared, foreign, in_margins, quoted
from dragoman.exchange import Fault

if TYPE_CHECKING:
    from dragoman.cli.session import Session
    from dragoman.projections import RecordCandidate


def with_margins(
    session: "Session",
    kind: str,
    name: str,
    fields: Mapping[str, Any],
    new: list[str] | None = None,
) -> dict[str, Any]:
    """Return fields whose ``margins`` is the conference that the field ``name`` mentions.

    A place then keeps only the place. On a terminal, ask about a conference that the register does
    not have; ``new`` gets the name of a conference that the user wants to record, too. In a pipe,
    raise :class:`Fault` for a place that is no place.
    """
    text = fields.get(name)
    readings = in_margins(text) if isinstance(text, str) and _has_margins(kind) else ()
    if not readings:
        return dict(fields)
    if "margins" in fields:
        return _with(fields, name, None, readings[-1])
    for reading in readings:
        if known := _known(session, reading.conference):
            said = f"in the margins of {known}"
            if can_ask():
                understood(session, said)
            else:
                session.output.notice(f"note: {quoted(str(text))} is {said}")
            return _with(fields, name, known.ref, reading)
    reading = readings[-1]
    return _with(fields, name, _asked(session, reading.conference, new), reading)


def _has_margins(kind: str) -> bool:
    state = KINDS[kind].state
    return "margins" in declared(state) and "margins" not in foreign(state)


def _with(
    fields: Mapping[str, Any], name: str, ref: str | None, reading: InMargins
) -> dict[str, Any]:
    """Return the fields with a conference, and with the place apart from the conference."""
    kept = {one: value for one, value in fields.items() if one != "place" or name != "place"}
    place = {"place": reading.place} if name == "place" and reading.place else {}
    return {**kept, **place, **({"margins": ref} if ref else {})}


def _known(session: "Session", name: str) -> "RecordCandidate | None":
    """Return the only conference that surely has a name."""
    if not session.location.exists():
        return None
    from dragoman.projections import sure

    return sure(candidates(session, name, ("conference",)), name)


def _asked(session: "Session", name: str, new: list[str] | None) -> str | None:
    """Ask which conference a name means; return its ref, or its name if it is to be ``new``.

    The result is ``None`` if the user leaves out the conference.
    """
    if not can_ask():
        raise Fault(
            f"{quoted(name)} is not a conference in the register; name the conference with"
            f" --margins-of, or record it with: dragoman conference announce --title {quoted(name)}",
            ("place",),
        )
    found: list[str] = []
    choices = "its ref or name" if new is None else "its ref or name; new: record it too"
    question = f"Which conference is {quoted(name)}? ({choices}) (Enter skips)"

    def check(answer: str) -> None:
        is_new = new is not None and answer.strip().lower() == "new"
        found[:] = [name if is_new else ref_known(session, answer, ("conference",), "margins")]

    asked(session, "margins-of", question, check=check, skips=True)
    if new is not None and found == [name]:
        new.append(name)
    return found[0] if found else None

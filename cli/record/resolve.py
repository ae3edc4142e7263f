"""``dragoman party resolve``: which parties that look alike are the same."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from dragoman.cli.parameters import Parameter
from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.read.alike import evidence_in_words, years_in_words
from dragoman.cli.read.reports import SideFilter, code_given
from dragoman.cli.record.options import PLAIN_ACT, ActOptions
from dragoman.cli.record.recording import recorded
from dragoman.cli.session import Injected, Session
from dragoman.domain import Judgement, UnitOfWork, judge, many, quoted
from dragoman.exchange import (
    AnsweredPair,
    Fault,
    Performed,
    RecordNames,
    UsageError,
    answer_of,
    answered_pairs,
)

if TYPE_CHECKING:
    from dragoman.projections.reports.alike import AlikePair, AlikeParty


def resolve(
    file: Annotated[
        str | None, Parameter(help="The table with the answers; without a table, Dragoman asks.")
    ] = None,
    /,
    *,
    side: SideFilter = (),
    act: ActOptions = PLAIN_ACT,
    session: Injected,
) -> int:
    """Say which parties that look alike are the same, all in one entry."""
    if file and side:
        raise UsageError("--side has no effect on a file; leave one of them out")
    pairs = list(answered_pairs(file)) if file else list(_asked(session, side))
    if not pairs:
        where = f"{file}: no row has" if file else "nothing was recorded; no pair has"
        raise UsageError(f"{where} the answer same or different")

    def decide(names: RecordNames, uow: UnitOfWork) -> list[Performed]:
        judgements = [_judgement(names, pair) for pair in pairs]
        try:
            with names.naming():
                outcomes = judge(uow, judgements, lambda one: _number(names, one))
        except Fault as fault:
            raise UsageError(f"{file}: {fault}" if file else str(fault)) from fault
        return [Performed(None, outcome) for outcome in outcomes]

    return recorded(session, decide, act)


def _number(names: RecordNames, party: UUID) -> int:
    """Return a number that orders parties as they were recorded."""
    row = names.snapshot.row(party.hex)
    return row.record if row else sys.maxsize


def _judgement(names: RecordNames, pair: AnsweredPair) -> Judgement:
    """Return the judgement of a pair. Raises :class:`UsageError` for an unknown ref."""
    found: list[UUID] = []
    for column, text in (("one", pair.one), ("other", pair.other)):
        try:
            found.append(names.link(text))
        except (ValueError, Fault) as error:
            raise UsageError(f"{pair.place}: {column}: {error}") from error
    if found[0] == found[1]:
        raise UsageError(f"{pair.place}: both are {quoted(pair.one)}")
    return Judgement(found[0], found[1], pair.answer == "same")


# --- Questions --------------------------------------------------------------------------------

STOP = ("q", "quit", "stop")


def _asked(session: Session, side: Sequence[str]) -> Iterator[AnsweredPair]:
    """Ask about the pairs one after another, and yield the answered pairs."""
    from dragoman.projections.reports.alike import alike

    if not can_ask():
        raise UsageError(
            "FILE is missing; to make one, type: dragoman party alike --csv > pairs.csv"
        )
    sides = [code_given("--side", text) for text in side]
    with session.reading() as (reading, _):
        pairs = alike(reading, sides)
    for number, pair in enumerate(pairs, 1):
        _show(session, pair, f"{number} of {many(len(pairs), 'pair')}, {pair.verdict}")
        answer = asked(session, "answer", _QUESTION, "u", check=_check)
        if answer.lower() in STOP:
            return
        given = answer_of(answer)
        if given != "unsure":
            one, other = (party.ref for party in pair.parties)
            yield AnsweredPair(f"pair {number}", one, other, given)


_QUESTION = "Are they the same? (s = same, d = different, u = unsure, q = stop)"


def _check(text: str) -> None:
    if text.lower() not in STOP:
        answer_of(text)


def _show(session: Session, pair: "AlikePair", heading: str) -> None:
    output = session.output
    output.notice(heading)
    for party in pair.parties:
        output.notice("  " + _in_words(party))
    for line in evidence_in_words(pair):
        output.notice("  " + line)


def _in_words(one: "AlikeParty") -> str:
    side = f" ({one.side})" if one.side else ""
    facts = (years_in_words(one), "; ".join(one.posts[:3]), many(one.records, "record"))
    return f"{one.ref}  {one.name}{side} · " + " · ".join(fact for fact in facts if fact)

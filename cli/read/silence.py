"""``dragoman silence``: parties without contact, visits not returned, and overdue sessions."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Section, Words, cells_of
from dragoman.cli.read.entries import codes_of
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters, whole_number
from dragoman.cli.session import Injected
from dragoman.cli.wording import bounds_for_people, days_in_words, facts, turn_in_words
from dragoman.domain import country_name
from dragoman.exchange import UsageError, title_of

if TYPE_CHECKING:
    from dragoman.projections import SessionShape
    from dragoman.projections.reports.contacts import ContactShape, SilenceShape
    from dragoman.projections.reports.silence import (
        OverdueMechanism,
        SilenceReport,
        SilentParty,
        UnreturnedVisits,
    )

LONGEST = 100_000
"""The maximum value of ``--days``."""

COLUMNS = (
    Column("silence", right=True),
    Column("record", style="ref"),
    Column("who", least=28),
    Column("last", style="dim", least=24, folds=True),
)


def silence(
    *,
    days: Annotated[
        int, whole_number("Show only silences of at least this many days (default 180).")
    ] = 180,
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show parties without contact, visits that were not returned, and overdue sessions."""
    from dragoman.projections import TimelineQuery
    from dragoman.projections.reports.silence import silence as looked_up

    prepare(session, forms)
    if not 0 <= days <= LONGEST:
        raise UsageError(f"--days: {days} is not a number from 0 to {LONGEST}")
    subjects = filters.subjects(session)
    if person := next((one for one in subjects if one.ref), None):
        raise UsageError(
            f"silence compares states and organisations that have a code, and {person.ref}"
            f" {person.name} has none; for the last contact, type: dragoman brief {person.ref}"
        )
    wanted = TimelineQuery(filters.terms(session))
    desk = filters.codes(session)
    context = filters.context(session)
    with session.reading(as_of) as (reading, today):
        found = looked_up(reading, today, days, wanted, desk, context)
        head = facts(reading, today, as_of, context)
    return give(session, forms, found, lambda: page(found, head), lambda: _flat(found))


def page(found: "SilenceReport", head: Sequence[str]) -> Page:
    """Return the page of the report: three lists, each under its heading."""
    lists = (
        ("PARTIES WITHOUT CONTACT", map(_party, found.parties)),
        ("VISITS NOT RETURNED", map(_visit, found.visits)),
        ("OVERDUE MECHANISMS", map(_mechanism, found.mechanisms)),
    )
    lines = [line for title, rows in lists for line in _section(title, list(rows))]
    nobody = [] if lines else [Words([f"No silence of {found.days} days or more."])]
    facts = (*head, f"{found.days} d or more")
    return Page("Silence", facts, [Grid(COLUMNS, lines), *nobody])


def _section(title: str, rows: Sequence[Row]) -> Iterator[Section | Row]:
    if rows:
        yield Section(f"{title} ({len(rows)})")
    yield from rows


def _party(one: "SilentParty") -> Row:
    ago = days_in_words(one.silence) if one.silence else "no date"
    ahead = one.next
    notes = [f"next: {_contact(ahead)}"] if ahead else []
    last = _contact(one.last) if one.last else "no contact recorded"
    marked = Cell(ago, style="" if ahead else "overdue")
    cells = cells_of(marked, one.code, _name(one.code), last)
    return Row(cells, notes=notes, facets=lambda: {"party": [_name(one.code)]})


def _name(codes: str) -> str:
    return "–".join(map(country_name, codes.split("–")))


def _visit(one: "UnreturnedVisits") -> Row:
    last, returned = one.visits.last, one.returned
    assert last is not None
    assert one.silence is not None
    before = f"last return visit: {_contact(returned)}" if returned else "no return visit recorded"
    times = f"{one.visits.times} × {bounds_for_people(last.occurred)}"
    ref = Cell(last.ref, mark="visit")
    cells = cells_of(days_in_words(one.silence), ref, _owed(one), times)
    return Row(cells, notes=[before], ref=last.ref)


def _owed(one: "UnreturnedVisits") -> str:
    return f"{country_name(one.guest)} visited {country_name(one.host)}"


def _mechanism(one: "OverdueMechanism") -> Row:
    last, ahead = one.last, one.next
    notes = [
        *([f"expected {bounds_for_people(one.expected)}"] if one.expected else []),
        *(basis for basis in one.basis if not (one.turn and basis == one.turn.basis)),
        *([f"planned: {ahead.ref} {bounds_for_people(ahead.occurred)}"] if ahead else []),
        *turn_in_words(one.turn, None),
    ]
    before = f"{last.ref} {bounds_for_people(last.occurred)}" if last else ""
    body = Cell(one.mechanism, mark="mechanism")
    title = Cell(one.title, suffix=f" {codes_of(one.parties)}")
    cells = cells_of(f"{one.days} d", body, title, before)
    return Row(cells, notes=[", ".join(notes)], ref=one.mechanism)


def _contact(one: "ContactShape") -> str:
    title = "".join(title_of(one))
    return f"{bounds_for_people(one.occurred)}  {one.ref} {title}"


def _flat(found: "SilenceReport") -> Iterator[dict[str, object]]:
    """Yield the rows of all three lists for CSV."""
    for party in found.parties:
        yield _line("party", party.code, _name(party.code), _days(party.silence), party.last)
    for visit in found.visits:
        last = visit.visits.last
        assert last is not None
        yield _line("visit", last.ref, _owed(visit), _days(visit.silence), last)
    for one in found.mechanisms:
        yield _line("mechanism", one.mechanism, one.title, (one.days, one.days), one.last)


def _days(silence: "SilenceShape | None") -> tuple[int | None, int | None]:
    return (silence.at_least, silence.at_most) if silence else (None, None)


def _line(
    what: str,
    key: str,
    title: str,
    days: tuple[int | None, int | None],
    last: "ContactShape | SessionShape | None",
) -> dict[str, object]:
    return {
        "what": what,
        "key": key,
        "title": title,
        "at_least": days[0],
        "at_most": days[1],
        "last": last and last.ref,
        "occurred": last and last.occurred and last.occurred.edtf,
    }

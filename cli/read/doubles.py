"""``dragoman register doubles``: records that somebody may have recorded twice."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Words, cells_of
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters
from dragoman.cli.session import Injected
from dragoman.cli.wording import facts
from dragoman.domain import many
from dragoman.exchange import date_text

if TYPE_CHECKING:
    from dragoman.projections.reports.doubles import DoublesShape


def doubles(
    *,
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """List pairs of records that may be the same."""
    from dragoman.projections.reports.doubles import DoublesReport, doubles

    prepare(session, forms)
    context = filters.context(session)
    terms = filters.terms(session)
    with session.reading(as_of) as (reading, today):
        found = doubles(reading, terms)
        content = DoublesReport(as_of=reading.as_of, context=list(context), pairs=found)
        head = facts(reading, today, as_of, context)
    return give(session, forms, content, lambda: page(found, head), lambda: _csv(found))


COLUMNS = (
    Column("record", style="ref", tree=True),
    Column("date", least=10, folds=True),
    Column("title", least=30),
    Column("source", style="dim", least=12, folds=True),
)


def page(found: "list[DoublesShape]", head: list[str]) -> Page:
    """Return the page of similar pairs: what the two records share, and what to type."""
    rows = [row for pair in found for row in _rows(pair)]
    end = [] if found else [Words(["No two records look like duplicates."])]
    return Page("Doubles", [*head, many(len(found), "pair")], [Grid(COLUMNS, rows), *end])


def _rows(pair: "DoublesShape") -> Iterator[Row]:
    _, other = pair.records
    for record in pair.records:
        date = date_text(record.date) if record.date else ""
        ref = Cell(record.ref, mark=pair.kind)
        cells = cells_of(ref, date, record.title, ", ".join(record.sources))
        notes = _notes(pair) if record is other else []
        yield Row(cells, notes=list(notes), ref=record.ref)


def _notes(pair: "DoublesShape") -> Iterator[str]:
    one, other = (record.ref for record in pair.records)
    yield f"{', '.join(pair.shared)}"
    yield f"the same: dragoman retract {other} --duplicate-of {one} --reason WHY"
    yield f"not the same: dragoman distinguish {other} {one}"


def _csv(found: "list[DoublesShape]") -> Iterator[dict[str, object]]:
    for pair in found:
        one, other = pair.records
        yield {
            "kind": pair.kind,
            "record": one.ref,
            "date": one.date,
            "title": one.title,
            "other": other.ref,
            "other_date": other.date,
            "other_title": other.title,
            "shared": "; ".join(pair.shared),
        }

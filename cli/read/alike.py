"""``dragoman party alike``: parties that may be one person or organisation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Section, Words, cells_of
from dragoman.cli.read.reports import AsOf, SideFilter, code_given
from dragoman.cli.session import Injected
from dragoman.cli.wording import facts
from dragoman.domain import many

if TYPE_CHECKING:
    from dragoman.projections.reports.alike import AlikePair, AlikeParty


def alike(
    *,
    side: SideFilter = (),
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """List pairs of parties that may be one person or organisation."""
    from dragoman.projections.reports.alike import AlikeReport, alike

    prepare(session, forms)
    sides = list(dict.fromkeys(code_given("--side", text) for text in side))
    with session.reading(as_of) as (reading, today):
        found = alike(reading, sides)
        content = AlikeReport(as_of=reading.as_of, sides=sides, pairs=found)
        head = [*facts(reading, today, as_of), *(f"side {code}" for code in sides)]
    return give(session, forms, content, lambda: page(found, head), lambda: rows_of(found))


COLUMNS = (
    Column("record", style="ref", tree=True),
    Column("name", least=20),
    Column("side", style="dim", codes=True),
    Column("years", style="dim", least=9),
    Column("records", style="dim"),
    Column("posts", style="dim", least=16, folds=True),
)

_HEADINGS = {
    "likely": "LIKELY THE SAME",
    "possible": "POSSIBLY THE SAME",
    "unlikely": "ALIKE, BUT SOMETHING SPEAKS AGAINST IT",
}


def page(found: "list[AlikePair]", head: list[str]) -> Page:
    """Return the page of similar parties, with the evidence, and with what to type."""
    rows: list[Row | Section] = []
    for verdict, heading in _HEADINGS.items():
        some = [pair for pair in found if pair.verdict == verdict]
        rows += [Section(heading), *(row for pair in some for row in _rows(pair))] if some else []
    end = _HOW if found else "No two parties look alike."
    return Page("Alike", [*head, many(len(found), "pair")], [Grid(COLUMNS, rows), Words([end])])


_HOW = (
    "To answer one pair after another, type: dragoman party resolve. To answer in a spreadsheet,"
    " type: dragoman party alike --csv > pairs.csv"
)


def _rows(pair: "AlikePair") -> Iterator[Row]:
    one, other = pair.parties
    yield _row(one, [])
    yield _row(other, list(evidence_in_words(pair)))


def _row(one: "AlikeParty", notes: list[str]) -> Row:
    cells = cells_of(
        Cell(one.ref, mark="party"),
        one.name,
        one.side,
        years_in_words(one),
        str(one.records),
        "; ".join(one.posts[:MOST_POSTS]),
    )
    return Row(cells, notes=notes, ref=one.ref)


MOST_POSTS = 2
"""The maximum number of posts to show for a party."""


def years_in_words(one: "AlikeParty") -> str:
    """Return the years of the records of a party: ``1973–1977``."""
    if one.first is None:
        return ""
    return str(one.first) if one.first == one.last else f"{one.first}–{one.last}"


def evidence_in_words(pair: "AlikePair") -> Iterator[str]:
    """Yield the evidence of a pair, for and against one party."""
    yield f"for: {', '.join(pair.alike)} ({pair.likeness} %)"
    if pair.against:
        yield f"against: {', '.join(pair.against)}"


def rows_of(found: "list[AlikePair]") -> Iterator[dict[str, object]]:
    """Yield each pair as a CSV row, with an empty column for the answer."""
    for pair in found:
        one, other = pair.parties
        yield {
            "answer": "",
            "one": one.ref,
            "one_name": one.name,
            "other": other.ref,
            "other_name": other.name,
            "verdict": pair.verdict,
            "likeness": pair.likeness,
            "for": "; ".join(pair.alike),
            "against": "; ".join(pair.against),
            "side": one.side or other.side,
            "one_years": years_in_words(one),
            "other_years": years_in_words(other),
            "one_posts": "; ".join(one.posts),
            "other_posts": "; ".join(other.posts),
            "one_records": one.records,
            "other_records": other.records,
        }

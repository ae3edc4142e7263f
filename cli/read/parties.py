"""``dragoman party list``: persons and organisations, with their names and posts."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.entries import facets_of
from dragoman.cli.read.posts import post_in_words
from dragoman.cli.read.reports import AsOf, SideFilter, code_given
from dragoman.cli.session import Injected
from dragoman.cli.wording import facts
from dragoman.domain import involves
from dragoman.exchange import flat

if TYPE_CHECKING:
    from dragoman.projections.reports.posts import ListedParty


def parties(
    *,
    side: SideFilter = (),
    named: Annotated[
        str | None, Parameter(help="Show only parties with this name or a similar name.")
    ] = None,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """List persons and organisations, with their spellings and posts."""
    from dragoman.projections import people
    from dragoman.projections.reports.posts import PartiesReport, with_posts

    prepare(session, forms)
    terms = tuple(involves(code_given("--side", text)) for text in side)
    with session.reading(as_of) as (reading, today):
        found = with_posts(reading, people(reading, terms, named))
        content = PartiesReport(as_of=reading.as_of, parties=found)
        head = facts(reading, today, as_of)
    return give(session, forms, content, lambda: page(found, head), lambda: map(_csv, found))


def _csv(one: "ListedParty") -> dict[str, object]:
    """Return a party as a CSV row; each post with its period in words."""
    return flat(one) | {"posts": "; ".join(map(post_in_words, one.posts))}


COLUMNS = (
    Column("record", style="ref"),
    Column("name", least=20),
    Column("side", style="dim", codes=True),
    Column("post", style="dim", least=12, folds=True),
)


def page(people: "list[ListedParty]", head: list[str]) -> Page:
    """Return the page of persons and organisations, with all their names."""
    end = [] if people else [Words(["No parties match."])]
    return Page(
        "Parties", [*head, str(len(people))], [Grid(COLUMNS, list(map(_row, people))), *end]
    )


def _row(one: "ListedParty") -> Row:
    cells = cells_of(Cell(one.ref, mark="party"), one.name, one.side, one.post)
    notes = [
        *(f"also {alias}" for alias in one.aliases),
        *(f"merged: {other.ref} {other.name}" for other in one.merged),
    ]
    sides = [one.side] if one.side else []
    facets = partial(facets_of, side=sides, type=[one.type])
    return Row(cells, notes=notes, ref=one.ref, facets=facets)

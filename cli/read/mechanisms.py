"""``dragoman mechanism list``: standing bodies, with their sessions."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Cell, Column, Grid, Page, Row, Words, cells_of
from dragoman.cli.read.entries import codes_of, facets_of, mark_for
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters
from dragoman.cli.session import Injected
from dragoman.cli.unreadable import remark
from dragoman.cli.wording import bounds_for_people, facts, inferred_next, turn_in_words
from dragoman.exchange import flat

if TYPE_CHECKING:
    from dragoman.projections import MechanismShape, SessionShape


def mechanisms(
    *,
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """List standing bodies with their sessions."""
    from dragoman.projections import MechanismsReport, bodies, bodies_of
    from dragoman.projections.reports.contacts import mechanisms_met, names_people

    prepare(session, forms)
    context = filters.context(session)
    terms = filters.terms(session)
    with session.reading(as_of) as (reading, today):
        if names_people(terms):
            found = bodies_of(reading, today, mechanisms_met(reading, terms))
        else:
            found = bodies(reading, today, terms)
        content = MechanismsReport(as_of=reading.as_of, context=list(context), mechanisms=found)
        head = facts(reading, today, as_of, context)
    return give(session, forms, content, lambda: page(found, head), lambda: map(flat, found))


COLUMNS = (
    Column("record", style="ref", tree=True),
    Column("title", least=30),
    Column("date", least=10, folds=True),
    Column("place", style="place", least=8, folds=True),
    Column("parties", style="dim", least=12, codes=True),
    Column("status", style="dim"),
)


def page(bodies: "list[MechanismShape]", head: list[str]) -> Page:
    """Return the page of standing bodies, with their sessions, warnings and next session."""
    lines = [row for body in bodies for row in (_row(body), *map(_session, body.sessions))]
    nothing = "No mechanisms are recorded. To record one, type: dragoman mechanism establish --help"
    standing = sum(one.status == "standing" for one in bodies)
    over = len(bodies) - standing
    dissolved = [f"{over} dissolved"] if over else []
    end = [] if bodies else [Words([nothing])]
    return Page(
        "Mechanisms", [*head, f"{standing} standing", *dissolved], [Grid(COLUMNS, lines), *end]
    )


def _row(body: "MechanismShape") -> Row:
    over = bounds_for_people(body.dissolved, "") if body.status == "dissolved" else ""
    status = body.status if body.status != "standing" else ""
    ref = Cell(body.ref, mark="mechanism")
    cells = cells_of(ref, body.title, over, "", codes_of(body.parties), status)
    facets = partial(facets_of, party=body.parties, kind=[body.body])
    return Row(cells, notes=list(_notes(body)), ref=body.ref, facets=facets)


def _notes(body: "MechanismShape") -> Iterator[str]:
    if unreadable := remark(body.unreadable_from):
        yield f"! {unreadable}"
    yield from (f"also {alias}" for alias in body.aliases)
    yield from (f"! {flag.message}" for flag in body.flags)
    if body.inferred_next:
        yield f"next, inferred: {inferred_next(body.inferred_next)}"
    yield from turn_in_words(body.turn, body.inferred_next)


def _session(one: "SessionShape") -> Row:
    number = f"session {one.session}" if one.session else "session not numbered"
    ref = Cell(one.ref, mark=mark_for("consultation", one.status))
    cells = cells_of(ref, number, bounds_for_people(one.occurred), one.place, "", one.status)
    return Row(cells, 1, ref=one.ref)

"""``dragoman topic``: everything about a topic, across kinds of record and through links."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from attrs import evolve, frozen

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Block, Cell, Column, Page, Row, Words, cells_of
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.blocks import (
    demarches_list,
    follow_ups_list,
    instruments_list,
    listed,
    listed_topics,
    past_list,
    planned_list,
)
from dragoman.cli.read.entries import codes_of
from dragoman.cli.read.reports import ALL_PARTIES, AsOf, PartyFilters
from dragoman.cli.session import Injected
from dragoman.cli.wording import bounds_for_people, facts
from dragoman.domain import SETTLED, many, quoted
from dragoman.exchange import NoRecord, UsageError

if TYPE_CHECKING:
    from dragoman.projections import DateShape, MechanismShape, Snapshot
    from dragoman.projections.reports.topic import TopicReport, Topics

MOST = 8
"""The maximum number of topics that a message lists."""


def topic(
    *words: Annotated[
        str, Parameter(help="The topic: trade, transport corridors; part of it is enough.")
    ],
    filters: PartyFilters = ALL_PARTIES,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show everything about a topic: engagements, follow-ups, instruments, messages, mechanisms."""
    from dragoman.projections.reports.topic import about_topic

    prepare(session, forms)
    text = " ".join(words).strip()
    if not text:
        raise UsageError("name a topic: dragoman topic trade")
    terms, context = filters.terms(session), filters.context(session)
    with session.reading(as_of) as (reading, today):
        found = about_topic(reading, today, meant(reading, text), terms, context)
        head = facts(reading, today, as_of, context)
    view = TopicView(found, today)
    return give(session, forms, found, lambda: view.page(head), view.rows)


def meant(snapshot: "Snapshot", text: str) -> "Topics":
    """Return the topic that a text means. Raises :class:`UsageError` unless it is clear."""
    from dragoman.projections.reports.topic import spelt, topics_like

    found = topics_like(snapshot, text)
    if found.exact is not None:
        return found
    if len(found.partly) == 1:
        return evolve(found, exact=found.partly[0], partly=[])
    if found.partly:
        some = ", ".join(spelt(snapshot, one) for one in found.partly[:MOST])
        more = f" and {len(found.partly) - MOST} more" if len(found.partly) > MOST else ""
        raise UsageError(
            f"{len(found.partly)} topics match {quoted(text)}: {some}{more}; type one of them"
        )
    from difflib import get_close_matches

    if alike := get_close_matches(text.casefold(), found.known, 3):
        names = " or ".join(spelt(snapshot, one) for one in alike)
        raise NoRecord(f"no record has the topic {quoted(text)}; did you mean {names}?")
    raise NoRecord(
        f"no record has the topic {quoted(text)}; to find records by their words, type:"
        f" dragoman search {shlex.quote(text)}"
    )


@frozen
class TopicView:
    """The view of the report on a topic."""

    found: "TopicReport"
    today: date

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the report, without empty lists."""
        found = self.found
        owed = sum(one.state not in SETTLED for one in found.follow_ups)
        counts = [many(len(found.engagements), "engagement"), f"{owed} open"]
        blocks = list(self._blocks()) or [Words(["No records match."])]
        if found.related:
            others = listed_topics(dict.fromkeys(found.related, ""))
            blocks.append(Words([("Other topics: ", "dim"), *others]))
        return Page(f"Topic: {found.topic}", [*head, *counts], blocks)

    def _blocks(self) -> Iterator[Block]:
        found, today = self.found, self.today
        owed = [one for one in found.follow_ups if one.state not in SETTLED]
        settled = [one for one in found.follow_ups if one.state in SETTLED]
        sessions = [one for one in found.engagements if one.kind == "consultation"]
        others = [one for one in found.engagements if one.kind != "consultation"]
        yield from follow_ups_list("OPEN FOLLOW-UPS", owed, today, None)
        yield from planned_list("PLANNED", found.scheduled, today, None)
        yield from planned_list("PLANNED, NEVER CONFIRMED", found.unconfirmed, today, None)
        yield from past_list("VISITS AND MEETINGS", others, today, None)
        yield from past_list("SESSIONS", sessions, today, None)
        yield from instruments_list(found.instruments, None, where=True)
        yield from demarches_list(found.demarches, None)
        yield from listed("MECHANISMS", _BODIES, map(_body, found.mechanisms), None)
        yield from follow_ups_list("SETTLED FOLLOW-UPS", settled, today, None)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for CSV for each record, in the order of the page."""
        found = self.found
        for owed in found.follow_ups:
            yield _csv("follow-up", owed, owed.state, owed.what, owed.due, owed.agreed_in)
        for plan in (*found.scheduled, *found.unconfirmed):
            yield _csv(plan.kind, plan, plan.status, plan.title, plan.occurred, plan.part_of)
        for past in found.engagements:
            yield _csv(past.kind, past, past.status, past.title, past.occurred, past.part_of)
        for paper in found.instruments:
            when = paper.signed or paper.in_force
            yield _csv("instrument", paper, paper.status, paper.title, when, paper.signed_in)
        for sent in found.demarches:
            sides = (sent.sender, *sent.recipients)
            row = _csv("demarche", sent, sent.status, sent.subject, sent.occurred)
            yield row | {"parties": "; ".join(sides)}
        for body in found.mechanisms:
            yield _csv("mechanism", body, body.status, body.title, body.established)


_BODIES = (
    Column("record", style="ref"),
    Column("title", least=28),
    Column("parties", style="dim", least=11, codes=True),
    Column("last", least=16, folds=True),
)


def _body(one: "MechanismShape") -> Row:
    held = [session for session in one.sessions if session.status == "held"]
    last = f"{bounds_for_people(held[-1].occurred)}  {held[-1].ref}" if held else "no session held"
    cells = cells_of(Cell(one.ref, mark="mechanism"), one.title, codes_of(one.parties), last)
    return Row(cells, ref=one.ref)


def _csv(
    kind: str,
    one: Any,
    status: str,
    title: str | None,
    when: "DateShape | None",
    through: str | None = None,
) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "kind": kind,
        "status": status,
        "title": title or "",
        "date": when.edtf if when else "",
        "place": getattr(one, "place", None) or "",
        "parties": "; ".join(getattr(one, "parties", ())),
        "through": through or "",
    }

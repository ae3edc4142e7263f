"""Reports as of a past position equal the reports that Dragoman gave at that time."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace
from sqlalchemy import select

from dragoman.domain.terms import involves
from dragoman.projections import follow_ups, mechanisms, parties, timeline
from dragoman.projections.differences import SECTIONS, Difference
from dragoman.projections.reports import records
from dragoman.projections.reports.history import history
from dragoman.projections.reports.steps import StepEntry, audit_steps
from dragoman.projections.schema import refs
from dragoman.projections.shapes import entry_shapes
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.views import Views
from tests.projections.histories import (
    Act,
    histories,
    last,
    perform,
    position,
    recorder,
    shelf,
)
from tests.projections.test_views import grown, standing

TODAY = date(2025, 6, 20)
WANTED = (
    timeline.TimelineQuery(),
    timeline.TimelineQuery(terms=(involves("AZ"), involves("IQ"))),
    timeline.TimelineQuery(kinds=("visit", "instrument")),
    timeline.TimelineQuery(first=date(2025, 1, 1).toordinal(), limit=3),
)

often = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def known(snapshot: Snapshot) -> list[int]:
    """Return the numbers of the records that exist in the snapshot."""
    query = select(refs.c.record).where(refs.c.record <= snapshot.position)
    return list(snapshot.views.execute(query.order_by(refs.c.record)).scalars())


def reports(snapshot: Snapshot) -> Iterator[Any]:
    """Yield the data of the reports on a snapshot."""
    for wanted in WANTED:
        found = timeline.timeline_entries(snapshot, wanted)
        yield entry_shapes(snapshot, found), [one.depth for one in found]
        yield follow_ups.about(snapshot, TODAY, [one.id for one in found])
    for terms in ((), (involves("AZ"),)):
        yield follow_ups.items(snapshot, TODAY, terms)
        yield follow_ups.items(snapshot, TODAY, terms, still=True)
        yield mechanisms.bodies(snapshot, TODAY, terms)
        yield parties.people(snapshot, terms)
    yield parties.people(snapshot, named="a")
    yield parties.namesakes(snapshot, "A", "AZ")


def sheets(views: Views, snapshot: Snapshot) -> Iterator[Any]:
    """Yield every record with all of its fields, and the history of the record."""
    with views.register.connect() as register:
        for record in known(snapshot):
            yield records.whole(snapshot, record, TODAY)
            yield records.known_of(snapshot, snapshot.id_of(record))
            yield history(register, snapshot, snapshot.id_of(record))


def given_out(views: Views, at: int, whole: bool) -> list[Any]:
    """Return the data of the reports as of a position.

    If ``whole`` is true, add every record and its history.
    """
    with views.reading(at) as snapshot:
        assert snapshot.position == at
        found = [*reports(snapshot)]
        return [*found, *sheets(views, snapshot)] if whole else found


@often
@given(history_=histories, turn=st.integers(0, 4))
def test_reports_as_of_a_position_are_those_of_that_time(
    history_: list[list[Act]], turn: int
) -> None:
    """Reports as of a position equal the reports on a register that ends at this position."""
    with shelf() as one:
        live, until = one.views(), one.views()
        perform(history_, recorder(one.engine()), live)
        for then in grown(one):
            at = position(then)
            whole = at % 5 == turn
            assert given_out(live, at, whole) == given_out(then, at, whole)
            until.refresh(until=at)
            assert position(until) == at
            assert standing(until, at) == standing(then, at)


@often
@given(history_=histories)
def test_steps_up_to_a_position_are_those_of_that_time(history_: list[list[Act]]) -> None:
    """The audit steps up to a position contain each event once, in order."""
    with shelf() as one:
        live = one.views()
        perform(history_, recorder(one.engine()), live)
        end = last(live.register)
        with live.reading() as snapshot, live.register.connect() as register:
            entries = list(audit_steps(register, snapshot))
        stepped = [event for entry in entries for event in entry.events]
        assert [event.position for event in stepped] == list(range(1, end + 1))
        for then in grown(one):
            at = position(then)
            with then.reading() as snapshot, then.register.connect() as register:
                expected = list(audit_steps(register, snapshot))
            events = [event for entry in expected for event in entry.events]
            assert events == stepped[:at]
            with live.reading(at) as snapshot, live.register.connect() as register:
                found = list(audit_steps(register, snapshot))
            assert without_circumstances(found) == without_circumstances(expected)


def without_circumstances(entries: list[StepEntry]) -> list[StepEntry]:
    """Return log entries without clock, account and host, which a copy of the events lacks."""
    return [replace(one, clock=None, os_user=None, host=None) for one in entries]


def had(views: Views, term: str, first: int, last_: int) -> set[int]:
    """Return the records that had ``term`` at some position from ``first`` to ``last_``."""
    found: set[int] = set()
    for at in range(first, last_ + 1):
        with views.reading(at) as snapshot:
            found |= set(snapshot.records(term))
    return found


@often
@given(history_=histories, data=st.data())
def test_a_difference_consists_of_the_events_in_between(
    history_: list[list[Act]], data: st.DataObject
) -> None:
    """The difference between two positions contains each event in between once, in order."""
    with shelf() as one:
        live = one.views()
        perform(history_, recorder(one.engine()), live)
        end = last(live.register)
        for _ in range(3):
            first, second = sorted(data.draw(st.integers(0, end)) for _ in range(2))
            with (
                live.reading(first) as before,
                live.reading(second) as after,
                live.register.connect() as register,
            ):
                found = list(Difference(register, before, after).events())
                stood = {
                    (after.ref(record), step.position): step
                    for record in known(after)
                    for step in history(register, after, after.id_of(record))
                }
                terms = (involves("AZ"), involves("IQ"))
                of_two = list(Difference(register, before, after, terms).events())
                wanted = {
                    after.ref(record)
                    for record in had(live, terms[0], first, second)
                    & had(live, terms[1], first, second)
                }
            assert [event.position for event in found] == list(range(first + 1, second + 1))
            for event in found:
                step = stood[event.ref or "", event.position]
                assert asdict(step).items() <= asdict(event).items()
                assert event.section in SECTIONS
            assert of_two == [event for event in found if event.ref in wanted]

"""Reports give the same counts from stored tallies as from the contacts themselves."""

from collections.abc import Iterator
from datetime import date
from itertools import starmap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.refs import Ref
from dragoman.domain.terms import involves
from dragoman.projections.reports import activity as activities
from dragoman.projections.reports import brief as briefs
from dragoman.projections.reports import outlooks
from dragoman.projections.reports import silence as silences
from dragoman.projections.reports import subject as subject_of
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery
from tests.projections.histories import Act, histories, perform, position, recorder, shelf
from tests.projections.test_as_of import often
from tests.projections.test_views import grown

TODAY = date(2025, 6, 20)
PERIODS = (
    *((date(2024, 7, 1), date(2025, 6, 30)), (date(2025, 1, 1), date(2025, 4, 30))),
    *((date(2022, 3, 1), date(2025, 6, 30)), (date(2024, 7, 2), date(2025, 6, 30))),
    (date(1955, 5, 1), date(2026, 7, 31)),
)
WINDOWS = [window for window in starmap(activities.Window.of, PERIODS) if window]
EVERY = 4
"""The interval of positions at which a test compares the counts, besides the last position."""
DESKS = ((), ("AZ",), ("IQ", "AZ"), ("AZ", "IQ", "TR"))


def subjects(snapshot: Snapshot) -> Iterator[list[subject_of.Subject]]:
    """Yield the subjects of some briefs: states, pairs of states, and a party."""
    az, iq = (subject_of.Subject(code, code) for code in ("AZ", "IQ"))
    yield from ([az], [iq], [az, iq], [iq, az])
    party = snapshot.record(Ref.of("party", 1))
    about = subject_of.of_party(snapshot, party) if party else None
    yield from [[about], [about, az]] if about else []


def counted(snapshot: Snapshot) -> list[Any]:
    """Return the reports that count contacts."""
    found: list[Any] = [
        silences.silence(snapshot, TODAY, 0, TimelineQuery(tuple(map(involves, desk))), desk)
        for desk in DESKS
    ]
    found += [
        activities.activity(
            snapshot, TimelineQuery(tuple(map(involves, desk))), window, rows, TODAY, 3
        )
        for desk in DESKS
        for window in WINDOWS
        for rows in [activities.RowGrouping("country", desk)]
    ]
    found += [outlooks.outlooks(snapshot, TODAY, tuple(map(involves, desk))) for desk in DESKS]
    return [*found, *(briefs.brief(snapshot, TODAY, some, ()) for some in subjects(snapshot))]


@often
@given(history=histories, turn=st.integers(0, EVERY - 1))
def test_tallies_agree_with_contacts(history: list[list[Act]], turn: int) -> None:
    """The stored tallies, which each event changes, give the same counts as the contacts.

    The counts as of a past position are the same, too.
    """
    with shelf() as one:
        live = one.views()
        perform(history, recorder(one.engine()), live)
        end = position(live)
        for then in grown(one):
            at = position(then)
            if at % EVERY != turn and at != end:
                continue
            with then.reading() as snapshot:
                stored = counted(snapshot)
                with pytest.MonkeyPatch.context() as patch:
                    for module in (activities, briefs, silences, outlooks):
                        patch.setattr(module, "stored_sides", lambda *_: None)
                    assert counted(snapshot) == stored
            with live.reading(at) as snapshot:
                assert counted(snapshot) == stored


@often
@given(history=histories)
def test_a_past_position_is_not_in_the_tallies(history: list[list[Act]]) -> None:
    """The views store tallies only for the last position."""
    with shelf() as one:
        live = one.views()
        perform(history, recorder(one.engine()), live)
        end = position(live)
        for at in range(1, end + 1):
            with live.reading(at) as snapshot:
                assert bool(briefs.stored_sides(snapshot, [involves("AZ")])) == (at == end)

"""Undoing an entry and recording the entry again loses nothing."""

from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dragoman.domain import corrections
from dragoman.domain.refusal import Refused
from dragoman.projections.reports import records
from dragoman.projections.views import Views
from dragoman.store.log.register import RegisterUnitOfWork
from tests.projections.histories import (
    CHANGING,
    FOUNDING,
    Act,
    histories,
    perform,
    recorder,
    shelf,
)
from tests.projections.test_as_of import known, reports

often = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def telling(draw: st.DrawFn) -> Act:
    """Draw a command that a dispatch can contain.

    The command creates or changes a record.
    """
    return draw(st.sampled_from(FOUNDING + CHANGING))(draw)


def subject(act: Act) -> UUID:
    """Return the record that a command is about."""
    return next(one for one in act.arguments if isinstance(one, UUID))


dispatches = st.lists(telling(), min_size=1, max_size=4, unique_by=subject)
"""Draw commands about different records, as in a file."""


def recorded(dispatch: list[Act], uow: RegisterUnitOfWork, restores: bool = False) -> list[Act]:
    """Run the commands of a dispatch; return the commands that Dragoman accepts."""
    accepted = []
    for act in dispatch:
        with suppress(Refused), uow.attempt():
            corrections.brought_back(uow, subject(act), restores)
            act(uow)
            accepted.append(act)
    return accepted


def told(views: Views) -> list[Any]:
    """Return the data of the current reports, and the facts of every record."""
    with views.reading() as snapshot:
        facts = [records.known_of(snapshot, snapshot.id_of(one)) for one in known(snapshot)]
        return [*reports(snapshot), *facts]


@often
@given(history=histories, dispatch=dispatches)
def test_undoing_and_recording_again_loses_nothing(
    history: list[list[Act]], dispatch: list[Act]
) -> None:
    """If somebody undoes an entry and records it again, the reports are the same as before."""
    with shelf() as one:
        views = one.views()
        register = recorder(views.register)
        perform(history, register, views)
        entry = register.record(partial(recorded, dispatch), views)
        before = told(views)
        try:
            register.record(lambda uow: corrections.undo(uow, entry.id), views)
        except Refused:
            assume(False)
        again = register.record(partial(recorded, entry.result, restores=True), views)
        assert again.result == entry.result
        assert told(views) == before

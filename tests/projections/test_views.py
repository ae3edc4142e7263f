"""Every way of building the views gives the same views at every position."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from shutil import copytree
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve as replaced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, insert, select, update

import dragoman.projections.views
from dragoman.domain import use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.source import Source
from dragoman.domain.visit import KIND as VISIT
from dragoman.projections import build
from dragoman.projections.build import catch_up
from dragoman.projections.forever import FOREVER
from dragoman.projections.replay import replay
from dragoman.projections.schema import metadata, progress, refs
from dragoman.projections.views import Views, open_views
from dragoman.store.engines.database import schema_objects, writing
from dragoman.store.log.register import Register
from dragoman.store.log.schema import events
from tests import servers
from tests.conftest import remove
from tests.projections.histories import (
    PEOPLE,
    SOURCES,
    Act,
    Shelf,
    built,
    differences,
    histories,
    last,
    perform,
    position,
    record,
    recorder,
    shelf,
    sizes,
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Shelf]:
    """Yield a folder for a register and its views, for one test."""
    one = Shelf(tmp_path)
    yield one
    one.close()


def versioned_tables() -> list[Table]:
    """Return the tables whose rows are valid from one position until another."""
    return [table for table in metadata.sorted_tables if "until" in table.c]


def standing(views: Views, position: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table as of a position, without the column ``until``."""
    rows = {}
    with views.engine.connect() as connection:
        for table in versioned_tables():
            columns = [column for column in table.c if column.name != "until"]
            query = select(*columns).where(table.c.since <= position, table.c.until > position)
            rows[table.name] = sorted(map(tuple, connection.execute(query)), key=repr)
        known = select(refs).where(refs.c.record <= position)
        rows["refs"] = sorted(map(tuple, connection.execute(known)))
    return rows


def grown(one: Shelf) -> Iterator[Views]:
    """Yield the views of a growing register: after the first event, after the second, and so on."""
    with one.engine().connect() as connection:
        rows = connection.execute(select(events).order_by(events.c.position)).all()
    prefix = Shelf(one.folder, f"prefix-{uuid4().hex}", one.opened)
    prefix.puts_in_file()
    engine, views = prefix.engine(), prefix.views()
    for row in rows:
        with writing(engine) as connection:
            connection.execute(insert(events).values(**row._asdict()))
        views.refresh()
        yield views


quietly = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


# --- Ways to build views ----------------------------------------------------------------------


@quietly
@given(history=histories, batch=st.integers(1, 7), remembered=st.integers(1, 3))
def test_views_are_the_same_however_they_were_built(
    history: list[list[Act]], batch: int, remembered: int
) -> None:
    """Views have the same rows whether Dragoman builds the views entry by entry or in batches."""
    with shelf() as one:
        live = one.views()
        perform(history, recorder(one.engine()), live)
        at_once = built(one, 2000, 20_000)
        assert differences(at_once, live) == []
        assert differences(at_once, built(one, 1, 1)) == []
        assert differences(at_once, built(one, batch, remembered)) == []
        live.rebuild()
        assert differences(at_once, live) == []


@quietly
@given(history=histories)
def test_views_as_of_a_position_are_those_of_that_time(history: list[list[Act]]) -> None:
    """The rows as of a position equal the rows of a register that ends at the position.

    A ref always names the same record.
    """
    with shelf() as one:
        live = one.views()
        perform(history, recorder(one.engine()), live)
        before: list[Any] = []
        for then in grown(one):
            stood = standing(then, position(then))
            assert standing(live, position(then)) == stood
            assert stood["refs"][: len(before)] == before
            before = stood["refs"]
        assert_never_overlapping(live)
        assert_numbered_without_gaps(live)


def assert_never_overlapping(live: Views) -> None:
    """Check that each row ends after it begins, within the log, unless it is still valid."""
    end = last(live.register)
    with live.engine.connect() as connection:
        for table in versioned_tables():
            for row in connection.execute(select(table)):
                assert 1 <= row.since < row.until
                assert row.since <= end
                assert row.until <= end or row.until == FOREVER


def assert_numbered_without_gaps(live: Views) -> None:
    """Check that the refs of each kind have the numbers 1, 2, 3 and so on."""
    with live.reading() as reading:
        found = reading.views.execute(select(refs.c.kind, refs.c.number)).all()
    for kind in {row.kind for row in found}:
        numbers = sorted(row.number for row in found if row.kind == kind)
        assert numbers == list(range(1, len(numbers) + 1))


# --- Concurrent builders ----------------------------------------------------------------------


def visits(register: Register, views: Views, numbers: Sequence[int]) -> None:
    """Record some visits: announce and conclude each of them, and add the places at the end.

    The last event of each visit is therefore far from the others in the log.
    """
    for number in numbers:
        facts = Particulars(title=f"Visit {number}", host="IQ", sources=SOURCES[:1])
        facts = replaced(facts, participants=(PEOPLE[number % len(PEOPLE)],))
        register.record(visiting(number, "announced", facts), views)
        facts = Particulars(occurred=parse_date("2025-04-20"), sources=SOURCES[1:])
        register.record(visiting(number, "concluded", facts), views)
    for number in numbers:
        facts = Particulars(place="Baku", sources=(Source(title="Report 3"),))
        register.record(visiting(number, "concluded", facts), views)
    views.refresh()


def visiting(number: int, status: str, facts: Particulars) -> Act:
    """Return a command that advances a visit to ``status``."""
    return Act(use_cases.engage, (VISIT, record("visit", number), status, facts))


@pytest.fixture(scope="module")
def recorded_once(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Return a shelf with a register of more than a hundred entries, and the register's views."""
    one = Shelf(tmp_path_factory.mktemp("busy"))
    visits(recorder(one.engine()), one.views("live"), range(40))
    one.close()
    servers.keep()
    return one


@pytest.fixture
def busy(place: Shelf, recorded_once: Shelf) -> Shelf:
    """Return a copy of a register with more than a hundred entries, and of its views."""
    copytree(recorded_once.folder, place.folder, dirs_exist_ok=True)
    if recorded_once.place.url:
        place.places["register"] = servers.copied_register(recorded_once.place)
    return place


def test_a_builder_continues_after_another_one(busy: Shelf) -> None:
    """A builder continues correctly after the batches that another builder has applied."""
    ours = busy.views("shared")
    theirs = ours

    def interrupted(done: int, total: int) -> None:
        with theirs.register.connect() as register:
            catch_up(register, theirs.engine, min(done + 7, total))

    with sizes(5, 20_000):
        ours.refresh(until=5)
        theirs = busy.views("shared")
        ours.refresh(interrupted)
    assert position(ours) == last(ours.register)
    assert differences(built(busy, 2000, 20_000), ours) == []


def removed(views: Views) -> None:
    """Delete the views, as a user who clears the cache would do."""
    remove(views.path)


@pytest.mark.parametrize("interruption", [removed, Views.rebuild])
@pytest.mark.parametrize("begun", [0, 5], ids=["from scratch", "in place"])
def test_views_replaced_during_a_build_are_built_correctly(
    busy: Shelf, begun: int, interruption: Callable[[Views], None]
) -> None:
    """If somebody replaces the views during a build, Dragoman applies each event exactly once."""
    ours, once = busy.views("shared"), iter([True])
    ours.refresh(until=begun)
    theirs = busy.views("shared")

    def interrupted(done: int, total: int) -> None:
        if done >= 50 and next(once, False):
            interruption(theirs)

    with sizes(5, 20_000):
        ours.refresh(interrupted) if begun else ours.rebuild(interrupted)
    ours.refresh()
    assert differences(built(busy, 2000, 20_000), ours) == []
    others = busy.views("shared")
    others.refresh()
    assert differences(built(busy, 2000, 20_000), others) == []


def test_a_slow_builder_leaves_views_that_have_come_further(busy: Shelf) -> None:
    """A slow builder does not replace views that another process has built from a longer log."""
    slow, quick, once = busy.views("shared"), busy.views("shared"), iter([True])

    def overtaken(done: int, total: int) -> None:
        if next(once, False):
            visits(recorder(busy.engine()), busy.views("other"), [50])
            quick.refresh()

    with sizes(5, 20_000):
        slow.refresh(overtaken)
    assert position(slow) == last(slow.register)
    assert position(busy.views("shared")) == last(slow.register)


def test_views_that_another_process_replaced_are_opened_again(busy: Shelf) -> None:
    """If another process replaces the views, Dragoman opens the new file."""
    ours, theirs = busy.views("shared"), busy.views("shared")
    ours.refresh()
    spoil(ours)
    theirs.rebuild()
    ours.refresh()
    assert not is_spoilt(ours)


@pytest.mark.parametrize("attempt", range(3))
def test_builders_in_threads_apply_each_event_once(busy: Shelf, attempt: int) -> None:
    """Four threads that build the same views at once give the same result as one thread."""
    several = [busy.views(f"shared-{attempt}") for _ in range(4)]
    barrier = Barrier(len(several))

    def refresh(views: Views) -> None:
        barrier.wait()
        views.refresh()

    with sizes(3, 20_000), ThreadPoolExecutor(len(several)) as pool:
        list(pool.map(refresh, several))
    assert position(several[0]) == last(several[0].register)
    assert differences(built(busy, 2000, 20_000), several[0]) == []


def refresh_elsewhere(one: Shelf, name: str, ready: Any) -> None:
    """Build views in a separate process, as soon as all processes are ready."""
    views = one.views(name)
    with sizes(3, 20_000):
        ready.wait()
        views.refresh()
    one.close()


def test_builders_in_processes_apply_each_event_once(busy: Shelf) -> None:
    """Three processes that build the same views at once give the same result as one process."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(3)
    processes = [
        context.Process(target=refresh_elsewhere, args=(busy, "shared", ready)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert differences(built(busy, 2000, 20_000), busy.views("shared")) == []


class Killed(Exception):
    """The error with which a test stops a builder."""


@pytest.mark.parametrize("batches", [1, 2, 5, 11])
def test_a_builder_stopped_between_batches_can_be_resumed(busy: Shelf, batches: int) -> None:
    """If a builder stops between two batches, the next builder continues after the last batch."""
    views, left = busy.views("stopped"), iter(range(batches))
    views.refresh(until=7)

    def stop(done: int, total: int) -> None:
        if next(left, None) is None:
            raise Killed

    with sizes(7, 20_000):
        with pytest.raises(Killed):
            views.refresh(stop)
        reached = position(views)
        assert reached == 7 * (batches + 2)
        assert standing(views, reached) == standing(busy.views("live"), reached)
        views.refresh()
    assert differences(built(busy, 2000, 20_000), views) == []


@pytest.mark.parametrize("batches", [0, 1, 1000])
def test_a_new_file_is_complete_or_missing(busy: Shelf, batches: int) -> None:
    """A builder that stops early leaves no new file.

    A builder that finishes leaves a file with all indexes.
    """
    views, left = busy.views("new"), iter(range(batches))

    def stop(done: int, total: int) -> None:
        if next(left, None) is None:
            raise Killed

    with sizes(7, 20_000):
        with suppress(Killed):
            views.refresh(stop)
        beside = [one.name for one in busy.folder.glob("views-new*")]
        assert [name for name in beside if not name.endswith(("-wal", "-shm"))] == (
            ["views-new.db"] if batches == 1000 else []
        )
        views.refresh()
    with views.engine.connect() as connection:
        found = {one.name for one in schema_objects(connection) if one.type == "index" and one.sql}
    assert found == {index.name for table in metadata.sorted_tables for index in table.indexes}


def test_views_that_were_changed_are_rebuilt(busy: Shelf) -> None:
    """Dragoman rebuilds views into which another program has inserted a ref for a record's id."""
    views, other = busy.views("live"), busy.views("other")
    other.refresh()
    taken = {"record": 10**6, "kind": "visit", "number": 10**6, "id": record("visit", 50).hex}
    with writing(views.engine) as connection:
        connection.execute(insert(refs).values(taken))
    facts = Particulars(title="Visit 50", host="IQ")
    recorder(busy.engine()).record(visiting(50, "announced", facts), other)
    views.refresh()
    assert differences(built(busy, 2000, 20_000), views) == []


@pytest.mark.parametrize("step", ["_number", "_apply"])
def test_a_batch_that_fails_leaves_nothing(
    busy: Shelf, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A builder that fails within a batch leaves nothing from this batch in the views."""
    views, calls = busy.views(), iter(range(3))
    genuine = getattr(build, step)

    def dying(*arguments: Any) -> Any:
        done = genuine(*arguments)
        if next(calls, None) is None:
            raise Killed
        return done

    with sizes(7, 20_000):
        views.refresh(until=7)
        monkeypatch.setattr(build, step, dying)
        with pytest.raises(Killed):
            views.refresh()
        assert position(views) == 28
        assert standing(views, FOREVER - 1) == standing(views, 28)
        monkeypatch.setattr(build, step, genuine)
        views.refresh()
    assert differences(built(busy, 2000, 20_000), views) == []


# --- Views from elsewhere ---------------------------------------------------------------------


def spoil(views: Views) -> None:
    """Change the views in a way that only a rebuild repairs."""
    with writing(views.engine) as connection:
        connection.execute(update(refs).values(number=refs.c.number + 1000))


def is_spoilt(views: Views) -> bool:
    """Return whether the views still have the change that ``spoil`` makes."""
    with views.engine.connect() as connection:
        return bool(connection.execute(select(refs).where(refs.c.number > 1000)).first())


def test_views_that_are_up_to_date_are_left_alone(busy: Shelf) -> None:
    """Dragoman does not rebuild views that are up to date."""
    views = busy.views("live")
    spoil(views)
    views.refresh()
    assert is_spoilt(views)


@pytest.mark.parametrize("grown", [0, 1], ids=["same version", "later version"])
@pytest.mark.parametrize("more", [True, False], ids=["after more events", "without a new event"])
def test_views_of_another_edition_are_rebuilt(
    busy: Shelf, more: bool, grown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the views have another edition than the program expects, the next use rebuilds them."""
    spoil(busy.views("live"))
    another_edition(monkeypatch, grown)
    if more:
        visits(recorder(busy.engine()), busy.views("other"), [40])
    views = busy.views("live")
    with views.reading():
        pass
    assert views.file.path == views.file.home
    assert not is_spoilt(views)
    with views.engine.connect() as connection:
        assert connection.execute(select(progress.c.edition)).scalar_one() == "timeline 2"


def another_edition(monkeypatch: pytest.MonkeyPatch, grown: int) -> None:
    """Make Dragoman expect another edition of the views, with a version higher by ``grown``."""
    known = dragoman.projections.views.design()
    other = replaced(known, edition="timeline 2", version=known.version + grown)
    monkeypatch.setattr(dragoman.projections.views, "design", lambda: other)


def test_views_of_a_newer_program_are_not_used(
    busy: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older Dragoman does not change views of a newer version.

    The older Dragoman builds temporary views, and prints a message.
    """
    newer = busy.views("live")
    spoil(newer)
    another_edition(monkeypatch, -1)
    said: list[str] = []
    older = open_views(busy.engine(), newer.path, said.append)
    with older.reading():
        assert older.file.path != older.file.home
        assert not is_spoilt(older)
    older.dispose()
    assert "made by a newer Dragoman" in said[0]
    assert is_spoilt(newer)


def test_views_of_another_register_are_left_alone(busy: Shelf) -> None:
    """Dragoman leaves views of another register unchanged and builds temporary views."""
    live = busy.views("live")
    other = Shelf(busy.folder, "other", busy.opened)
    visits(recorder(other.engine()), other.views("own"), range(1))
    taken_over = other.views("live")
    taken_over.refresh()
    assert taken_over.file.path != taken_over.file.home
    assert differences(other.views("own"), taken_over) == []
    live.refresh()
    assert differences(built(busy, 2000, 20_000), live) == []


def test_a_snapshot_stays_at_its_position(busy: Shelf) -> None:
    """An open snapshot does not change while other processes record entries."""
    views = busy.views("live")
    with views.reading() as reading:
        before = standing(views, reading.position)
        visits(recorder(busy.engine()), busy.views("live"), [40, 41])
        assert standing(views, reading.position) == before
        assert reading.position < last(views.register)


@pytest.mark.parametrize("as_of", [0, 1, 17, None])
def test_a_snapshot_says_when_its_position_was_recorded(busy: Shelf, as_of: int | None) -> None:
    """A snapshot has the time of its last event, or no time at position 0."""
    with busy.views("live").reading(as_of) as reading:
        assert reading.position == (last(busy.engine()) if as_of is None else as_of)
        assert (reading.recorded_at is None) == (reading.position == 0)


def test_a_replay_during_recording_compares_one_moment(busy: Shelf) -> None:
    """Events that other processes record during a replay do not count as differences."""
    live = busy.views("live")
    live.refresh()
    fresh, numbers = busy.views("fresh"), count(40)

    def others_record(done: int, total: int) -> None:
        visits(recorder(busy.engine()), busy.views("live"), [next(numbers)])

    with sizes(10, 10):
        verdict = replay(live, fresh, others_record)
    assert verdict.differences == []
    assert verdict.position < last(busy.engine())

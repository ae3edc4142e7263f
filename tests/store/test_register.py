"""The register: each use case becomes one atomic entry, even if many processes record at once."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from dragoman.domain import corrections, terms, use_cases
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingHeld
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import party_id
from dragoman.domain.refusal import Refused
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone
from dragoman.domain.visit import KIND as VISIT
from dragoman.projections.views import open_views
from dragoman.store.engines.database import writing
from dragoman.store.engines.opening import open_register
from dragoman.store.errors import RegisterError, explained
from dragoman.store.log import queries
from dragoman.store.log.register import Register
from dragoman.store.log.schema import events
from tests.store.registers import (
    NOON,
    SHARED,
    Clock,
    Nowhere,
    cite,
    last_position,
    meet,
    meet_and_cite,
    number,
    record_many,
)

ALIYEVA = terms.known_as("Leyla Aliyeva", "AZ")
ALIYEVA_ID = party_id("Leyla Aliyeva", "AZ")


@pytest.fixture
def register(engine):
    """Return a new register whose clock is at noon."""
    return Register(engine, "officer", Clock())


@pytest.fixture
def views(engine, path):
    """Yield the views of the register."""
    views = open_views(engine, path.with_name("views.db"))
    yield views
    views.engine.dispose()


def positions_of(engine):
    """Return all positions in the register, in order."""
    with engine.connect() as connection:
        return list(
            connection.execute(select(events.c.position).order_by(events.c.position)).scalars()
        )


def versions_of(engine, record):
    """Return the versions of one record, in order of position."""
    query = select(events.c.originator_version).where(events.c.originator_id == record)
    with engine.connect() as connection:
        return list(connection.execute(query.order_by(events.c.position)).scalars())


# --- One entry -----------------------------------------------------------------------------------


def test_a_use_case_becomes_one_entry(register, engine):
    """A use case becomes one entry with an author, a time and a reason."""
    entry = register.record(meet(SHARED), Nowhere(), reason="dispatch")
    assert entry.positions == [1, 2]
    with engine.connect() as connection:
        (found,) = queries.logged_entries(connection, 2)
    assert (*found[:4], found.first, found.last) == (entry.id, NOON, "officer", "dispatch", 1, 2)


def test_an_entry_returns_the_result_of_the_use_case(register):
    """An entry contains the result that its use case returns."""
    entry = register.record(meet(SHARED), Nowhere())
    assert (entry.result.record, entry.result.existed) == (SHARED, False)


def test_a_use_case_without_events_makes_no_entry(register, engine):
    """A use case that makes no events adds no entry."""
    register.record(meet(SHARED), Nowhere())
    assert register.record(meet(SHARED), Nowhere()).positions == []
    assert register.record(lambda uow: "nothing", Nowhere()).result == "nothing"
    with engine.connect() as connection:
        assert queries.count_entries(connection) == 1


@pytest.mark.parametrize("failure", [Refused("no"), ValueError("no"), KeyboardInterrupt()])
def test_a_failed_use_case_writes_nothing(register, engine, failure):
    """If a use case fails, Dragoman records nothing, and the next use case works."""

    def act(uow):
        meet(SHARED)(uow)
        raise failure

    with pytest.raises(type(failure)):
        register.record(act, Nowhere())
    assert last_position(engine) == 0
    assert register.record(meet(SHARED), Nowhere()).positions == [1, 2]


def test_a_missing_record_loads_as_none(register):
    assert register.load(SHARED) is None


def test_a_record_is_loaded(register):
    """A loaded record has its kind, its state and its version."""
    register.record(meet(SHARED), Nowhere())
    register.record(cite("News"), Nowhere())
    loaded = register.load(SHARED)
    assert (loaded.kind, loaded.version) == (MEETING, 2)
    assert [one.title for one in loaded.state.sources] == ["News"]


def test_today_is_the_day_of_the_clock(register):
    """Within a use case, ``today`` is the current date of the clock."""
    assert register.record(lambda uow: uow.today, Nowhere()).result == NOON.date()


def test_an_entry_lists_the_records_it_touched(register):
    """An entry lists the records that it changed, in order, with the versions of their events."""
    first = register.record(meet(SHARED), Nowhere())
    second = register.record(meet_and_cite("News"), Nowhere())
    assert list(register.touched(first.id).items()) == [(SHARED, [1]), (ALIYEVA_ID, [1])]
    assert register.touched(second.id)[SHARED] == [2]
    assert register.touched(number(99)) == {}


def test_a_use_case_may_give_its_reason(register, engine):
    """If the caller gives no reason, the entry takes the reason that the use case sets."""

    def act(uow):
        uow.reason = "its own"
        uow.decide(MEETING, SHARED, lambda state: [MeetingHeld(title="Talks", parties=("AZ",))])

    register.record(act, Nowhere())
    register.record(act, Nowhere(), reason="given")
    with engine.connect() as connection:
        found = [one.reason for one in queries.logged_entries(connection, last_position(engine))]
    assert sorted(found) == ["given", "its own"]


def test_a_dry_run_records_nothing(register, engine):
    """A dry run records nothing, and returns the events that a real run would record."""
    rehearsal = register.rehearse(meet(SHARED), Nowhere())
    assert (rehearsal.result.record, len(rehearsal.envelopes)) == (SHARED, 2)
    assert last_position(engine) == 0


def test_an_entry_is_undone_and_redone(register, views):
    """Undoing an undo restores the entry; the history of the record keeps every event."""
    register.record(meet(SHARED), views)
    entry = register.record(cite("News"), views).id
    undo = register.record(lambda uow: corrections.undo(uow, entry), views).id
    assert register.load(SHARED).state.sources == ()
    register.record(lambda uow: corrections.undo(uow, undo), views)
    loaded = register.load(SHARED)
    assert [one.title for one in loaded.state.sources] == ["News"]
    assert [type(event) for event in loaded.history] == [MeetingHeld, SourceCited, Undone, Undone]


def test_an_entry_that_created_records_is_undone(register, views):
    """Undoing an entry that created records retracts these records."""
    entry = register.record(meet(SHARED), views).id
    register.record(lambda uow: corrections.undo(uow, entry), views)
    assert register.load(SHARED).state.amendments.retracted
    assert register.load(ALIYEVA_ID).state.amendments is not None


# --- Decisions within an entry -------------------------------------------------------------------


def test_earlier_decisions_of_an_entry_are_loaded(register):
    """A use case sees the decisions that it made earlier in the same entry."""

    def act(uow):
        meet(SHARED)(uow)
        cite("News")(uow)
        return uow.load(SHARED).sources[0].title

    entry = register.record(act, Nowhere())
    assert (entry.result, entry.positions) == ("News", [1, 2, 3])
    assert register.load(SHARED).version == 2


def test_a_use_case_knows_the_kind_and_the_history_of_a_record(register):
    """Within a use case, the history of a record includes decisions of the same entry.

    A missing record has no kind and an empty history.
    """
    register.record(meet(SHARED), Nowhere())

    def act(uow):
        cite("News")(uow)
        return [(uow.kind_of(one), len(uow.history(one))) for one in (SHARED, number(99))]

    assert register.record(act, Nowhere()).result == [(MEETING, 2), (None, 0)]


def test_earlier_decisions_of_an_entry_are_found(register):
    """If one entry names a person twice, Dragoman registers the person once."""

    def act(uow):
        meet(SHARED)(uow)
        meet(number(2))(uow)
        return [state.name for _, state in uow.find(PARTY, ALIYEVA)]

    entry = register.record(act, Nowhere())
    assert (entry.result, len(entry.positions)) == (["Leyla Aliyeva"], 3)


def test_earlier_entries_are_found(register, views):
    """A search within a use case finds records from earlier entries and from the current entry."""
    register.record(meet(SHARED), views)

    def act(uow):
        meet(number(2))(uow)
        return [record for record, _ in uow.find(MEETING, ALIYEVA)]

    entry = register.record(act, views)
    assert (entry.result, len(entry.positions)) == ([SHARED, number(2)], 1)


def test_recording_does_not_load_long_histories(register, views, monkeypatch):
    """Recording a meeting does not load the other meetings of its participant."""
    loaded = []
    load = register.load
    monkeypatch.setattr(Register, "load", lambda _, record: loaded.append(record) or load(record))
    counts = []
    for count in range(2, 12):
        register.record(meet(number(count)), views)
        counts.append(len(loaded))
        loaded.clear()
    assert counts[-1] == counts[1]


def test_a_candidate_without_the_term_is_not_found(register):
    """If a directory proposes a record that lacks the term, the search leaves it out."""
    register.record(meet(SHARED), Nowhere())

    class Everything(Nowhere):
        def find(self, kind: str, term: str) -> list[UUID]:
            return [SHARED, number(99)]

    found = register.record(lambda uow: uow.find(MEETING, "party:DE"), Everything())
    assert found.result == []


def test_a_record_is_not_continued_as_another_kind(register, engine):
    """Dragoman refuses to add events of one kind to a record of another kind."""
    register.record(meet(SHARED), Nowhere())
    facts = Particulars(title="Visit", parties=("AZ",))
    with pytest.raises(Refused, match="is a meeting, not a visit"):
        register.record(
            lambda uow: use_cases.engage(uow, VISIT, SHARED, "announced", facts), Nowhere()
        )
    assert last_position(engine) == 2


# --- Concurrent writers --------------------------------------------------------------------------


def assert_nothing_lost(path, names, count):
    """Check that the register has every entry of every writer, in one sequence without gaps."""
    engine = open_register(path)
    positions = positions_of(engine)
    assert positions == list(range(1, len(positions) + 1))
    with engine.connect() as connection:
        entries = list(queries.logged_entries(connection, len(positions)))
    assert [entry.recorded_by for entry in entries].count(names[0]) == count
    assert len({entry.entry for entry in entries}) == len(entries) == len(names) * count
    assert [entry.first for entry in entries[1:]] == [entry.last + 1 for entry in entries[:-1]]
    assert [entry.recorded_at for entry in entries] == sorted(one.recorded_at for one in entries)
    cited = Register(engine, "reader").load(SHARED)
    assert {one.title for one in cited.state.sources} == {
        f"{name} {number}" for name in names for number in range(count)
    }
    versions = versions_of(engine, SHARED)
    assert versions == list(range(1, len(versions) + 1))
    engine.dispose()


def assert_one_party(path):
    """Check that the register has one party for the participant whom all writers name."""
    engine = open_register(path)
    with engine.connect() as connection:
        topics = [one.topic for one in queries.topics(connection, 1, last_position(engine))]
    engine.dispose()
    assert topics.count("PartyRegistered") == 1


def test_two_threads_lose_nothing(path):
    """If two threads open the same register file separately, no recording is lost."""
    names, count = ["first", "second"], 25
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(record_many, [path] * 2, names, [count] * 2))
    assert_nothing_lost(path, names, count)
    assert_one_party(path)


def test_two_threads_of_one_register_lose_nothing(register, path, views):
    """If two threads share one open register, no recording is lost."""

    def record(name):
        for count in range(20):
            register.record(meet_and_cite(f"{name} {count}"), views)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(record, ["first", "second"]))
    assert len(versions_of(register.engine, SHARED)) == 41
    assert_one_party(path)


def test_four_processes_lose_nothing(path):
    """If four processes record at once, no recording is lost and no process fails.

    Each process waits until the database is free.
    """
    names, count = ["first", "second", "third", "fourth"], 30
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        entries = list(pool.map(record_many, [path] * 4, names, [count] * 4))
    assert sum(map(len, entries)) == 120
    assert_nothing_lost(path, names, count)
    assert_one_party(path)


# --- Tampering -----------------------------------------------------------------------------------


def test_a_register_whose_tail_was_cut_reports_it(register, engine, path):
    """If somebody deletes the last events, recording fails, and the message names the register."""
    register.record(meet(SHARED), Nowhere())
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER events_keep_delete")
        connection.exec_driver_sql("DELETE FROM events WHERE position = 2")
    with pytest.raises(RegisterError, match=str(path)), explained(path):
        register.record(meet(number(2)), Nowhere())
    assert last_position(engine) == 1

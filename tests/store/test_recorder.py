"""The recorder stores author, time and reason, leaves no gaps, and writes atomically."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from sqlalchemy import func, select

from dragoman.store.engines.database import writing
from dragoman.store.log.recorder import RegisterRecorder
from dragoman.store.log.schema import events
from tests.store.registers import NOON, Clock, last_position

RECORD = UUID(int=1)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that is set to noon."""
    return Clock()


@pytest.fixture
def recorder(engine) -> RegisterRecorder:
    """Return a recorder on a new register."""
    return RegisterRecorder(engine)


def stored(*versions: int, record: UUID = RECORD) -> list[StoredEvent]:
    """Return events of one record, one event for each version."""
    return [StoredEvent(record, version, "MeetingHeld", b"{}") for version in versions]


def column(recorder: RegisterRecorder, name: str) -> list:
    """Return the values of one column of the events, by position."""
    with recorder.engine.connect() as connection:
        query = select(events.c[name]).order_by(events.c.position)
        return list(connection.execute(query).scalars())


def test_author_time_and_reason_are_stored_with_every_event(recorder):
    """Every event of an entry has the entry id, the instant, the author and the reason."""
    entry = uuid4()
    act = {"entry": entry, "recorded_by": "Ş. Məmmədov", "reason": "الزيارة 🤝"}
    assert recorder.insert_events(stored(1, 2), clock=NOON, **act) == [1, 2]
    for name, value in {**act, "recorded_at": NOON}.items():
        assert column(recorder, name) == [value, value]


def test_a_recording_without_an_entry_gets_one(recorder):
    """If the caller gives no entry id, each recording gets a new entry id."""
    recorder.insert_events(stored(1))
    recorder.insert_events(stored(2))
    assert len(set(column(recorder, "entry"))) == 2


def test_instants_are_stored_in_utc(recorder, clock):
    """The recorder stores instants in UTC with microseconds, whatever the clock's time zone."""
    clock.now = datetime.fromisoformat("2025-04-22T15:00:00.000001+03:00")
    recorder.insert_events(stored(1), clock=clock())
    assert column(recorder, "recorded_at") == [datetime(2025, 4, 22, 12, 0, 0, 1, UTC)]


@pytest.mark.parametrize("back", [{"hours": -1}, {"days": -4000}, {"microseconds": -1}])
def test_recorded_at_never_decreases(recorder, clock, back):
    """If the clock goes back, new events keep the last timestamp until the clock has passed it."""
    recorder.insert_events(stored(1), clock=clock())
    clock.wait(**back)
    recorder.insert_events(stored(2), clock=clock())
    clock.now = NOON + timedelta(seconds=1)
    recorder.insert_events(stored(3), clock=clock())
    assert column(recorder, "recorded_at") == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_positions_have_no_gaps(recorder):
    """After a failed recording, the next event gets the next position."""
    recorder.insert_events(stored(1, 2))
    with pytest.raises(IntegrityError):
        recorder.insert_events(stored(3, 2))
    recorder.insert_events(stored(3))
    assert column(recorder, "position") == [1, 2, 3]


@pytest.mark.parametrize("versions", [(1,), (3, 1), (3, 3)])
def test_a_failed_recording_leaves_nothing(recorder, versions):
    """If a version already exists or occurs twice, the recorder rejects the whole entry."""
    recorder.insert_events(stored(1, 2))
    with pytest.raises(IntegrityError):
        recorder.insert_events([*stored(1, record=uuid4()), *stored(*versions)])
    assert recorder.max_notification_id() == 2
    assert [one.originator_version for one in recorder.select_events(RECORD)] == [1, 2]


def test_an_empty_recording_makes_no_entry(recorder):
    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None


def test_a_transaction_is_atomic(recorder):
    """A transaction that fails leaves no event."""
    with suppress(KeyboardInterrupt), recorder.transaction():
        recorder.insert_events(stored(1))
        assert recorder.max_notification_id() == 1
        raise KeyboardInterrupt
    assert recorder.max_notification_id() is None


def test_a_new_transaction_after_a_failed_one_is_independent(recorder):
    """After a failed transaction, the next transaction in the same thread works."""
    with pytest.raises(KeyboardInterrupt), recorder.transaction():
        raise KeyboardInterrupt
    assert recorder.insert_events(stored(1)) == [1]


def test_positions_are_not_reused_after_the_tail_was_cut(path, recorder, engine):
    """If somebody deletes the last events, the register refuses to reuse their positions."""
    recorder.insert_events(stored(1, 2, 3))
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER events_keep_delete")
        connection.exec_driver_sql("DELETE FROM events WHERE position > 1")
    with pytest.raises(IntegrityError, match="positions are consecutive"):
        recorder.insert_events(stored(2))
    assert last_position(engine) == 1


def test_a_subscription_can_be_stopped(recorder):
    """A program can stop a subscription even if the register is empty."""
    with recorder.subscribe() as subscription:
        subscription.stop()
        assert list(subscription) == []


def test_the_last_position_is_the_number_of_events(recorder, engine):
    """The last position equals the number of events."""
    for version in range(1, 6):
        recorder.insert_events(stored(version))
    with engine.connect() as connection:
        assert connection.execute(select(func.count(events.c.position))).scalar_one() == 5
    assert recorder.max_notification_id() == 5

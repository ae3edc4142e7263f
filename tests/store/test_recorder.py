"""The recorder: who, when and why are stored; instants and positions go on; nothing is halved."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from sqlalchemy import func, select

from dragoman.store.log.recorder import RegisterRecorder
from dragoman.store.log.schema import events
from tests.store.registers import NOON, Clock, last_position

RECORD = UUID(int=1)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon."""
    return Clock()


@pytest.fixture
def recorder(engine) -> RegisterRecorder:
    """A recorder on a new register."""
    return RegisterRecorder(engine)


def stored(*versions: int, record: UUID = RECORD) -> list[StoredEvent]:
    """Events of one record, one a version."""
    return [StoredEvent(record, version, "MeetingHeld", b"{}") for version in versions]


def column(recorder: RegisterRecorder, name: str) -> list:
    """The values of one column, by position."""
    with recorder.engine.connect() as connection:
        query = select(events.c[name]).order_by(events.c.position)
        return list(connection.execute(query).scalars())


def test_who_when_and_why_are_stored_with_every_event(recorder):
    """All events of one act share the entry, the instant, the person and the reason."""
    entry = uuid4()
    act = {"entry": entry, "recorded_by": "Ş. Məmmədov", "reason": "الزيارة 🤝"}
    assert recorder.insert_events(stored(1, 2), clock=NOON, **act) == [1, 2]
    for name, value in {**act, "recorded_at": NOON}.items():
        assert column(recorder, name) == [value, value]


def test_an_act_without_an_entry_gets_one(recorder):
    """Two acts are never taken for one."""
    recorder.insert_events(stored(1))
    recorder.insert_events(stored(2))
    assert len(set(column(recorder, "entry"))) == 2


def test_instants_are_kept_in_utc(recorder, clock):
    """To the microsecond, wherever the clock stands."""
    clock.now = datetime.fromisoformat("2025-04-22T15:00:00.000001+03:00")
    recorder.insert_events(stored(1), clock=clock())
    assert column(recorder, "recorded_at") == [datetime(2025, 4, 22, 12, 0, 0, 1, UTC)]


@pytest.mark.parametrize("back", [{"hours": -1}, {"days": -4000}, {"microseconds": -1}])
def test_recorded_at_never_decreases(recorder, clock, back):
    """When the clock goes back, the last instant is kept until the clock has passed it."""
    recorder.insert_events(stored(1), clock=clock())
    clock.wait(**back)
    recorder.insert_events(stored(2), clock=clock())
    clock.now = NOON + timedelta(seconds=1)
    recorder.insert_events(stored(3), clock=clock())
    assert column(recorder, "recorded_at") == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_positions_have_no_gaps(recorder):
    """Not even where an act failed in between."""
    recorder.insert_events(stored(1, 2))
    with pytest.raises(IntegrityError):
        recorder.insert_events(stored(3, 2))
    recorder.insert_events(stored(3))
    assert column(recorder, "position") == [1, 2, 3]


@pytest.mark.parametrize("versions", [(1,), (3, 1), (3, 3)])
def test_a_failed_act_leaves_nothing(recorder, versions):
    """A version that is taken, or given twice, takes all events of its act with it."""
    recorder.insert_events(stored(1, 2))
    with pytest.raises(IntegrityError):
        recorder.insert_events([*stored(1, record=uuid4()), *stored(*versions)])
    assert recorder.max_notification_id() == 2
    assert [one.originator_version for one in recorder.select_events(RECORD)] == [1, 2]


def test_nothing_to_record_is_no_entry(recorder):
    """An empty act leaves no trace."""
    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None


def test_a_transaction_holds_all_or_nothing(recorder):
    """What is recorded within one is gone when it fails."""
    with suppress(KeyboardInterrupt), recorder.transaction():
        recorder.insert_events(stored(1))
        assert recorder.max_notification_id() == 1
        raise KeyboardInterrupt
    assert recorder.max_notification_id() is None


def test_after_a_failed_transaction_the_next_one_is_its_own(recorder):
    """A thread is not left on a connection that is closed."""
    with pytest.raises(KeyboardInterrupt), recorder.transaction():
        raise KeyboardInterrupt
    assert recorder.insert_events(stored(1)) == [1]


def test_positions_are_not_used_again_once_the_tail_is_cut(recorder, engine):
    """With the triggers gone and the last events deleted, the register refuses to go on."""
    recorder.insert_events(stored(1, 2, 3))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_keep_delete")
        connection.exec_driver_sql("DELETE FROM events WHERE position > 1")
    with pytest.raises(IntegrityError, match="positions are consecutive"):
        recorder.insert_events(stored(2))
    assert last_position(engine) == 1


def test_a_subscription_stops_when_it_is_told(recorder):
    """Also before anything was recorded."""
    with recorder.subscribe() as subscription:
        subscription.stop()
        assert list(subscription) == []


def test_counting_needs_no_gaps(recorder, engine):
    """The last position is the number of events."""
    for version in range(1, 6):
        recorder.insert_events(stored(version))
    with engine.connect() as connection:
        assert connection.execute(select(func.count(events.c.position))).scalar_one() == 5
    assert recorder.max_notification_id() == 5

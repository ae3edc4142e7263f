"""Bulk recording: a batch gives the same result as recording each use case separately."""

from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from dragoman.domain import party, terms, use_cases
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.mechanism import Charter
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import party_id
from dragoman.domain.refusal import Refused
from dragoman.domain.unit_of_work import decided
from dragoman.projections.views import open_views
from dragoman.store.log.bulk import bulk
from dragoman.store.log.register import Register
from dragoman.store.log.schema import events
from tests.store.registers import Clock, last_position, meet

NAMES = [terms.known_as("Leyla Aliyeva", "AZ"), terms.known_as("Leyla Əliyeva", "AZ")]
LEYLA = party_id("Leyla Aliyeva", "AZ")


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


def parties(engine):
    """Return the ids of the parties, one id for each registration."""
    with engine.connect() as connection:
        query = select(events.c.originator_id).where(events.c.topic == "PartyRegistered")
        return list(connection.execute(query).scalars())


def applied(views):
    """Return the position of the last event in the views."""
    return views.file.bookmark().position if views.file.bookmark() else 0


def test_a_participant_in_two_batches_is_registered_once(register, views):
    """Bulk recording registers a participant in two batches once, even if the views are behind."""
    with bulk(register, views) as recording:
        recording.record(meet(uuid4()), "one", NAMES)
        recording.record(meet(uuid4()), "two", NAMES)
    assert parties(register.engine) == [LEYLA]
    assert applied(views) < last_position(register.engine)


def test_a_known_participant_is_not_registered_again(register, views):
    """Bulk recording finds a participant who is already registered, and adds no second party."""
    register.record(meet(uuid4()), views)
    with bulk(register, views) as recording:
        recording.record(meet(uuid4()), "one", NAMES)
    assert parties(register.engine) == [LEYLA]


def test_a_spelling_added_in_one_batch_is_known_in_the_next(register, views):
    """If one batch adds a spelling of a name, the next batch knows the spelling.

    A spelling has no record id of its own, so bulk recording remembers the spelling.
    """

    def alias(work):
        decided(work, PARTY, LEYLA, partial(party.alias, names=("Leyla Əliyeva",)))

    with bulk(register, views) as recording:
        recording.record(meet(uuid4()), "one", NAMES)
        recording.record(alias, "two", NAMES)
        recording.record(meet(uuid4(), person="Leyla Əliyeva"), "three", NAMES)
    assert parties(register.engine) == [LEYLA]


def test_unannounced_names_are_looked_up(register, views):
    """Bulk recording also looks up names that the caller did not announce in advance."""
    with bulk(register, views) as recording:
        recording.record(meet(uuid4()), "one")
        recording.record(meet(uuid4()), "two")
    assert parties(register.engine) == [LEYLA]


def test_records_of_other_writers_are_found(register, views, path):
    """Bulk recording finds a party that another writer registers between two batches."""
    other = Register(register.engine, "another", Clock())
    with bulk(register, views) as recording:
        recording.record(meet(uuid4(), person="Somebody Else"), "one")
        other.record(meet(uuid4()), views)
        recording.record(meet(uuid4()), "two", NAMES)
    assert parties(register.engine).count(LEYLA) == 1


def test_a_session_number_of_an_earlier_batch_is_used(register, views):
    """Bulk recording refuses a session number that an earlier batch has used."""
    charter = Charter(body="joint commission", title="Commission", parties=("AZ", "IQ"))
    body = uuid4()
    facts = Particulars(
        title="Session", occurred=parse_date("2025-04-20"), mechanism=body, session=1
    )

    def session(record, work):
        return use_cases.engage(work, CONSULTATION, record, "held", facts)

    with bulk(register, views) as recording:
        recording.record(lambda work: use_cases.establish(work, body, charter), "one")
        recording.record(partial(session, uuid4()), "two")
        with pytest.raises(Refused):
            recording.record(partial(session, uuid4()), "three")
    assert last_position(register.engine) == 2


def test_records_announced_as_absent_are_looked_up_once(register, views):
    """If the caller says that an existing record is new, bulk recording adds no second record."""
    record = uuid4()
    register.record(meet(record), views)
    before = last_position(register.engine)
    with bulk(register, views) as recording:
        recording.record(meet(record), "again", NAMES, [record])
    assert last_position(register.engine) == before


def test_all_batches_are_recorded_or_none(register, views):
    """If an import with ``whole=True`` fails, Dragoman records no batch of the import."""

    def broken_off():
        with bulk(register, views, whole=True) as recording:
            recording.record(meet(uuid4()), "one", NAMES)
            recording.record(meet(uuid4()), "two", NAMES)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert last_position(register.engine) == 0
    with bulk(register, views, whole=True) as recording:
        recording.record(meet(uuid4()), "one", NAMES)
        recording.record(meet(uuid4()), "two", NAMES)
    assert parties(register.engine) == [LEYLA]
    assert last_position(register.engine) == 3


def test_a_failed_attempt_leaves_nothing(register, views):
    """If Dragoman refuses a use case halfway, the use case leaves no event.

    Dragoman records the other use cases of the batch.
    """

    def refused(work):
        with work.attempt():
            meet(UUID(int=2), person="Nobody")(work)
            raise Refused("no")

    def batch(work):
        with work.attempt():
            meet(UUID(int=1))(work)
        with pytest.raises(Refused):
            refused(work)
        assert work.load(UUID(int=2)) is None
        with work.attempt():
            meet(UUID(int=3))(work)

    with bulk(register, views) as recording:
        entry = recording.record(batch, "one")
    assert len(entry.positions) == 3
    assert len(parties(register.engine)) == 1


def test_bulk_and_single_recording_give_the_same_events(register, views, tmp_path):
    people = [f"Person {n % 3}" for n in range(9)]
    made = [meet(UUID(int=n), person=person) for n, person in enumerate(people, 1)]
    with bulk(register, views) as recording:
        for start in range(0, 9, 2):
            recording.record(lambda work, s=start: [act(work) for act in made[s : s + 2]], "many")

    from datetime import UTC, datetime

    from dragoman.store.engines.opening import open_register
    from dragoman.store.engines.sqlite import create_register

    path = tmp_path / "alone.db"
    create_register(path, datetime(2025, 4, 22, tzinfo=UTC))
    alone = Register(open_register(path), "officer", Clock())
    its = open_views(alone.engine, tmp_path / "alone-views.db")
    for act in made:
        alone.record(act, its)
    assert stored(register) == stored(alone)


def stored(register):
    """Return the events of a register, without their author and time."""
    columns = (events.c.originator_id, events.c.originator_version, events.c.topic, events.c.state)
    with register.engine.connect() as connection:
        return connection.execute(select(*columns).order_by(events.c.position)).all()


def test_a_linked_participant_is_the_party(register, views):
    """If a participant links to a party, the participant's name becomes a spelling of the party."""
    facts = Particulars(
        title="Talks",
        occurred=parse_date("2025-04-20"),
        parties=("AZ",),
        participants=(Participant(name="L. A.", side="AZ", party=LEYLA),),
    )
    from dragoman.domain.meeting import KIND as MEETING

    with bulk(register, views) as recording:
        recording.record(meet(uuid4()), "one", NAMES)
        recording.record(
            lambda work: use_cases.engage(work, MEETING, uuid4(), "held", facts), "two"
        )
        recording.record(meet(uuid4(), person="L. A."), "three")
    assert parties(register.engine) == [LEYLA]

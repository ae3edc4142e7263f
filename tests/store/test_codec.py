"""The codec: events are stored as plain JSON of what they make known, and read back the same."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.kinds import KINDS
from dragoman.domain.participant import Participant
from dragoman.domain.record import non_empty
from dragoman.domain.source import Source, SourceCited
from dragoman.domain.visit import VisitConcluded
from dragoman.store.log.codec import UnknownTopic, UnreadableEvent, decode, encode, topic_of
from dragoman.store.log.mapper import Envelope, EnvelopeMapper
from tests.domain.strategies import told
from tests.given import EVENTS

ROOT = Path(__file__).resolve().parents[2]
ANY_EVENT = st.sampled_from(sorted(EVENTS)).flatmap(lambda topic: told(EVENTS[topic]))
FEWEST = {
    "PartyRegistered": '{"name":"A"}',
    "PartyAliased": '{"aliases":["A"]}',
    "PartiesMerged": '{"into":"00000000-0000-0000-0000-000000000001"}',
    "PositionAssumed": '{"post":"A"}',
    "PositionLeft": '{"post":"A"}',
    "SourceCited": '{"sources":[{"title":"A"}]}',
    "ReadingDisputed": '{"field":"title","value":"A"}',
    "ReadingResolved": '{"field":"title","value":"A"}',
    "Undone": '{"entry":"00000000-0000-0000-0000-000000000001","versions":[2]}',
}
"""Events as they were first stored, where some of their fields have to be known."""

EVERY_TOPIC = pytest.mark.parametrize("topic", sorted(EVENTS))


@EVERY_TOPIC
def test_every_event_is_read_back_as_it_was(topic):
    """Whatever it makes known, in any script."""

    @settings(max_examples=25)  # of each of the forty types
    @given(told(EVENTS[topic]))
    def read_back(event):
        assert decode(topic_of(event), encode(event)) == event

    read_back()


@given(ANY_EVENT)
def test_what_is_stored_is_sorted_json(event):
    """The same event gives the same bytes, for the same proof."""
    keys = list(_keys(json.loads(encode(event))))
    assert keys == [sorted(level) for level in keys]


def _keys(tree):
    """The keys of every mapping in a tree, in the order in which they stand."""
    if isinstance(tree, dict):
        yield list(tree)
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict | list):
            yield from _keys(item)


@given(ANY_EVENT)
def test_only_what_is_known_is_stored(event):
    """A field that says nothing is left out."""
    assert json.loads(encode(event)).keys() == non_empty(event).keys()


def test_only_what_is_known_is_stored_of_values_within():
    """A participant or a source is stored as far as it is known, like the event around it."""
    event = VisitConcluded(
        title="Visit", participants=(Participant(name="Əli"),), sources=(Source(title="News"),)
    )
    assert json.loads(encode(event)) == {
        "title": "Visit",
        "participants": [{"name": "Əli", "type": "person"}],
        "sources": [{"title": "News"}],
    }


def test_the_form_of_an_event_is_kept():
    """These bytes stand in registers, and in proofs of them."""
    event = VisitConcluded(
        title="زيارة 🤝",
        occurred=parse_date("2025-04-20/2025-04-21"),
        parties=("AZ", "org:UN"),
        session=3,
        as_written={"b": "2", "a": "1"},
    )
    assert (
        encode(event)
        == (
            '{"as_written":{"a":"1","b":"2"},"occurred":"2025-04-20/2025-04-21",'
            '"parties":["AZ","org:UN"],"session":3,"title":"زيارة 🤝"}'
        ).encode()
    )


@pytest.mark.parametrize("topic", ["VisitTeleported", "", "domain.visit:VisitConcluded", "visit"])
def test_an_unknown_event_is_told_as_such(topic):
    """It may have been written by a newer version."""
    with pytest.raises(UnknownTopic, match="unknown event"):
        decode(topic, b"{}")


@EVERY_TOPIC
def test_an_old_event_of_fewer_fields_is_read(topic):
    """Fields that came later are not known of it."""
    state = FEWEST.get(topic, "{}")
    told = non_empty(decode(topic, state.encode())).keys() - {"type"}
    assert told == json.loads(state).keys()


@EVERY_TOPIC
@pytest.mark.parametrize("state", [b"", b"[]", b"null", b"\xff"])
def test_what_is_no_event_is_not_taken_for_one(topic, state):
    """Bytes that were tampered with fail, rather than read as something else."""
    with pytest.raises(UnreadableEvent, match=r".+"):
        decode(topic, state)


@pytest.mark.parametrize(
    "topic",
    [topic for topic, event in sorted(EVENTS.items()) if "sources" in attrs.fields_dict(event)],
)
def test_a_value_of_another_type_is_not_taken_for_one(topic):
    """A field holds what it is declared to hold, or the event is not read."""
    with pytest.raises(UnreadableEvent, match=r"sources"):
        decode(topic, b'{"sources":1}')


def test_a_date_that_is_none_is_not_taken_for_one():
    """Dates are read as strictly from the register as from people."""
    with pytest.raises(UnreadableEvent, match="is not a date"):
        decode("VisitConcluded", b'{"occurred":"recently"}')


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_state_can_be_encoded(kind):
    """Views keep states in the same form."""

    @given(told(kind.events[0]))
    def encoded(event):
        state = kind.evolve(None, event)
        assert json.loads(encode(state)).keys() == non_empty(state).keys()

    encoded()


@given(ANY_EVENT, st.uuids(), st.integers(1, 1000))
def test_an_envelope_comes_back_as_it_was(event, record, version):
    """With the record and the version it belongs to."""
    mapper, envelope = EnvelopeMapper(), Envelope(record, version, event)
    stored = mapper.to_stored_event(envelope)
    assert (stored.topic, stored.state) == (type(event).__name__, encode(event))
    assert mapper.to_domain_event(stored) == envelope


def test_facts_are_stored_like_events():
    """An event says no more than the facts it was cast from."""
    assert encode(Particulars(title="A")) == encode(VisitConcluded(title="A"))
    assert encode(SourceCited(sources=())) == b"{}"


def test_the_surroundings_do_not_steer_the_store(path, tmp_path):
    """Settings of the event sourcing library that lie about in the environment change nothing."""
    nonsense = (
        *("PERSISTENCE_MODULE", "CIPHER_KEY", "CIPHER_TOPIC", "COMPRESSOR_TOPIC", "MAPPER_TOPIC"),
        *(
            "FACTORY_TOPIC",
            "TRANSCODER_TOPIC",
            "IS_SNAPSHOTTING_ENABLED",
            "AGGREGATE_CACHE_MAXSIZE",
        ),
        *("SQLITE_DBNAME", "APPLICATION_RECORDER_TOPIC", "REGISTER_PERSISTENCE_MODULE"),
    )
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    program = (
        "import sys; from pathlib import Path; from tests.store.registers import record_many;"
        " record_many(Path(sys.argv[1]), 'officer', 2)"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env={**environment, **dict.fromkeys(nonsense, "nonsense")},
        cwd=ROOT,
        check=True,
    )
    with closing(sqlite3.connect(path)) as connection:
        stored = connection.execute("SELECT topic, state FROM events").fetchall()
    assert len(stored) > 2
    assert all(encode(decode(topic, state)) == state for topic, state in stored)

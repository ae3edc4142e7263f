"""The codec encodes events as plain JSON, and decodes the JSON to equal events."""

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
from dragoman.store.log import codec
from dragoman.store.log.codec import (
    UnknownTopic,
    UnreadableEvent,
    decode,
    encode,
    encoded,
    topic_of,
)
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
    "Restored": '{"versions":[2]}',
    "Undone": '{"entry":"00000000-0000-0000-0000-000000000001","versions":[2]}',
}
"""The smallest states of events whose classes have required fields."""

EVERY_TOPIC = pytest.mark.parametrize("topic", sorted(EVENTS))


@EVERY_TOPIC
def test_every_event_decodes_to_an_equal_event(topic):
    """Encoding and decoding an event with any facts, in any script, gives an equal event."""

    @settings(max_examples=25)  # for each of the roughly forty event types
    @given(told(EVENTS[topic]))
    def read_back(event):
        assert decode(topic_of(event), encode(event)) == event

    read_back()


@given(ANY_EVENT)
def test_an_encoded_event_is_not_decoded_the_first_time(event):
    """The first decoding of an event that was just encoded returns the event itself.

    Later decodings return an equal event.
    """
    stored = encoded(event)
    assert stored == (topic_of(event), encode(event))
    assert decode(*stored) is event
    again = decode(*stored)
    assert again == event
    assert again is not event


def test_only_the_last_encoded_events_are_remembered(monkeypatch):
    """The codec remembers only the last encoded events, so events do not fill the memory."""
    monkeypatch.setattr(codec, "MOST_ENCODED", 2)
    events = [VisitConcluded(title=f"Visit {number}") for number in range(7)]
    stored = [encoded(event) for event in events]
    decoded = [decode(*one) for one in stored]
    assert decoded == events
    assert sum(one is event for one, event in zip(decoded, events, strict=True)) <= 2


@given(ANY_EVENT)
def test_stored_json_is_sorted(event):
    """The keys of stored JSON are sorted, so an event always has the same bytes and proof."""
    keys = list(_keys(json.loads(encode(event))))
    assert keys == [sorted(level) for level in keys]


def _keys(tree):
    """Yield the list of keys of each mapping in a tree, in their stored order."""
    if isinstance(tree, dict):
        yield list(tree)
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict | list):
            yield from _keys(item)


@given(ANY_EVENT)
def test_only_known_fields_are_stored(event):
    """Stored JSON leaves out empty fields."""
    assert json.loads(encode(event)).keys() == non_empty(event).keys()


def test_only_known_fields_of_parts_are_stored():
    """Stored JSON also leaves out the empty fields of participants and sources."""
    event = VisitConcluded(
        title="Visit", participants=(Participant(name="Əli"),), sources=(Source(title="News"),)
    )
    assert json.loads(encode(event)) == {
        "title": "Visit",
        "participants": [{"name": "Əli", "type": "person"}],
        "sources": [{"title": "News"}],
    }


def test_the_stored_form_is_kept():
    """The stored form of events never changes, because registers and proofs contain its bytes."""
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
def test_an_unknown_event_is_reported(topic):
    """Decoding an unknown event, such as an event of a newer version, raises UnknownTopic."""
    with pytest.raises(UnknownTopic, match="unknown event"):
        decode(topic, b"{}")


@EVERY_TOPIC
def test_an_old_event_with_fewer_fields_is_read(topic):
    """Dragoman reads an old event that lacks newer fields; these fields stay empty."""
    state = FEWEST.get(topic, "{}")
    told = non_empty(decode(topic, state.encode())).keys() - {"type"}
    assert told == json.loads(state).keys()


@EVERY_TOPIC
@pytest.mark.parametrize("state", [b"", b"[]", b"null", b"\xff"])
def test_invalid_bytes_are_not_read_as_an_event(topic, state):
    """Decoding bytes that are not a JSON object raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent, match=r".+"):
        decode(topic, state)


@pytest.mark.parametrize(
    "topic",
    [topic for topic, event in sorted(EVENTS.items()) if "sources" in attrs.fields_dict(event)],
)
def test_a_value_of_another_type_is_refused(topic):
    """Decoding a field whose value has the wrong type raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent, match=r"sources"):
        decode(topic, b'{"sources":1}')


def test_an_invalid_date_is_refused():
    """Decoding an event with an invalid date raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent, match="is not a date"):
        decode("VisitConcluded", b'{"occurred":"recently"}')


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_state_can_be_encoded(kind):
    """The codec encodes a state like an event, without empty fields; the views store states."""

    @given(told(kind.events[0]))
    def encoded_state(event):
        state = kind.evolve(None, event)
        assert json.loads(encode(state)).keys() == non_empty(state).keys()

    encoded_state()


@given(ANY_EVENT, st.uuids(), st.integers(1, 1000))
def test_an_envelope_is_restored(event, record, version):
    """Storing and reading an envelope gives an equal envelope, including its record and version."""
    mapper, envelope = EnvelopeMapper(), Envelope(record, version, event)
    stored = mapper.to_stored_event(envelope)
    assert (stored.topic, stored.state) == (topic_of(event), encode(event))
    assert mapper.to_domain_event(stored) == envelope


def test_facts_are_stored_like_events():
    """An event has the same stored form as the facts from which the event was made."""
    assert encode(Particulars(title="A")) == encode(VisitConcluded(title="A"))
    assert encode(SourceCited(sources=())) == b"{}"


def test_the_environment_does_not_affect_the_store(path, tmp_path):
    """Environment variables of the event sourcing library do not change the stored events."""
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

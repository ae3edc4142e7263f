"""Topics: the names and forms of stored events stay readable in every later version."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import frozen

from dragoman.domain.kinds import KINDS, kind_of
from dragoman.domain.visit import VisitStarted
from dragoman.store.log.codec import Codec, UnreadableEvent, decode, encode, topic_of
from dragoman.store.log.topics import BEGINNINGS, TOPICS, Topic, kind_founded_by, table
from tests.given import EVENTS

FIXTURE = Path(__file__).parents[1] / "fixtures" / "events.jsonl"
STORED = [json.loads(line) for line in FIXTURE.read_text("utf-8").splitlines()]
"""A stored event of every topic that Dragoman has ever used, with all the event's fields."""


def test_every_event_has_a_topic() -> None:
    """The table of topics contains every event class."""
    assert {one.event for one in TOPICS.values()} == set(EVENTS.values())
    assert {topic_of_class(event) for event in EVENTS.values()} <= set(TOPICS)


def topic_of_class(event: type[Any]) -> str:
    """Return the topic under which a register stores events of a class."""
    return [name for name, one in TOPICS.items() if one.event is event][-1]


@pytest.mark.parametrize("stored", STORED, ids=lambda one: one["topic"])
def test_stored_events_stay_readable(stored: dict[str, Any]) -> None:
    """Dragoman can read a stored event of every topic, and encodes the event to the same bytes."""
    state = json.dumps(stored["state"], ensure_ascii=False, separators=(",", ":")).encode()
    event = decode(stored["topic"], state)
    if not TOPICS[stored["topic"]].upcasts:
        assert encode(event) == state
    assert decode(topic_of(event), encode(event)) == event


def test_every_topic_has_a_fixture() -> None:
    """The test data has a stored event for every topic, with all fields of the event."""
    assert {one["topic"] for one in STORED} == set(TOPICS)
    for one in STORED:
        if not TOPICS[one["topic"]].upcasts:
            fields = {field.name for field in attrs.fields(TOPICS[one["topic"]].event)}
            assert one["state"].keys() == fields


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_topic_starts_with_its_kind(kind: Any) -> None:
    """A topic starts with its kind's name, so that older versions can count unknown records."""
    founding = [name for name, one in TOPICS.items() if kind_of(one.event) is kind]
    begins = [name for name in founding if kind_founded_by(name) is kind]
    assert begins
    assert all(kind_founded_by(name) in (kind, None) for name in founding)
    assert kind_founded_by(f"{kind.state.__name__}Imagined") is kind


def test_the_beginning_of_topics_is_the_name_of_the_kinds_state() -> None:
    """Kinds are found by the beginning of a topic without loading the kinds."""
    assert {kind.state.__name__: name for name, kind in KINDS.items()} == dict(BEGINNINGS)


def test_no_two_event_classes_share_a_name() -> None:
    """Each topic has one event class, although the topics of a kind are looked up alone."""
    classes = {event for kind in KINDS.values() for event in kind.events}
    assert len({event.__name__ for event in classes}) == len(classes)


def test_no_kind_is_the_start_of_another() -> None:
    """No kind's name is the start of another's, so that older versions cannot confuse kinds."""
    for one in BEGINNINGS:
        assert [other for other in BEGINNINGS if other.startswith(one)] == [one]


@frozen(kw_only=True)
class Begun:
    """The third form of an event: the title has two parts."""

    title: str | None = None
    subtitle: str | None = None


def split(data: dict[str, Any]) -> dict[str, Any]:
    """Convert the first form to the second: split the title at its colon."""
    title, _, subtitle = data.pop("title", "").partition(": ")
    return {**data, "title": title, "subtitle": subtitle}


def shout(data: dict[str, Any]) -> dict[str, Any]:
    """Convert the second form to the third: write the title in capitals."""
    return {**data, "title": data["title"].upper()}


GROWN = Codec(
    table(
        (
            Topic("VisitStarted", Begun, (split, shout)),
            Topic("VisitStarted/2", Begun, (shout,)),
            Topic("VisitStarted/3", Begun),
            Topic("VisitBegan", VisitStarted),
        )
    ),
    {Begun: "VisitStarted/3", VisitStarted: "VisitBegan"}.__getitem__,
)


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("VisitStarted", b'{"title":"baku: spring"}'),
        ("VisitStarted/2", b'{"title":"baku","subtitle":"spring"}'),
        ("VisitStarted/3", b'{"title":"BAKU","subtitle":"spring"}'),
    ],
)
def test_older_forms_are_upcast(topic: str, state: bytes) -> None:
    """Upcasts convert an event from an older form to the current form, step by step."""
    assert GROWN.decode(topic, state) == Begun(title="BAKU", subtitle="spring")


def test_a_renamed_class_keeps_its_topic() -> None:
    """Dragoman stores the events of a renamed class under the former name."""
    assert GROWN.topic_of(VisitStarted()) == "VisitBegan"
    assert GROWN.decode("VisitBegan", b'{"title":"A"}') == VisitStarted(title="A")
    assert GROWN.topic_of(Begun()) == "VisitStarted/3"


def test_an_upcast_does_not_hide_an_unknown_field() -> None:
    """Reading an event in an older form with an unknown field raises UnreadableEvent."""
    with pytest.raises(UnreadableEvent, match="unknown field secret"):
        GROWN.decode("VisitStarted", b'{"title":"a","secret":1}')


def test_a_name_cannot_be_declared_twice() -> None:
    """Declaring two topics with the same name raises ValueError."""
    with pytest.raises(ValueError, match="twice"):
        table((Topic("A", Begun), Topic("A", VisitStarted)))


def test_the_version_of_readable_events_grows() -> None:
    """A new topic or field must increase ``READS``, so that Dragoman rebuilds views.

    If this test fails, run: python scripts/generate_versions.py
    """
    script = Path(__file__).parents[2] / "scripts" / "generate_versions.py"
    assert subprocess.run([sys.executable, script, "--check"], check=False).returncode == 0

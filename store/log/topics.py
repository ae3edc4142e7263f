"""Topics: the permanent names under which events are stored.

Never rename, reuse or remove a topic. The rules:

- If you rename the class of an event, give its stored name in ``RENAMED``. The tests have an event
  for every topic, and fail if a topic is lost.
- If the format of an event changes, store it under the next version (``VisitStarted/2`` in
  ``RENAMED``), and put the former topic in ``FORMER`` with one upcast: a function that converts
  JSON from one version to the next.
- A topic begins with the name of its kind (``Visit``). The topics of a new kind must not begin with
  the name of an existing kind. This way, a record gets its number even if its first event is too
  new to read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import AttrsInstance, frozen

from dragoman.domain import (
    KINDS,
    FollowUpAgreed,
    FollowUpCorrected,
    FollowUpRevised,
    Kind,
    UndertakingAdded,
    known_side,
)

Json = dict[str, object]
Upcast = Callable[[Json], Json]
"""A function that converts the JSON of an event from one version to the next."""


@frozen
class Topic:
    """A stored name, the class of its events, and the upcasts to the format of that class."""

    name: str
    event: type[AttrsInstance]
    upcasts: tuple[Upcast, ...] = ()


def table(topics: Iterable[Topic]) -> Mapping[str, Topic]:
    """Return topics by name. Raises ``ValueError`` if two topics have the same name."""
    found: dict[str, Topic] = {}
    for one in topics:
        if one.name in found:
            raise ValueError(f"topic {one.name} is declared twice")
        found[one.name] = one
    return found


def _owners_of(text: str) -> list[Json]:
    """Return the owners that a text names: a list of sides, or else one owner with this name."""
    sides = [known_side(part.strip()) for part in text.split(",")]
    if all(sides):
        return [{"side": side} for side in sides]
    return [{"name": text, "type": "organisation"}]


def _with_owners(state: Json) -> Json:
    """Convert the owner of a follow-up from a text to a list of owners."""
    owner = state.pop("owner", None)
    if isinstance(owner, str):
        state["owners"] = _owners_of(owner)
    for name, of in (("as_written", dict), ("cleared", list)):
        value = state.get(name)
        if isinstance(value, of) and "owner" in value:
            state[name] = (
                {"owners" if key == "owner" else key: one for key, one in value.items()}
                if isinstance(value, dict)
                else ["owners" if one == "owner" else one for one in value]
            )
    return state


_WITH_OWNERS = (FollowUpAgreed, FollowUpRevised, FollowUpCorrected, UndertakingAdded)

FORMER: tuple[Topic, ...] = tuple(
    Topic(event.__name__, event, (_with_owners,)) for event in _WITH_OWNERS
)
"""The former names and formats of events, each with its upcasts."""

RENAMED: Mapping[type[AttrsInstance], str] = {
    event: f"{event.__name__}/2" for event in _WITH_OWNERS
}
"""The stored names of event classes that were renamed, or whose format has changed."""


def _present() -> Iterator[Topic]:
    """Yield the topic of each event class; the topic is the name of the class."""
    events = dict.fromkeys(event for kind in KINDS.values() for event in kind.events)
    return (Topic(RENAMED.get(event, event.__name__), event) for event in events)


TOPICS = table((*FORMER, *_present()))
"""All topics. If a class has several topics, its events are stored under the last topic."""


def topics_of(*classes: type[object]) -> tuple[str, ...]:
    """Return the names under which events of these classes are stored, or were stored before."""
    return tuple(name for name, one in TOPICS.items() if one.event in classes)


BEGINNINGS: Mapping[str, str] = {kind.state.__name__: name for name, kind in KINDS.items()}
"""The kind of a record, by the beginning of its first topic."""


def beginning_of(kind: str) -> str:
    """Return the prefix that all topics of a kind share."""
    return KINDS[kind].state.__name__


def kind_founded_by(topic: str) -> Kind | None:
    """Return the kind of a record whose first event has ``topic``; ``None`` if unknown."""
    for beginning, name in BEGINNINGS.items():
        if topic.startswith(beginning):
            return KINDS[name]
    return None

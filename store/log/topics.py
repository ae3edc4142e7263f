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
from functools import cache

from attrs import AttrsInstance, frozen

from dragoman.domain import (
    ANY,
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


def present_topic(event: type[AttrsInstance]) -> str:
    """Return the name under which events of a class are stored: usually the name of the class."""
    return RENAMED.get(event, event.__name__)


def topics_of(*classes: type[AttrsInstance]) -> tuple[str, ...]:
    """Return the names under which events of these classes are stored, or were stored before."""
    former = [one.name for one in FORMER if one.event in classes]
    return (*former, *map(present_topic, classes))


def beginning_of(kind: str) -> str:
    """Return the prefix that the founding topics of a kind share: ``FollowUp``."""
    return "".join(part.capitalize() for part in kind.split("-"))


BEGINNINGS: Mapping[str, str] = {beginning_of(kind): kind for kind in KINDS}
"""The kind of a record, by the beginning of its first topic."""


def kind_founded_by(topic: str) -> Kind | None:
    """Return the kind of a record whose first event has ``topic``; ``None`` if unknown."""
    name = _kind_named_by(topic)
    return KINDS[name] if name else None


def _kind_named_by(topic: str) -> str | None:
    return next((one for start, one in BEGINNINGS.items() if topic.startswith(start)), None)


@cache
def _topics_of_events(kind: str | None) -> Mapping[str, Topic]:
    """Return the topics of the events of a kind; ``None`` means the events of all kinds."""
    events = KINDS[kind].own_events if kind else ANY
    former = (one for one in FORMER if one.event in events)
    return table((*former, *(Topic(present_topic(event), event) for event in events)))


class _Topics(Mapping[str, Topic]):
    """The topics by name. A look-up loads only the kinds that it needs."""

    def __getitem__(self, name: str) -> Topic:
        likely = (None, _kind_named_by(name))
        for kind in (*likely, *KINDS):
            if found := _topics_of_events(kind).get(name):
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        every = (name for kind in (None, *KINDS) for name in _topics_of_events(kind))
        return iter(dict.fromkeys(every))

    def __len__(self) -> int:
        return sum(1 for _ in self)


TOPICS: Mapping[str, Topic] = _Topics()
"""All topics. If a class has several topics, its events are stored under the last topic."""

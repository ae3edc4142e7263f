"""Topics: the permanent names under which events are stored.

A topic is never renamed, reused or removed. The rules:

- If you rename a class, keep its topic: the name in this table stays as it is.
- If the format of an event changes, add another topic with the next version (``VisitStarted/2``).
  New events are stored under it. Add one upcast to each earlier topic: a function that turns the
  JSON of one version into that of the next.
- A topic begins with the name of its kind (``Visit``). The topics of a new kind must not begin with
  any of these names. So a record gets its number even if its first event is too new to read.
"""

from collections.abc import Callable, Iterable, Mapping

from attrs import AttrsInstance, frozen

from dragoman.domain import (
    amendments,
    consultation,
    engagement,
    follow_up,
    instrument,
    mechanism,
    meeting,
    party,
    source,
    undoing,
    visit,
)
from dragoman.domain.kind import Kind
from dragoman.domain.kinds import KINDS

Json = dict[str, object]
Upcast = Callable[[Json], Json]
"""A function that turns the JSON of an event from one version into the next."""


@frozen
class Topic:
    """A stored name, the class of its events, and the upcasts to the format of that class."""

    name: str
    event: type[AttrsInstance]
    upcasts: tuple[Upcast, ...] = ()


def table(topics: Iterable[Topic]) -> Mapping[str, Topic]:
    """Return topics by name. Raises ``ValueError`` if a name is declared twice."""
    found: dict[str, Topic] = {}
    for one in topics:
        if one.name in found:
            raise ValueError(f"topic {one.name} is declared twice")
        found[one.name] = one
    return found


TOPICS = table(
    (
        Topic("VisitAnnounced", visit.VisitAnnounced),
        Topic("VisitStarted", visit.VisitStarted),
        Topic("VisitConcluded", visit.VisitConcluded),
        Topic("VisitRescheduled", visit.VisitRescheduled),
        Topic("VisitPostponed", visit.VisitPostponed),
        Topic("VisitCancelled", visit.VisitCancelled),
        Topic("VisitCorrected", visit.VisitCorrected),
        Topic("ConsultationScheduled", consultation.ConsultationScheduled),
        Topic("ConsultationHeld", consultation.ConsultationHeld),
        Topic("ConsultationRescheduled", consultation.ConsultationRescheduled),
        Topic("ConsultationPostponed", consultation.ConsultationPostponed),
        Topic("ConsultationCancelled", consultation.ConsultationCancelled),
        Topic("ConsultationCorrected", consultation.ConsultationCorrected),
        Topic("MeetingScheduled", meeting.MeetingScheduled),
        Topic("MeetingHeld", meeting.MeetingHeld),
        Topic("MeetingRescheduled", meeting.MeetingRescheduled),
        Topic("MeetingPostponed", meeting.MeetingPostponed),
        Topic("MeetingCancelled", meeting.MeetingCancelled),
        Topic("MeetingCorrected", meeting.MeetingCorrected),
        Topic("ParticularsAdded", engagement.ParticularsAdded),
        Topic("MechanismEstablished", mechanism.MechanismEstablished),
        Topic("MechanismAmended", mechanism.MechanismAmended),
        Topic("MechanismDissolved", mechanism.MechanismDissolved),
        Topic("MechanismCorrected", mechanism.MechanismCorrected),
        Topic("FollowUpAgreed", follow_up.FollowUpAgreed),
        Topic("FollowUpRevised", follow_up.FollowUpRevised),
        Topic("FollowUpFulfilled", follow_up.FollowUpFulfilled),
        Topic("FollowUpDropped", follow_up.FollowUpDropped),
        Topic("FollowUpCorrected", follow_up.FollowUpCorrected),
        Topic("UndertakingAdded", follow_up.UndertakingAdded),
        Topic("InstrumentSigned", instrument.InstrumentSigned),
        Topic("InstrumentEnteredIntoForce", instrument.InstrumentEnteredIntoForce),
        Topic("InstrumentTerminated", instrument.InstrumentTerminated),
        Topic("InstrumentCorrected", instrument.InstrumentCorrected),
        Topic("ProvisionsAdded", instrument.ProvisionsAdded),
        Topic("PartyRegistered", party.PartyRegistered),
        Topic("PartyAliased", party.PartyAliased),
        Topic("PositionAssumed", party.PositionAssumed),
        Topic("PositionLeft", party.PositionLeft),
        Topic("PartiesMerged", party.PartiesMerged),
        Topic("PartiesSplit", party.PartiesSplit),
        Topic("PartyCorrected", party.PartyCorrected),
        Topic("IdentityAdded", party.IdentityAdded),
        Topic("SourceCited", source.SourceCited),
        Topic("Retracted", amendments.Retracted),
        Topic("ReadingDisputed", amendments.ReadingDisputed),
        Topic("ReadingResolved", amendments.ReadingResolved),
        Topic("Undone", undoing.Undone),
    )
)
"""All topics. If a class has several, its events are stored under the last one."""


def topics_of(*classes: type[object]) -> tuple[str, ...]:
    """The names under which events of these classes are stored, or were."""
    return tuple(name for name, one in TOPICS.items() if one.event in classes)


BEGINNINGS: Mapping[str, str] = {kind.state.__name__: name for name, kind in KINDS.items()}
"""The kind of a record, by the beginning of the topic of its first event."""


def beginning_of(kind: str) -> str:
    """Return the beginning of the topics of a kind."""
    return KINDS[kind].state.__name__


def kind_founded_by(topic: str) -> Kind | None:
    """Return the kind of a record whose first event has ``topic``; ``None`` if it is unknown."""
    for beginning, name in BEGINNINGS.items():
        if topic.startswith(beginning):
            return KINDS[name]
    return None

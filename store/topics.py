"""Topics: the names under which events are stored, for ever.

A topic is never renamed, reused or taken out. The rules:

- A class that is renamed keeps its topic: the name in this table stays as it is.
- A class whose facts change their form gets a further topic, with the next version
  (``VisitStarted/2``), under which it is stored from then on. Each former topic gets one more
  upcast: a function that turns the JSON it was stored with into that of the next version.
- A topic begins with the name of its kind (``Visit``), and that of a new kind with none of these:
  a record whose first event is too new to be read gets its number all the same.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

from domain import (
    consultation,
    engagement,
    follow_up,
    instrument,
    mechanism,
    meeting,
    party,
    source,
    undoing,
    upkeep,
    visit,
)
from domain.catalogue import KINDS, Kind

Json = dict[str, Any]
Upcast = Callable[[Json], Json]
"""Turns the JSON of an event as one version stored it into that of the next."""


@frozen
class Topic:
    """A stored name, the class of the events under it, and the upcasts that lead to its form."""

    name: str
    event: type[Any]
    upcasts: tuple[Upcast, ...] = ()


def table(topics: Iterable[Topic]) -> Mapping[str, Topic]:
    """Topics by name. Raises ``ValueError`` for a name that is declared twice."""
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
        Topic("Retracted", upkeep.Retracted),
        Topic("ReadingDisputed", upkeep.ReadingDisputed),
        Topic("ReadingResolved", upkeep.ReadingResolved),
        Topic("Undone", undoing.Undone),
    )
)
"""Every topic; of several of one class, the last one is that under which it is stored."""

BEGINNINGS: Mapping[str, str] = {kind.state.__name__: name for name, kind in KINDS.items()}
"""The kind of a record by how the topic of its first event begins."""


def beginning_of(kind: str) -> str:
    """How the topics begin that found records of a kind."""
    return KINDS[kind].state.__name__


def kind_founded_by(topic: str) -> Kind | None:
    """The kind of a record whose first event has this topic, known or not; ``None`` if unknown."""
    for beginning, name in BEGINNINGS.items():
        if topic.startswith(beginning):
            return KINDS[name]
    return None

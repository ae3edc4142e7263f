"""The documents of a dispatch: what its records may say.

Every value is text as somebody typed it; what it means is decided in :mod:`dragoman.exchange.translate`. The
options of the commands are fields of the same documents. Which fields an engagement of a kind may
say is declared in :mod:`dragoman.domain.engagement`, and checked against it by the tests.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from dragoman.domain.engagement import Confidence, Format, Level, Marking, Mode, VisitMode
from dragoman.domain.instrument import Form
from dragoman.domain.mechanism import MechanismKind
from dragoman.domain.participant import Role
from dragoman.domain.source import Credibility, Reliability

Words = Annotated[str, Meta(min_length=1, max_length=500)]
Prose = Annotated[str, Meta(min_length=1, max_length=20_000)]
Day = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="EDTF (2025-04-20, 2025-04, ../2025-04-21, 2025~) or '20 April 2025', 'today'",
        examples=["2025-04-20", "2025-04-20/2025-04-21", "../2025-04", "2025?"],
    ),
]
Code = Annotated[
    str,
    Meta(min_length=1, max_length=200, description="A state (IQ, Iraq) or organisation (org:UN)"),
]
Link = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A handle of this file, a ref (V-12), or DISPATCH/HANDLE of another file",
    ),
]
Handle = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
QualifiedHandle = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9][A-Za-z0-9._-]{0,79})?$",
        description="A name for the record; DISPATCH/HANDLE means the record of another file",
    ),
]
AsWritten = Annotated[
    dict[str, Prose],
    Meta(description="Field → the words of the source, wherever something was interpreted"),
]


class Document(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all documents share: fields are named, and unknown ones refused."""


class SourceDocument(Document, kw_only=True):
    """A document that records rest on."""

    title: Words
    publisher: Words | UnsetType = UNSET
    language: Annotated[str, Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | UnsetType = (
        UNSET
    )
    published: Day | UnsetType = UNSET
    retrieved: Day | UnsetType = UNSET
    url: Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=2000)] | UnsetType = UNSET
    note: Prose | UnsetType = UNSET
    reliability: Reliability | UnsetType = UNSET
    credibility: Credibility | UnsetType = UNSET
    sha256: Annotated[str, Meta(pattern="^[0-9A-Fa-f]{64}$")] | UnsetType = UNSET


class ParticipantDocument(Document, kw_only=True):
    """Someone who took part: a name, or at least a post."""

    name: Words | UnsetType = UNSET
    post: Words | UnsetType = UNSET
    side: Code | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    type: Literal["person", "organisation"] | UnsetType = UNSET
    party: Link | UnsetType = UNSET


class RecordDocument(Document, tag_field="kind", kw_only=True):
    """What all records share."""

    handle: QualifiedHandle | UnsetType = UNSET
    source: SourceDocument | UnsetType = UNSET
    as_written: AsWritten | UnsetType = UNSET
    readings: (
        Annotated[
            dict[str, Prose],
            Meta(
                description="Field → what this source says otherwise than the record, which keeps"
                " both; participants.2.name for a part"
            ),
        ]
        | UnsetType
    ) = UNSET


class EngagementDocument(RecordDocument, kw_only=True):
    """What visits, consultations and meetings have in common."""

    title: Words | UnsetType = UNSET
    occurred: Day | UnsetType = UNSET
    place: Words | UnsetType = UNSET
    host: Code | UnsetType = UNSET
    parties: list[Code] | UnsetType = UNSET
    participants: list[ParticipantDocument] | UnsetType = UNSET
    format: Format | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    topics: list[Words] | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    outcomes: list[Prose] | UnsetType = UNSET
    part_of: Link | UnsetType = UNSET
    cause: Prose | UnsetType = UNSET
    confidence: Confidence | UnsetType = UNSET
    marking: Marking | UnsetType = UNSET
    external_ids: dict[str, Words] | UnsetType = UNSET


class VisitDocument(EngagementDocument, tag="visit", kw_only=True):
    """A visit: the guests travel to the host."""

    status: Literal["announced", "started", "concluded", "rescheduled", "postponed", "cancelled"]
    level: Level | UnsetType = UNSET
    mode: VisitMode | UnsetType = UNSET
    stay: Day | UnsetType = UNSET
    stops: list[Words] | UnsetType = UNSET


class ConsultationDocument(EngagementDocument, tag="consultation", kw_only=True):
    """One session of a standing mechanism."""

    status: Literal["scheduled", "held", "rescheduled", "postponed", "cancelled"]
    mechanism: Link | UnsetType = UNSET
    session: Annotated[int, Meta(ge=1, le=100_000)] | UnsetType = UNSET


class MeetingDocument(EngagementDocument, tag="meeting", kw_only=True):
    """A meeting, audience, roundtable, briefing or call."""

    status: Literal["scheduled", "held", "rescheduled", "postponed", "cancelled"]


class MechanismDocument(RecordDocument, tag="mechanism", kw_only=True):
    """A standing body; it is known by its kind, its parties and any of its titles."""

    body: MechanismKind
    title: Words
    parties: Annotated[list[Code], Meta(min_length=2)]
    aliases: list[Words] | UnsetType = UNSET
    established: Day | UnsetType = UNSET
    instrument: Words | UnsetType = UNSET
    cadence: (
        Annotated[str, Meta(pattern="^P[1-9][0-9]?[YM]$", description="P1Y, P6M")] | UnsetType
    ) = UNSET
    hosting: Literal["alternating", "fixed"] | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    status: Literal["standing", "amended", "dissolved"] = "standing"
    dissolved: Day | UnsetType = UNSET
    note: Prose | UnsetType = UNSET


class AwaitsDocument(Document, kw_only=True):
    """The session that settles a follow-up: the next one, or that of a number."""

    mechanism: Link
    session: Annotated[int, Meta(ge=1, le=100_000)] | UnsetType = UNSET


class FollowUpDocument(RecordDocument, tag="follow-up", kw_only=True):
    """Something agreed and owed."""

    what: Words
    status: Literal["open", "revised", "fulfilled", "dropped"] = "open"
    due: Day | UnsetType = UNSET
    place: Words | UnsetType = UNSET
    awaits: AwaitsDocument | UnsetType = UNSET
    agreed: Day | UnsetType = UNSET
    agreed_in: Link | UnsetType = UNSET
    owner: Words | UnsetType = UNSET
    parties: list[Code] | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    marking: Marking | UnsetType = UNSET
    by: Link | UnsetType = UNSET
    fulfilled: Day | UnsetType = UNSET
    note: Prose | UnsetType = UNSET


class InstrumentDocument(RecordDocument, tag="instrument", kw_only=True):
    """An agreement, memorandum, protocol or joint statement."""

    status: Literal["signed", "in force", "terminated"]
    title: Words | UnsetType = UNSET
    form: Form | UnsetType = UNSET
    parties: list[Code] | UnsetType = UNSET
    participants: list[ParticipantDocument] | UnsetType = UNSET
    signed: Day | UnsetType = UNSET
    place: Words | UnsetType = UNSET
    signed_in: Link | UnsetType = UNSET
    founds: Link | UnsetType = UNSET
    in_force: Day | UnsetType = UNSET
    terminated: Day | UnsetType = UNSET
    registration: Words | UnsetType = UNSET
    topics: list[Words] | UnsetType = UNSET
    summary: Prose | UnsetType = UNSET
    cause: Prose | UnsetType = UNSET
    marking: Marking | UnsetType = UNSET
    external_ids: dict[str, Words] | UnsetType = UNSET


class PositionDocument(Document, kw_only=True):
    """A post that somebody held: when it was assumed and left, where that is known."""

    post: Words
    side: Code | UnsetType = UNSET
    assumed: Day | UnsetType = UNSET
    left: Day | UnsetType = UNSET


class PartyDocument(RecordDocument, tag="party", kw_only=True):
    """A person or organisation, with the other spellings of the name."""

    name: Words
    side: Code | UnsetType = UNSET
    type: Literal["person", "organisation"] | UnsetType = UNSET
    post: Words | UnsetType = UNSET
    aliases: list[Words] | UnsetType = UNSET
    positions: list[PositionDocument] | UnsetType = UNSET


Record = (
    VisitDocument
    | ConsultationDocument
    | MeetingDocument
    | MechanismDocument
    | FollowUpDocument
    | InstrumentDocument
    | PartyDocument
)


class DispatchDocument(Document, kw_only=True):
    """A dispatch: records from one source, recorded together or not at all."""

    dispatch: Annotated[
        Handle, Meta(description="The id of the dispatch, by which it is known when it comes again")
    ]
    source: SourceDocument
    records: Annotated[list[Record], Meta(min_length=1)]
    reason: Words | UnsetType = UNSET


UNTYPED = {
    "amendments": "is recorded by dragoman retract, reading and undo",
    "formerly": "is what a rescheduling, a postponement or a revision leaves behind",
    "setbacks": "are the sources of a rescheduling, a postponement or a cancellation",
    "merged_into": "is recorded by dragoman party merge",
    "former_sides": "is left behind by a correction of the side",
    "dispatch": "is the id of the dispatch that the source came with",
    "row": "is the key of a row of an import",
    "held": "follows from the end of a post",
}
"""The fields of records and their parts that are in no document, and where they come from."""

ONLY_WHEN = {
    "by": ("fulfilled",),
    "fulfilled": ("fulfilled",),
    "note": ("fulfilled", "dropped", "dissolved"),
    "dissolved": ("dissolved",),
}
"""The fields that a record has only with one of these statuses."""

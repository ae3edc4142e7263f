"""The mapper between domain events in envelopes and the event sourcing library's stored events."""

from typing import cast
from uuid import UUID

from attrs import AttrsInstance, frozen
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from dragoman.store.log import codec


@frozen
class Unread:
    """A placeholder for an event that this version cannot read, with the reason."""

    topic: str
    why: str


@frozen
class Envelope:
    """A domain event, and its version in the sequence of its aggregate's events."""

    originator_id: UUID
    originator_version: int
    event: AttrsInstance


class EnvelopeMapper(Mapper[UUID]):
    """A mapper that ignores a cipher, a compressor or topics set in environment variables."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Return the stored event of an envelope."""
        assert isinstance(domain_event, Envelope)
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            *codec.encoded(domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Envelope:
        """Return the envelope of a stored event; an unreadable event becomes :class:`Unread`."""
        return Envelope(
            cast(UUID, stored_event.originator_id),
            stored_event.originator_version,
            read(stored_event.topic, stored_event.state),
        )


def read(topic: str, state: bytes) -> AttrsInstance:
    """Decode an event stored under ``topic``, or return :class:`Unread`."""
    try:
        return codec.decode(topic, state)
    except codec.UnreadableEvent as error:
        return Unread(topic, str(error))

"""Appearances: for each person, the posts that records give, and the records' dates."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.json import Decoder

from dragoman.domain import terms as domain_terms
from dragoman.projections.documents import of_kind, of_record
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, terms, valid_at
from dragoman.projections.timeline import ENGAGEMENTS
from dragoman.store import select


class Attendee(Struct):
    """A participant, as stored."""

    name: str | None = None
    post: str | None = None
    side: str | None = None
    party: str | None = None

    @property
    def term(self) -> str | None:
        """The search term that finds the records in which this person takes part."""
        party = UUID(self.party) if self.party else None
        return domain_terms.participant(self.name, self.side, party)


class Attended(Struct):
    """The stored fields of an engagement or an instrument that say who appeared, and when."""

    status: str | None = None
    participants: tuple[Attendee, ...] = ()
    occurred: str | None = None
    signed: str | None = None
    in_force: str | None = None

    @property
    def when(self) -> str | None:
        """The date of the record (EDTF); ``None`` if the date is unknown."""
        return self.occurred or self.signed or self.in_force


read_attended = Decoder(Attended).decode

Appearance = tuple[str | None, str | None]
"""The post of a person in a record, and the date of the record (EDTF)."""


def appearances_of(snapshot: Snapshot, wanted: Sequence[str]) -> dict[str, list[Appearance]]:
    """Map each search term for a person to the person's appearances."""
    query = select(terms.c.term, documents.c.doc)
    query = query.join(documents, of_record(terms.c.record, snapshot))
    query = query.where(valid_at(terms, snapshot.position))
    found: dict[str, list[Appearance]] = {term: [] for term in wanted}
    for row in snapshot.chunked(query, terms.c.term, list(found)):
        one = read_attended(row.doc)
        same = (who for who in one.participants if who.term == row.term)
        found[row.term] += [(who.post, one.when) for who in same]
    return found


def attendances(snapshot: Snapshot) -> Iterator[tuple[Attendee, str | None]]:
    """Yield every participant of every engagement, with the date of the engagement (EDTF)."""
    for row in snapshot.views.execute(of_kind(snapshot, *ENGAGEMENTS)):
        one = read_attended(row.doc)
        for person in one.participants:
            yield person, one.when

"""Past engagements, newest first, each with its outcomes and its summary."""

from collections.abc import Sequence
from itertools import islice

from dragoman.projections import documents
from dragoman.projections.report import extended
from dragoman.projections.reports.contacts import Contact, ContactShape, contacts
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery


class PastEngagement(ContactShape, frozen=True, kw_only=True):
    """A past engagement: ``part_of`` is the ref of the engagement that includes it, if any."""

    part_of: str | None
    outcomes: list[str]
    summary: str | None


def past(
    snapshot: Snapshot, wanted: Sequence[Term], most: int | None = None
) -> list[PastEngagement]:
    """Return the newest engagements that match the terms and took place, at most ``most``."""
    found = (one for one in contacts(snapshot, TimelineQuery(wanted)) if one.took_place)
    return past_engagements(snapshot, list(islice(found, most)))


def past_engagements(snapshot: Snapshot, found: Sequence[Contact]) -> list[PastEngagement]:
    """Return contacts with their outcomes and summaries."""
    docs = documents.read(snapshot, [one.record for one in found])
    snapshot.learn_ids(one.part_of for one in found if one.part_of)
    return [
        extended(
            PastEngagement,
            one.shape(),
            part_of=snapshot.ref_of(one.part_of),
            outcomes=docs[one.record].get("outcomes", []),
            summary=docs[one.record].get("summary"),
        )
        for one in found
    ]

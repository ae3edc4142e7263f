"""The projections that make up the views, and the edition of the views."""

from dragoman.projections import facets
from dragoman.projections.documents import DOCUMENTS
from dragoman.projections.follow_ups import FOLLOW_UPS
from dragoman.projections.instruments import FOUNDING_INSTRUMENTS
from dragoman.projections.parties import MERGED_PARTIES
from dragoman.projections.rows import ROWS
from dragoman.projections.terms import TERMS
from dragoman.projections.timeline import TIMELINE
from dragoman.projections.visits import VISITS
from dragoman.store import versions

PROJECTIONS = (
    *(DOCUMENTS, TERMS, TIMELINE, FOLLOW_UPS),
    *(FOUNDING_INSTRUMENTS, MERGED_PARTIES, ROWS, VISITS),
)

EDITION = ", ".join(
    [
        *(f"{one.name} {one.version}" for one in PROJECTIONS),
        f"tallies {facets.VERSION}",
        f"events {versions.READS}",
    ]
)
"""The edition of the views.

Dragoman rebuilds views of another edition, because their projections are different or read events
differently.
"""

VERSION = sum(one.version for one in PROJECTIONS) + facets.VERSION + versions.READS
"""A number that grows with every edition.

Never lower the version of a projection. If a projection replaces another projection, give the new
projection a higher version than the old projection.
"""

"""The projections that make up the views, and their edition."""

from dragoman.projections.documents import DOCUMENTS
from dragoman.projections.follow_ups import FOLLOW_UPS
from dragoman.projections.instruments import FOUNDING_INSTRUMENTS
from dragoman.projections.parties import MERGED_PARTIES
from dragoman.projections.rows import ROWS
from dragoman.projections.terms import TERMS
from dragoman.projections.timeline import TIMELINE
from dragoman.store import versions

PROJECTIONS = (DOCUMENTS, TERMS, TIMELINE, FOLLOW_UPS, FOUNDING_INSTRUMENTS, MERGED_PARTIES, ROWS)

EDITION = ", ".join(
    [*(f"{one.name} {one.version}" for one in PROJECTIONS), f"events {versions.READS}"]
)
"""Views of another edition are rebuilt: by other projections, or of events read otherwise."""

VERSION = sum(one.version for one in PROJECTIONS) + versions.READS
"""Grows with every edition: a version is never lowered, and what takes the place of a projection
goes on from its version."""

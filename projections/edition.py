"""The projections that make up the views, and their edition."""

from dragoman.projections.follow_ups import FOLLOW_UPS, follow_ups
from dragoman.projections.instruments import INSTRUMENTS, instruments
from dragoman.projections.mechanisms import MECHANISMS, mechanisms
from dragoman.projections.parties import PARTIES, parties
from dragoman.projections.retracted import RETRACTED
from dragoman.projections.rows import ROWS
from dragoman.projections.terms import TERMS
from dragoman.projections.timeline import TIMELINE, timeline
from dragoman.store.versions import READS

PROJECTIONS = (TERMS, TIMELINE, FOLLOW_UPS, MECHANISMS, INSTRUMENTS, PARTIES, ROWS, RETRACTED)

EDITION = ", ".join([*(f"{one.name} {one.version}" for one in PROJECTIONS), f"events {READS}"])
"""Views of another edition are rebuilt: by other projections, or of events read otherwise."""

VERSION = sum(one.version for one in PROJECTIONS) + READS
"""Grows with every edition: a version is never lowered, and a projection never taken out."""

TABLES = {
    "visit": timeline,
    "consultation": timeline,
    "meeting": timeline,
    "mechanism": mechanisms,
    "follow-up": follow_ups,
    "instrument": instruments,
    "party": parties,
}
"""The table that has the documents of a kind of record."""

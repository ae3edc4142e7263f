"""The projections that make up the views, and their edition."""

from projections.follow_ups import FOLLOW_UPS
from projections.instruments import INSTRUMENTS
from projections.mechanisms import MECHANISMS
from projections.parties import PARTIES
from projections.retracted import RETRACTED
from projections.terms import TERMS
from projections.timeline import TIMELINE

PROJECTIONS = (TERMS, TIMELINE, FOLLOW_UPS, MECHANISMS, INSTRUMENTS, PARTIES, RETRACTED)

EDITION = ", ".join(f"{one.name} {one.version}" for one in PROJECTIONS)
"""Views of another edition are rebuilt."""

"""Markings: with whom a record may be shared, by the Traffic Light Protocol 2.0 (FIRST)."""

from typing import Literal

Marking = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
"""The labels, the strictest first."""

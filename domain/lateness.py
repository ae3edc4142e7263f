"""Lateness: how long after it happened something was recorded."""

from datetime import date

from attrs import frozen

from dragoman.domain.dates import ImpreciseDate

GRACE = 1
"""Days that nobody is late: the register counts days in UTC, the world does not."""


@frozen
class Delay:
    """Whole days between the last day on which it can have happened and the recording.

    ``at_least`` where that day is not known exactly.
    """

    days: int
    at_least: bool


def delay_of(occurred: ImpreciseDate | None, recorded: date) -> Delay | None:
    """How late something was recorded; ``None`` when it was not, or when one cannot tell."""
    if occurred is None or occurred.last is None:
        return None
    days = recorded.toordinal() - occurred.last
    return Delay(days, not occurred.ends_on_known_day) if days > GRACE else None

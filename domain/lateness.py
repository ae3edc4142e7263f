"""Lateness: the time between an event in the world and its recording."""

from datetime import date

from attrs import frozen

from dragoman.domain.dates import ImpreciseDate

GRACE = 1
"""Days of grace, because the register counts days in UTC but events happen in local time."""


@frozen
class Delay:
    """The number of full days between the last possible day of an event and its recording.

    If ``at_least`` is set, the day of the event is not known exactly, and the delay may be longer.
    """

    days: int
    at_least: bool


def delay_of(occurred: ImpreciseDate | None, recorded: date) -> Delay | None:
    """Return the delay in recording an event; ``None`` if no delay is known."""
    if occurred is None or occurred.last is None:
        return None
    days = recorded.toordinal() - occurred.last
    return Delay(days, not occurred.ends_on_known_day) if days > GRACE else None

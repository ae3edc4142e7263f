"""The locations of registers that users name on the command line."""

from dragoman.exchange import UsageError
from dragoman.store import Location


def location_of(text: str, what: str) -> Location:
    """Return the location in an argument. Raises :class:`UsageError`, which begins with ``what``."""
    try:
        return Location.parse(text)
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"{what}: {error}") from error

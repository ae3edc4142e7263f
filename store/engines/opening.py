"""Open a register, wherever it is."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.location import Location


def open_register(
    place: Location | Path,
    cache: Callable[[], Path] | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> RegisterEngine:
    """Open the register at ``place``.

    ``cache`` returns the folder for the copy of a log that is on a server (by default, a temporary
    folder), and ``notice`` shows a notice about the server. Raises :class:`RegisterMissing` if a
    file does not exist, and :class:`RegisterError` if it is not a register, was written by a newer
    version of Dragoman, or cannot be read.
    """
    location = place if isinstance(place, Location) else Location(place)
    if location.file is not None:
        from dragoman.store.engines.register_file import open_file

        return open_file(location.file)
    from dragoman.store.servers import available

    with available():
        from dragoman.store.engines.postgresql.engine import open_server
    if cache is not None:
        return open_server(location, cache(), notice)
    temporary = TemporaryDirectory(prefix="dragoman-log-")
    engine = open_server(location, Path(temporary.name), notice)
    engine.at_end(temporary.cleanup)
    return engine

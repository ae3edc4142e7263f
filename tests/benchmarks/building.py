"""The time to build the views, compared with the time to read and decode the same events.

The benchmark reads the events in two ways. The first way is the public API of the event store
(recorder and mapper). The second way is that of the view builder, which skips the parts of an event
that the views do not need. One run uses events like those of a desk officer, and another run uses
events like those of an import.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from dragoman.projections.views import open_views
from dragoman.store.log.codec import decode
from dragoman.store.log.notifications import SECTION_SIZE, NotificationLog
from dragoman.store.log.register import Register
from tests.benchmarks.material import histories, imported, register_of
from tests.benchmarks.measure import Ratio, compared, peak_memory

SIZES = (100_000, 1_000_000)
ROUNDS = 3
MEMORY = 150
"""The memory limit for a build of the views, in MB."""

BYTES = 350
"""The limit for the size of the views, in bytes per event."""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios and the memory ratio."""
    for size in SIZES:
        for material in (histories, imported):
            path = folder / f"{material.__name__}-{size}.db"
            register = register_of(path, size, material)
            what = f"views of {size:,} events ({material.__name__})"
            yield from _ratios(what, folder, register)
            bytes_ = build(register, folder / "views.db") / size
            yield Ratio(f"{what}, bytes an event", bytes_ / 1e3, BYTES / 1e3, "at most 1")
            register.engine.dispose()
            taken = memory(path, folder / "views.db")
            yield Ratio(f"{what}, peak memory in MB", taken / 1e3, MEMORY / 1e3, "at most 1")


def _ratios(what: str, folder: Path, register: Register) -> Iterator[Ratio]:
    numbers = count()

    def ours() -> None:
        build(register, folder / f"views-{next(numbers)}.db")

    through_store, as_builder = _through_store(register), _as_builder(register)
    yield compared(f"{what}, through the store", ours, through_store, "at most 2.5", ROUNDS)
    yield compared(f"{what}, as the builder reads", ours, as_builder, "at most 2.5", ROUNDS)


def build(register: Register, path: Path) -> int:
    """Build the views, and then delete them; return their size in bytes."""
    views = open_views(register.engine, path)
    views.refresh()
    views.engine.dispose()
    size = path.stat().st_size
    path.unlink()
    return size


def _through_store(register: Register) -> Callable[[], None]:
    def once() -> None:
        position = 0
        while batch := register.recorder.select_notifications(
            position, SECTION_SIZE, inclusive_of_start=False
        ):
            for notification in batch:
                register.mapper.to_domain_event(notification)
            position = batch[-1].id

    return once


def _as_builder(register: Register) -> Callable[[], None]:
    def once() -> None:
        with register.engine.connect() as connection:
            log, position = NotificationLog(connection), 0
            while batch := log.select(position, SECTION_SIZE, inclusive_of_start=False):
                for row in batch:
                    decode(row.topic, row.state)
                position = batch[-1].position

    return once


def memory(register: Path, views: Path) -> float:
    """Return the peak memory of a separate process that builds the views, in MB."""
    return peak_memory(
        "from tests.benchmarks.building import Path, build, register_of\n"
        "from dragoman.store.engines.opening import open_register\n"
        "from dragoman.store.log.register import Register\n"
        f"register = Register(open_register(Path({str(register)!r})), 'bench')\n"
        f"build(register, Path({str(views)!r}))"
    )

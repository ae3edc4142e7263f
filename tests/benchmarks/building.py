"""Building the views, against reading and decoding the same events without doing anything."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from projections.views import open_views
from store import log
from store.codec import decode
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared

EVENTS = 100_000


def run(folder: Path) -> Iterator[Ratio]:
    """The ratio of times."""
    register = register_of(folder / "register.db", EVENTS)
    numbers = count()

    def ours() -> None:
        open_views(register.engine, folder / f"views-{next(numbers)}.db").refresh()

    def plain() -> None:
        with register.engine.connect() as connection:
            for batch in log.read(connection, 0, EVENTS):
                for row in batch:
                    decode(row.topic, row.state)

    yield compared(f"rebuild the views from {EVENTS:,} events", ours, plain, "at most 4", rounds=3)

"""Building the views, against reading and decoding the same events without doing anything.

Twice: as the event store offers it to anybody (recorder and mapper), and as the builder does it,
which leaves out all that it does not need.
"""

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

    def through_the_store() -> None:
        position = 0
        while batch := register.recorder.select_notifications(
            position, log.BATCH, inclusive_of_start=False
        ):
            for notification in batch:
                register.mapper.to_domain_event(notification)
            position = batch[-1].id

    def as_the_builder() -> None:
        with register.engine.connect() as connection:
            for batch in log.read(connection, 0, EVENTS):
                for row in batch:
                    decode(row.topic, row.state)

    what = f"rebuild the views from {EVENTS:,} events"
    yield compared(f"{what}, through the store", ours, through_the_store, "at most 4", rounds=3)
    yield compared(f"{what}, as the builder reads", ours, as_the_builder, "", rounds=3)

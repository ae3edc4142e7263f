"""Progress bars on stderr, for what takes longer than a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from dragoman.cli.output import Output

if TYPE_CHECKING:
    from dragoman.projections import Snapshot, Views

PATIENCE = 1.0
"""Seconds before a bar is shown."""

CATCHING_UP = "Bringing the views up to date"


@contextmanager
def told(
    output: Output, what: str, patience: float = PATIENCE, of_rows: bool = False
) -> Iterator[Callable[..., None]]:
    """A function to tell of every step: how many are done, of how many; and how many ``rows``."""
    started = monotonic()
    bar: Any = None

    def tell(done: int, total: int | None, rows: str = "") -> None:
        nonlocal bar
        if bar is None and monotonic() - started >= patience:
            bar = _bar(output, of_rows)
            bar.add_task(what, total=total, rows=rows)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total, rows=rows)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()


Counted = Callable[[int, int, int], None]
"""Is told of every step how many rows are done, and how many bytes of how many."""


@contextmanager
def counted(output: Output, what: str) -> Iterator[Counted]:
    """A bar for rows of which only the bytes are known beforehand: with their rate, and the rest."""
    started = monotonic()
    with told(output, what, of_rows=True) as tell:

        def count(rows: int, done: int, size: int) -> None:
            rate = rows / (monotonic() - started or 1)
            tell(done, size or None, f"{rows:,} rows, {rate:,.0f} a second")

        yield count


def _bar(output: Output, of_rows: bool) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    numbers = TextColumn("{task.fields[rows]}") if of_rows else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), numbers, Remaining())
    return Progress(*columns, console=output.notices)


@contextmanager
def reading(views: "Views", output: Output, as_of: int | None = None) -> "Iterator[Snapshot]":
    """The views, brought up to date with a bar when that takes time."""
    with told(output, CATCHING_UP) as tell, views.reading(as_of, tell) as read:
        yield read


def refreshed(views: "Views", output: Output, heed: Callable[[], None] = lambda: None) -> None:
    """Bring the views up to date, with a bar when that takes time; ``heed`` may break it off."""
    with told(output, CATCHING_UP) as tell:

        def step(done: int, total: int) -> None:
            heed()
            tell(done, total)

        views.refresh(step)

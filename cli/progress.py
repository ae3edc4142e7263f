"""Progress bars on stderr, for work that takes longer than a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from dragoman.cli.output import Output

if TYPE_CHECKING:
    from dragoman.projections import Snapshot, Views

PATIENCE = 1.0
"""The number of seconds before a progress bar appears."""

CATCHING_UP = "Bringing the views up to date"


@contextmanager
def told(
    output: Output, what: str, patience: float = PATIENCE, of_rows: bool = False
) -> Iterator[Callable[..., None]]:
    """Show a progress bar, and yield the function that updates it after every step.

    The function takes the number of finished steps, the total number, and a string to show
    instead of these numbers if ``of_rows`` is true.
    """
    started = monotonic()
    bar: Any = None

    def tell(done: int, total: int | None, rows: str = "") -> None:
        nonlocal bar
        if bar is None and monotonic() - started >= patience:
            bar = _bar(output, of_rows)
            bar.add_task(what, total=total, rows=rows)
            bar.start()
            output.bar = bar
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total, rows=rows)

    try:
        yield tell
    finally:
        if bar is not None:
            output.bar = None
            bar.stop()


Counted = Callable[[int, int, int], None]
"""A function to call after every step: number of rows, number of bytes so far, total bytes."""


@contextmanager
def counted(output: Output, what: str) -> Iterator[Counted]:
    """Show a progress bar of bytes, with the number of rows and the number per second."""
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
    """Update the views while a progress bar shows, and yield a snapshot of the views."""
    with told(output, CATCHING_UP) as tell, views.reading(as_of, tell) as read:
        yield read


def refreshed(views: "Views", output: Output, heed: Callable[[], None] = lambda: None) -> None:
    """Update the views while a progress bar shows; call ``heed`` where Ctrl-C is safe."""
    with told(output, CATCHING_UP) as tell:

        def step(done: int, total: int) -> None:
            heed()
            tell(done, total)

        views.refresh(step)

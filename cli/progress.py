"""Progress bars on stderr, for what takes longer than a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from cli.output import Output
from store.progress import Told

if TYPE_CHECKING:
    from projections.reading import Reading
    from projections.views import Views

PATIENCE = 1.0
"""Seconds before a bar is shown."""

CATCHING_UP = "Bringing the views up to date"


@contextmanager
def told(output: Output, what: str, patience: float = PATIENCE) -> Iterator[Told]:
    """A function to tell of every step: how many are done, of how many."""
    started = monotonic()
    bar: Any = None
    task: Any = None

    def tell(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and monotonic() - started >= patience:
            bar = _bar(output)
            task = bar.add_task(what, total=total)
            bar.start()
        if bar is not None:
            bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()


def _bar(output: Output) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    return Progress(*columns, console=output.notices)


@contextmanager
def reading(views: "Views", output: Output, as_of: int | None = None) -> "Iterator[Reading]":
    """The views, brought up to date with a bar when that takes time."""
    with told(output, CATCHING_UP) as tell, views.reading(as_of, tell) as read:
        yield read


def refreshed(views: "Views", output: Output) -> None:
    """Bring the views up to date, with a bar when that takes time."""
    with told(output, CATCHING_UP) as tell:
        views.refresh(tell)

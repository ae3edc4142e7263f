"""The time to search a large register, and to build the search index."""

import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path

from dragoman.cli.run import run as dragoman
from dragoman.projections.search.index import opened, path_beside
from dragoman.projections.views import open_views
from dragoman.store.engines.opening import open_register
from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio, compared

SMALL, LARGE = 1_000, 100_000
ROUNDS = 5

QUERIES = {
    "a rare word": ("Person", "1234"),
    "a common word": ("minister",),
    "a state": ("Aserbaidschan",),
    "common words": ("united", "minister"),
    "a part of a word": ("pers",),
    "a word misspelt": ("Ministr",),
    "a common word as of half-way": ("minister", "--as-of", "{half}"),
}


def run(folder: Path) -> Iterator[Ratio]:
    """Return the times for a large register divided by the times for a small register.

    All times come from one process.
    """
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    for size in (SMALL, LARGE):
        register_of(folder / f"{size}.db", size)
        search(folder, size, "anything")()
    for name, words in QUERIES.items():
        ours, plain = (search(folder, size, *words) for size in (LARGE, SMALL))
        name = f"search {name}: {LARGE:,} events, {SMALL:,}"
        yield compared(name, ours, plain, "", rounds=ROUNDS)
    yield building(folder)


def search(folder: Path, size: int, *words: str) -> Callable[[], object]:
    """Return a function that searches a register with ``size`` events."""
    asked = [word.format(half=size // 2) for word in words]
    command = ["--register", str(folder / f"{size}.db"), "search", *asked]

    def once() -> None:
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            assert dragoman(command) == 0

    return once


def building(folder: Path) -> Ratio:
    """Compare the time to build the index with the time to build the views of the same register."""
    register = open_register(folder / f"{LARGE}.db")
    numbers = count()
    last = open_views(register, folder / "views.db")
    last.refresh()

    def views() -> None:
        open_views(register, folder / f"views-{next(numbers)}.db").refresh()

    def index() -> None:
        path_beside(last.path).unlink(missing_ok=True)
        with last.reading() as reading, opened(last, reading):
            pass

    name = f"make the index of {LARGE:,} events, the views"
    return compared(name, index, views, "at most 2", rounds=1)

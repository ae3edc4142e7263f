"""Copied desks: real commands record the records that many tests need, once per process.

Each test gets its own files. Unlike desks that are set up separately, the desks of one process
share the ids of registers, entries and keys.
"""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest

from dragoman.projections.places import views_path
from tests.conftest import ARTICLE, CHAIN, Desk, isolate

REGISTER = Path("data/dragoman/register.db")
"""The path of the register in the home of a desk."""
CACHE = Path("cache/dragoman")
"""The path of the views of that register."""

Doing = Callable[[Desk], object]


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="desks-")


@cache
def _done(doing: Doing, now: str) -> Desk:
    """Return a desk after ``doing`` has run on it, starting at the time ``now``."""
    home = Path(_shelf().name) / f"{doing.__module__}.{doing.__name__}.{now.replace(':', '')}"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch, now)
        doing(desk)
    return desk


def take_over_views(old: Path, new: Path) -> None:
    """Rename the views copied from one home to another, as the new path requires."""
    before, now = (
        views_path(Path(), home / REGISTER, UUID(int=0)).stem[:-8] for home in (old, new)
    )
    for file in (new / CACHE).glob(f"{before}*"):
        file.rename(file.with_name(file.name.replace(before, now)))


def after(desk: Desk, doing: Doing) -> Desk:
    """Give an empty desk the home, views and clock of a desk after ``doing`` has run on it."""
    done = _done(doing, desk.now)
    shutil.copytree(done.home, desk.home, dirs_exist_ok=True)
    take_over_views(done.home, desk.home)
    desk.now = done.now
    return desk


def both(desk: Desk) -> None:
    """Record the article, and the chain of events to which the article belongs."""
    desk.record(ARTICLE, CHAIN)


def one_article(desk: Desk) -> None:
    """Record the article."""
    desk.record(ARTICLE)

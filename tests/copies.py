"""Copies of desks: the real commands prepare a common starting point once per process.

Each test gets its own files. The only difference from a fresh run is that registers, entries and
keys have the same ids at all desks of the process that share a starting point.
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
"""The path of the register, relative to the home of a desk."""
CACHE = Path("cache/dragoman")
"""The folder of its views, relative to the home."""

Doing = Callable[[Desk], object]


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="desks-")


@cache
def _done(doing: Doing, now: str) -> Desk:
    """Return the desk at which ``doing`` ran, starting at the instant ``now``."""
    home = Path(_shelf().name) / f"{doing.__module__}.{doing.__name__}.{now.replace(':', '')}"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch, now)
        doing(desk)
    return desk


def take_over_views(old: Path, new: Path) -> None:
    """Rename the views that were copied from one home to another for their new home."""
    before, now = (
        views_path(Path(), home / REGISTER, UUID(int=0)).stem[:-8] for home in (old, new)
    )
    for file in (new / CACHE).glob(f"{before}*"):
        file.rename(file.with_name(file.name.replace(before, now)))


def after(desk: Desk, doing: Doing) -> Desk:
    """Make an empty desk a copy of one where ``doing`` ran: home, views and clock."""
    done = _done(doing, desk.now)
    shutil.copytree(done.home, desk.home, dirs_exist_ok=True)
    take_over_views(done.home, desk.home)
    desk.now = done.now
    return desk


def both(desk: Desk) -> None:
    """Record the article, and the chain that it belongs to."""
    desk.record(ARTICLE, CHAIN)


def one_article(desk: Desk) -> None:
    """Record the article."""
    desk.record(ARTICLE)

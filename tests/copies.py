"""Desks that are copied: what many tests begin with is done once a process, by the real commands.

Each test gets files of its own; what differs from doing it anew is that registers, entries and
keys bear the ids they bear at the other desks of the process.
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
"""Where the register lies, from the home of a desk."""
CACHE = Path("cache/dragoman")
"""Where its views lie."""

Doing = Callable[[Desk], object]


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="desks-")


@cache
def _done(doing: Doing, now: str) -> Desk:
    """The desk at which ``doing`` was done, begun at the instant ``now``."""
    home = Path(_shelf().name) / f"{doing.__module__}.{doing.__name__}.{now.replace(':', '')}"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch, now)
        doing(desk)
    return desk


def take_over_views(old: Path, new: Path) -> None:
    """Give the views that were copied from one home to another the names they have there."""
    before, now = (
        views_path(Path(), home / REGISTER, UUID(int=0)).stem[:-8] for home in (old, new)
    )
    for file in (new / CACHE).glob(f"{before}*"):
        file.rename(file.with_name(file.name.replace(before, now)))


def after(desk: Desk, doing: Doing) -> Desk:
    """Make an empty desk like one at which ``doing`` was done: its home, its views, its clock."""
    done = _done(doing, desk.now)
    shutil.copytree(done.home, desk.home, dirs_exist_ok=True)
    take_over_views(done.home, desk.home)
    desk.now = done.now
    return desk


def both(desk: Desk) -> None:
    """The article is recorded, and the chain that it is a part of."""
    desk.record(ARTICLE, CHAIN)


def one_article(desk: Desk) -> None:
    """The article is recorded."""
    desk.record(ARTICLE)

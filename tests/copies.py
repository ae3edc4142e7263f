"""Copied desks: once per process, real commands record the data that many tests need.

Each test gets its own copy of the files. The copied desks of one process have the same register
ids, entry ids and keys, unlike desks that each record their own data.
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
"""The path of the register in the home folder of a desk."""
CACHE = Path("cache/dragoman")
"""The folder of the views in the home folder of a desk."""

Doing = Callable[[Desk], object]


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="desks-")


@cache
def _done(doing: Doing, now: str) -> Desk:
    """Return a desk on which ``doing`` has run, with a clock that starts at ``now``."""
    home = Path(_shelf().name) / f"{doing.__module__}.{doing.__name__}.{now.replace(':', '')}"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch, now)
        doing(desk)
    return desk


def take_over_views(old: Path, new: Path) -> None:
    """Rename views that a test copied to another home folder.

    The name of a views file depends on the path of its register.
    """
    before, now = (
        views_path(Path(), home / REGISTER, UUID(int=0)).stem[:-8] for home in (old, new)
    )
    for file in (new / CACHE).glob(f"{before}*"):
        file.rename(file.with_name(file.name.replace(before, now)))


def after(desk: Desk, doing: Doing) -> Desk:
    """Fill an empty desk with the files and the clock of a desk on which ``doing`` has run."""
    done = _done(doing, desk.now)
    shutil.copytree(done.home, desk.home, dirs_exist_ok=True)
    take_over_views(done.home, desk.home)
    desk.now = done.now
    return desk


def both(desk: Desk) -> None:
    """Record the sample article, and the chain of events that the article belongs to."""
    desk.record(ARTICLE, CHAIN)


def one_article(desk: Desk) -> None:
    """Record the sample article."""
    desk.record(ARTICLE)

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
from dragoman.store import Location
from tests import servers
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
def _done(doing: Doing, now: str, on_server: bool) -> tuple[Desk, Location]:
    """Return a desk on which ``doing`` has run, with a clock that starts at ``now``."""
    home = Path(_shelf().name) / f"{doing.__module__}.{doing.__name__}.{now.replace(':', '')}"
    home.mkdir(exist_ok=True)  # an earlier attempt may have ended early
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        if on_server:
            patch.setenv("DRAGOMAN_REGISTER", servers.new_register(now, keep=True))
        desk = Desk(home, patch, now)
        doing(desk)
        return desk, desk.location


def take_over_views(old: Location, new: Location, home: Path) -> None:
    """Rename the views, and the copy of a server's log, that a test copied to another home folder.

    The names of these files depend on the location of the register.
    """
    before, now = (
        views_path(Path(), one, UUID(int=0)).stem.removeprefix("views-")[:-8] for one in (old, new)
    )
    for file in (home / CACHE).glob(f"*-{before}*"):
        file.rename(file.with_name(file.name.replace(before, now)))


def after(desk: Desk, doing: Doing) -> Desk:
    """Fill an empty desk with the files and the clock of a desk on which ``doing`` has run."""
    done, old = _done(doing, desk.now, bool(desk.location.url))
    shutil.copytree(done.home, desk.home, dirs_exist_ok=True)
    if old.url:
        desk.monkeypatch.setenv("DRAGOMAN_REGISTER", servers.copied_register(old).url)
    take_over_views(old, desk.location, desk.home)
    desk.now = done.now
    return desk


def both(desk: Desk) -> None:
    """Record the sample article, and the chain of events that the article belongs to."""
    desk.record(ARTICLE, CHAIN)


def one_article(desk: Desk) -> None:
    """Record the sample article."""
    desk.record(ARTICLE)

"""Registers for the tests of the store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from tests import servers

settings.register_profile("patient", deadline=None)  # a slow machine must not fail a test
settings.load_profile("patient")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a new register; a test that opens a file is skipped on a server."""
    if servers.are_wanted():
        pytest.skip("the test opens the file of the register")
    path = tmp_path / "register.db"
    create_register(path, datetime(2025, 4, 22, tzinfo=UTC))
    return path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[RegisterEngine]:
    """Yield a new, open register."""
    place = servers.new_place(tmp_path / "register.db", datetime(2025, 4, 22, tzinfo=UTC))
    engine = open_register(place, lambda: tmp_path)
    yield engine
    engine.dispose()

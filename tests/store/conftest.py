"""Registers for the tests of the store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from dragoman.store.engines.database import Database, open_register
from dragoman.store.engines.sqlite import create_register

settings.register_profile("patient", deadline=None)  # a slow machine must not fail a test
settings.load_profile("patient")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a new register."""
    path = tmp_path / "register.db"
    create_register(path, datetime(2025, 4, 22, tzinfo=UTC))
    return path


@pytest.fixture
def engine(path: Path) -> Iterator[Database]:
    """Yield a new, open register."""
    engine = open_register(path)
    yield engine
    engine.dispose()

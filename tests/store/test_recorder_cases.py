"""The test cases that the event sourcing library provides for recorders."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dragoman.store.engines.database import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.recorder import RegisterRecorder
from tests.store.registers import NOON

pytest.importorskip("Crypto", reason="the library's cases need pycryptodome")

from eventsourcing.tests import persistence


class OnAFile:
    """The library's test cases, run on a register in a file."""

    def create_recorder(self) -> RegisterRecorder:
        """Return a recorder on a new register."""
        folder = TemporaryDirectory()
        path = Path(folder.name) / "register.db"
        create_register(path, NOON)
        engine = open_register(path)
        self.addCleanup(folder.cleanup)
        self.addCleanup(engine.dispose)
        return RegisterRecorder(engine)


class TestLibraryCases(OnAFile, persistence.ApplicationRecorderTestCase):
    """The library's test cases for every recorder."""

    def test_insert_subscribe(self) -> None:
        """A subscription returns new events."""
        self.optional_test_insert_subscribe()


class TestNonInterleaving(OnAFile, persistence.NonInterleavingNotificationIDsBaseCase):
    """The library's test that the events of one transaction stay together."""

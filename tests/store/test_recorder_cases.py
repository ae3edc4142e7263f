"""The test cases that the event sourcing library provides for recorders."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dragoman.store.engines.opening import open_register
from dragoman.store.log.recorder import RegisterRecorder
from tests import servers
from tests.store.registers import NOON

pytest.importorskip("Crypto", reason="the library's cases need pycryptodome")

from eventsourcing.tests import persistence


class OnANewRegister:
    """The library's test cases, run on a new register."""

    def create_recorder(self) -> RegisterRecorder:
        """Return a recorder on a new register."""
        folder = TemporaryDirectory()
        place = servers.new_place(Path(folder.name) / "register.db", NOON)
        engine = open_register(place, lambda: Path(folder.name))
        self.addCleanup(folder.cleanup)
        self.addCleanup(engine.dispose)
        return RegisterRecorder(engine)


class TestLibraryCases(OnANewRegister, persistence.ApplicationRecorderTestCase):
    """The library's test cases for every recorder."""

    def test_insert_subscribe(self) -> None:
        """A subscription returns new events."""
        self.optional_test_insert_subscribe()


class TestNonInterleaving(OnANewRegister, persistence.NonInterleavingNotificationIDsBaseCase):
    """The library's test that the events of one transaction stay together."""

"""Settings and registers for the domain tests."""

import pytest
from hypothesis import settings

from tests.domain.ledger import Ledger, founded

settings.register_profile("patient", deadline=None)  # a slow machine must not make a test fail
settings.load_profile("patient")


@pytest.fixture
def uow() -> Ledger:
    """Return a register with the political consultations of Azerbaijan and Iraq."""
    return founded()

"""Refs do not depend on the views: Dragoman checks typed and new refs against the log."""

import pytest

from dragoman.domain.refs import Ref
from dragoman.store.log.register import Register
from tests.conftest import Desk, change

MEETING = ("--party", "AZ", "--party", "IQ", "--occurred", "2026-01-10")


@pytest.fixture
def three(desk: Desk) -> Desk:
    """A desk with three meetings."""
    for title in ("One", "Two", "Three"):
        assert desk.run("meeting", "hold", "--title", title, *MEETING).code == 0
    return desk


WRONG = {
    "two refs are swapped": (
        "UPDATE refs SET number = 9 WHERE number = 1",
        "UPDATE refs SET number = 1 WHERE number = 2",
        "UPDATE refs SET number = 2 WHERE number = 9",
    ),
    "a ref is missing": ("DELETE FROM refs WHERE number = 3",),
    "a ref has a wrong number": ("UPDATE refs SET number = 7 WHERE number = 3",),
}
"""SQL statements that damage the views but leave the views' position correct."""


@pytest.mark.parametrize("wrong", WRONG)
def test_a_typed_ref_is_that_of_the_log(three: Desk, wrong: str) -> None:
    """Even with wrong views, a command changes the record that has the typed ref in the log."""
    change(three.views, *WRONG[wrong])
    answer = three.run("correct", "M-2", "title=Second", "--reason", "wrong")
    assert answer.code == 0, answer.err
    assert three.read("show", "M-2")["record"]["title"] == "Second"
    assert three.run("register", "rebuild").code == 0
    for number, title in enumerate(("One", "Second", "Three"), 1):
        assert three.read("show", f"M-{number}")["record"]["title"] == title


@pytest.mark.parametrize("wrong", WRONG)
def test_an_assigned_ref_follows_the_log(three: Desk, wrong: str) -> None:
    """Even with wrong views, a new record gets the next free ref in the log."""
    change(three.views, *WRONG[wrong])
    answer = three.run("meeting", "hold", "--title", "Four", *MEETING)
    assert "M-4 " in answer.out
    assert three.run("audit", "replay").code == (0 if "rebuilding" in answer.err else 1)


def test_a_ref_missing_from_the_views_is_found(three: Desk) -> None:
    """If a ref is missing from the views, the command rebuilds the views and says so."""
    change(three.views, *WRONG["a ref is missing"])
    answer = three.run("correct", "M-3", "title=Third", "--reason", "wrong")
    assert answer.code == 0
    assert "the views disagree with the log" in answer.err
    assert three.read("show", "M-3")["record"]["title"] == "Third"


def test_an_unknown_ref_is_refused(three: Desk) -> None:
    answer = three.run("correct", "M-4", "title=Fourth", "--reason", "wrong")
    assert answer.code == 2
    assert "rebuilding" not in answer.err


def test_a_recorded_entry_is_not_reported_as_a_failure(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the views turn out to be wrong after a recording, the command still reports success."""
    monkeypatch.setattr(
        Register, "_refs_founded", lambda _, new: {new[0].originator_id: Ref.of("meeting", 9)}
    )
    answer = three.run("meeting", "hold", "--title", "Four", *MEETING)
    assert answer.code == 0
    assert "Recorded as entry" in answer.err
    assert "the views disagree with the log" in answer.err
    assert three.position == 4

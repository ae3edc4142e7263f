"""Reports on a register that does not exist yet are empty, and create no register."""

import shlex

import pytest

from tests.conftest import Desk

pytestmark = pytest.mark.once

NOTE = "there is no register here yet; Dragoman creates the register when you record something"
REPORTS = (
    *("timeline", "timeline --by party", "timeline --as-of 0", "timeline --past", "follow-ups"),
    *("follow-ups --all", "brief AZ", "brief AZ IQ", "activity", "lanes", "silence", "search x"),
    *("mechanism list", "party list", "register doubles", "audit log", "audit diff --from 0"),
    *("export --csv -", "export --jsonl -", "export --ics -", "export --ftm -"),
)


@pytest.mark.parametrize("line", REPORTS)
def test_a_report_on_no_register_is_empty(desk: Desk, line: str) -> None:
    """If there is no register, a report is empty, a note says why, and the exit code is 0."""
    answer = desk.run(*shlex.split(line))
    assert (answer.code, answer.out != "") == (0, True)
    assert answer.err.splitlines()[0] == f"note: {desk.register}: {NOTE}"
    assert not desk.register.exists()


@pytest.mark.parametrize("line", REPORTS[:-4])
def test_an_empty_report_is_a_json_document(desk: Desk, line: str) -> None:
    assert desk.read(*shlex.split(line))["schema"].startswith("dragoman/")


@pytest.mark.parametrize(
    "line", ["audit verify", "audit replay", "audit seal", "register info", "register backup x.db"]
)
def test_a_register_that_does_not_exist_is_not_proved(desk: Desk, line: str) -> None:
    """Commands that verify, seal, copy or describe a register fail if there is no register."""
    answer = desk.run(*shlex.split(line))
    assert answer.code in (1, 4)
    assert NOTE in answer.out + answer.err


def test_a_record_of_no_register_does_not_exist(desk: Desk) -> None:
    answer = desk.run("show", "V-1")
    assert (answer.code, answer.err.splitlines()[-1]) == (2, "dragoman: V-1 does not exist")

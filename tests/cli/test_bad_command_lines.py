"""Dragoman refuses a bad command line with one line that says what to type instead."""

import pytest

from tests.cli.refusing import know, refused
from tests.conftest import Desk
from tests.copies import after

pytestmark = pytest.mark.once


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that has recorded a mechanism, a session, a visit and a follow-up."""
    return after(desk, know)


# name: (the command line, the message)
LINES: dict[str, tuple[str, str]] = {
    "unknown command": ("timelime", "timeline"),
    "unknown verb": ("visit concludd", "conclude"),
    "unknown option": ("timeline --sinse 2025", "--since"),
    "unknown option, nothing near": ("timeline --zzz", "--zzz"),
    "option of another command": ("follow-ups --limit 3", "--limit"),
    "missing value": ("timeline --since", "--since"),
    "missing value of a global option": ("timeline --register", "--register"),
    "missing ref": ("show", "REF"),
    "missing file": ("record", "FILE"),
    "too many refs": ("show V-1 V-2", "'V-2'"),
    "too many files": ("record known.yaml more.yaml", "more.yaml"),
    "invalid as of": ("timeline --as-of nonsense", "--as-of: 'nonsense' is not a day"),
    "as of a month": ("timeline --as-of 2025-04", "--as-of"),
    "as of an invalid instant": ("timeline --as-of 2025-04-20T99:00", "--as-of"),
    "as of a position beyond the end": ("timeline --as-of 4711", " is after the last position"),
    "as of a negative position": ("timeline --as-of -3", "--as-of"),
    "as of a huge position": ("timeline --as-of " + "9" * 30, "--as-of"),
    "invalid since": ("timeline --since recently", "--since"),
    "since an impossible day": ("timeline --since 2025-02-30", "--since"),
    "invalid until": ("timeline --until whenever", "--until"),
    "between one": ("timeline --between AZ", "--between"),
    "between unknown": ("timeline --between AZ Iraak", "--between: "),
    "unknown party": ("follow-ups --party Iraak", "--party: "),
    "unknown kind": ("timeline --kind visti", "--kind"),
    "limit 0": ("timeline --limit 0", "--limit"),
    "limit -1": ("timeline --limit -1", "--limit"),
    "limit in words": ("timeline --limit abc", "--limit"),
    "log limit 0": ("audit log --limit 0", "--limit"),
    "huge limit": ("timeline --limit " + "9" * 30, "--limit"),
    "unknown colour": ("timeline --color sometimes", "--color"),
    "no such record": ("show X-99", "X-99"),
    "no ref": ("show banana", "'banana' is not a ref"),
    "no such visit": ("show V-99", "V-99 does not exist"),
    "visit without options": ("visit announce", "title"),
    "visit without a title": ("visit announce --host IQ --party AZ", "title is missing"),
    "visit without parties": ("visit announce --title Talks", "--party is missing"),
    "visit with an unknown host": ("visit announce --title Talks --host Iraak", "--host: "),
    "visit with a wrong date": (
        "visit announce --title Talks --host IQ --occurred someday",
        "--occurred: ",
    ),
    "visit concluded in the future": (
        "visit conclude --title Talks --host IQ --occurred 2031",
        "announced",
    ),
    "visit with an unknown level": ("visit announce --title T --host IQ --level royal", "--level"),
    "visit with an unknown role": (
        "visit announce --title T --host IQ --participant A;B;AZ;boss",
        "--participant",
    ),
    "visit with too many parts of a person": (
        "visit announce --title T --host IQ --participant A;B;AZ;member;X",
        "--participant: ",
    ),
    "visit with a bad id": (
        "visit announce --title T --host IQ --external-id cable",
        "--external-id: ",
    ),
    "visit that is a session": ("visit conclude C-1 --title T", "is a consultation, not a visit"),
    "unknown visit": ("visit conclude V-99", "V-99"),
    "visit with an invalid ref": ("visit conclude banana", "'banana'"),
    "visit part of a mechanism": (
        "visit announce --title T --host IQ --part-of B-1",
        "--part-of: ",
    ),
    "address without a source": (
        "visit announce --title T --host IQ --url https://a.b",
        "--source",
    ),
    "bad address": ("visit announce --title T --host IQ --source S --url nowhere", "--url: "),
    "session without a mechanism": (
        "consultation hold --title T --host IQ",
        "mechanism is missing",
    ),
    "session of an unknown mechanism": ("consultation hold --mechanism B-99", "--mechanism: "),
    "session of a visit": ("consultation hold --mechanism V-1", "--mechanism: "),
    "session in words": ("consultation hold --mechanism B-1 --session two", "--session: "),
    "session 0": ("consultation hold --mechanism B-1 --session 0", "--session: "),
    "meeting without a title": ("meeting hold --party AZ --party IQ", "title is missing"),
    "body without a kind": (
        "mechanism establish --title T --party AZ --party IQ",
        "body is missing",
    ),
    "body of one party": ("mechanism establish --title T --body", "--body"),
    "body of few": ("mechanism establish --title T --body gathering --party AZ", "--body"),
    "follow-up without a description": ("follow-up agree", "what is missing"),
    "follow-up with a bad due date": ("follow-up agree --what Reply --due someday", "--due: "),
    "session number without a mechanism": (
        "follow-up agree --what Reply --awaits-session 3",
        "--awaits",
    ),
    "fulfil nothing": ("follow-up fulfil", "REF"),
    "fulfil a visit": ("follow-up fulfil V-1", "is a visit, not a follow-up"),
    "fulfil an unknown follow-up": ("follow-up fulfil F-99", "F-99"),
    "fulfil an invalid ref": ("follow-up fulfil banana", "'banana'"),
    "fulfilled by a mechanism": ("follow-up fulfil F-1 --by B-1", "--by: "),
    "fulfilled by an unknown record": ("follow-up fulfil F-1 --by C-99", "--by: "),
    "fulfilled on an invalid day": ("follow-up fulfil F-1 --fulfilled someday", "--fulfilled: "),
}


@pytest.mark.parametrize("case", LINES)
def test_a_bad_command_line_is_refused(known: Desk, case: str) -> None:
    """The error line for a bad command line names the wrong option and says what to type."""
    words, hint = LINES[case]
    assert hint in refused(known, *words.split())


@pytest.mark.parametrize(
    "group", ["visit", "consultation", "meeting", "mechanism", "follow-up", "audit", "register"]
)
def test_a_group_without_a_verb_is_a_usage_error(known: Desk, group: str) -> None:
    """If you type a noun but no verb, the usage error shows the verbs of the noun."""
    answer = known.run(group)
    assert answer.code == 2
    assert f"dragoman {group}" in answer.out + answer.err


@pytest.mark.parametrize("words", ["--help", "--version", "visit --help", "visit announce --help"])
def test_help_and_version_are_not_errors(desk: Desk, words: str) -> None:
    """``--help`` and ``--version`` print on stdout and exit with 0."""
    answer = desk.run(*words.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer.out

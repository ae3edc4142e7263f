"""Tests that give every command the ref of a record of the wrong kind."""

import shlex

import pytest

from tests.cli.commands import Desk

HISTORY = """
mechanism establish --title Commission --body 'joint commission' --party AZ --party IQ
consultation hold --title 'First session' --mechanism B-1 --session 1 --occurred 2025-01-20
visit announce --title 'A visit' --host IQ --party AZ --occurred 2026-05
meeting hold --title Talks --party AZ --party IQ --occurred 2025-04 --participant 'Ali;;AZ'
follow-up agree --what Text --party AZ --owner AZ --agreed-in M-1
instrument sign --title Memo --form treaty --party AZ --party IQ --signed 2025-04-20
demarche deliver --subject Note --form 'note verbale' --from AZ --to IQ --occurred 2025-04-20
"""
REFS = ("B-1", "C-1", "V-1", "M-1", "F-1", "I-1", "D-1", "P-1")
COMMANDS = """
party alias {} Ali
party alias {} Bob
party merge {} {}
party split {}
party split {} --record {}
party position {} minister
distinguish {} {}
retract {} --duplicate-of {}
source cite {} --source press
show {}
brief {}
brief {} {}
visit start {} --part-of {}
visit reschedule {} --occurred 2026-06
visit conclude {} --cause {}
consultation hold {} --mechanism {}
consultation postpone {}
meeting hold {} --part-of {}
meeting add {} --topic water
mechanism amend {} --instrument {}
mechanism dissolve {}
follow-up fulfil {} --by {}
follow-up drop {}
follow-up revise {} --agreed-in {}
follow-up agree --what New --owner AZ --agreed-in {} --awaits {}
instrument enter-into-force {}
instrument terminate {}
instrument sign --title New --form treaty --party AZ --party IQ --signed-in {} --founds {}
demarche answer {} --answer {}
demarche deliver --subject New --from AZ --to IQ --part-of {} --cause {}
demarche withdraw {}
meeting hold --title New --party AZ --party IQ --occurred 2025-05 --same-as {}
meeting hold --title New --party AZ --party IQ --occurred 2025-05 --participant 'Bob;;AZ;{}'
correct {} part-of={}
correct {} title=Other
correct {} place=
correct {} participants.1.party={}
reading dispute {} title=Other
reading resolve {} title=Other
export {} --dispatch -
""".strip().splitlines()


REPORTS = ("show", "brief", "export")
GIVES_REASON = ("correct", "retract", "party", "distinguish", "reading")


def words_of(command: str, *refs: str) -> list[str]:
    """Insert refs into a command, and add the options that prevent recording and prompts."""
    words = shlex.split(command.format(*refs))
    dry = [] if words[0] in REPORTS else ["--dry-run", "--yes"]
    return [*words, *dry, *(["--reason", "why"] if words[0] in GIVES_REASON else [])]


@pytest.mark.parametrize("step", [0, 3])
def test_no_command_fails_on_a_record_of_another_kind(desk: Desk, step: int) -> None:
    """Every command that takes records accepts a record of any kind, or refuses it in one line."""
    for line in HISTORY.strip().splitlines():
        assert desk.run(*shlex.split(line)).code == 0, line
    for command in COMMANDS:
        for index, ref in enumerate(REFS):
            words = words_of(command, ref, REFS[(index + step) % len(REFS)])
            answer = desk.run(*words)
            assert answer.code in (0, 2), (words, answer.err)
            assert "bug" not in answer.err, (words, answer.err)
            assert answer.code == 0 or len(answer.err.splitlines()) == 1, (words, answer.err)

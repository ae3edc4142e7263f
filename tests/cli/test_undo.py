"""``dragoman undo``: your own last entry, the entries of other people, and the preview."""

import re
import shlex

import pytest

from dragoman.cli.wording import words
from tests.cli.chronicle import ACTS, AFTERWARDS, FILES, LETTER
from tests.cli.commands import act, entries, shown
from tests.cli.terminals import seen, start_forked
from tests.conftest import CHAIN, Answer, Desk
from tests.given import EVENTS

LEA = {"LOGNAME": "lea", "USER": "lea"}
MEETING = "meeting hold --party AZ --party IQ --title"


def as_lea(desk: Desk, line: str) -> Answer:
    """Run a command as Lea, who is not the officer."""
    return desk.run(*shlex.split(line), env=LEA)


@pytest.fixture
def shared(desk: Desk) -> Desk:
    """A register in which the officer recorded M-1, and then Lea recorded M-2."""
    act(desk, f"{MEETING} Ours")
    assert as_lea(desk, f"{MEETING} Theirs --reason 'by phone'").code == 0
    return desk


def retracted(desk: Desk) -> list[bool]:
    """Return whether each meeting is retracted."""
    return [shown(desk, ref)["retracted"] for ref in ("M-1", "M-2")]


# --- Whose entry ------------------------------------------------------------------------------


def test_undo_takes_back_your_own_last_entry(shared: Desk) -> None:
    """``undo`` undoes your own last entry, even if other people have recorded since.

    A note lists the later entries of the other people.
    """
    answer = act(shared, "undo")
    ours, theirs = (entry[:8] for entry in entries(shared)[:2])
    assert retracted(shared) == [True, False]
    assert answer.err.splitlines()[0] == (
        f"note: entry {ours} is your last entry, but not the last entry in the register;"
        f" since then: entry {theirs} (15 Jan 2026, lea: by phone)"
    )


def test_the_last_entry_is_undone_without_a_note(shared: Desk) -> None:
    assert as_lea(shared, "undo").err == ""
    assert retracted(shared) == [False, True]


def test_each_further_undo_goes_back_by_one_of_your_own_entries(shared: Desk) -> None:
    """Each further ``undo`` undoes your next older entry.

    If you have no entry left to undo, Dragoman refuses the command.
    """
    act(shared, "correct M-1 place=Baku --reason forgotten")
    act(shared, "undo")
    act(shared, "undo")
    assert retracted(shared) == [True, False]
    refused = shared.run("undo")
    theirs = entries(shared)[1][:8]
    assert refused.code == 2
    assert refused.err == (
        f"dragoman: you have no entry to undo; to undo entry {theirs}"
        f" (15 Jan 2026, lea: by phone), type: dragoman undo {theirs}\n"
    )


@pytest.mark.parametrize("form", ["{id:.8}", "2", "#2"])
def test_the_entry_of_another_person_needs_a_yes(shared: Desk, form: str) -> None:
    """In a pipe, you need ``--yes`` to undo the entry of another person.

    Without ``--yes``, one line says who recorded the entry and what to type.
    """
    entry, before = entries(shared)[1], shared.events()
    name = form.format(id=entry)

    refused = shared.run("undo", name)

    assert (refused.code, shared.events()) == (2, before)
    assert refused.err == (
        f"dragoman: entry {entry[:8]} was recorded by lea on 15 Jan 2026 (by phone);"
        " to undo the entry anyway, add --yes\n"
    )
    assert shared.run("undo", name, "--yes").code == 0
    assert retracted(shared) == [False, True]


def test_your_own_entry_needs_no_yes(shared: Desk) -> None:
    assert as_lea(shared, "undo 2").code == 0


@pytest.mark.parametrize(("word", "is_undone"), [("yes", True), ("no", False), ("", False)])
def test_a_terminal_asks(shared: Desk, word: str, is_undone: bool) -> None:
    """At a terminal, Dragoman asks before undoing the entry of another person."""
    terminal = start_forked(shared, "undo", entries(shared)[1][:8])
    terminal.until("by lea on 15 Jan 2026 (by phone). Undo this entry? [no] ")
    terminal.type(word)
    assert terminal.end() == (0 if is_undone else 2)
    assert retracted(shared)[1] == is_undone


@pytest.mark.parametrize("word", ["#99", "99", "0", "9" * 30, "zz"])
def test_an_unknown_entry_is_refused(shared: Desk, word: str) -> None:
    refused = shared.run("undo", word)
    assert refused.code == 2
    assert f"ENTRY: '{word}' is not an entry; list entries with" in refused.err


def test_nothing_to_undo(desk: Desk) -> None:
    assert desk.run("undo").err == "dragoman: no entry to undo\n"
    assert not desk.register.exists()


# --- The preview ------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_change(desk: Desk) -> None:
    """The dry run of an undo names the entry, and shows each field before and after the undo."""
    desk.record(CHAIN)
    act(desk, "correct C-1 occurred=2013-12-05 topics+=gas --reason misread")
    before = desk.events()

    answer = act(desk, "undo --dry-run")

    entry = entries(desk)[-1][:8]
    title = "Joint commission on trade and economic cooperation"
    assert answer.lines == [
        f"Dry run: would undo entry {entry} of 15 Jan 2026 by officer (misread).",
        f"  C-1    consultation corrected  5 Dec 2013 · {title}",
        "         occurred: 5 Dec 2013 → 4 Dec 2013",
        "         topics: gas → (nothing)",
    ]
    assert desk.events() == before


def test_a_dry_run_needs_no_yes(shared: Desk) -> None:
    answer = act(shared, "undo 2 --dry-run")
    assert "by lea (by phone)" in answer.out
    assert "retracted: no → yes" in answer.out


def test_a_preview_includes_consequences(desk: Desk) -> None:
    """The dry run of an undo also shows changes to records that the entry did not change.

    For example, undoing the correction of a session reopens a follow-up.
    """
    desk.record(CHAIN)
    act(desk, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-01-02")
    act(desk, "correct C-8 status=held --reason 'it was held'")
    lines = act(desk, "undo --dry-run").out
    assert "status: held → scheduled" in lines
    assert "status: fulfilled → open" in lines


def test_a_preview_says_what_stays(desk: Desk) -> None:
    """The dry run of an undo says which records and fields stay the same, and why.

    A person stays registered if another record names the person. A field stays the same if a later
    entry has changed the field.
    """
    act(desk, f"{MEETING} First --participant 'A. Guest;envoy;AZ'")
    act(desk, f"{MEETING} Second --participant 'A. Guest;envoy;AZ'")
    lines = act(desk, f"undo {entries(desk)[0]} --dry-run").out
    assert "party registered  A. Guest\n         stays as it is: already undone, or named" in lines
    act(desk, "correct M-1 place=Baku --reason misread")
    act(desk, "correct M-1 place=Basra --reason misread")
    lines = act(desk, f"undo {entries(desk)[-2]} --dry-run").out
    assert "nothing changes: later entries have set the same fields" in lines


def test_a_preview_of_an_undone_entry(desk: Desk) -> None:
    act(desk, f"{MEETING} First")
    act(desk, "undo")
    answer = act(desk, f"undo {entries(desk)[0]} --dry-run")
    assert "is already undone; nothing would change" in answer.out


def test_every_event_is_previewed_in_words(desk: Desk) -> None:
    """The dry run of an undo has a readable description for every type of event.

    The test previews the undo of every command of the sample story.
    """
    previewed = set()
    for file in FILES:
        desk.record(file)
        previewed |= previewed_now(desk)
    desk.now = AFTERWARDS
    letter = f"record {desk.write('letter.yaml', LETTER)}"
    for line in (*ACTS, "distinguish M-1 M-3", letter):
        act(desk, line)
        previewed |= previewed_now(desk)
    assert previewed == set(map(words, EVENTS))


def previewed_now(desk: Desk) -> set[str]:
    """Undo the last entry in a dry run, and return the printed descriptions of its events."""
    preview = act(desk, f"undo {entries(desk)[-1]} --dry-run").out
    assert not re.search(r"[{}\[\]]|None|UUID|[0-9a-f]{12}", preview), preview
    assert re.search(" → |stays|later entries", preview), preview
    lines = re.findall(r"^  [A-Z]-\d+ +([a-z ,-]+?)(?:  |$)", preview, re.M)
    return {word for line in lines for word in line.split(", ")}


def test_an_undone_entry_cannot_be_undone_twice(desk: Desk) -> None:
    """Undoing an entry again changes nothing, and a note says that it is already undone."""
    desk.run("meeting", "hold", "--title", "T", "--party", "AZ", "--party", "IQ")
    desk.run("meeting", "hold", "--title", "T", "--party", "AZ", "--occurred", "2025-04-20")
    assert desk.run("undo", "1").code == 0
    again = desk.run("undo", "1")
    assert (again.code, "is already undone" in again.err) == (0, True)
    assert "'-1' is not an entry" in desk.run("undo", "--", "-1").err
    terminal = start_forked(desk, "undo", "1")
    assert terminal.end() == 0
    receipt, *_, note = seen(terminal)
    assert receipt == "Nothing new: everything is already recorded."
    assert note.startswith("note: entry ")
    assert note.endswith(" is already undone")

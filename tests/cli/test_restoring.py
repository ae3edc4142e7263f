"""Restoring retracted records: with a dispatch, with a command and in the editor."""

import re
import shlex

import pytest

from tests.cli.commands import act, refs, shown
from tests.cli.test_editor import Editor
from tests.conftest import ARTICLE, CHAIN, Answer, Desk
from tests.copies import after, both

WHO = r"was retracted by entry [0-9a-f]{8} \(15 Jan 2026, officer: never was\)"
WHAT_TO_TYPE = "; to bring the record back, add --restore"


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


def typed(desk: Desk, line: str) -> Answer:
    """Run a command, which may fail."""
    return desk.run(*shlex.split(line))


def reports(desk: Desk) -> list[object]:
    """Return the contents of several reports, without their log positions."""
    lines = ("timeline", "follow-ups --all", "mechanism list", "party list", "brief IQ")
    found = [dict(desk.read(*line.split())) for line in lines]
    return [{name: one for name, one in report.items() if name != "as_of"} for report in found]


# --- Dispatches -------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["V-2", "M-1", "C-4", "F-2"])
def test_a_dispatch_says_who_retracted_its_record(story: Desk, ref: str) -> None:
    """Dragoman refuses a dispatch that describes a retracted record, unless you add ``--restore``.

    The message says who retracted the record, and Dragoman records nothing.
    """
    before = reports(story)
    act(story, f"retract {ref} --reason 'never was'")
    file = ARTICLE if ref == "M-1" else CHAIN
    position = story.position

    refused = typed(story, f"record {file}")

    assert refused.code == 2
    assert re.search(WHO + WHAT_TO_TYPE, refused.err)
    assert (story.position, shown(story, ref)["retracted"]) == (position, True)
    assert "restored" in act(story, f"record {file} --restore").out
    assert reports(story) == before
    assert "Nothing new" in act(story, f"record {file} --restore").out


def test_a_dispatch_that_was_undone_comes_back(desk: Desk) -> None:
    """With ``--restore``, you can record an undone dispatch again without losing anything.

    You can also undo and restore the dispatch a second time.
    """
    desk.record(CHAIN, ARTICLE)
    before = reports(desk)
    position = desk.position
    act(desk, "undo")
    assert "undo of entry" in desk.run("record", ARTICLE).err
    act(desk, f"record {ARTICLE} --restore")
    assert reports(desk) == before
    act(desk, "undo")
    assert reports(desk) != before
    act(desk, f"record {ARTICLE} --restore")
    assert reports(desk) == before
    assert desk.position > position
    assert desk.run("audit", "replay").code == 0


def test_a_dispatch_with_news_restores_and_adds(desk: Desk) -> None:
    """With ``--restore``, a newer version of an undone dispatch restores and updates its record."""
    dispatch = "dispatch: d\nsource: {title: S}\nrecords:\n- {kind: meeting, handle: m, title: T,"
    old = desk.write(
        "old.yaml", f"{dispatch} status: scheduled, parties: [AZ], occurred: 2026-01}}"
    )
    new = desk.write("new.yaml", f"{dispatch} status: held, place: Baku, occurred: 2026-01-10}}")
    desk.record(old)
    act(desk, "undo")

    answer = act(desk, f"record {new} --restore")

    assert "M-1    restored, meeting held" in answer.out
    found = shown(desk, "M-1")
    assert (found["status"], found["place"], found["parties"]) == ("held", "Baku", ["AZ"])


def test_a_restoration_that_no_longer_fits_is_refused(story: Desk) -> None:
    """Dragoman does not restore a session if another session now has the same number."""
    act(story, "retract C-3 --reason 'never was'")
    act(story, "correct C-5 session=2 --reason misread")
    refused = typed(story, f"record {CHAIN} --restore")
    assert refused.code == 2
    assert "session 2 of joint-commission is already recorded as" in refused.err


# --- By hand ----------------------------------------------------------------------------------

BY_HAND = {
    "a ref": ("V-2", "visit conclude V-2 --outcome Protocol"),
    "a session number": ("C-3", "consultation hold --mechanism B-2 --session 2"),
    "a name": ("P-3", "party register --name 'Namir al-Okaili' --side IQ"),
    "a correction": ("V-1", "correct V-1 place=Basra --reason misread"),
    "another source": ("V-1", "source cite V-1 --source S"),
    "a reading": ("V-1", "reading dispute V-1 place=Basra --source S"),
    "a follow-up": ("F-2", "follow-up fulfil F-2 --note done"),
    "a post": ("P-1", "party position P-1 envoy"),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_a_command_says_who_retracted_its_record(story: Desk, case: str) -> None:
    """A command on a retracted record needs ``--restore``.

    With this option, the command first restores the record, then changes it. Without this option,
    an error message says who retracted the record.
    """
    ref, line = BY_HAND[case]
    if case == "a name":
        act(story, "party register --name 'Namir al-Okaili' --side IQ")
        ref = refs_of_parties(story, "Namir al-Okaili")
    act(story, f"retract {ref} --reason 'never was'")
    position = story.position

    refused = typed(story, line)

    assert (refused.code, story.position) == (2, position)
    assert re.search(f"{ref} {WHO}{WHAT_TO_TYPE}", refused.err)
    assert f"{ref:6} restored" in act(story, f"{line} --restore").out
    assert not shown(story, ref)["retracted"]


def refs_of_parties(desk: Desk, name: str) -> str:
    """Return the ref of the party that has this name."""
    return next(one["ref"] for one in desk.read("party", "list")["parties"] if one["name"] == name)


def test_a_mechanism_comes_back_by_its_title(desk: Desk) -> None:
    line = "mechanism establish --body 'working group' --title T --party AZ --party IQ"
    act(desk, line)
    act(desk, "undo")
    assert "B-1 was retracted by entry" in typed(desk, line).err
    act(desk, f"{line} --restore")
    assert refs(desk, "mechanism", "list") == ["B-1"]


def test_a_duplicate_does_not_keep_its_number(story: Desk) -> None:
    """A session that was retracted as a duplicate does not keep its number.

    A command with that number records a new session, and needs no ``--restore``.
    """
    act(story, "consultation schedule --mechanism B-1 --session 9 --occurred 2026-05")
    act(story, "retract C-8 --duplicate-of C-7 --reason 'never was'")
    answer = act(story, "consultation schedule --mechanism B-1 --session 9 --occurred 2026-05")
    assert "C-9    consultation scheduled" in answer.out


def test_a_record_comes_back_with_nothing_else(story: Desk) -> None:
    """``correct REF --restore`` without other changes only restores the record."""
    act(story, "retract V-2 --reason 'never was'")
    assert "V-2    restored" in act(story, "correct V-2 --restore --reason 'it was'").out


TALKS = "meeting hold --title Talks --party AZ --party IQ --occurred 2025-04-20 --place Baghdad"
DISPATCH = """
dispatch: another
source: {title: Another paper}
records:
- {handle: talks, kind: meeting, status: held, title: Talks, parties: [AZ, IQ],
   occurred: 2025-04-20, place: Baghdad}
"""


@pytest.mark.parametrize("again", [TALKS, "record another.yaml"])
def test_a_record_that_resembles_a_retracted_record_is_doubted(desk: Desk, again: str) -> None:
    """If a new record resembles a retracted record, a note names the entry that retracted it.

    With ``--strict``, Dragoman refuses the new record. The note says how to restore the retracted
    record.
    """
    desk.write("another.yaml", DISPATCH)
    act(desk, f"{TALKS} --source One")
    act(desk, "retract M-1 --reason 'never was'")
    refused = typed(desk, f"{again} --strict")
    assert refused.code == 2
    assert re.search(
        f"looks like M-1 .*, which {WHO}; to bring it back, add --restore", refused.err
    )
    noted = act(desk, again).err
    assert re.search(f"M-2 looks like M-1 .*, which {WHO}. To bring M-1 back instead", noted)
    act(desk, "undo")
    if again == TALKS:
        assert noted.strip().endswith("repeat the command with --same-as M-1 --restore")
        again = f"{TALKS} --same-as M-1"
    else:
        assert noted.strip().endswith("write handle: M-1, and record the file with --restore")
        desk.write("another.yaml", DISPATCH.replace("handle: talks", "handle: M-1"))
    assert re.search(r"M-1 +restored", act(desk, f"{again} --restore").out)
    assert len(refs(desk, "timeline")) == 1


def test_of_several_retracted_records_you_choose_one(desk: Desk) -> None:
    """If a new record resembles several retracted records, ``--restore`` needs ``--same-as``."""
    for number in ("1", "2"):
        act(desk, f"{TALKS} --new")
        act(desk, f"retract M-{number} --reason 'never was'")
    for option in ("--strict", "--restore"):
        refused = typed(desk, f"{TALKS} {option}")
        assert "looks like M-2 or M-1 (the same title), which were retracted;" in refused.err
        assert "repeat the command with --same-as M-2 --restore" in refused.err
    assert "restored" in act(desk, f"{TALKS} --same-as M-2 --restore").out
    assert refs(desk, "timeline") == ["M-2"]


@pytest.mark.parametrize(
    "line",
    [
        "meeting hold --title T --party AZ --restore",
        "consultation hold --mechanism B-1 --session 9 --restore",
    ],
)
def test_a_new_record_is_not_restored(story: Desk, line: str) -> None:
    """Dragoman refuses ``--restore`` if the command matches no retracted record."""
    refused = typed(story, line)
    assert refused.code == 2
    assert "no retracted record matches; name the record, or leave out --restore" in refused.err


def test_a_dry_run_restores_nothing(story: Desk) -> None:
    act(story, "retract V-2 --reason 'never was'")
    assert "restored" in act(story, "visit conclude V-2 --restore --dry-run").out
    assert shown(story, "V-2")["retracted"]


def test_a_history_shows_the_restoration(story: Desk) -> None:
    """The history of a restored record marks the retraction as undone."""
    act(story, "retract V-2 --reason 'never was'")
    position = story.position
    act(story, "correct V-2 --restore --reason 'it was'")
    lines = act(story, "show V-2 --history").lines
    assert any(line.startswith(f"#{position}") and "undone since" in line for line in lines)
    assert f"undoes #{position}" in "\n".join(lines)
    assert "restored" in act(story, f"audit diff --from {position}").out


# --- Sessions that were cancelled -------------------------------------------------------------


@pytest.mark.parametrize("verb", ["hold", "schedule"])
def test_a_cancelled_session_is_followed_by_another_with_its_number(story: Desk, verb: str) -> None:
    """After a session is cancelled, a new session can have the same number.

    If you repeat the command, Dragoman finds the new session and records nothing.
    """
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02")
    act(story, "consultation cancel C-8 --cause elections")
    when = "2026-01-10" if verb == "hold" else "2026-06"
    act(story, f"consultation {verb} --mechanism B-3 --session 2 --occurred {when}")
    assert (shown(story, "C-8")["status"], shown(story, "C-9")["session"]) == ("cancelled", 2)
    again = act(story, f"consultation {verb} --mechanism B-3 --session 2 --occurred {when}")
    assert "Nothing new" in again.out


def test_a_later_session_has_a_ref_of_its_own(story: Desk) -> None:
    """Dragoman refuses to record that a cancelled session was held.

    The message says to record a new session without the ref of the cancelled session.
    """
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02")
    act(story, "consultation cancel C-8")
    refused = typed(story, "consultation hold C-8 --occurred 2026-01-10")
    assert refused.code == 2
    assert "if the session took place later, record a new session, without this ref" in refused.err


def test_a_cancelled_session_can_change_after_another_has_its_number(story: Desk) -> None:
    """Both records stay, so facts and corrections of the cancelled session are not refused."""
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02")
    act(story, "consultation cancel C-8")
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-06")
    act(story, "consultation add C-8 --summary 'Cancelled because of the elections'")
    act(story, "correct C-8 title='Second session' --reason 'a typo'")
    act(story, "retract C-8 --reason 'never planned'")
    act(story, "correct C-8 --restore --reason 'planned after all'")
    assert (shown(story, "C-8")["status"], shown(story, "C-8")["session"]) == ("cancelled", 2)


@pytest.mark.parametrize(
    "line", ["correct C-8 status=scheduled --reason 'not cancelled'", "undo {entry} --yes"]
)
def test_a_cancelled_session_does_not_take_its_number_back(story: Desk, line: str) -> None:
    """While another session has the number, the cancelled session stays cancelled."""
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-02")
    cancelled = act(story, "consultation cancel C-8").out
    act(story, "consultation schedule --mechanism B-3 --session 2 --occurred 2026-06")
    entry = re.findall(r"entry ([0-9a-f]{8})", cancelled)[0]
    refused = typed(story, line.format(entry=entry))
    assert refused.code == 2
    assert "session 2 of B-3 is already recorded as C-9" in refused.err
    assert shown(story, "C-8")["status"] == "cancelled"


# --- In the editor ----------------------------------------------------------------------------


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """An editor that changes the ``place`` field of the draft."""
    one = Editor(desk.home / "editor")
    one.does('sed -i "s|^place:.*|place: Basra|; s|^reason:.*|reason: misread|" "$1"')
    return one


def test_the_editor_opens_no_retracted_record(story: Desk, editor: Editor) -> None:
    """``compose`` refuses a retracted record and does not open the editor.

    The message says who retracted the record.
    """
    act(story, "retract V-1 --reason 'never was'")
    refused = story.run("compose", "V-1", env=editor.env)
    assert refused.code == 2
    assert re.search(f"V-1 {WHO}{WHAT_TO_TYPE}", refused.err)
    assert editor.seen == []


def test_the_editor_restores_a_record(story: Desk, editor: Editor) -> None:
    act(story, "retract V-1 --reason 'never was'")
    answer = story.run("compose", "V-1", "--restore", env=editor.env)
    assert answer.code == 0, answer.err
    found = shown(story, "V-1")
    assert (found["retracted"], found["place"]) == (False, "Basra")


def test_a_new_draft_restores_a_record_by_its_number(story: Desk, editor: Editor) -> None:
    act(story, "retract C-3 --reason 'never was'")
    fields = (
        "s|^status:.*|status: held|",
        "s|^mechanism:.*|mechanism: B-2|",
        "s|^session:.*|session: 2|",
    )
    editor.does(f'sed -i {" ".join(f"-e {shlex.quote(one)}" for one in fields)} "$1"')
    answer = story.run("compose", "consultation", "--restore", env=editor.env)
    assert answer.code == 0, answer.err
    assert not shown(story, "C-3")["retracted"]

"""Records that a user writes and corrects in an editor."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from attrs import define

from dragoman.domain import KINDS, declared
from tests.cli.terminals import last_entry, seen, start_forked
from tests.conftest import Desk
from tests.copies import after, both


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


@define
class Editor:
    """A scripted editor that runs one step each time that Dragoman opens the editor."""

    folder: Path

    def does(self, *steps: str) -> None:
        """Set a shell command for each time that Dragoman opens the editor; ``$1`` is the draft."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for number, step in enumerate(steps, 1):
            (self.folder / f"step-{number}").write_text(f"{step}\n")
        script = self.folder / "editor"
        folder = shlex.quote(str(self.folder))
        script.write_text(
            f"#!/bin/sh\ncd {folder}\nnumber=$(($(ls | grep -c '^seen-') + 1))\n"
            'cp "$1" seen-$number\n. ./step-$number\n'
        )
        script.chmod(0o755)

    @property
    def seen(self) -> list[list[str]]:
        """Return the draft's lines for each time that Dragoman opened the editor."""
        times = range(1, len(list(self.folder.glob("seen-*"))) + 1)
        return [(self.folder / f"seen-{time}").read_text().splitlines() for time in times]

    @property
    def env(self) -> dict[str, str]:
        """Return the environment variable that selects this editor."""
        return {"EDITOR": shlex.quote(str(self.folder / "editor"))}


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """An editor in a folder whose path needs quotes in a shell."""
    return Editor(desk.home / "an editor")


def fill(**fields: str) -> str:
    """Return an editor step that replaces the values of fields in the draft."""
    changes = (f"-e {shlex.quote(f's|^{name}:.*|{name}: {to}|')}" for name, to in fields.items())
    return f'sed -i {" ".join(changes)} "$1"'


def drafts(desk: Desk) -> list[Path]:
    """Return the saved drafts."""
    return sorted((desk.home / "state" / "dragoman").glob("draft-*"))


MEETING = fill(status="held", title="Talks", parties="[AZ, IQ]", occurred="yesterday")


@pytest.mark.parametrize(
    ("kind", "fields", "ref"),
    [
        ("meeting", {"status": "held", "title": "Talks", "parties": "[AZ, IQ]"}, "M-4"),
        ("visit", {"status": "announced", "title": "Talks", "host": "Iraq"}, "V-3"),
        ("consultation", {"status": "held", "mechanism": "B-1", "session": "3"}, "C-8"),
        ("mechanism", {"title": "G", "body": "working group", "parties": "[AZ, IQ]"}, "B-4"),
        ("follow-up", {"what": "A reply", "awaits": "{mechanism: B-1, session: 3}"}, "F-3"),
        ("instrument", {"status": "signed", "title": "P", "parties": "[AZ, IQ]"}, "I-1"),
        ("party", {"name": "Fuad Hussein", "side": "IQ"}, "P-5"),
        (
            "demarche",
            {"status": "delivered", "subject": "Visas", "sender": "AZ", "recipients": "[IQ]"},
            "D-1",
        ),
    ],
)
def test_every_kind_can_be_written_in_an_editor(
    story: Desk, editor: Editor, kind: str, fields: dict[str, str], ref: str
) -> None:
    """Users can write every kind of record in an editor.

    Dragoman records the draft with its reason, and then deletes the draft.
    """
    editor.does(fill(**fields, reason="as the desk says"))
    answer = story.forked("compose", kind, env=editor.env)
    assert (answer.code, answer.err) == (0, "")
    assert ref in answer.out
    assert story.read("show", ref)["record"]["kind"] == kind
    assert last_entry(story)["reason"] == "as the desk says"
    assert drafts(story) == []


def test_a_draft_can_name_another_record(story: Desk, editor: Editor) -> None:
    """A link in a new draft can be a name; if no record has the name, the draft opens again."""
    title = story.read("show", "B-1")["record"]["title"]
    editor.does(
        fill(what="A reply", awaits="{mechanism: banana}"),
        fill(awaits=f"{{mechanism: {title}}}", agreed_in="C-1"),
    )
    answer = story.forked("compose", "follow-up", env=editor.env)
    assert answer.code == 0, answer.err
    assert any("'banana' is not in the register" in line for line in editor.seen[1])
    assert story.read("show", "F-3")["record"]["awaits"]["mechanism"] == "B-1"


def test_a_draft_offers_every_field_with_its_form(story: Desk, editor: Editor) -> None:
    """A new draft has instructions, and lists every field with its possible values."""
    editor.does(MEETING)
    assert story.forked("compose", "meeting", env=editor.env).code == 0
    [lines] = editor.seen
    assert lines[0] == "# A new meeting."
    assert "kind: meeting" in lines
    assert any(re.match(r"status: +# scheduled \| held", line) for line in lines)
    assert any(line.startswith("participants:") and "; IQ;" in line for line in lines)


def test_participants_can_be_written_as_the_draft_shows(story: Desk, editor: Editor) -> None:
    """The example of participants in a draft is valid, and so is the text of the option."""
    example = declared(KINDS["meeting"].state)["participants"].example
    editor.does(fill(status="held", title="Talks", parties="[AZ, IQ]", participants=example))
    assert story.forked("compose", "meeting", env=editor.env).code == 0
    assert any(line.startswith("participants:") and example in line for line in editor.seen[0])
    [person] = story.read("show", "M-4")["record"]["participants"]
    assert (person["name"], person["role"]) == ("Ali Hasan", "head of delegation")
    other = "s|^- name: Ali Hasan|- Leyla Hasanova; ; AZ|;/^  \\(post\\|side\\|role\\|type\\):/d"
    editor.does(f'sed -i {shlex.quote(other)} "$1"; {fill(reason="a slip")}')
    assert story.forked("compose", "M-4", env=editor.env).code == 0
    [person] = story.read("show", "M-4")["record"]["participants"]
    assert (person["name"], person["side"]) == ("Leyla Hasanova", "AZ")


def test_a_new_draft_has_the_parties_of_the_context(story: Desk, editor: Editor) -> None:
    editor.does(fill(status="held", title="Talks"))
    env = editor.env | {"DRAGOMAN_CONTEXT": "AZ-IQ"}
    assert story.forked("compose", "meeting", env=env).code == 0
    assert story.read("show", "M-4")["record"]["parties"] == ["AZ", "IQ"]


# name: (the bad values, the line of the draft, the message)
FAULTS: dict[str, tuple[dict[str, str], str, str]] = {
    "unknown party": ({"parties": "[AZ, Iraak]"}, "parties: [AZ, Iraak]", "parties 2: unknown"),
    "no date": ({"occurred": "someday"}, "occurred: someday", "occurred: 'someday' is not a date"),
    "unknown status": ({"status": "over"}, "status: over", "status: 'over' is not one of"),
    "a broken list": ({"topics": "[energy, "}, "", "not YAML"),
    "a list for a text": ({"place": "[a, b]"}, "place: [a, b]", "place: expected text, got a list"),
    "a link to nowhere": (
        {"part_of": "V-99"},
        "part_of: V-99",
        "part_of: 'V-99' is not in the register",
    ),
    "a link to a record that is not an engagement": (
        {"part_of": "B-1"},
        "part_of: B-1",
        "part_of: B-1 is not an engagement",
    ),
    "too early": ({"occurred": "2031"}, "occurred: 2031", "occurred: 2031 is in the future"),
    "no kind": ({"kind": "dispatch"}, "kind: dispatch", "kind must be one of: visit,"),
    "source": ({"source": "{title: S, published: x}"}, "source: {title: S, published: x}", "'x'"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_an_error_is_shown_above_its_line(story: Desk, editor: Editor, case: str) -> None:
    """If a draft has an error, the editor opens again with the error message above the faulty line.

    The draft keeps everything that the user typed.
    """
    wrong, line, said = FAULTS[case]
    right = {"kind": "meeting", "status": "held", "occurred": "today", "parties": "[AZ, IQ]"}
    mended = fill(**dict.fromkeys(wrong, "") | right)
    editor.does(f"{MEETING}\n{fill(**wrong, summary='kept')}", mended)
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err
    first, second = editor.seen
    [mark] = [number for number, line in enumerate(second) if line.startswith("#!! ")]
    assert said in second[mark]
    assert not line or second[mark + 1] == line
    assert "summary: kept" in second
    assert len(second) == len(first) + 1
    [notice] = answer.err.splitlines()
    assert said in notice
    assert story.read("show", "M-4")["record"]["summary"] == "kept"
    assert drafts(story) == []


def test_an_editor_that_never_corrects_the_error_is_not_opened_for_ever(
    story: Desk, editor: Editor
) -> None:
    """If a script changes the draft but never fixes the error, Dragoman gives up.

    Dragoman keeps the draft.
    """
    editor.does(*([f"{MEETING}\necho 'reason: again' >> \"$1\""] * 20))
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 2
    assert len(editor.seen) == 10
    assert "continue with: dragoman compose --resume" in answer.err.splitlines()[-1]
    assert len(drafts(story)) == 1


def test_each_error_replaces_the_previous_ones(story: Desk, editor: Editor) -> None:
    """The draft shows only the errors that are left."""
    editor.does(
        f"{MEETING}\n{fill(parties='[AZ, Iraak]', format='royal')}",
        fill(format="bilateral"),
        fill(parties="[AZ, IQ]"),
    )
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err
    marks = [[line for line in draft if line.startswith("#!!")] for draft in editor.seen]
    assert [len(lines) for lines in marks] == [0, 2, 1]
    assert marks[2][0] in marks[1]


def test_an_abandoned_draft_with_an_error_is_kept(story: Desk, editor: Editor) -> None:
    """If the user leaves an error in the draft, Dragoman keeps the draft.

    Dragoman records nothing, and the message says how to resume.
    """
    before = story.events()
    editor.does(f"{MEETING}\n{fill(parties='[AZ, Iraak]')}", "true")
    answer = story.forked("compose", "meeting", env=editor.env)
    [draft] = drafts(story)
    assert answer.code == 2
    assert answer.err.splitlines()[-1].endswith(
        f" Your draft is saved; continue with: dragoman compose --resume ({draft})"
    )
    assert story.events() == before
    editor.does(fill(parties="[AZ, IQ]"))
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert any(line.startswith("#!! ") for line in editor.seen[0])
    assert drafts(story) == []


def test_a_failing_editor_keeps_the_draft(story: Desk, editor: Editor) -> None:
    """If the editor fails, Dragoman records nothing and keeps the draft for ``--resume``."""
    before = story.events()
    editor.does(f"{MEETING}\nexit 3")
    answer = story.forked("compose", "meeting", env=editor.env)
    [draft] = drafts(story)
    assert answer.code == 2
    assert answer.err == (
        "dragoman: the editor exited with code 3; nothing was recorded."
        f" Your draft is saved; continue with: dragoman compose --resume ({draft})\n"
    )
    assert story.events() == before
    editor.does("true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert "title: Talks" in editor.seen[0]
    assert drafts(story) == []
    assert story.read("show", "M-4")["record"]["title"] == "Talks"


def test_resume_opens_the_last_draft(story: Desk, editor: Editor) -> None:
    """``--resume`` opens the last draft, and Dragoman keeps the other drafts."""
    for kind in ("meeting", "visit"):
        editor.does("exit 1")
        assert story.forked("compose", kind, env=editor.env).code == 2
    editor.does(fill(status="announced", title="Talks", host="IQ"))
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert editor.seen[0][0] == "# A new visit."
    [kept] = drafts(story)
    assert kept.read_text().startswith("# A new meeting.\n")


@pytest.mark.parametrize("text", ["", "# nothing\n\n  # but comments\n"])
def test_an_emptied_draft_is_deleted(story: Desk, editor: Editor, text: str) -> None:
    """If the user empties the draft, Dragoman deletes the draft and records nothing."""
    before = story.events()
    editor.does(f'printf %s {shlex.quote(text)} > "$1"')
    answer = story.forked("compose", "meeting", env=editor.env)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "dragoman: the draft is empty; nothing was recorded\n"
    assert (story.events(), drafts(story)) == (before, [])


@pytest.mark.parametrize("what", ["meeting", "V-1"])
def test_an_unchanged_draft_is_deleted(story: Desk, editor: Editor, what: str) -> None:
    """If the user does not change the draft, Dragoman deletes the draft and records nothing."""
    before = story.events()
    editor.does("true")
    answer = story.forked("compose", what, env=editor.env)
    assert answer.code == 2
    assert answer.err == "dragoman: you did not change the draft; nothing was recorded\n"
    assert (story.events(), drafts(story)) == (before, [])


@pytest.mark.parametrize("editor_of_nobody", ["/nowhere/editor", "'unfinished", " "])
def test_a_missing_editor_is_named_with_its_variable(story: Desk, editor_of_nobody: str) -> None:
    """If the editor is missing, the message names the variable that sets the editor.

    Dragoman keeps the draft.
    """
    env = {"EDITOR": editor_of_nobody, "PATH": "/nowhere"}
    answer = story.forked("compose", "meeting", env=env)
    assert answer.code == 2, answer.err
    [line] = answer.err.splitlines()
    assert "EDITOR" in line
    assert str(drafts(story)[0]) in line


def test_visual_takes_precedence_over_editor(story: Desk, editor: Editor) -> None:
    editor.does(MEETING)
    env = {"VISUAL": editor.env["EDITOR"], "EDITOR": "false"}
    assert story.command("compose", "meeting", env=env).code == 0


def test_a_record_is_corrected_in_an_editor(story: Desk, editor: Editor) -> None:
    """If a user changes a field in an editor, Dragoman records a correction with the reason.

    The other fields do not change.
    """
    before = story.read("show", "C-1")["record"]
    editor.does(fill(place="Basra", session="", reason="misread"))
    answer = story.forked("compose", "C-1", env=editor.env)
    assert answer.code == 0, answer.err
    after = story.read("show", "C-1")["record"]
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"place", "session"}
    assert (after["place"], after.get("session")) == ("Basra", None)
    [event] = last_entry(story)["events"]
    assert (event["type"], last_entry(story)["reason"]) == ("ConsultationCorrected", "misread")


def test_a_correction_in_an_editor_needs_a_reason(story: Desk, editor: Editor) -> None:
    """If a correction gives no reason, the editor reopens with an error on the reason line."""
    editor.does(fill(title="Negotiations"), fill(reason="so it was called"))
    answer = story.forked("compose", "V-1", env=editor.env)
    assert answer.code == 0, answer.err
    lines = editor.seen[1]
    mark = next(number for number, line in enumerate(lines) if line.startswith("#!! "))
    assert "say why you are correcting the record" in lines[mark]
    assert lines[mark + 1].startswith("reason:")


# name: (the command before, the ref, the values, the event, the status after the event)
BY_STATUS: dict[str, tuple[str, str, dict[str, str], str, str]] = {
    "cancelled": ("", "C-5", {"status": "cancelled"}, "ConsultationCancelled", "cancelled"),
    "held": ("", "C-5", {"status": "held"}, "ConsultationHeld", "held"),
    "rescheduled": (
        "visit announce --title T --host IQ --party AZ --occurred 2026-03",
        "V-3",
        {"status": "rescheduled", "occurred": "2026-04"},
        "VisitRescheduled",
        "announced",
    ),
    "revised": (
        "",
        "F-2",
        {"status": "revised", "due": "2026-04"},
        "FollowUpRevised",
        "open",
    ),
    "dropped": ("", "F-2", {"status": "dropped"}, "FollowUpDropped", "dropped"),
    "amended": (
        "",
        "B-1",
        {"status": "amended", "cadence": "P1Y"},
        "MechanismAmended",
        "standing",
    ),
    "dissolved": ("", "B-3", {"status": "dissolved"}, "MechanismDissolved", "dissolved"),
}


@pytest.mark.parametrize("case", BY_STATUS)
def test_a_status_change_in_an_editor_is_not_a_correction(
    story: Desk, editor: Editor, case: str
) -> None:
    """A change of the status in an editor needs no reason.

    Dragoman records the event for the new status instead of a correction.
    """
    before, ref, fields, event, status = BY_STATUS[case]
    if before:
        assert story.run(*shlex.split(before)).code == 0
    editor.does(fill(**fields))
    answer = story.forked("compose", ref, env=editor.env)
    assert answer.code == 0, answer.err
    assert [event["type"] for event in last_entry(story)["events"]] == [event]
    assert story.read("show", ref)["record"]["status"] == status


def test_a_refusal_by_the_register_is_shown_in_the_draft(story: Desk, editor: Editor) -> None:
    before = story.events()
    editor.does(fill(status="cancelled"), 'printf "" > "$1"')
    answer = story.forked("compose", "V-1", env=editor.env)
    assert answer.code == 2
    assert any("cannot be cancelled" in line for line in editor.seen[1])
    assert story.events() == before


def test_a_dry_run_keeps_the_draft(story: Desk, editor: Editor) -> None:
    """A dry run records nothing and keeps the draft for ``--resume``."""
    before = story.events()
    editor.does(MEETING)
    answer = story.forked("compose", "meeting", "--dry-run", env=editor.env)
    assert answer.code == 0
    assert "Dry run: would record" in answer.out
    assert story.events() == before
    editor.does("true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0
    assert story.events() != before


@pytest.mark.parametrize("what", ["meeting", "V-1"])
def test_ctrl_c_in_the_editor_keeps_the_draft(story: Desk, editor: Editor, what: str) -> None:
    """Ctrl-C in the editor records nothing and keeps the draft for ``--resume``."""
    before = story.events()
    editor.does(f"{fill(title='Talks', reason='why')}\necho started\nexec sleep 30")
    terminal = start_forked(story, "compose", what, **editor.env)
    terminal.until("started")
    terminal.press("Ctrl-C")
    assert terminal.end() == 130
    assert seen(terminal)[-1].endswith("dragoman: interrupted; nothing was recorded")
    assert story.events() == before
    [draft] = drafts(story)
    assert "title: Talks" in draft.read_text()
    editor.does(fill(status="held", parties="[AZ, IQ]") if what == "meeting" else "true")
    assert story.forked("compose", "--resume", env=editor.env).code == 0


@pytest.mark.parametrize(
    ("steps", "code", "is_recorded"),
    [
        pytest.param((MEETING,), 0, True, id="accepted"),
        pytest.param(
            (f"{MEETING}; {fill(parties='[AZ, Atlantis]')}", fill(parties="[AZ, IQ]")),
            0,
            True,
            id="refused, then accepted",
        ),
        pytest.param(("exit 3",), 2, False, id="an editor that fails"),
        pytest.param((': > "$1"',), 2, False, id="given up"),
    ],
)
def test_a_draft_is_recorded_completely_or_not_at_all(
    story: Desk, editor: Editor, steps: tuple[str, ...], code: int, is_recorded: bool
) -> None:
    """However the editor ends, Dragoman records the whole draft or nothing."""
    before = story.events()
    editor.does(*steps)
    terminal = start_forked(story, "compose", "meeting", **editor.env)
    assert terminal.end() == code
    assert len(editor.seen) == len(steps)
    assert (story.events() != before) == is_recorded


# name: (the ref, the replacement in its draft)
LOST = {
    "the spellings of a name": ("P-1", "s|- Yaltchin Rafiyev|- Yaltchin|"),
    "the day of a fulfilment": ("F-1", "s|^fulfilled:.*|fulfilled: 2025-12-05|"),
    "the record that fulfilled it": ("F-1", "s|^by:.*|by: C-3|"),
    "the note of a fulfilment": ("F-1", "s|^note:.*|note: as agreed|"),
}


@pytest.mark.parametrize("case", LOST)
def test_no_change_in_a_draft_is_dropped(story: Desk, editor: Editor, case: str) -> None:
    """Dragoman corrects each field that a user changes in a draft, or refuses the draft."""
    ref, change = LOST[case]
    before = story.events()
    editor.does(f"sed -i -e {shlex.quote(change)} -e 's|^reason:.*|reason: slip|' \"$1\"", "true")
    answer = story.forked("compose", ref, env=editor.env)
    assert story.events() != before or (answer.code == 2 and drafts(story))


@pytest.mark.parametrize(
    "line", ["source: {title: S}", "positions: [{post: minister}]", "plaice: Baku", "due: 2026"]
)
@pytest.mark.parametrize("ref", ["V-1", "P-1"])
def test_a_field_that_a_draft_cannot_change_is_reported(
    story: Desk, editor: Editor, ref: str, line: str
) -> None:
    """If the user changes a field that a draft cannot change, the draft opens again with an error.

    The draft keeps everything that the user typed.
    """
    before = story.events()
    editor.does(f'echo {shlex.quote(line)} >> "$1"\n{fill(reason="slip")}', "true")
    answer = story.forked("compose", ref, env=editor.env)
    assert answer.code == 2, answer.out
    [mark] = [number for number, line in enumerate(editor.seen[1]) if line.startswith("#!! ")]
    assert editor.seen[1][mark + 1] == line
    assert (story.events(), len(drafts(story))) == (before, 1)


@pytest.mark.parametrize("reason", ["[a, b]", "{a: b}"])
def test_a_reason_that_is_not_text_is_an_error_at_its_line(
    story: Desk, editor: Editor, reason: str
) -> None:
    """If the reason in a draft is a list, the editor opens again with an error at that line."""
    editor.does(f"{MEETING}\n{fill(reason=reason)}", fill(reason="as the desk says"))
    answer = story.forked("compose", "meeting", env=editor.env)
    assert answer.code == 0, answer.err

"""Dragoman refuses a field that does not belong to the record's kind.

Older records with such fields still work.
"""

import json
import shlex
from pathlib import Path

import pytest

from tests.conftest import Desk

BODY = 'mechanism establish --body "working group" --title Group --party AZ --party IQ'
TALKS = "--title Talks --party AZ --party IQ --occurred 2025-01-01"
TO_CONSULTATIONS = (
    "belongs to consultations; record it with:"
    " dragoman consultation hold --mechanism B-2 --session 4"
)
TO_VISITS = "belongs to visits; record it with: dragoman visit "

TYPED = {
    f"meeting hold {TALKS} --mechanism B-1 --session 4": f"mechanism {TO_CONSULTATIONS}",
    f"meeting hold {TALKS} --session=4": f"session {TO_CONSULTATIONS}",
    f"visit announce {TALKS} --session 4": f"session {TO_CONSULTATIONS}",
    f"meeting schedule {TALKS} --stop Baku": f"stops {TO_VISITS}",
    f"meeting hold {TALKS} --mode phone --level state": f"level {TO_VISITS}announce --level",
    "consultation hold --mechanism B-1 --stay 2025-04": f"stay {TO_VISITS}conclude --stay",
    f"visit announce {TALKS} --mode phone": "a meeting with: dragoman meeting hold --mode phone",
    f"meeting hold {TALKS} --mode phone --place Baku": "--place: does not fit mode",
    f"meeting hold {TALKS} --mode written --host AZ": "--host: does not fit mode",
    "correct M-1 session=4 --reason R": f"session: {TO_CONSULTATIONS}",
    "correct M-1 stop+=Baku --reason R": f"stops: {TO_VISITS}",
    "correct V-1 mode=video --reason R": "dragoman meeting hold --mode video",
    "reading dispute M-1 level=state --source S": f"level: {TO_VISITS}",
    "reading dispute V-1 mode=phone --source S": "dragoman meeting hold --mode phone",
}


@pytest.fixture
def talks(desk: Desk) -> Desk:
    """A register with a mechanism, a meeting and a visit."""
    for line in (BODY, f"meeting schedule {TALKS}", f"visit conclude {TALKS} --host IQ"):
        assert desk.run(*shlex.split(line)).code == 0
    return desk


@pytest.mark.parametrize("line", TYPED)
def test_a_field_of_another_kind_is_refused_with_the_right_command(talks: Desk, line: str) -> None:
    """Dragoman refuses a field of another kind, and the message gives the right command."""
    before = talks.position
    answer = talks.run(*shlex.split(line))
    assert (answer.code, answer.out) == (2, "")
    assert TYPED[line] in answer.err
    assert len(answer.err.splitlines()) == 1
    assert talks.position == before


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("session: 4", f":8: record 1, session: {TO_CONSULTATIONS}"),
        ("level: state", f":8: record 1, level: {TO_VISITS}"),
        ("stops: [Baku]", f":8: record 1, stops: {TO_VISITS}"),
        ("as_written: {stay: a month}", f":8: record 1, as_written, stay: {TO_VISITS}"),
        ("readings: {session: 4}", f"session: {TO_CONSULTATIONS}"),
        ("mode: phone\n    place: Baku", ":9: record 1, place: does not fit mode phone"),
    ],
)
def test_a_dispatch_is_refused_at_its_line(talks: Desk, field: str, expected: str) -> None:
    """Dragoman refuses a dispatch that has a field belonging to another kind of record.

    The message gives the file, the line, the field, and what to write instead.
    """
    file = talks.write(
        "d.yaml",
        "dispatch: d\nsource: {title: S}\nrecords:\n  - kind: meeting\n    handle: m\n"
        f"    status: held\n    title: T\n    {field}\n    parties: [AZ, IQ]\n",
    )
    answer = talks.run("record", file)
    assert (answer.code, answer.out) == (2, "")
    assert expected in answer.err


def test_a_column_of_levels_is_not_proposed_for_meetings(desk: Desk) -> None:
    """A suggested mapping for meetings leaves out a column of levels.

    Only visits have levels.
    """
    table = desk.write("t.csv", "date,country,title,level\n2025-01-01,IQ,Talks,official\n")
    answer = desk.run("import", table, "--suggest")
    assert answer.code == 0, answer.err
    assert "kind: meeting" in answer.out
    assert "level:" not in answer.out


# --- Older records ----------------------------------------------------------------------------

MISPLACED = {"session": 4, "stay": "2025-01", "stops": ["Baku"], "level": "state", "mode": "phone"}


@pytest.fixture
def old(talks: Desk) -> Desk:
    """A desk whose meeting has fields of another kind of record, as in older registers."""
    talks.run("export", "--jsonl", "old.jsonl")
    head, *lines = Path("old.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    body = next(record["id"] for record in records if record["kind"] == "mechanism")
    for record in records:
        if record["kind"] == "meeting":
            record["events"][0]["data"] |= MISPLACED | {"mechanism": body, "place": "Baku"}
    file = talks.write("old.jsonl", "\n".join((head, *map(json.dumps, records))) + "\n")
    talks.monkeypatch.setenv("DRAGOMAN_REGISTER", str(talks.home / "old.db"))
    answer = talks.run("import", file)
    assert answer.code == 0, answer.err
    return talks


def meeting(desk: Desk) -> dict[str, object]:
    """Return the meeting from the JSON of ``show``."""
    found: dict[str, object] = desk.read("show", "M-1")["record"]
    return found


def test_an_older_record_can_be_read_and_copied(old: Desk) -> None:
    """An older record may have fields of another kind.

    Reports and exports show the record, and replay finds no difference.
    """
    shown = meeting(old)
    assert (shown["session"], shown["mechanism"], shown["level"]) == (4, "B-1", "state")
    text = old.run("show", "M-1").out
    for label in ("session", "mechanism", "level", "stay", "stops"):
        assert f"\n{label} " in text
    assert "session 4" in old.run("timeline").out
    assert old.run("audit", "replay").code == 0
    for form in ("csv", "ftm", "cameo", "plover", "ics", "jsonl"):
        assert old.run("export", f"--{form}", f"copy.{form}").code == 0
    answer = old.run("export", "--dispatch", "copy.yaml")
    assert answer.code == 0
    assert "5 fields of another kind" in answer.err
    for form in ("jsonl", "csv"):
        copied = old.run("import", f"copy.{form}", env={"DRAGOMAN_REGISTER": f"{form}.db"})
        assert copied.code == 0, copied.err
        other = old.read("show", "M-1", env={"DRAGOMAN_REGISTER": f"{form}.db"})["record"]
        assert other == shown


def test_an_older_record_can_be_changed_in_other_fields(old: Desk) -> None:
    """If a meeting has fields of another kind, commands can change its other fields.

    The fields of another kind keep their values.
    """
    for line in (
        "meeting reschedule M-1 --occurred 2025-02-02",
        "meeting hold M-1 --topic energy",
        "source cite M-1 --source Gazette",
        "correct M-1 title='Talks on energy' --reason misread",
        "reading dispute M-1 occurred=2025-02-03 --source Daily",
    ):
        answer = old.run(*shlex.split(line))
        assert answer.code == 0, answer.err
    shown = meeting(old)
    assert (shown["status"], shown["title"], shown["session"]) == ("held", "Talks on energy", 4)


def test_a_correction_can_clear_a_foreign_field_but_not_change_it(old: Desk) -> None:
    answer = old.run("correct", "M-1", "session=5", "--reason", "R")
    assert (answer.code, TO_CONSULTATIONS in answer.err) == (2, True)
    emptied = ("session=", "mechanism=", "stay=", "stops=", "level=")
    answer = old.run("correct", "M-1", *emptied, "--reason", "of no meeting")
    assert answer.code == 0, answer.err
    shown = meeting(old)
    assert not any(shown.get(name) for name in ("session", "mechanism", "stay", "stops", "level"))
    assert old.run("correct", "M-1", "session=4", "--reason", "R").code == 2


def test_a_draft_shows_foreign_fields_and_can_clear_them(old: Desk) -> None:
    """A draft shows a field of another kind, and says which kind the field belongs to.

    Deleting the field's line clears the field.
    """
    seen = old.home / "seen.yaml"
    script = f"""#!/bin/sh
cp "$1" {seen}
sed -i -e '/^session:/d' -e 's/^title:.*/title: Talks again/' "$1"
sed -i -e 's/^reason:.*/reason: of no meeting/' "$1"
"""
    editor = old.write("editor", script)
    editor.chmod(0o755)
    answer = old.forked("compose", "M-1", env={"EDITOR": str(editor)})
    assert answer.code == 0, answer.err
    assert f"# session {TO_CONSULTATIONS}\nsession: 4\n" in seen.read_text()
    shown = meeting(old)
    assert (shown["title"], shown.get("session"), shown["level"]) == ("Talks again", None, "state")


def test_a_draft_that_changes_the_status_does_not_clear_fields(talks: Desk) -> None:
    """Dragoman refuses a draft that both changes the status and clears a field.

    The message says why.
    """
    assert talks.run("correct", "M-1", "place=Baku", "--reason", "R").code == 0
    editor = talks.write(
        "editor", "#!/bin/sh\nsed -i -e '/^place:/d' -e 's/^status:.*/status: held/' \"$1\"\n"
    )
    editor.chmod(0o755)
    before = talks.position
    answer = talks.forked("compose", "M-1", env={"EDITOR": str(editor)})
    assert answer.code == 2
    assert "you cannot clear place and change the status in one step" in answer.err
    assert talks.position == before

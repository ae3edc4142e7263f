"""Events of a newer version: Dragoman leaves out what it cannot read, and shows the rest."""

import csv
import json
import sqlite3
from contextlib import closing
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.conftest import Answer, Desk, tamper

MEETING = ("--party", "AZ", "--party", "IQ", "--occurred", "2025-06-02")
UNKNOWN_TOPIC = ("TreatyInitialled", b'{"title":"B"}')
TOMORROW: dict[str, tuple[str, bytes]] = {
    "an unknown topic": UNKNOWN_TOPIC,
    "an unknown topic of a known kind": ("MeetingTeleported", b'{"title":"B"}'),
    "a later form of a topic": ("MeetingHeld/2", b'{"title":"B"}'),
    "an unknown field": ("MeetingHeld", b'{"title":"B","restricted_to":"cabinet"}'),
    "an unknown field of a participant": (
        "MeetingHeld",
        b'{"parties":["AZ"],"participants":[{"name":"A","clearance":"top"}],"title":"B"}',
    ),
    "an unknown field of a source": (
        "MeetingHeld",
        b'{"parties":["AZ"],"sources":[{"title":"A","embargo":"2030"}],"title":"B"}',
    ),
    "an unknown choice": (
        "MeetingHeld",
        b'{"parties":["AZ"],"format":"quadrilateral","title":"B"}',
    ),
    "an unknown state": ("MeetingHeld", b'{"parties":["AZ","XZ"],"title":"B"}'),
    "an unknown host": ("MeetingHeld", b'{"host":"QQ","parties":["AZ"],"title":"B"}'),
    "a delegate of an unknown state": (
        "MeetingHeld",
        b'{"participants":[{"name":"A","side":"QQ"}],"parties":["AZ"],"title":"B"}',
    ),
    "a date of a later form": (
        "MeetingHeld",
        b'{"occurred":"2025-W10","parties":["AZ"],"title":"B"}',
    ),
    "an event that creates no record": ("SourceCited", b'{"sources":[{"title":"A"}]}'),
}
DAMAGED: dict[str, tuple[str, bytes]] = {
    "no JSON": ("MeetingHeld", b'{"title'),
    "no object": ("MeetingHeld", b"[]"),
    "no UTF-8": ("MeetingHeld", b'{"title":"\xff"}'),
    "nothing": ("MeetingHeld", b""),
}
READING = (
    *("timeline", "follow-ups", "brief AZ IQ", "activity --year 2025", "lanes --since 2025-06-01"),
    *("silence", "search Talks", "party list", "mechanism list", "audit log", "register info"),
    *("audit diff --from 1 --to last", "audit replay --steps", "show M-1", "show M-1 --history"),
)


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A desk that has recorded one meeting."""
    assert desk.run("meeting", "hold", "--title", "Talks", *MEETING).code == 0
    return desk


def append(desk: Desk, topic: str, state: bytes, record: UUID | None = None) -> int:
    """Append an event to the log as another program might, and return the event's position."""
    id_ = (record or uuid4()).hex
    with closing(sqlite3.connect(desk.register, isolation_level=None)) as file:
        [(position,)] = file.execute("SELECT max(position) + 1 FROM events").fetchall()
        query = "SELECT count(*) + 1 FROM events WHERE originator_id = ?"
        [(version,)] = file.execute(query, (id_,)).fetchall()
        stamp = "2026-01-15T08:00:01.000000Z"
        row = (position, id_, version, topic, state, uuid4().hex, stamp, "newer", "why not")
        file.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return int(position)


def id_of(desk: Desk, position: int) -> UUID:
    """Return the record id of the event at a position."""
    with closing(sqlite3.connect(desk.register)) as file:
        query = "SELECT originator_id FROM events WHERE position = ?"
        [(found,)] = file.execute(query, (position,)).fetchall()
    return UUID(found)


def read_all(desk: Desk) -> dict[str, Answer]:
    """Run every reading command, check that it succeeds, and return the answers."""
    answers = {}
    for words in READING:
        last = str(desk.position)
        answer = desk.run(*words.replace("last", last).split())
        assert "bug in Dragoman" not in answer.err
        assert answer.code == 0, (words, answer.err)
        answers[words] = answer
    return answers


@pytest.mark.parametrize("which", TOMORROW)
def test_a_record_of_a_newer_version(held: Desk, which: str) -> None:
    """If a newer version wrote a record, reports show every other record, and you can record."""
    topic, state = TOMORROW[which]
    position = append(held, topic, state)
    before = held.events()
    answers = read_all(held)
    assert all(f"event {position}" in answer.err for answer in answers.values() if answer.err)
    assert f"event {position}" in answers["timeline"].err
    assert "Talks" in answers["timeline"].out
    assert "why not" in answers["audit log"].out
    assert held.run("meeting", "hold", "--title", "More talks", *MEETING).code == 0
    assert held.events()[: len(before)] == before
    verdict = held.run("audit", "verify", "--json")
    assert (verdict.code, verdict.json["verdict"]) == (3, "newer")
    assert "TAMPERED" not in verdict.json["sentence"]
    assert [item["position"] for item in verdict.json["unreadable"]] == [position]
    assert held.run("audit", "replay").code == 3
    assert held.run("register", "rebuild").code == 0
    assert held.read("timeline", "--as-of", str(position - 1))["as_of"]["position"] == position - 1


BARE = ("MechanismEstablished", "FollowUpAgreed", "InstrumentSigned", "PartyRegistered")


@pytest.mark.parametrize("topic", BARE)
def test_a_record_without_required_fields_is_set_aside(held: Desk, topic: str) -> None:
    position = append(held, topic, b"{}")
    read_all(held)
    for form in EXPORTS:
        assert held.run("export", form, "-").code == 0
    assert f"event {position}" in held.run("timeline").err
    assert held.run("audit", "verify").code == 3
    assert held.run("meeting", "hold", "--title", "More talks", *MEETING).code == 0


@pytest.mark.parametrize("which", TOMORROW)
def test_a_known_record_with_an_event_of_a_newer_version(held: Desk, which: str) -> None:
    """If a newer version added an event, reports show the record without that event.

    This version of Dragoman cannot change the record.
    """
    topic, state = TOMORROW[which]
    if topic == "SourceCited":
        pytest.skip("this event can follow any record")
    position = append(held, topic, state, id_of(held, 1))
    append(held, "SourceCited", b'{"sources":[{"title":"A"}]}', id_of(held, 1))
    read_all(held)
    assert f"unreadable from event {position} on" in held.run("timeline").out
    [entry] = held.read("timeline")["entries"]
    assert (entry["title"], entry["unreadable_from"]) == ("Talks", position)
    shown = held.read("show", "M-1", "--history")["record"]
    assert (shown["unreadable_from"], shown["sources"]) == (position, [])
    assert ["unreadable" in event for event in shown["history"]] == [False, True, True]
    assert "unreadable_from" not in held.read("show", "M-1", "--as-of", "1")["record"]
    events = held.read("audit", "log")["entries"]
    assert ["unreadable" in event["events"][0] for event in events] == [False, True, True]
    assert held.run("audit", "verify").code == 3


ACTS = (
    ("meeting", "hold", "M-1", "--topic", "energy"),
    ("correct", "M-1", "title=Other", "--reason", "wrong"),
    ("retract", "M-1", "--reason", "wrong"),
    ("source", "cite", "M-1", "--source", "News"),
    ("undo",),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act[0])
def test_a_command_on_an_unreadable_record_is_refused(held: Desk, act: tuple[str, ...]) -> None:
    """If a record is unreadable, a command on it is refused in one line and records nothing."""
    append(held, "MeetingHeld", b'{"title":"B","restricted_to":"cabinet"}', id_of(held, 1))
    before = held.events()
    answer = held.run(*act)
    assert answer.code in (1, 2)
    [_] = [line for line in answer.err.splitlines() if not line.startswith("note: ")]
    assert "M-1 cannot be changed by this version: its event 2" in answer.err
    assert held.events() == before


def test_composing_an_unreadable_record_is_refused(held: Desk) -> None:
    """``compose`` refuses an unreadable record and starts no draft."""
    append(held, "MeetingHeld", b'{"title":"B","restricted_to":"cabinet"}', id_of(held, 1))
    answer = held.run("compose", "M-1", env={"EDITOR": "true"})
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "this version cannot read M-1" in answer.err


def test_numbers_count_unreadable_records(held: Desk) -> None:
    """Unreadable records use up ref numbers too.

    A new record therefore gets the same ref as in a newer version of Dragoman.
    """
    append(held, "MeetingTeleported", b"{}")
    append(held, *UNKNOWN_TOPIC)
    assert "M-3" in held.run("meeting", "hold", "--title", "Third", *MEETING).out
    assert held.run("show", "M-2").code == 0
    assert "UNREADABLE FROM EVENT 2 ON" in held.run("show", "M-2").out


@pytest.mark.once
def test_a_person_of_an_unreadable_party_can_still_meet(desk: Desk) -> None:
    """If a person's record is unreadable, Dragoman can still record a meeting with that person."""
    person = ("--participant", "Ali; minister; AZ")
    assert desk.run("meeting", "hold", "--title", "One", *MEETING, *person).code == 0
    [party] = [row for row in desk.events() if row[3] == "PartyRegistered"]
    append(desk, "PartyAliased", b'{"aliases":["B"],"script":"Latn"}', UUID(party[1]))
    other = ("--participant", "Ali Əliyev; minister; AZ")
    assert desk.run("meeting", "hold", "--title", "Two", *MEETING, *person, *other).code == 0
    assert len([row for row in desk.events() if row[1] == party[1]]) == 2


@pytest.mark.parametrize("which", DAMAGED)
def test_an_event_that_no_version_stores_is_damage(held: Desk, which: str) -> None:
    """``verify`` reports an event that no version of Dragoman could have stored.

    Reports show everything else.
    """
    position = append(held, *DAMAGED[which])
    read_all(held)
    verdict = held.run("audit", "verify", "--json")
    assert (verdict.code, verdict.json["verdict"]) == (1, "tampered")
    assert [finding["first"] for finding in verdict.json["findings"]] == [position]
    assert held.run("audit", "verify", "--log-only").code == 3
    assert held.run("meeting", "hold", "--title", "More talks", *MEETING).code == 0


def test_a_forged_event_of_another_kind(held: Desk) -> None:
    """If a meeting has an event of a visit, every reading command still works."""
    append(held, "VisitConcluded", b'{"title":"B"}', id_of(held, 1))
    read_all(held)
    assert held.run("audit", "verify").code == 3


EXPORTS = ("--jsonl", "--csv", "--ftm", "--cameo", "--plover", "--ics", "--dispatch")


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("withhold", [(), ("--withhold", "TLP:RED")], ids=["all", "withheld"])
@pytest.mark.parametrize("founding", [True, False], ids=["new", "known"])
def test_exports_say_what_they_leave_out(
    held: Desk, form: str, withhold: tuple[str, ...], founding: bool
) -> None:
    """An export leaves out the unreadable part of a record, and a note names the record."""
    state = b'{"title":"Secret","restricted_to":"cabinet"}'
    assert held.run("meeting", "hold", "--title", "Lunch", *MEETING).code == 0
    append(held, "MeetingHeld", state, None if founding else id_of(held, 1))
    answer = held.run("export", form, "-", *withhold)
    assert answer.code == 0, answer.err
    assert "Secret" not in answer.out
    is_left_out = founding or withhold or form in ("--jsonl", "--csv")
    assert ("not exported: M-" in answer.err) == bool(is_left_out)
    if not founding and withhold:
        assert "Talks" not in answer.out


def test_several_unreadable_records_share_one_note(held: Desk) -> None:
    """Several unreadable records share one note, which names some records and counts the others."""
    for _ in range(5):
        append(held, "MeetingTeleported", b"{}")
    err = held.run("timeline").err
    assert err.count("\n") == 1
    assert "5 records" in err
    assert "2 more" in err


def test_json_with_an_unreadable_record_is_one_document(held: Desk) -> None:
    append(held, "MeetingHeld", b'{"title":"B","restricted_to":"cabinet"}', id_of(held, 1))
    for words in READING[:11]:
        answer: Any = held.run(*words.split(), "--json")
        assert json.loads(answer.out), words


TABLES = ("timeline", "search Talks", "activity --year 2025", "lanes --since 2025-06-01")


@pytest.mark.parametrize("words", TABLES)
@pytest.mark.parametrize("position", [1, 2])
def test_csv_has_a_row_for_each_unreadable_record(held: Desk, words: str, position: int) -> None:
    """CSV has a row for each unreadable record, whether the record is first or last."""
    other = ("meeting", "hold", "--title", "Further talks", "--party", "AZ", "--party", "IQ")
    assert held.run(*other, "--occurred", "2025-06-02").code == 0
    readable = csv.DictReader(held.run(*words.split(), "--csv").out.splitlines())
    state = b'{"title":"B","restricted_to":"cabinet"}'
    append(held, "MeetingHeld", state, id_of(held, position))
    answer = held.run(*words.split(), "--csv")
    assert answer.code == 0, answer.err
    rows = list(csv.DictReader(answer.out.splitlines()))
    assert len(rows) == len(list(readable))
    if "ref" in rows[0]:
        result = {row["ref"]: row["unreadable_from"] for row in rows}
        assert result[f"M-{position}"] == "3"
        assert result[f"M-{3 - position}"] == ""


NO_INSTANTS = (
    *("yesterday", "", "2026-01-15"),
    *("2026-99-99T99:99:99.999999Z", "2027-02-29T10:00:00.000000Z", "9999-01-01T24:00:00.000000Z"),
)


@pytest.mark.parametrize("instant", NO_INSTANTS)
def test_an_event_with_a_malformed_instant(held: Desk, instant: str) -> None:
    """If an event has a malformed instant, reports still work, and ``verify`` names the event."""
    assert held.run("meeting", "hold", "--title", "Second", *MEETING).code == 0
    tamper(held.register, f"UPDATE events SET recorded_at = '{instant}' WHERE position = 2")
    read_all(held)
    verdict = held.run("audit", "verify", "--json")
    assert verdict.code == 1
    assert 2 in [finding["first"] for finding in verdict.json["findings"]]
    assert held.run("meeting", "hold", "--title", "More talks", *MEETING).code == 0


def test_a_copy_without_unreadable_records_is_not_complete(held: Desk) -> None:
    """An export that leaves out unreadable records does not claim to be complete."""
    complete = []
    for _ in range(2):
        header = held.run("export", "--jsonl", "-").out.splitlines()[0]
        complete.append(json.loads(header)["complete"])
        append(held, "MeetingTeleported", b"{}")
    assert complete == [True, False]


def test_a_record_with_only_required_fields_is_read(desk: Desk) -> None:
    for words in (
        ("follow-up", "agree", "--what", "A reply"),
        ("party", "register", "--name", "Somebody"),
        ("instrument", "sign", "--title", "A treaty", *MEETING[:4]),
        ("demarche", "deliver", "--subject", "Visas", "--from", "AZ", "--to", "IQ"),
        ("mechanism", "establish", "--title", "T", "--body", "working group", *MEETING[:4]),
        ("meeting", "hold", "--title", "Talks", "--party", "AZ"),
    ):
        answer = desk.run(*words)
        assert answer.code == 0, answer.err
    for words in ("timeline", "follow-ups", "party list", "mechanism list", "silence"):
        assert (desk.run(*words.split()).code, desk.run(*words.split()).err) == (0, "")

"""A table of attacks by somebody who can change the register, and what ``verify`` finds."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import evolve

from dragoman.store import Location
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.note import Note, SigningKey
from tests import copies
from tests.cli.attacks import (
    FIRST,
    KEY,
    ONE_SIGN,
    PAPER,
    REGISTER,
    ROOT_OF_TWO,
    SEALS,
    SOUND,
    TIDY,
    UNPROVEN,
    Attack,
    Verdict,
    close_gap,
    counter,
    delete,
    delete_from,
    disguised,
    exchanged,
    found,
    index_exchanged,
    index_of_old_values,
    insert,
    loosened,
    noise,
    other_byte,
    overwrite,
    plainly,
    proven,
    put,
    put_in_seal,
    sealed_by,
    squeeze_in,
    swap,
    truncated,
    under_attack,
    unkeyed,
    unreadable,
    verify,
    word,
)
from tests.conftest import Desk, change, tamper

pytestmark = pytest.mark.once


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """A copy of the desk under attack: its register, its views, and the files stored elsewhere."""
    shutil.copytree(under_attack(), desk.home, dirs_exist_ok=True)
    copies.take_over_views(Location(under_attack() / copies.REGISTER), desk.location, desk.home)
    return desk


def within(first: int, last: int) -> Verdict:
    """Expect that the log differs from the sealed log only between two positions."""
    said = f"within events {first} to {last}, the log does not match"
    return found(said, first, last, proven=first - 1)


def cut(sealed: int, last: int, proven: int = FIRST) -> Verdict:
    """Expect a log that ends before the last sealed event."""
    said = f"has {sealed} events, but the log ends at event {last}"
    return found(said, last + 1, sealed, proven=proven)


SEEN = "the views include event 31"

ATTACKS = {
    # One value is changed
    "a state": Attack(word(5, "Mohammed", "Mahmoud"), within(1, 11)),
    "a later state": Attack(word(20, "2024-03-02", "2024-03-03"), within(12, 29)),
    "a state, and no seal in the register": Attack(
        (*word(20, "2024-03-02", "2024-03-03"), "DELETE FROM seals"), within(12, 29), alone=3
    ),
    "an unsealed state": Attack(
        word(30, "Briefing", "Quarrel"),
        SOUND,
        kept=found("the views differ from the log: "),
        alone=3,
    ),
    "a topic": Attack(put(6, "topic = 'MeetingScheduled'"), within(1, 11)),
    "a topic that does not exist": Attack(
        put(20, "topic = 'Quarrelled'"),
        within(12, 29),
    ),
    "an unsealed topic": Attack(
        put(30, "topic = 'MeetingScheduled'"),
        SOUND,
        kept=found("the views differ from the log: "),
        alone=3,
    ),
    "a reason": Attack(put(20, "reason = 'a slip'"), within(12, 29)),
    "an unsealed reason": Attack(put(30, "reason = 'a slip'"), SOUND, alone=3),
    "a recorder": Attack(put(5, "recorded_by = 'minister'"), within(1, 11)),
    "an unsealed recorder": Attack(put(31, "recorded_by = 'minister'"), SOUND, alone=3),
    "an entry": Attack(put(12, "entry = lower(hex(randomblob(16)))"), within(12, 29)),
    "a record": Attack(put(20, "originator_id = lower(hex(randomblob(16)))"), within(12, 29)),
    "a version": Attack(
        put(20, "originator_version = 2"), within(12, 29).also("event 20 is out of order", 20)
    ),
    "a time, in order": Attack(
        put(11, "recorded_at = '2025-12-06T00:00:00.000000Z'"), within(1, 11)
    ),
    "a time, out of order": Attack(
        put(20, "recorded_at = '2025-12-01T00:00:00.000000Z'"),
        within(12, 29).also("event 20 has an earlier time than the event before it", 20),
    ),
    "an unsealed time, in order": Attack(
        put(31, "recorded_at = '2026-02-01T00:00:00.000000Z'"), SOUND, alone=3
    ),
    "an unsealed time, out of order": Attack(
        put(31, "recorded_at = '2025-12-01T00:00:00.000000Z'"),
        found("event 31 has an earlier time than the event before it", 31),
    ),
    "an unsealed time, of another form": Attack(
        put(31, "recorded_at = '2026-02-01'"), found("event 31 has a value of the wrong type", 31)
    ),
    "a text that is not UTF-8": Attack(
        put(20, "reason = CAST(x'ff' AS TEXT)"),
        within(12, 29).also("event 20 has a text that is not UTF-8", 20, None),
    ),
    # Events are deleted
    "the last event deleted": Attack(
        delete(31), found("the last event is at position 30, but 31 events were recorded", 31)
    ),
    "the last event deleted and the counter set back": Attack(
        (*delete_from(31), TIDY), proven("event 30"), kept=found(SEEN), alone=3
    ),
    "an event in the middle deleted": Attack(
        delete(20), within(12, 29).also("event 20 is missing", 20, None)
    ),
    "the first event deleted": Attack(delete(1), within(1, 11).also("event 1 is missing", 1, None)),
    "a sealed tail deleted": Attack(delete_from(25), cut(29, 24)),
    "a sealed tail deleted, but not the counter": Attack(
        delete_from(25)[:1], cut(29, 24).also("position 24, but 31 events were recorded", 25, 31)
    ),
    "the second seal's events deleted": Attack(delete_from(12), cut(29, 11)),
    "all events deleted": Attack(delete_from(1), cut(11, 0, proven=0)),
    "an event deleted and the others renumbered": Attack(close_gap(20), within(12, 29)),
    "an unsealed event deleted and the other renumbered": Attack(
        (*close_gap(30), TIDY), proven("event 30"), kept=found(SEEN), alone=3
    ),
    # Events are moved and inserted (an event that is properly appended is a valid event)
    "two events swapped": Attack(swap(5, 6), within(1, 11)),
    "two events swapped, of two seals": Attack(swap(11, 20), within(1, 11)),
    "two unsealed events swapped": Attack(
        (*swap(30, 31), TIDY),
        SOUND,
        kept=found("event 31 belongs to a different entry"),
        alone=3,
    ),
    "an event inserted": Attack(squeeze_in(9), within(1, 11)),
    "an event inserted later": Attack(squeeze_in(20), within(12, 29)),
    "an event inserted after the last seal": Attack(
        (*squeeze_in(31), TIDY), proven("events 30 to 32"), kept=found("a different entry"), alone=3
    ),
    # Clock readings, accounts and hosts, which the leaves also contain
    "unsealed events swapped without their circumstances": Attack(
        swap(30, 31), found("does not belong to an entry")
    ),
    "a clock reading changed": Attack(
        ("UPDATE entries SET clock = '1999-01-01T00:00:00.000000Z' WHERE position = 12",),
        within(12, 29),
    ),
    "an account changed": Attack(
        ("UPDATE entries SET os_user = 'minister' WHERE position = 1",), within(1, 11)
    ),
    "the circumstances of an entry removed": Attack(
        ("DELETE FROM entries WHERE position = 1",), within(1, 11)
    ),
    "all circumstances removed": Attack(("DELETE FROM entries",), within(1, 11)),
    "circumstances added without an entry": Attack(
        ("INSERT INTO entries SELECT 77, entry, clock, os_user, host FROM entries LIMIT 1",),
        found("the row of entries at position 77 does not belong to an entry", 77, 77),
    ),
    "an event inserted at position -1": Attack(
        insert(-1, like=1), found("an event has the impossible position -1", -1)
    ),
    "an event inserted at position 0": Attack(
        insert(0, like=1), found("an event has the impossible position 0", 0)
    ),
    "an event inserted at position 40": Attack(
        insert(40, like=31), found("missing, the first at position 32", 32, None)
    ),
    "an event replaced": Attack(insert(20, like=19, verb="INSERT OR REPLACE"), within(12, 29)),
    "an event appended": Attack(plainly(*insert(32, like=31)), proven("events 30 to 32"), alone=3),
    # The identity, and copies of seals in the register, which external seals do not need
    "the register's id": Attack(
        ("UPDATE register SET id = lower(hex(randomblob(16)))",),
        found("first.txt belongs to another register, dragoman/", proven=0),
    ),
    "the register's identity deleted": Attack(
        ("DELETE FROM register",), unreadable("the id of the register is missing"), alone=4
    ),
    "the root in a seal": Attack(
        put_in_seal(f"note = {ROOT_OF_TWO} || substr(note, 90)"),
        found("seal 1 was changed or forged: the signature is not from dragoman/"),
    ),
    "the size in a seal": Attack(
        put_in_seal(
            "note = replace(note, char(10) || '11' || char(10), char(10) || '7' || char(10))"
        ),
        found("seal 1 was changed: it covers 7 events, not 11"),
    ),
    "the size in a seal and in its column": Attack(
        put_in_seal(
            "note = replace(note, char(10) || '11' || char(10), char(10) || '7' || char(10)),"
            " size = 7"
        ),
        found("seal 1 was changed or forged: the signature is not from dragoman/"),
    ),
    "a byte of a seal's signature": Attack(
        put_in_seal(
            f"note = substr(note, 1, length(note) - 20) || {ONE_SIGN} || substr(note, -19)"
        ),
        found("seal 1 was changed or forged: the signature is not from dragoman/"),
    ),
    "the text of a seal": Attack(
        put_in_seal("note = 'sealed'"),
        found("seal 1 was changed: a note needs a text, an empty line"),
    ),
    "the signers of a seal": Attack(
        put_in_seal("signers = 'mallory' || char(10)"),
        found("seal 1 was changed: a key has the form"),
    ),
    "the first seal deleted": Attack(
        ("DELETE FROM seals WHERE number = 1",), found("a seal is missing before seal 2")
    ),
    "the last seal deleted": Attack(("DELETE FROM seals WHERE number = 2",), SOUND, alone=3),
    "all seals deleted": Attack(("DELETE FROM seals",), SOUND, alone=3),
    "the seals renumbered": Attack(
        ("UPDATE seals SET number = number + 5",), found("a seal is missing before seal 6")
    ),
    "the seals swapped": Attack(
        ("UPDATE seals SET number = -number", "UPDATE seals SET number = number + 3"),
        SOUND,
        alone=3,
    ),
    "a valid seal by another key of the same name": Attack(sealed_by("alike"), SOUND, alone=3),
    "a forged seal by another key of the same name": Attack(
        sealed_by("forged"), found("the log does not match seal 3", 12, 29)
    ),
    # Data that no signature covers
    "the time and author of a stored seal": Attack(
        put_in_seal("kept_at = '1999-01-01T00:00:00.000000Z', kept_by = 'minister'"), SOUND, alone=3
    ),
    "the creation time of the register": Attack(
        ("UPDATE register SET created_at = '1999-01-01T00:00:00.000000Z'",), SOUND, alone=3
    ),
    # The tables and triggers
    "a state turned to text": Attack(
        loosened(*put(20, "state = CAST(state AS TEXT)")),
        within(12, 29).also("event 20 has a value of the wrong type or format", 20),
    ),
    "an unsealed state turned to text": Attack(
        loosened(*put(30, "state = CAST(state AS TEXT)")),
        found("event 30 has a value of the wrong type or format", 30),
    ),
    "a version turned to text": Attack(
        loosened(*put(20, "originator_version = 'one'")),
        within(12, 29).also("event 20 has a value of the wrong type or format", 20),
    ),
    "a state turned to null": Attack(
        loosened(*put(20, "state = NULL")),
        within(12, 29).also("event 20 has a value of the wrong type or format", 20),
    ),
    "a trigger dropped": Attack(
        plainly("DROP TRIGGER events_keep_update"),
        found("the trigger events_keep_update is missing or changed"),
    ),
    "a trigger of the seals dropped": Attack(
        plainly("DROP TRIGGER seals_keep_delete"), found("the trigger seals_keep_delete is missing")
    ),
    "a trigger made weaker": Attack(
        plainly(
            "DROP TRIGGER events_keep_update",
            "CREATE TRIGGER events_keep_update BEFORE UPDATE ON events WHEN NEW.position < 0"
            " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        ),
        found("the trigger events_keep_update is missing or changed"),
    ),
    "a trigger added": Attack(
        plainly("CREATE TRIGGER swallow BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END"),
        found("the trigger swallow does not belong to a register"),
    ),
    "the counter set back": Attack(
        plainly(counter(20)), found("20 events were recorded, but the log has 31", 21, 31)
    ),
    "the counter deleted": Attack(
        plainly("DELETE FROM sqlite_sequence"), found("0 events were recorded, but the log has 31")
    ),
    "a trigger that is not UTF-8": Attack(
        other_byte(b"SELECT RAISE(ABORT, 'events "), unreadable("Could not decode"), alone=4
    ),
    "the events dropped": Attack(
        plainly("DROP TABLE events"), found("the table events is missing", proven=0)
    ),
    "the mark of a register": Attack(
        plainly("PRAGMA application_id = 0"), unreadable("not a Dragoman register"), alone=4
    ),
    "the version of the schema": Attack(
        plainly("PRAGMA user_version = 99"), unreadable("written by a newer Dragoman"), alone=4
    ),
    # The file
    "half of the file": Attack(truncated(None), unreadable("the file is damaged"), alone=4),
    "100 bytes of the file": Attack(truncated(100), unreadable("register.db: "), alone=4),
    "0 bytes of the file": Attack(truncated(0), unreadable("not a Dragoman register"), alone=4),
    "noise at the beginning": Attack(
        lambda register: overwrite(register, 1), unreadable("not a Dragoman register"), alone=4
    ),
    "noise in the events": Attack(noise("events"), unreadable("the file is damaged"), alone=4),
    "noise in the seals": Attack(noise("seals"), unreadable("the file is damaged"), alone=4),
    "noise in the identity": Attack(noise("register"), unreadable("the file is damaged"), alone=4),
    "an older copy": Attack(
        exchanged("older"),
        cut(29, 11),
        kept=cut(29, 11).also(SEEN),
        alone=3,
    ),
    "an older copy, continued": Attack(
        exchanged("again"),
        within(12, 29),
        kept=within(12, 29).also("event 31 belongs to a different entry"),
        alone=3,
    ),
    "everything forged with another key": Attack(exchanged("forged"), within(1, 11), alone=3),
    "everything forged with the stolen key": Attack(exchanged("stolen"), within(1, 11), alone=3),
    # Unused parts of the file
    "noise in a page of events": Attack(
        noise("events", 6), unreadable("the file is damaged"), alone=4
    ),
    "a trigger that is not a statement": Attack(
        other_byte(b"CREATE TRIGGER events_keep_delete BEF"), unreadable("register.db"), alone=4
    ),
    "a reason turned to null": Attack(loosened(*put(20, "reason = NULL")), within(12, 29)),
    "a position turned to text": Attack(unkeyed, found("the table events", proven=0)),
    "the counter turned to text": Attack(
        plainly("UPDATE sqlite_sequence SET seq = 'many'"), found("the counter of positions")
    ),
    "the table's own index replaced": Attack(index_exchanged, found("the file is damaged")),
    "an index that lacks an event": Attack(
        disguised(
            "CREATE INDEX quick ON events (originator_id, originator_version, topic, state, entry,"
            " recorded_at, recorded_by, reason) WHERE topic <> 'FollowUpFulfilled'",
            "sql = substr(sql, 1, instr(sql, ' WHERE') - 1) WHERE name = 'quick'",
        ),
        found("quick"),
    ),
    "an index that tells an event otherwise": Attack(index_of_old_values, found("quick")),
    "noise in an index": Attack(
        noise("sqlite_autoindex_register_1"), unreadable("the file is damaged"), alone=4
    ),
    "a trigger that is not called one": Attack(
        disguised(
            "CREATE TRIGGER swallow BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
            "type = 'TRIGGER' WHERE name = 'swallow'",
        ),
        found("swallow"),
    ),
    "a seal that is not UTF-8": Attack(
        put_in_seal("signers = CAST(x'ff' AS TEXT)"), found("seal 1 was changed")
    ),
}
"""The attacks with their verdicts."""

STOPPED = {name: attack.act for name, attack in ATTACKS.items() if isinstance(attack.act, tuple)}


EVERY_ATTACK = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@pytest.mark.parametrize("statements", STOPPED.values(), ids=STOPPED)
def test_triggers_stop_the_attack(sealed: Desk, statements: tuple[str, ...]) -> None:
    """Triggers stop an attack that uses SQL statements; the register's file does not change."""
    before = REGISTER.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        change(REGISTER, *statements)
    assert REGISTER.read_bytes() == before
    assert verify(sealed, *SEALS, *KEY).code == 0


@EVERY_ATTACK
def test_external_seals_expose_the_attack(sealed: Desk, attack: Attack) -> None:
    """With external seals, ``verify`` finds every attack, even on a machine without any views."""
    attack.commit(REGISTER)
    shutil.rmtree("cache")
    attack.expected.check(verify(sealed, *SEALS, *KEY))


@EVERY_ATTACK
def test_views_are_evidence_too(sealed: Desk, attack: Attack) -> None:
    """If a machine still has the register's views, ``verify`` also finds which events changed."""
    attack.commit(REGISTER)
    (attack.kept or attack.expected).check(verify(sealed, *SEALS, *KEY))


@EVERY_ATTACK
def test_the_register_alone_proves_nothing(sealed: Desk, attack: Attack) -> None:
    """If you give no external seal, ``verify`` never reports an event as proven."""
    attack.commit(REGISTER)
    shutil.rmtree("cache")
    answer = verify(sealed)
    assert answer.code == attack.alone, answer.out
    assert answer.json.get("proven", 0) == 0


@pytest.mark.parametrize("cache", ["as it was", "gone"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((*SEALS, *KEY), SOUND),
        (("--against", "second.txt", *KEY), SOUND),
        (("--against", "first.txt", *KEY), evolve(proven("events 12 to 31"), proven=FIRST)),
        (PAPER, SOUND),
        (SEALS, Verdict(3, (("none of your keys signed", None),))),
        (KEY, UNPROVEN),
        ((), UNPROVEN),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_an_untouched_register_is_proven_up_to_its_trusted_seal(
    sealed: Desk, words: tuple[str, ...], expected: Verdict, cache: str
) -> None:
    if cache == "gone":
        shutil.rmtree("cache")
    expected.check(verify(sealed, *words))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), UNPROVEN),
        (KEY, UNPROVEN),
        (SEALS, within(1, 11)),
        (("--against", "second.txt"), within(1, 29)),
        (("--against", "second.txt", *KEY), within(1, 29)),
        (PAPER, within(1, 29)),
        (
            ("--against", "attic/forged.txt", *KEY),
            Verdict(3, (("none of your keys signed", None),)),
        ),
        (("--against", "attic/forged.txt", "--key", "attic/forged.vkey"), SOUND),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_only_seals_expose_a_complete_forgery(
    sealed: Desk, words: tuple[str, ...], expected: Verdict
) -> None:
    """Only the real key and the external seals expose a complete forgery.

    The forger's own key and seal confirm the forgery, so a verifier must get the key from somewhere
    else.
    """
    ATTACKS["everything forged with another key"].commit(REGISTER)
    shutil.rmtree("cache")
    expected.check(verify(sealed, *words))


def test_a_forged_seal_does_not_hide_other_findings(sealed: Desk) -> None:
    """A forged seal in the register does not hide what ``verify`` finds with an external seal."""
    note = Path("attic/alike.txt").read_text("utf-8")
    key = SigningKey.parse(Path("attic/alike.key").read_text("utf-8"))
    lie = Checkpoint(note.split("\n")[0], 12, bytes(32)).text
    sealed.write("attic/lie.txt", str(Note(lie).signed([key], datetime.now(UTC))))
    shutil.copy("attic/alike.vkey", "attic/lie.vkey")
    sealed_by("lie")(REGISTER)
    ATTACKS["a later state"].commit(REGISTER)
    within(12, 29).check(verify(sealed, *SEALS, *KEY))


def test_the_text_says_the_same_as_the_json(sealed: Desk) -> None:
    """The text output of ``verify`` has the same findings and proven events as the JSON output.

    The exit code is 1.
    """
    ATTACKS["a later state"].commit(REGISTER)
    done = sealed.run("audit", "verify", *SEALS, *KEY)
    assert done.code == 1
    assert "! within events 12 to 29, the log does not match seal 2" in done.out
    [verdict] = [line for line in done.lines if line.startswith("TAMPERED: ")]
    assert "Still, the first 11 events are exactly the sealed events" in verdict


def test_column_types_hold_without_triggers(sealed: Desk) -> None:
    """Even without triggers, the state of an event cannot become text.

    SQLite checks the type of the column.
    """
    with pytest.raises(sqlite3.IntegrityError, match="TEXT value in BLOB column"):
        tamper(REGISTER, *put(20, "state = CAST(state AS TEXT)"))
    assert verify(sealed, *SEALS, *KEY).code == 0


@pytest.mark.parametrize("name", ["a later state", "the last event deleted", "a trigger dropped"])
def test_a_tampered_register_cannot_be_sealed(sealed: Desk, name: str) -> None:
    """Dragoman does not seal a tampered register: a seal would make the register look sound."""
    ATTACKS[name].commit(REGISTER)
    done = sealed.run("audit", "seal", "--out", "third.txt")
    assert done.code == 1
    assert "for details, type: dragoman audit verify" in done.err
    assert not Path("third.txt").exists()

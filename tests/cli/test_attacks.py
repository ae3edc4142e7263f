"""The attack table: attacks by somebody who may write the file, and Dragoman's findings.

The register under attack has 31 events. The first seal covers events 1 to 11, the second events 1
to 29; events 30 and 31 are not sealed. Both seals, the register's key and a printout are stored
elsewhere.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from attrs import evolve, frozen

from dragoman.store.engines.sqlite import create_register
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.note import Note, SigningKey
from tests.conftest import ARTICLE, CHAIN, Answer, Desk, change, copy, isolate, rows, tamper
from tests.copies import take_over_views

FIRST, SECOND, LAST = 11, 29, 31
"""The last positions of the first seal, of the second seal, and of the log."""

ARTICLE_DAY, CHAIN_DAY = "2025-12-05T09:00:00Z", "2025-12-08T09:00:00Z"
REGISTER = Path("data/dragoman/register.db")
"""The path of the register, relative to the home of a desk, which is the current folder."""

KEY = ("--key", "register.vkey")
SEALS = ("--against", "first.txt", "--against", "second.txt")
PAPER = ("--against", "paper.txt")


# The scene


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the desk under attack, with the attacker's material in ``attic``."""
    place = tmp_path_factory.mktemp("attacks")
    with pytest.MonkeyPatch.context() as monkeypatch:
        officer = _desk(place / "officer", monkeypatch)
        identity, key = _draw_up(officer)
        officer.write("paper.txt", officer.run("audit", "seals", "--paper").out)
        attic = officer.home / "attic"
        _forge(_desk(place / "forger", monkeypatch), attic, identity)
        _forge(_desk(place / "thief", monkeypatch), attic, identity, key)
        _record_differently(_desk(place / "roller", monkeypatch), attic)
        _seal_with_another_key(_desk(place / "other", monkeypatch), attic, officer.home / REGISTER)
    return officer.home


def _desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    home.mkdir()
    isolate(monkeypatch, home)
    return Desk(home, monkeypatch)


def _draw_up(
    desk: Desk, article: str | Path = ARTICLE, identity: str = "", key: Path | None = None
) -> tuple[str, Path]:
    """Record and seal twice, then record without a seal; return the identity and the key."""
    register = desk.home / REGISTER
    desk.record(article, now=ARTICLE_DAY)
    if identity:
        tamper(register, f"UPDATE register SET id = '{identity}'")
    [(identity,)] = rows(register, "SELECT id FROM register")
    private = desk.home / f"data/dragoman/keys/{identity}.key"
    if key:
        private.parent.mkdir()
        shutil.copy(key, private)
    else:
        desk.write("register.vkey", desk.run("audit", "key", "new").out)
    assert desk.run("audit", "seal", "--out", "first.txt", now=ARTICLE_DAY).code == 0
    desk.write("attic/older.db", register.read_bytes())
    desk.record(CHAIN, now=CHAIN_DAY)
    assert desk.run("audit", "seal", "--out", "second.txt", now=CHAIN_DAY).code == 0
    _hold(desk, "Briefing", "Debriefing")
    assert [size for (size,) in rows(register, "SELECT size FROM seals")] == [FIRST, SECOND]
    assert rows(register, "SELECT max(position) FROM events") == [(LAST,)]
    return identity, private


def _hold(desk: Desk, *titles: str) -> None:
    words = ("--party", "AZ", "--party", "IQ", "--occurred", "2025-12-01")
    for title in titles:
        assert desk.run("meeting", "hold", "--title", title, *words).code == 0


def _forge(desk: Desk, attic: Path, identity: str, key: Path | None = None) -> None:
    """Forge everything: another visit, in a register with the same identity."""
    lie = Path(ARTICLE).read_text("utf-8").replace("the deputy foreign minister", "the president")
    _draw_up(desk, desk.write("lie.yaml", lie), identity, key)
    name = "stolen" if key else "forged"
    shutil.copy(desk.home / REGISTER, attic / f"{name}.db")
    shutil.copy(desk.home / "second.txt", attic / f"{name}.txt")
    if not key:
        shutil.copy(desk.home / "register.vkey", attic / "forged.vkey")


def _record_differently(desk: Desk, attic: Path) -> None:
    """Continue from the older copy with the same number of other events."""
    (desk.home / REGISTER).parent.mkdir(parents=True)
    shutil.copy(attic / "older.db", desk.home / REGISTER)
    desk.record(CHAIN, now=CHAIN_DAY)
    _hold(desk, "Reception", "Luncheon")
    shutil.copy(desk.home / REGISTER, attic / "again.db")


def _seal_with_another_key(desk: Desk, attic: Path, register: Path) -> None:
    """Seal a copy with another key of the same name."""
    (desk.home / REGISTER).parent.mkdir(parents=True)
    shutil.copy(register, desk.home / REGISTER)
    key = ("--key-file", "alike.key")
    desk.write("alike.vkey", desk.run("audit", "key", "new", *key).out)
    assert desk.run("audit", "seal", *key, "--out", "alike.txt").code == 0
    for name in ("alike.key", "alike.vkey", "alike.txt"):
        shutil.copy(desk.home / name, attic / name)


@pytest.fixture
def sealed(desk: Desk, model: Path) -> Desk:
    """A desk like the model, with its register, its views, and the files stored elsewhere."""
    shutil.copytree(model, desk.home, dirs_exist_ok=True)
    take_over_views(model, desk.home)
    return desk


def rewrite_schema(register: Path, change_of_it: str) -> None:
    """Change what the file says about its own tables."""
    change(register, "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET {change_of_it}")


def verify(desk: Desk, *words: str, stdin: str = "") -> Answer:
    """Run verify; it must never crash."""
    answer = desk.run("audit", "verify", *words, "--json", stdin=stdin)
    assert "fault of dragoman" not in answer.err, answer.err
    return answer


# The answers


@frozen
class Verdict:
    """The expected answer: exit code, texts, and the last event that is still proven.

    Each text is part of a finding, with its positions where they matter. If nothing is wrong, it is
    part of the summary.
    """

    code: int
    says: tuple[tuple[str, tuple[int | None, int | None] | None], ...]
    proven: int = 0

    def also(self, says: str, *positions: int | None) -> "Verdict":
        """Return this verdict with a further finding."""
        return evolve(self, says=(*self.says, (says, _ends(positions))))

    def check(self, answer: Answer) -> None:
        """Compare this verdict with the answer."""
        shape = answer.json
        assert answer.code == self.code, answer.out
        for says, positions in self.says:
            if self.code == 1:
                fitting = [one for one in shape["findings"] if says in one["what"]]
                assert fitting, shape["findings"]
                assert positions in [None, *((one["first"], one["last"]) for one in fitting)]
            else:
                assert says in shape["sentence"]
        assert shape.get("proven", 0) == self.proven


def _ends(positions: tuple[int | None, ...]) -> tuple[int | None, int | None] | None:
    return (positions[0], positions[-1]) if positions else None


def found(says: str, *positions: int | None, proven: int = SECOND) -> Verdict:
    """Expect a finding that does not depend on seals; events up to ``proven`` are proven."""
    return Verdict(1, ((says, _ends(positions)),), proven)


def within(first: int, last: int) -> Verdict:
    """Expect a log that differs from the sealed one between two positions, but not before them."""
    said = f"within events {first} to {last} the log is not the one of"
    return found(said, first, last, proven=first - 1)


def cut(sealed: int, last: int, proven: int = FIRST) -> Verdict:
    """Expect a log that ends before the last sealed event."""
    said = f"is of {sealed} events, and the log ends at event {last}"
    return found(said, last + 1, sealed, proven=proven)


def proven(since: str) -> Verdict:
    """Expect proven sealed events and a note that the later ones are unproven."""
    return Verdict(0, ((f"{since}, recorded since", None),), SECOND)


def unreadable(says: str) -> Verdict:
    """Expect that no register can be read."""
    return Verdict(4, (("UNREADABLE: ", None), (says, None)))


SOUND = proven("events 30 to 31")
UNPROVEN = Verdict(3, (("could have made all of it anew", None),))


# The attacks

Deed = Callable[[Path], None]


@frozen
class Attack:
    """A change to the file, and the verdict for a reader with both seals and the key.

    Triggers stop ``statements`` unless they are dropped first; they cannot stop a ``deed``.
    ``kept`` is the verdict if it differs while the views are still in the cache, because they have
    seen more. ``alone`` is the exit code for a reader without external seals and without views.
    """

    act: tuple[str, ...] | Deed
    told: Verdict
    kept: Verdict | None = None
    alone: int = 1

    def commit(self, register: Path) -> None:
        """Carry out the attack."""
        if callable(self.act):
            self.act(register)
        else:
            tamper(register, *self.act)


def put(position: int, values: str) -> tuple[str, ...]:
    """Change the values of an event."""
    return (f"UPDATE events SET {values} WHERE position = {position}",)


def word(position: int, old: str, new: str) -> tuple[str, ...]:
    """Change a word in the state of an event; it stays valid JSON."""
    return put(position, f"state = CAST(replace(CAST(state AS TEXT), '{old}', '{new}') AS BLOB)")


def delete(position: int) -> tuple[str, ...]:
    """Delete an event and leave its position empty."""
    return (f"DELETE FROM events WHERE position = {position}",)


TIDY = (
    "DELETE FROM entries WHERE entry IS NOT (SELECT entry FROM events"
    " WHERE events.position = entries.position) OR entry IS (SELECT entry FROM events"
    " WHERE events.position = entries.position - 1)"
)
"""Removes the circumstances of entries that are gone, as a careful forger would."""


def delete_from(position: int) -> tuple[str, ...]:
    """Delete the tail and set back the counter of positions."""
    return (f"DELETE FROM events WHERE position >= {position}", counter(position - 1))


def close_gap(position: int) -> tuple[str, ...]:
    """Delete an event and move up those after it."""
    moved = f"UPDATE events SET position = position - 1 WHERE position > {position}"
    return (*delete(position), moved, counter(LAST - 1))


def counter(last: int) -> str:
    """Change the counter of positions."""
    return f"UPDATE sqlite_sequence SET seq = {last} WHERE name = 'events'"


def swap(one: int, other: int) -> tuple[str, ...]:
    """Swap the positions of two events."""
    return (
        f"UPDATE events SET position = -{one} WHERE position = {one}",
        f"UPDATE events SET position = {one} WHERE position = {other}",
        f"UPDATE events SET position = {other} WHERE position = -{one}",
    )


def insert(position: int, like: int, verb: str = "INSERT") -> tuple[str, ...]:
    """Insert a forged copy of an event with a record of its own."""
    return (
        f"{verb} INTO events SELECT {position}, lower(hex(randomblob(16))), 1, topic, state, entry,"
        f" recorded_at, recorded_by, reason FROM events WHERE position = {like}",
    )


def squeeze_in(position: int) -> tuple[str, ...]:
    """Insert a forged copy of an event after it, and move the later ones down."""
    return (
        f"UPDATE events SET position = -(position + 1) WHERE position >= {position}",
        "UPDATE events SET position = -position WHERE position < 0",
        *insert(position, like=position - 1),
        counter(LAST + 1),
    )


def put_in_seal(values: str) -> tuple[str, ...]:
    """Change the values of the first seal."""
    return (f"UPDATE seals SET {values} WHERE number = 1",)


ROOT_OF_TWO = "substr(note, 1, 45) || (SELECT substr(note, 46, 44) FROM seals WHERE number = 2)"
ONE_SIGN = "CASE substr(note, -20, 1) WHEN 'A' THEN 'B' ELSE 'A' END"


def plainly(*statements: str) -> Deed:
    """Run statements that no trigger stops."""
    return lambda register: change(register, *statements)


def loosened(*statements: str) -> Deed:
    """Let the table take values of any type and nulls, and store such values."""

    def deed(register: Path) -> None:
        loose = "replace(replace(sql, ' STRICT', ''), ' NOT NULL', '')"
        rewrite_schema(register, f"sql = {loose} WHERE name = 'events'")
        tamper(register, *statements)

    return deed


def disguised(statement: str, change_of_it: str) -> Deed:
    """Run a statement, then change what the file says about it."""

    def deed(register: Path) -> None:
        change(register, statement)
        rewrite_schema(register, change_of_it)

    return deed


def unkeyed(register: Path) -> None:
    """Rebuild the table without its key, with an event at an invalid position."""
    with closing(sqlite3.connect(register)) as file:
        [(table,)] = file.execute("SELECT sql FROM sqlite_master WHERE name = 'events'")
        triggers = file.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall()
    loose = table.replace("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "").replace(" STRICT", "")
    change(
        register,
        "CREATE TABLE kept AS SELECT * FROM events",
        "DROP TABLE events",
        loose,
        "INSERT INTO events SELECT * FROM kept ORDER BY position",
        "DROP TABLE kept",
        "UPDATE events SET position = 'last' WHERE position = 31",
        *(trigger for (trigger,) in triggers),
    )


def truncated(size: int | None) -> Deed:
    """Cut the file to a number of bytes, or to half."""

    def deed(register: Path) -> None:
        content = register.read_bytes()
        register.write_bytes(content[: len(content) // 2 if size is None else size])

    return deed


def noise(name: str, further: int = 0) -> Deed:
    """Fill a page with noise: the first one of a table or index, or a further one of the file."""

    def deed(register: Path) -> None:
        query = f"SELECT rootpage FROM sqlite_master WHERE name = '{name}'"
        [(page,)] = rows(register, query)
        overwrite(register, page + further)

    return deed


def overwrite(register: Path, page: int) -> None:
    """Fill a page with noise."""
    content = bytearray(register.read_bytes())
    assert page * 4096 <= len(content)
    content[(page - 1) * 4096 : page * 4096] = Random(page).randbytes(4096)
    register.write_bytes(content)


def other_byte(after: bytes) -> Deed:
    """Replace the byte after some words with one that is invalid UTF-8."""

    def deed(register: Path) -> None:
        content = register.read_bytes()
        assert after in content
        place = content.index(after) + len(after)
        register.write_bytes(content[:place] + b"\xff" + content[place + 1 :])

    return deed


def index_exchanged(register: Path) -> None:
    """Replace the automatic index of the table with one that lacks an event."""
    change(
        register,
        "CREATE INDEX short ON events (originator_id, originator_version)"
        " WHERE topic <> 'FollowUpFulfilled'",
    )
    page = "(SELECT rootpage FROM sqlite_master WHERE name = 'short')"
    rewrite_schema(register, f"rootpage = {page} WHERE name = 'sqlite_autoindex_events_1'")
    change(
        register, "PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'short'"
    )


def index_of_old_values(register: Path) -> None:
    """Add an index of every column that keeps the former values of an event."""
    columns = "originator_id, originator_version, topic, state, entry"
    lie, truth = (word(27, *words) for words in (("2025", "2030"), ("2030", "2025")))
    tamper(register, *lie)
    change(register, f"CREATE INDEX quick ON events ({columns}, recorded_at, recorded_by, reason)")
    [row] = rows(register, "SELECT * FROM sqlite_master WHERE name = 'quick'")
    hidden = "DELETE FROM sqlite_master WHERE name = 'quick'"
    change(register, "PRAGMA writable_schema = ON", hidden)
    tamper(register, *truth)
    with closing(sqlite3.connect(register)) as file, file:
        file.execute("PRAGMA writable_schema = ON")
        file.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)


def exchanged(name: str) -> Deed:
    """Replace the file with another one."""
    return lambda register: copy(Path(f"attic/{name}.db"), register)


def sealed_by(name: str) -> Deed:
    """Add a seal by another key with the right name after those of the register."""

    def deed(register: Path) -> None:
        note, key = (Path(f"attic/{name}.{kind}").read_text("utf-8") for kind in ("txt", "vkey"))
        with closing(sqlite3.connect(register)) as file, file:
            values = (note.split("\n")[1], note, key)
            file.execute("INSERT INTO seals VALUES (3, ?, ?, ?, '2026-01-15', 'me')", values)

    return deed


ATTACKS = {
    # One value is changed
    "a state": Attack(word(5, "Mohammed", "Mahmoud"), within(1, 11)),
    "a later state": Attack(word(20, "2024-03-02", "2024-03-03"), within(12, 29)),
    "a state, and no seal in the register": Attack(
        (*word(20, "2024-03-02", "2024-03-03"), "DELETE FROM seals"), within(12, 29), alone=3
    ),
    "an unsealed state": Attack(
        word(30, "Briefing", "Quarrel"), SOUND, kept=found("the views differ: "), alone=3
    ),
    "a topic": Attack(put(6, "topic = 'MeetingScheduled'"), within(1, 11)),
    "a topic that there is not": Attack(
        put(20, "topic = 'Quarrelled'"),
        within(12, 29),
    ),
    "an unsealed topic": Attack(
        put(30, "topic = 'MeetingScheduled'"), SOUND, kept=found("the views differ: "), alone=3
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
        within(12, 29).also("event 20 was recorded before the one before it", 20),
    ),
    "an unsealed time, in order": Attack(
        put(31, "recorded_at = '2026-02-01T00:00:00.000000Z'"), SOUND, alone=3
    ),
    "an unsealed time, out of order": Attack(
        put(31, "recorded_at = '2025-12-01T00:00:00.000000Z'"),
        found("event 31 was recorded before the one before it", 31),
    ),
    "an unsealed time, of another form": Attack(
        put(31, "recorded_at = '2026-02-01'"), found("event 31 holds a value of another type", 31)
    ),
    "a text that is not UTF-8": Attack(
        put(20, "reason = CAST(x'ff' AS TEXT)"),
        within(12, 29).also("event 20 holds a text that is not UTF-8", 20, None),
    ),
    # Events are deleted
    "the last event deleted": Attack(
        delete(31), found("the last event stands at position 30, but 31 were recorded", 31)
    ),
    "the last event deleted, and the counter": Attack(
        (*delete_from(31), TIDY), proven("event 30"), kept=found("event 31 was seen here"), alone=3
    ),
    "an event in the middle deleted": Attack(
        delete(20), within(12, 29).also("event 20 is missing", 20, None)
    ),
    "the first event deleted": Attack(delete(1), within(1, 11).also("event 1 is missing", 1, None)),
    "a sealed tail deleted": Attack(delete_from(25), cut(29, 24)),
    "a sealed tail deleted, not the counter": Attack(
        delete_from(25)[:1], cut(29, 24).also("position 24, but 31 were recorded", 25, 31)
    ),
    "the second seal's events deleted": Attack(delete_from(12), cut(29, 11)),
    "all events deleted": Attack(delete_from(1), cut(11, 0, proven=0)),
    "an event deleted, the others renumbered": Attack(close_gap(20), within(12, 29)),
    "an unsealed event deleted, the other renumbered": Attack(
        (*close_gap(30), TIDY), proven("event 30"), kept=found("event 31 was seen here"), alone=3
    ),
    # Events are moved and inserted (a properly appended event is like any other)
    "two events swapped": Attack(swap(5, 6), within(1, 11)),
    "two events swapped, of two seals": Attack(swap(11, 20), within(1, 11)),
    "two unsealed events swapped": Attack(
        (*swap(30, 31), TIDY),
        SOUND,
        kept=found("event 31 is of another entry than the one"),
        alone=3,
    ),
    "an event inserted": Attack(squeeze_in(9), within(1, 11)),
    "an event inserted later": Attack(squeeze_in(20), within(12, 29)),
    "an event inserted after the last seal": Attack(
        (*squeeze_in(31), TIDY), proven("events 30 to 32"), kept=found("another entry"), alone=3
    ),
    # Clock readings, accounts and hosts, which are in the leaves too
    "unsealed events swapped, their circumstances left": Attack(
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
    "circumstances added for no entry": Attack(
        ("INSERT INTO entries SELECT 77, entry, clock, os_user, host FROM entries LIMIT 1",),
        found("the row of entries at position 77 does not belong to an entry", 77, 77),
    ),
    "an event inserted at position -1": Attack(
        insert(-1, like=1), found("an event stands at position -1, where none can stand", -1)
    ),
    "an event inserted at position 0": Attack(
        insert(0, like=1), found("an event stands at position 0, where none can stand", 0)
    ),
    "an event inserted at position 40": Attack(
        insert(40, like=31), found("missing, the first at position 32", 32, None)
    ),
    "an event replaced": Attack(insert(20, like=19, verb="INSERT OR REPLACE"), within(12, 29)),
    "an event appended": Attack(plainly(*insert(32, like=31)), proven("events 30 to 32"), alone=3),
    # The identity, and the copies of seals in the register, which external seals do not need
    "the register's id": Attack(
        ("UPDATE register SET id = lower(hex(randomblob(16)))",),
        found("first.txt belongs to another register, dragoman/", proven=0),
    ),
    "the register's identity deleted": Attack(
        ("DELETE FROM register",), unreadable("the register has lost its identity"), alone=4
    ),
    "the root in a seal": Attack(
        put_in_seal(f"note = {ROOT_OF_TWO} || substr(note, 90)"),
        found("seal 1 was changed, or is forged: the signature is not by dragoman/"),
    ),
    "the size in a seal": Attack(
        put_in_seal(
            "note = replace(note, char(10) || '11' || char(10), char(10) || '7' || char(10))"
        ),
        found("seal 1 was changed: it covers 7 events, not 11"),
    ),
    "the size in a seal, and beside it": Attack(
        put_in_seal(
            "note = replace(note, char(10) || '11' || char(10), char(10) || '7' || char(10)),"
            " size = 7"
        ),
        found("seal 1 was changed, or is forged: the signature is not by dragoman/"),
    ),
    "a byte of a seal's signature": Attack(
        put_in_seal(
            f"note = substr(note, 1, length(note) - 20) || {ONE_SIGN} || substr(note, -19)"
        ),
        found("seal 1 was changed, or is forged: the signature is not by dragoman/"),
    ),
    "the text of a seal": Attack(
        put_in_seal("note = 'sealed'"), found("seal 1 was changed: a note is a text, an empty line")
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
    "a true seal by another key of the name": Attack(sealed_by("alike"), SOUND, alone=3),
    "a false seal by another key of the name": Attack(
        sealed_by("forged"), found("the log is not the one of seal 3", 12, 29)
    ),
    # Data that no signature covers
    "when a seal was kept, and by whom": Attack(
        put_in_seal("kept_at = '1999-01-01T00:00:00.000000Z', kept_by = 'minister'"), SOUND, alone=3
    ),
    "when the register was made": Attack(
        ("UPDATE register SET created_at = '1999-01-01T00:00:00.000000Z'",), SOUND, alone=3
    ),
    # The tables and triggers
    "a state turned to text": Attack(
        loosened(*put(20, "state = CAST(state AS TEXT)")),
        within(12, 29).also("event 20 holds a value of another type or form", 20),
    ),
    "an unsealed state turned to text": Attack(
        loosened(*put(30, "state = CAST(state AS TEXT)")),
        found("event 30 holds a value of another type or form", 30),
    ),
    "a version turned to text": Attack(
        loosened(*put(20, "originator_version = 'one'")),
        within(12, 29).also("event 20 holds a value of another type or form", 20),
    ),
    "a state turned to nothing": Attack(
        loosened(*put(20, "state = NULL")),
        within(12, 29).also("event 20 holds a value of another type or form", 20),
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
        found("the trigger swallow is none of the register's"),
    ),
    "the counter set back": Attack(
        plainly(counter(20)), found("20 events were recorded, and 31 are there", 21, 31)
    ),
    "the counter deleted": Attack(
        plainly("DELETE FROM sqlite_sequence"), found("0 events were recorded, and 31 are there")
    ),
    "a trigger that is not UTF-8": Attack(
        other_byte(b"SELECT RAISE(ABORT, 'events "), unreadable("Could not decode"), alone=4
    ),
    "the events dropped": Attack(
        plainly("DROP TABLE events"), found("the table events is missing", proven=0)
    ),
    "the mark of a register": Attack(
        plainly("PRAGMA application_id = 0"), unreadable("not a register of Dragoman"), alone=4
    ),
    "the version of the schema": Attack(
        plainly("PRAGMA user_version = 99"), unreadable("written by a newer Dragoman"), alone=4
    ),
    # The file
    "half of the file": Attack(truncated(None), unreadable("it is damaged"), alone=4),
    "100 bytes of the file": Attack(truncated(100), unreadable("register.db: "), alone=4),
    "0 bytes of the file": Attack(truncated(0), unreadable("not a register of Dragoman"), alone=4),
    "noise at the beginning": Attack(
        lambda register: overwrite(register, 1), unreadable("not a register of Dragoman"), alone=4
    ),
    "noise in the events": Attack(noise("events"), unreadable("it is damaged"), alone=4),
    "noise in the seals": Attack(noise("seals"), unreadable("it is damaged"), alone=4),
    "noise in the identity": Attack(noise("register"), unreadable("it is damaged"), alone=4),
    "an older copy": Attack(
        exchanged("older"),
        cut(29, 11),
        kept=cut(29, 11).also("event 31 was seen here"),
        alone=3,
    ),
    "an older copy, gone on with": Attack(
        exchanged("again"),
        within(12, 29),
        kept=within(12, 29).also("event 31 is of another entry than the one"),
        alone=3,
    ),
    "all made anew, with another key": Attack(exchanged("forged"), within(1, 11), alone=3),
    "all made anew, with the stolen key": Attack(exchanged("stolen"), within(1, 11), alone=3),
    # Unused parts of the file
    "noise in a page of events": Attack(noise("events", 6), unreadable("it is damaged"), alone=4),
    "a trigger that is no statement": Attack(
        other_byte(b"CREATE TRIGGER events_keep_delete BEF"), unreadable("register.db"), alone=4
    ),
    "a reason turned to nothing": Attack(loosened(*put(20, "reason = NULL")), within(12, 29)),
    "a position turned to text": Attack(unkeyed, found("the table events", proven=0)),
    "the counter turned to text": Attack(
        plainly("UPDATE sqlite_sequence SET seq = 'many'"), found("the counter of positions")
    ),
    "the table's own index exchanged": Attack(index_exchanged, found("the file is damaged")),
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
        noise("sqlite_autoindex_register_1"), unreadable("it is damaged"), alone=4
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

STOPPED = {name: one.act for name, one in ATTACKS.items() if isinstance(one.act, tuple)}


EVERY_ATTACK = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@pytest.mark.parametrize("statements", STOPPED.values(), ids=STOPPED)
def test_triggers_stop_the_attack(sealed: Desk, statements: tuple[str, ...]) -> None:
    """The file stays the same, byte for byte."""
    before = REGISTER.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        change(REGISTER, *statements)
    assert REGISTER.read_bytes() == before
    assert verify(sealed, *SEALS, *KEY).code == 0


@EVERY_ATTACK
def test_external_seals_expose_the_attack(sealed: Desk, attack: Attack) -> None:
    """This is a machine that has never seen the register."""
    attack.commit(REGISTER)
    shutil.rmtree("cache")
    attack.told.check(verify(sealed, *SEALS, *KEY))


@EVERY_ATTACK
def test_views_are_evidence_too(sealed: Desk, attack: Attack) -> None:
    """On a machine that used the register, the cache shows which events it has seen."""
    attack.commit(REGISTER)
    (attack.kept or attack.told).check(verify(sealed, *SEALS, *KEY))


@EVERY_ATTACK
def test_the_register_alone_proves_nothing(sealed: Desk, attack: Attack) -> None:
    """Without an external seal, a consistent register is reported as unproven, never as proven."""
    attack.commit(REGISTER)
    shutil.rmtree("cache")
    answer = verify(sealed)
    assert answer.code == attack.alone, answer.out
    assert answer.json.get("proven", 0) == 0


@pytest.mark.parametrize("cache", ["as it was", "gone"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*SEALS, *KEY), SOUND),
        (("--against", "second.txt", *KEY), SOUND),
        (("--against", "first.txt", *KEY), evolve(proven("events 12 to 31"), proven=FIRST)),
        (PAPER, SOUND),
        (SEALS, Verdict(3, (("no key that you named has signed that", None),))),
        (KEY, UNPROVEN),
        ((), UNPROVEN),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_an_untouched_register_is_proven_up_to_its_trusted_seal(
    sealed: Desk, words: tuple[str, ...], told: Verdict, cache: str
) -> None:
    if cache == "gone":
        shutil.rmtree("cache")
    told.check(verify(sealed, *words))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), UNPROVEN),
        (KEY, UNPROVEN),
        (SEALS, within(1, 11)),
        (("--against", "second.txt"), within(1, 29)),
        (("--against", "second.txt", *KEY), within(1, 29)),
        (PAPER, within(1, 29)),
        (
            ("--against", "attic/forged.txt", *KEY),
            Verdict(3, (("no key that you named has signed that", None),)),
        ),
        (("--against", "attic/forged.txt", "--key", "attic/forged.vkey"), SOUND),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_only_seals_expose_a_complete_forgery(
    sealed: Desk, words: tuple[str, ...], told: Verdict
) -> None:
    """If you trust the forger's key and seal, you are lost: get the key from elsewhere."""
    ATTACKS["all made anew, with another key"].commit(REGISTER)
    shutil.rmtree("cache")
    told.check(verify(sealed, *words))


def test_a_forged_seal_does_not_hide_other_findings(sealed: Desk) -> None:
    """The findings of an external seal are shown, whatever the register's own seals say."""
    note = Path("attic/alike.txt").read_text("utf-8")
    key = SigningKey.parse(Path("attic/alike.key").read_text("utf-8"))
    lie = Checkpoint(note.split("\n")[0], 12, bytes(32)).text
    sealed.write("attic/lie.txt", str(Note(lie).signed([key], datetime.now(UTC))))
    shutil.copy("attic/alike.vkey", "attic/lie.vkey")
    sealed_by("lie")(REGISTER)
    ATTACKS["a later state"].commit(REGISTER)
    within(12, 29).check(verify(sealed, *SEALS, *KEY))


def test_the_text_says_the_same_as_the_json(sealed: Desk) -> None:
    """It says what is wrong, where, and what stays proven, with the same exit code."""
    ATTACKS["a later state"].commit(REGISTER)
    done = sealed.run("audit", "verify", *SEALS, *KEY)
    assert done.code == 1
    assert "! within events 12 to 29 the log is not the one of seal 2" in done.out
    assert "TAMPERED: " in done.lines[-1]
    assert "Still, the first 11 events are those that were sealed" in done.lines[-1]


def test_column_types_hold_without_triggers(sealed: Desk) -> None:
    """A state cannot become text unless the table is replaced."""
    with pytest.raises(sqlite3.IntegrityError, match="TEXT value in BLOB column"):
        tamper(REGISTER, *put(20, "state = CAST(state AS TEXT)"))
    assert verify(sealed, *SEALS, *KEY).code == 0


@pytest.mark.parametrize("name", ["a later state", "the last event deleted", "a trigger dropped"])
def test_a_tampered_register_cannot_be_sealed(sealed: Desk, name: str) -> None:
    """A new seal must not make it look sound."""
    ATTACKS[name].commit(REGISTER)
    done = sealed.run("audit", "seal", "--out", "third.txt")
    assert done.code == 1
    assert "for details, type: dragoman audit verify" in done.err
    assert not Path("third.txt").exists()


# External seals

Edit = Callable[[str], str]


def line(number: int, edit: Edit | str) -> Edit:
    """Return an edit that replaces a line."""

    def edited(text: str) -> str:
        lines = text.split("\n")
        lines[number] = edit(lines[number]) if callable(edit) else edit
        return "\n".join(lines)

    return edited


def flipped(place: int) -> Edit:
    """Return an edit that changes the character at a place counted from the end."""
    return lambda text: text[:place] + ("A" if text[place] != "A" else "B") + text[place:][1:]


FORGED = found("first.txt was changed, or is forged: the signature is not by", proven=0)
OTHER = Verdict(3, (("no key that you named has signed that", None),))

EDITS: dict[str, tuple[Edit, Verdict | str, int]] = {
    "the log's name": (
        line(0, lambda name: name[:-4] + "0000"),
        FORGED.also("first.txt belongs to another register, dragoman/"),
        1,
    ),
    "a smaller size": (line(1, "10"), FORGED, 1),
    "a larger size": (line(1, "12"), FORGED, 1),
    "a size beyond": (line(1, "99"), FORGED, 1),
    "a size that is no number": (line(1, "eleven"), "first.txt: a seal is: the name of a log", 2),
    "the root": (line(2, flipped(-9)), FORGED, 1),
    "the root, shorter": (line(2, lambda root: root[4:]), "first.txt: ", 2),
    "the root, no base64": (line(2, "root"), "first.txt: 'root' is no root of a log", 2),
    "a line below the root": (line(2, lambda root: f"{root}\nsealed by me"), FORGED, 3),
    "no empty line": (lambda text: text.replace("\n\n", "\n"), "first.txt: a note is a text", 2),
    "the signer's name": (line(4, lambda sign: sign.replace("dragoman/", "dragon/")), OTHER, 3),
    "the signer's id": (line(4, lambda sign: flipped(sign.rindex(" ") + 2)(sign)), OTHER, 3),
    "the signature": (line(4, flipped(-9)), FORGED, 3),
    "the signature, shorter": (line(4, lambda sign: sign[:-4]), FORGED, 3),
    "no signature": (line(4, ""), "first.txt: what is on paper has the lines log, events", 2),
    "by another key of the name": (lambda _: Path("attic/alike.txt").read_text("utf-8"), OTHER, 3),
    "of another log": (
        lambda _: Path("attic/forged.txt").read_text("utf-8"),
        found("the log is not the one of first.txt", proven=0),
        1,
    ),
    "line breaks of Windows": (
        lambda text: text.replace("\n", "\r\n"),
        evolve(proven("events 12 to 31"), proven=FIRST),
        3,
    ),
}
"""The edit of a seal's file, the verdict, and the exit code for a reader without a key."""


@pytest.mark.parametrize(("edit", "told", "keyless"), EDITS.values(), ids=EDITS)
def test_an_edited_external_seal_proves_nothing(
    sealed: Desk, edit: Edit, told: Verdict | str, keyless: int
) -> None:
    """It is invalid, or no longer a seal."""
    seal = Path("first.txt")
    text = seal.read_text("utf-8")
    edited = edit(text)
    assert edited != text
    seal.write_bytes(edited.encode())
    if isinstance(told, str):
        done = sealed.run("audit", "verify", "--against", "first.txt", *KEY)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"dragoman: {told}")
    else:
        told.check(verify(sealed, "--against", "first.txt", *KEY))
    assert sealed.run("audit", "verify", "--against", "first.txt").code == keyless


def test_an_edited_seal_does_not_hide_a_sound_one(sealed: Desk) -> None:
    """The edit is still reported."""
    sealed.write("first.txt", line(4, flipped(-9))(Path("first.txt").read_text("utf-8")))
    evolve(FORGED, proven=SECOND).check(verify(sealed, *SEALS, *KEY))


def in_root(edit: Edit) -> Edit:
    """Return an edit of the digits of the root on paper."""

    def edited(paper: str) -> str:
        above, root, below = paper.partition("root ")
        digits, check, end = below.partition("check")
        return above + root + edit(digits) + check + end

    return edited


@pytest.mark.parametrize(
    ("edit", "code", "says"),
    [
        (in_root(lambda digits: digits.replace("0", "O").upper()), 0, "PROVEN"),
        (lambda paper: " ".join(paper.split()), 0, "PROVEN"),
        (lambda paper: paper.replace("events  29", "events  28"), 2, "a digit is mistyped"),
        (in_root(lambda digits: digits[::-1]), 2, "a digit is mistyped"),
        (in_root(lambda digits: digits.replace(digits.split()[0], "")), 2, "16 groups of 4 digits"),
        (lambda paper: paper[:-6], 2, "the lines log, events, root and check"),
    ],
    ids=["large digits", "one line", "the size", "the root", "a group left out", "the check"],
)
def test_a_root_typed_from_paper(sealed: Desk, edit: Edit, code: int, says: str) -> None:
    """A mistyped digit is reported as such; the layout does not matter."""
    sealed.write("paper.txt", edit(Path("paper.txt").read_text("utf-8")))
    done = sealed.run("audit", "verify", *PAPER)
    assert done.code == code
    assert says in done.out + done.err


# The views, and files that are not registers

VIEWS: dict[str, str | Deed] = {
    "a row changed": "UPDATE timeline SET day = day + 1 WHERE record = 6",
    "a text changed": "UPDATE documents SET doc = replace(doc, 'Rafiyev', 'Rafiyeva')",
    "a row deleted": "DELETE FROM follow_ups WHERE record = 11 AND since = 27",
    "all rows deleted": "DELETE FROM documents",
    "a row added": "INSERT INTO terms VALUES (2, 2, 99, 'name:nobody|AZ')",
    "a ref changed": "UPDATE refs SET number = 77 WHERE record = 1",
    "a record added": "INSERT INTO refs VALUES (77, 'visit', 77, 'f00d')",
    "a table dropped": "DROP TABLE timeline",
    "the bookmark dropped": "DROP TABLE progress",
    "a trigger planted": "CREATE TRIGGER t AFTER UPDATE ON progress BEGIN DELETE FROM refs; END",
    "a view planted": "CREATE VIEW entries AS SELECT 1",
    "an index planted": "CREATE INDEX planted ON timeline (day)",
    "noise in a table": noise("timeline"),
}
"""Changes to the views."""


def spoil_views(how: str | Deed) -> None:
    """Change the views outside the program."""
    [views] = Path("cache/dragoman").glob("views-*.db")
    if callable(how):
        how(views)
    else:
        change(views, how)


@pytest.mark.parametrize("how", VIEWS.values(), ids=VIEWS)
def test_changed_views_are_found_and_repaired(sealed: Desk, how: str | Deed) -> None:
    """The log is still proven."""
    spoil_views(how)
    answer = verify(sealed, *SEALS, *KEY)
    assert answer.code == 1
    assert answer.json["proven"] == SECOND
    assert verify(sealed, *SEALS, *KEY, "--log-only").code == 0
    assert sealed.run("register", "rebuild").code == 0
    SOUND.check(verify(sealed, *SEALS, *KEY))


@pytest.mark.parametrize("how", VIEWS.values(), ids=VIEWS)
def test_wrong_views_are_not_blamed_on_the_register(sealed: Desk, how: str | Deed) -> None:
    """The summary says which of the two is wrong, and how to repair it."""
    spoil_views(how)
    shape = verify(sealed, *SEALS, *KEY).json
    assert all("views" in one["what"] for one in shape["findings"])
    assert "the views do not say what the events say" in shape["sentence"]
    assert "dragoman register rebuild" in shape["sentence"]


@pytest.mark.parametrize(
    "how",
    [
        "DELETE FROM progress",
        "UPDATE progress SET edition = 'x'",
        "UPDATE progress SET register = 'x'",
        "UPDATE progress SET position = 'x'",
    ],
)
def test_unrecognisable_views_are_rebuilt_silently(sealed: Desk, how: str) -> None:
    """A cache may be deleted at any moment."""
    spoil_views(how)
    SOUND.check(verify(sealed, *SEALS, *KEY))


def test_a_register_without_a_seal(desk: Desk) -> None:
    """It is consistent. The summary says that this proves nothing, and what would."""
    desk.record(ARTICLE)
    UNPROVEN.check(verify(desk))
    done = desk.run("audit", "verify")
    assert done.code == 3
    assert "UNPROVEN: the register's 11 events agree with themselves. " in done.out
    assert "Proof takes a seal that was kept elsewhere (--against FILE)" in done.out


def test_a_register_without_an_event(sealed: Desk) -> None:
    """There is nothing to prove, and no seal belongs to it."""
    REGISTER.unlink()
    create_register(REGISTER, datetime(2026, 1, 1, tzinfo=UTC))
    UNPROVEN.check(verify(sealed))
    found("first.txt belongs to another register", proven=0).check(verify(sealed, *SEALS, *KEY))


NO_REGISTERS: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "there is no register here yet"),
    "empty": (b"", "this is not a register of Dragoman"),
    "a text": (b"Dear all,\n" * 1000, "it is not a register of Dragoman"),
    "noise": (Random(1).randbytes(20_000), "it is not a register of Dragoman"),
    "the beginning of a database": (b"SQLite format 3\0" + bytes(200), ""),
}


@pytest.mark.parametrize(("content", "says"), NO_REGISTERS.values(), ids=NO_REGISTERS)
def test_a_file_that_is_not_a_register(desk: Desk, content: bytes | None, says: str) -> None:
    """The answer is one line, with exit code 4."""
    if content is not None:
        desk.write("file.db", content)
    refuses(desk, says)


def test_a_folder_is_not_a_register(desk: Desk) -> None:
    """The answer is one line, with exit code 4."""
    Path("file.db").mkdir()
    refuses(desk, "this is a folder")


def test_the_database_of_another_program_is_not_a_register(desk: Desk) -> None:
    """The answer is one line, with exit code 4, and the file does not change."""
    change(Path("file.db"), "CREATE TABLE events (position)", "INSERT INTO events VALUES (1)")
    before = Path("file.db").read_bytes()
    refuses(desk, "this is not a register of Dragoman")
    assert Path("file.db").read_bytes() == before


def refuses(desk: Desk, says: str) -> None:
    """Check the answer to a file that is not a register, as a line and in JSON."""
    done = desk.run("audit", "verify", "--register", "file.db")
    assert (done.code, done.err, len(done.lines)) == (4, "", 1)
    assert done.out.startswith("UNREADABLE: file.db: ")
    assert says in done.out
    answer = verify(desk, "--register", "file.db")
    assert answer.code == 4
    assert answer.json["verdict"] == "unreadable"


def test_a_seal_from_standard_input(sealed: Desk) -> None:
    """The help says that - means standard input."""
    text = Path("second.txt").read_text("utf-8")
    SOUND.check(verify(sealed, "--against", "-", *KEY, stdin=text))


def test_two_seals_from_standard_input(sealed: Desk) -> None:
    """Standard input can be read only once."""
    text = Path("second.txt").read_text("utf-8")
    words = ("--against", "-", "--against", "-", *KEY)
    assert sealed.run("audit", "verify", *words, stdin=text).code == 2

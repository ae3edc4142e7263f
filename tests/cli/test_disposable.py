"""Dragoman never deletes, overwrites or trusts a foreign file that has the name of the views."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from dragoman.projections import views
from dragoman.projections.disposable import discard_damaged
from tests.conftest import ARTICLE, Desk, change, rows
from tests.copies import after, one_article

READING = ("timeline", "follow-ups", "show V-1", "search Rafiyev", "audit log", "party list")
ACT = ("meeting", "hold", "--title", "Briefing", "--party", "AZ", "--occurred", "2026-01-10")


@pytest.fixture
def article(desk: Desk) -> Desk:
    """A desk with the sample article, views and a search index."""
    after(desk, one_article)
    assert desk.run("search", "Rafiyev").code == 0
    return desk


def as_bytes(*files: Path) -> list[bytes]:
    """Return the contents of files."""
    return [file.read_bytes() for file in files]


def linked(place: Path, victim: Path) -> None:
    """Replace a file with a symbolic link to another file."""
    place.unlink(missing_ok=True)
    place.symlink_to(victim)


def hard_linked(place: Path, victim: Path) -> None:
    """Replace a file with a hard link to another file."""
    place.unlink(missing_ok=True)
    os.link(victim, place)


def copied(place: Path, victim: Path) -> None:
    """Replace a file with a copy of another database."""
    copyfile(victim, place)


PLANTS: dict[str, Callable[[Path, Path], None]] = {
    "a symbolic link": linked,
    "a hard link": hard_linked,
    "a copy": copied,
}


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", [".db", ".search"])
@pytest.mark.parametrize("plant", PLANTS)
def test_a_register_in_the_place_of_a_disposable_file(
    article: Desk, plant: str, kind: str, end: str
) -> None:
    """If a views file is a link to a register or a copy of one, the register stays intact."""
    if plant == "a copy" and end:
        pytest.skip("SQLite itself detects an invalid log")
    place = Path(f"{article.views.with_suffix(kind)}{end}")
    before = article.events()
    PLANTS[plant](place, article.register)
    for words in READING:
        answer = article.run(*words.split())
        assert answer.code == 0, answer.err
    assert article.events() == before
    assert article.run("register", "rebuild").code == 0
    assert article.run(*ACT).code == 0
    assert article.events()[: len(before)] == before
    assert len(article.events()) == len(before) + 1
    assert rows(article.register, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") > [
        (9,)
    ]


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", [".db", ".search"])
def test_a_file_of_the_user_beside_them_is_kept(article: Desk, kind: str, end: str) -> None:
    """Dragoman keeps a user's file that has the name of a -wal, -shm or -journal file."""
    place = Path(f"{article.views.with_suffix(kind)}{end}")
    place.write_text("my notes")
    for words in (*READING, "register rebuild"):
        answer = article.run(*words.split())
        assert answer.code == 0, answer.err
    assert place.read_text() == "my notes"


def test_a_note_reports_a_foreign_file(article: Desk) -> None:
    """If a foreign file has the file name of the views, reports are still correct.

    A note says that Dragoman used a temporary file.
    """
    document = article.read("timeline")
    linked(article.views, article.register)
    answer = article.run("timeline", "--json")
    assert answer.json == document
    assert f"{article.views} is not a regular file" in answer.err
    assert answer.err.count("\n") == 1


PARTS = {
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON progress BEGIN DELETE FROM {table}; END",
    "a view": "CREATE VIEW planted AS SELECT 1",
    "an index": "CREATE INDEX planted ON {table} (record)",
    "a table": "CREATE TABLE planted (x)",
}


@pytest.mark.parametrize("kind", [".db", ".search"])
@pytest.mark.parametrize("part", PARTS)
def test_planted_rows_are_found_and_repaired(article: Desk, part: str, kind: str) -> None:
    """If somebody adds a trigger, view, index or table to a views file, reports stay correct.

    ``audit verify`` and ``audit replay`` find the addition, and ``register rebuild`` removes it.
    """
    result = article.read("timeline"), article.read("search", "Rafiyev")
    place = article.views.with_suffix(kind)
    statement = PARTS[part].format(table="timeline" if kind == ".db" else "subjects")
    change(place, statement)
    before = place.read_bytes()
    assert (article.read("timeline"), article.read("search", "Rafiyev")) == result
    assert place.read_bytes() == before
    verdict = article.run("audit", "verify", "--json")
    assert verdict.code == 1
    assert [finding for finding in verdict.json["findings"] if place.name in finding["what"]]
    assert article.run("audit", "replay").code == 1
    assert article.run("register", "rebuild").code == 0
    assert article.run("audit", "verify").code == 3
    assert article.read("search", "Rafiyev") == result[1]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM postings",
        "DELETE FROM postings WHERE record = 1",
        "UPDATE postings SET weight = weight + 1 WHERE record = 1",
        "DELETE FROM vocabulary",
        "UPDATE vocabulary SET sounds = 'x' WHERE id = 1",
        "UPDATE subjects SET day = 1",
    ],
)
def test_a_damaged_search_index_is_found_and_repaired(article: Desk, damage: str) -> None:
    """``verify`` and ``audit replay`` find a damaged search index.

    ``register rebuild`` repairs the index.
    """
    report = article.read("search", "Rafiyev")
    change(article.views.with_suffix(".search"), damage)
    verdict = article.run("audit", "verify", "--json")
    assert verdict.code == 1
    assert [finding for finding in verdict.json["findings"] if "search index" in finding["what"]]
    assert article.run("audit", "replay").code == 1
    assert article.run("register", "rebuild").code == 0
    assert article.read("search", "Rafiyev") == report
    assert article.run("audit", "replay").code == 0


def test_only_the_owner_can_read_the_files(desk: Desk) -> None:
    """Even under umask 022, other users cannot read the views, the index or the folder."""
    former = os.umask(0o022)
    try:
        desk.record(ARTICLE)
        desk.run("search", "Rafiyev")
    finally:
        os.umask(former)
    files = list(desk.views.parent.glob("views-*"))
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert desk.views.parent.stat().st_mode & 0o777 == 0o700


def test_drafts_of_a_killed_builder_are_deleted(article: Desk) -> None:
    """Building the views deletes old temporary files of a killed process, and no other file."""
    beside = article.views.parent
    old, new = (beside / f".dragoman-{digit * 16}.part" for digit in "ab")
    other = beside / ".dragoman-mine.part"
    for file in (old, new, other):
        file.write_bytes(b"")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    assert article.run("register", "rebuild").code == 0
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_new_views_do_not_read_a_stale_wal_file(article: Desk) -> None:
    """New views ignore a stale -wal file that belongs to deleted views."""
    assert article.run(*ACT).code == 0
    log = Path(f"{article.views}-wal")
    assert log.stat().st_size > 0
    article.views.unlink()
    assert article.read("timeline")["as_of"]["position"] == article.position
    assert article.run("audit", "replay").code == 0


def test_recording_syncs_views_only_at_checkpoints(article: Desk) -> None:
    """A recording leaves changes in the views' -wal file until a checkpoint."""
    before = article.views.stat().st_mtime_ns
    assert article.run(*ACT).code == 0
    assert article.views.stat().st_mtime_ns == before
    with closing(sqlite3.connect(article.views)) as file:
        assert file.execute("SELECT position FROM progress").fetchone() == (article.position,)


@pytest.mark.once
def test_locked_views_are_not_deleted(desk: Desk) -> None:
    """If another process has locked the views, Dragoman does not treat the views as damaged."""
    desk.run("record", ARTICLE)
    design, mark = views.design(), desk.views.stat().st_ino
    with closing(sqlite3.connect(desk.views, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert not discard_damaged(design, desk.views)
    assert desk.views.stat().st_ino == mark
    desk.views.write_bytes(desk.views.read_bytes()[:4096])
    assert discard_damaged(design, desk.views)


@pytest.mark.parametrize("kind", [".db", ".search"])
@pytest.mark.parametrize("version", [0, 1, None])
def test_a_foreign_database_with_our_mark_is_kept(
    article: Desk, kind: str, version: int | None
) -> None:
    """Dragoman keeps a foreign database that has Dragoman's application id."""
    place = article.views.with_suffix(kind)
    report = article.read("search", "Rafiyev")
    [(mark,)], [(ours,)] = (
        rows(place, f"PRAGMA {name}") for name in ("application_id", "user_version")
    )
    for item in (place, *(Path(f"{place}{end}") for end in ("-wal", "-shm"))):
        item.unlink(missing_ok=True)
    with closing(sqlite3.connect(place)) as file:
        file.execute(f"PRAGMA application_id = {mark}")
        file.execute(f"PRAGMA user_version = {ours - 1 if version is None else version}")
        file.execute("CREATE TABLE precious (x)")
        file.commit()
    before = place.read_bytes()
    for words in (*READING, "register rebuild"):
        assert article.run(*words.split()).code == 0
    assert article.read("search", "Rafiyev") == report
    assert place.read_bytes() == before


def test_views_are_sound(article: Desk) -> None:
    """SQLite finds no error in views that Dragoman built."""
    assert rows(article.views, "PRAGMA integrity_check") == [("ok",)]
    assert not discard_damaged(views.design(), article.views)

"""Replay finds wrong views, and Dragoman rebuilds the views from the log."""

import shutil
from typing import Any

import pytest

from tests.conftest import ARTICLE, CHAIN, Desk, change, copy, remove
from tests.copies import after

MAY = "2025-05-02T09:00:00Z"
DECEMBER = "2025-12-05T10:00:00Z"


def record_article(desk: Desk) -> None:
    """Record the sample article in May 2025."""
    desk.record(ARTICLE, now=MAY)


def record_chain(desk: Desk) -> None:
    """Record the sample article in May 2025, and the sample chain of events in December 2025."""
    record_article(desk)
    desk.record(CHAIN, now=DECEMBER)


@pytest.fixture
def article(desk: Desk) -> Desk:
    """A desk that recorded the sample article in May 2025."""
    return after(desk, record_article)


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk that recorded the sample article in May and the chain of events in December 2025."""
    return after(desk, record_chain)


def follow_up(desk: Desk, what: str, *options: str) -> dict[str, Any]:
    """Return the only follow-up whose description contains ``what``."""
    items = desk.read("follow-ups", "--all", *options)["items"]
    [found] = [item for item in items if what in item["what"]]
    return dict(found)


def is_replayed_equal(desk: Desk) -> bool:
    """Return whether a replay of the whole log gives the same views."""
    return desk.run("audit", "replay").code == 0


TABLES = {
    "refs": "id",
    "terms": "term",
    "documents": "doc",
    "timeline": "day",
    "follow_ups": "agreed_in",
}
"""The tables of the views, each with one of its columns."""

FIRST = "record = (SELECT min(record) FROM {table})"
TAMPERING = {
    "changed": "UPDATE {table} SET {column} = {column} || 'x' WHERE " + FIRST,
    "of another record": "UPDATE {table} SET record = record + 1000 WHERE " + FIRST,
    "removed": "DELETE FROM {table} WHERE " + FIRST,
    "emptied": "DELETE FROM {table}",
}


def test_replay_says_that_the_views_match(desk: Desk) -> None:
    """The installed ``audit replay`` replays every event and says that the views match.

    The progress bar is on stderr, and the answer is on stdout.
    """
    assert desk.command("record", ARTICLE).code == 0
    answer = desk.command("audit", "replay")
    assert answer.code == 0
    assert "the views match" in answer.out
    assert "event 11" in answer.out
    assert "Replaying" in answer.err
    assert "11/11" in answer.err


def test_replay_answers_in_json(chain: Desk) -> None:
    """The JSON of a replay has the last position, the compared tables, and no differences."""
    document = chain.read("audit", "replay")
    assert document["equal"] is True
    assert document["differences"] == []
    assert document["position"] == chain.position
    assert {*TABLES} <= {*document["tables"]}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("how", TAMPERING)
def test_replay_finds_a_row_that_was_tampered_with(chain: Desk, how: str, table: str) -> None:
    """If somebody changed a row, replay exits with 1 and names the table.

    The register stays the same, and ``register rebuild`` repairs the views.
    """
    before, views = chain.events(), chain.views
    assert chain.run("timeline").code == 0
    change(views, TAMPERING[how].format(table=table, column=TABLES[table]))
    answer = chain.run("audit", "replay")
    assert answer.code == 1
    assert any(f"table {table}" in line for line in answer.lines)
    assert chain.events() == before
    assert chain.run("register", "rebuild").code == 0
    assert is_replayed_equal(chain)


def test_replay_names_only_the_missing_row(chain: Desk) -> None:
    views = chain.views
    chain.run("timeline")
    change(views, "DELETE FROM terms WHERE term = 'topic:energy'")
    [difference, _] = chain.run("audit", "replay").lines
    assert "topic:energy" in difference
    assert "missing" in difference


def test_replay_names_only_the_extra_row(chain: Desk) -> None:
    views = chain.views
    chain.run("timeline")
    change(
        views, "INSERT INTO terms (record, since, until, term, day) VALUES (1, 2, 5, 'party:XX', 0)"
    )
    [difference, _] = chain.run("audit", "replay").lines
    assert "party:XX" in difference
    assert "an extra row" in difference


@pytest.mark.parametrize(
    "column",
    ["position = 0", "position = 9999", "entry = 'x'", "edition = 'x'"],
)
def test_views_with_a_wrong_position_are_rebuilt(chain: Desk, column: str) -> None:
    """If the views have a wrong position, the next report rebuilds them and shows correct data."""
    right = chain.read("timeline")
    change(chain.views, f"UPDATE progress SET {column}")
    assert chain.read("timeline") == right
    assert is_replayed_equal(chain)


def test_replay_leaves_nothing_behind(chain: Desk, tmp_path: Any) -> None:
    """Replay deletes its temporary views."""
    place = tmp_path / "temporary"
    place.mkdir()
    chain.monkeypatch.setattr("tempfile.tempdir", str(place))
    assert is_replayed_equal(chain)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "words", ["timeline", "follow-ups --all", "show V-1", "mechanism list", "audit log"]
)
def test_views_may_be_deleted_at_any_moment(chain: Desk, words: str) -> None:
    """If the views are deleted, every reading command still gives the same answer."""
    right, views = chain.read(*words.split()), chain.views
    remove(views)
    assert chain.read(*words.split()) == right


def test_recording_works_without_the_views(article: Desk) -> None:
    """If there are no views, recording a dispatch still finds the records of earlier dispatches."""
    remove(article.views)
    article.record(CHAIN, now=DECEMBER)
    assert follow_up(article, "joint commission")["state"] == "fulfilled"


def test_the_whole_cache_may_be_deleted(chain: Desk) -> None:
    """If another program empties the cache, reports still give the same answer."""
    right = chain.read("timeline")
    shutil.rmtree(chain.home / "cache")
    assert chain.read("timeline") == right


GARBAGE = {
    "text": b"this is not a database " * 400,
    "empty": b"",
    "one byte": b"S",
    "binary": bytes(range(256)) * 64,
    "header only": b"SQLite format 3\0" + bytes(84),
    "header, then garbage": b"SQLite format 3\0" + b"\xff" * 8000,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_views_are_rebuilt(chain: Desk, garbage: bytes) -> None:
    """If the views' file is not a database, Dragoman replaces the file.

    The report is still right.
    """
    right, views = chain.read("timeline"), chain.views
    remove(views)
    views.write_bytes(garbage)
    assert chain.read("timeline") == right
    assert is_replayed_equal(chain)


@pytest.mark.parametrize("part", ["cut", "overwritten"])
def test_damaged_views_are_rebuilt(desk: Desk, part: str) -> None:
    """If the views' file is cut short or overwritten in the middle, the report is still right."""
    assert desk.command("record", ARTICLE).code == 0
    right, views = desk.command("timeline").out, desk.views
    copy(views, whole := desk.home / "whole.db")
    content = whole.read_bytes()
    half = len(content) // 2 // 4096 * 4096
    remove(views)
    end = b"" if part == "cut" else b"\xaa" * (len(content) - half)
    views.write_bytes(content[:half] + end)
    answer = desk.command("timeline")
    assert (answer.code, answer.out) == (0, right), answer.err


def test_the_database_of_another_program_in_the_place_of_the_views(chain: Desk) -> None:
    """If the views' file is a database of another program, the report is still right."""
    right, views = chain.read("timeline"), chain.views
    remove(views)
    change(views, "CREATE TABLE progress (something TEXT)", "CREATE TABLE timeline (x)")
    assert chain.read("timeline") == right


def test_an_older_copy_of_the_register_gets_its_own_views(desk: Desk) -> None:
    """After you restore a backup, reports show the contents of the backup, and you can record."""
    desk.record(ARTICLE, now=MAY)
    register, old = desk.register, desk.home / "old.db"
    right = desk.read("timeline")
    copy(register, old)
    desk.record(CHAIN, now=DECEMBER)
    desk.read("timeline")
    copy(old, register)
    assert desk.read("timeline") == right
    desk.record(CHAIN, now="2025-12-06T00:00:00Z")
    assert follow_up(desk, "joint commission")["state"] == "fulfilled"
    assert is_replayed_equal(desk)


def test_a_diverged_register_gets_its_own_views(desk: Desk) -> None:
    """Two registers restored from one backup do not share views, even if both are equally long."""
    announce = ["visit", "announce", "--host", "AZ", "--party", "IQ", "--title"]
    desk.record(ARTICLE, now=MAY)
    register, old = desk.register, desk.home / "old.db"
    copy(register, old)
    desk.run(*announce, "One way")
    assert "One way" in desk.run("timeline").out
    copy(old, register)
    desk.run(*announce, "Another way")
    printed = desk.run("timeline").out
    assert "Another way" in printed
    assert "One way" not in printed

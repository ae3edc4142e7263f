"""Row memory: an import gives the same result whether or not it remembers earlier rows."""

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exchange.context import ExchangeContext
from dragoman.exchange.imports.memory import remembering
from dragoman.exchange.imports.run import ImportOptions, Run
from dragoman.exchange.mappings import mapping as mappings
from dragoman.exchange.mappings.mapping import MappedTable, mapping_of, open_mapped
from dragoman.exchange.yaml_file import parsed
from dragoman.projections import row_memory
from dragoman.projections.views import open_views
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.register import Register

NOW = datetime(2026, 2, 15, 8, tzinfo=UTC)
MAPPING = """\
dataset: desk
source: {title: The list of the desk, language: de}
{key}record:
  kind: {column: Art, values: {Besuch: visit, Treffen: meeting}}
  status: {from_date: true}
  title: {text: "Reise[ von {Gast}]"}
  occurred: {column: Tag, until: Ende, format: DD.MM.YYYY}
  parties: [AZ, {column: Land}]
  participants: [{name: {column: Gast}, side: {column: Land}}]
  topics: [{column: Themen, split: ","}]
  summary: {column: Notiz}
"""
COLUMNS = {
    "Art": ("Besuch", "Treffen", "Anruf"),
    "Tag": ("03.04.2025", "04.05.2025", "31.02.2025", "01.01.2031", ""),
    "Ende": ("", "05.04.2025"),
    "Land": ("Irak", "Türkei", "IQ", "Irrak", ""),
    "Gast": ("F. Hussein", "H. Fidan", ""),
    "Themen": ("", "Energie, Handel"),
    "Notiz": ("", "Ein Gespräch.", 'Er sagte: "ja"'),
}

row = st.tuples(*map(st.sampled_from, COLUMNS.values()))
table = st.dictionaries(st.sampled_from("1234567"), row, min_size=1, max_size=7)
tables = st.lists(table, max_size=4)


@pytest.fixture(autouse=True)
def _remember_all(monkeypatch):
    """Remember every row; by default, Dragoman remembers rows only in a large import."""
    monkeypatch.setattr(row_memory, "BATCH", 1)


class Desk:
    """A register in a folder, with a table and a mapping."""

    def __init__(self, folder: Path, with_memory: bool, mapping: str = MAPPING) -> None:
        self.path, self.table = folder / "register.db", folder / "table.csv"
        create_register(self.path, NOW)
        engine = open_register(self.path)
        self.register = Register(engine, "me", lambda: NOW)
        self.views = open_views(engine, folder / "views.db")
        self.views.refresh()
        self.remembering = remembering if with_memory else lambda *_: nullcontext()
        self.mapping = mapping

    def import_(self, rows, **options):
        """Import a mapping from keys to rows; return the row counts and the rejected rows."""
        cells = [list(COLUMNS), *([key, *values] for key, values in rows.items())]
        cells[0].insert(0, "Nr")
        lines = (";".join(f'"{one.replace(chr(34), 2 * chr(34))}"' for one in row) for row in cells)
        self.table.write_text("\n".join(lines), encoding="utf-8")
        mapping = mapping_of(parsed(str(self.table), self.mapping), NOW.date())
        dataset = open_mapped(self.table, mapping)
        rejected = []
        context = ExchangeContext(self.register, self.views, NOW.date())
        run = Run(context, dataset, ImportOptions(**options), "list", rejected.append, batch=3)
        with self.remembering(self.views, dataset):
            run.foresee()
            tally = run.perform()
        self.views.refresh()
        return tally.numbers, [(one.line, one.reason) for one in rejected]

    @property
    def events(self):
        """The stored rows of the events, in order of position."""
        query = "SELECT originator_id, originator_version, topic, state FROM events"
        with sqlite3.connect(self.path) as connection:
            return connection.execute(f"{query} ORDER BY position").fetchall()


@settings(max_examples=25, deadline=None)
@given(tables, st.booleans(), st.booleans())
def test_a_memory_changes_nothing(versions, has_key, retract_gone):
    """Importing any versions of a table gives the same result with and without row memory."""
    mapping = MAPPING.replace("{key}", "key: [Nr]\n" if has_key else "")
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        desks = [Desk(Path(one), True, mapping), Desk(Path(other), False, mapping)]
        for version in [*versions, *versions[-1:]]:
            found, expected = (desk.import_(version, retract_gone=retract_gone) for desk in desks)
            assert found == expected
        found, expected = (desk.events for desk in desks)
        assert found == expected


@pytest.fixture
def desk(tmp_path):
    """Return a desk whose imports remember rows."""
    return Desk(tmp_path, True, MAPPING.replace("{key}", "key: [Nr]\n"))


@pytest.fixture
def made(monkeypatch):
    """Return a list that grows by one item whenever Dragoman reads a row."""
    found = []
    read = MappedTable._draft
    monkeypatch.setattr(
        MappedTable, "_draft", lambda *arguments: found.append(1) or read(*arguments)
    )
    return found


ROWS = {key: ("Besuch", "03.04.2025", "", "Irak", "F. Hussein", "", key) for key in "1234"}


def test_an_unchanged_row_is_not_read(desk, made):
    """A second import reads only the changed rows.

    The import reads a changed row twice: first for the forecast, then to record the row.
    """
    desk.import_(ROWS)
    made.clear()
    assert desk.import_(ROWS)[0]["unchanged"] == 4
    assert made == []
    changed = ROWS | {"4": ("Besuch", "04.05.2025", "", "Irak", "F. Hussein", "", "4")}
    assert desk.import_(changed)[0]["changed"] == 1
    assert len(made) == 2


def test_a_remembered_row_can_be_recorded_again(desk):
    """If a changed row returns to its earlier values, the import records that change too."""
    desk.import_(ROWS)
    desk.import_(ROWS | {"4": ("Besuch", "04.05.2025", "", "Irak", "F. Hussein", "", "4")})
    before = len(desk.events)
    assert desk.import_(ROWS)[0]["changed"] == 1
    assert len(desk.events) == before + 1
    assert b"2025-04-03" in desk.events[-1][3]


def test_another_mapping_reads_the_rows_again(desk):
    """If the mapping changes, an import reads the remembered rows again."""
    desk.import_(ROWS)
    desk.mapping = desk.mapping.replace("Reise", "Fahrt")
    assert desk.import_(ROWS)[0]["changed"] == 4


def test_another_lookup_file_reads_the_rows_again(desk):
    """If a lookup file of the mapping changes, an import reads the remembered rows again."""
    lookup = desk.table.with_name("countries.csv")
    desk.mapping = desk.mapping.replace("column: Land", "column: Land, lookup: countries.csv", 1)
    lookup.write_text("Name,Code\nIrak,IQ\n")
    desk.import_(ROWS)
    lookup.write_text("Name,Code\nIrak,IR\n")
    assert desk.import_(ROWS)[0]["changed"] == 4


def test_another_program_reads_the_rows_again(desk, made, monkeypatch):
    """Another version of the program reads the remembered rows again."""
    desk.import_(ROWS)
    made.clear()
    monkeypatch.setattr(mappings, "_program", list)
    assert desk.import_(ROWS)[0]["unchanged"] == 4
    assert len(made) == 4


def test_a_memory_that_is_full_starts_over(desk, made, monkeypatch):
    """When the row memory is full, Dragoman empties it and starts again."""
    desk.import_(ROWS)
    monkeypatch.setattr(row_memory, "MOST", 2)
    desk.import_(ROWS)
    monkeypatch.setattr(row_memory, "MOST", 1_000)
    made.clear()
    assert desk.import_(ROWS)[0]["unchanged"] == 4
    assert made == []


def test_a_memory_of_somebody_else_is_not_used(desk):
    """Dragoman does not change a user's file that has the file name of the row memory."""
    other = row_memory.path_beside(desk.views.path)
    other.write_text("my notes")
    desk.import_(ROWS)
    assert desk.import_(ROWS)[0]["unchanged"] == 4
    assert other.read_text() == "my notes"

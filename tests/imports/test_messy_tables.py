"""A suggested mapping reads the tables of eight offices as they are."""

from pathlib import Path
from typing import Any

import pytest

from dragoman.exchange.imports.drafts import Draft
from dragoman.exchange.mappings.suggest import Suggestion, suggest
from dragoman.exchange.tables.opening import open_unmapped
from dragoman.exchange.yaml_file import parsed
from tests.imports.messy_tables import TABLES, MessyTable
from tests.imports.test_suggest import TODAY


def suggested(table: MessyTable, folder: Path) -> Suggestion:
    """Return the suggested mapping for a table, made as ``import --suggest`` makes it."""
    path = table.write(folder)
    opened, questions = open_unmapped(path)
    return suggest(opened, path.stem, TODAY, questions)


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.language.partition(":")[0])
def test_the_suggestion_for_a_messy_table_is_right(table: MessyTable, tmp_path: Path) -> None:
    """The key, the kind, the dates, the hosts and the travellers are right without an edit."""
    found = suggested(table, tmp_path)

    mapping: dict[str, Any] = parsed("m.yaml", found.text).data
    records = [row.data for row in found.rows if isinstance(row, Draft)][:3]
    expected = table.expected
    assert mapping["key"] == expected.key
    assert [one["kind"] for one in records] == [expected.kind] * 3
    assert [one.get("occurred") for one in records] == expected.occurred
    assert [one.get("host") for one in records] == expected.hosts
    assert [_names(one) for one in records] == expected.travellers
    told = "\n".join([*found.questions, *found.notes])
    assert all(part in told for part in table.says), told


def _names(record: dict[str, Any]) -> list[str]:
    return [one.get("name", "") for one in record.get("participants", [])]

"""Write rows as CSV (RFC 4180, with LF) for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.cli.output import Output
from dragoman.exchange import cell


def write_rows(output: Output, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV; see :func:`csv_text`."""
    output.verbatim(csv_text(rows))


def csv_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; every key that occurs in a row becomes a column."""
    found = list(rows)
    text = io.StringIO()
    if columns := list(dict.fromkeys(name for row in found for name in row)):
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in row.items()} for row in found)
    return text.getvalue()

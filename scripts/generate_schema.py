"""Write the JSON Schemas of dispatches (for editors) and of all reports that ``--json`` prints.

``python scripts/generate_schema.py`` writes the schemas; with ``--check``, the script writes
nothing, and exits 1 if a file is out of date.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import msgspec

import dragoman.cli
import dragoman.exchange
import dragoman.projections
from dragoman.exchange.dispatch_document import DispatchDocument
from dragoman.projections.report import Report, all_reports

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "docs/reference/reports"
TARGET = ROOT / "docs/reference/dispatch.schema.json"

PACKAGES = (dragoman.projections, dragoman.exchange, dragoman.cli)
"""The packages that declare reports."""


def files() -> dict[Path, str]:
    """Return the content of each file to write, by path."""
    schemas = {TARGET: dispatch_schema()}
    for name, classes in groupby(reports(), key=name_of):
        schemas[REPORTS / f"{name}.schema.json"] = report_schema(name, list(classes))
    return {
        path: f"{json.dumps(one, indent=2, ensure_ascii=False)}\n" for path, one in schemas.items()
    }


def dispatch_schema() -> dict[str, Any]:
    """Return the schema of a dispatch, whose text fields also accept numbers, such as ``2025``."""
    return _titled("A dispatch of Dragoman", _lenient(msgspec.json.schema(DispatchDocument)))


def report_schema(name: str, classes: Sequence[type[Report]]) -> dict[str, Any]:
    """Return the schema of the report ``name``, which accepts a report of any of ``classes``."""
    found, parts = msgspec.json.schema_components(classes, ref_template="#/$defs/{name}")
    whole = found[0] if len(classes) == 1 else {"anyOf": list(found)}
    closed = {
        part: {**one, "additionalProperties": False} if "properties" in one else one
        for part, one in map(_dedented, parts.items())
    }
    return _titled(f"The report {name} of Dragoman", {**whole, "$defs": closed})


def reports() -> list[type[Report]]:
    """Return the classes of all reports in all packages, sorted by name."""
    for package in PACKAGES:
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return all_reports()


def name_of(report: type[Report]) -> str:
    """Return the name of a report, which is also the name of its file."""
    return str(report.__struct_config__.tag).split("/")[1]


def _titled(title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **schema,
    }


def _dedented(part: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Remove the indentation that some versions of msgspec keep in a part's description."""
    name, one = part
    if "description" in one:
        one = {**one, "description": cleandoc(one["description"])}
    return name, one


def _lenient(node: Any) -> Any:
    if isinstance(node, dict):
        lenient = {key: _lenient(value) for key, value in node.items()}
        if lenient.get("type") == "string":
            lenient["type"] = ["string", "number"]
        if digits := [int(one) for one in lenient.get("enum", ()) if str(one).isdigit()]:
            lenient["enum"] = [*lenient["enum"], *digits]
        return lenient
    return [_lenient(one) for one in node] if isinstance(node, list) else node


def _unlike(wanted: dict[Path, str]) -> Iterator[Path]:
    """Yield the files that are missing, out of date, or left over from a former report."""
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield path
    yield from set(REPORTS.glob("*.schema.json")) - wanted.keys()


def main(arguments: list[str]) -> int:
    """Write the schemas, or check that they are up to date."""
    wanted = files()
    if "--check" in arguments:
        return 1 if any(_unlike(wanted)) else 0
    REPORTS.mkdir(exist_ok=True)
    for path in _unlike(wanted):
        path.unlink(missing_ok=True)
    for path, text in wanted.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

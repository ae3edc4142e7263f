"""Remove one entry at a time from the tables of fields, and expect a test to fail.

``python -m tests.fields.mutations [PATTERN]`` works on a copy of the source tree. PATTERN limits
the run to tables whose names contain the pattern. The program prints every mutation and whether a
test noticed it, and exits with 1 if any mutation went unnoticed. For each mutation, every test file
runs in a forked process. The parent process imports the libraries but no module of the source tree.
"""

import ast
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[2]
TREE = (".types", "domain", "store", "projections", "exchange", "cli", "tests", "docs", "scripts")

TABLES = {
    "exchange/documents.py": ("_TYPES",),
    "exchange/translate.py": ("_TRANSLATE",),
    "cli/completion.py": ("_HELD",),
    "cli/read/show.py": ("_MADE",),
    "exchange/exports/calendar.py": ("_OF_SOURCE",),
    "exchange/exports/records.py": ("PARTS_OF",),
    "exchange/exports/follow_the_money.py": ("NOTED_OF_SOURCE", "_KEY", "_DETAILS"),
    "projections/shapes.py": ("LINKS",),
}
"""The tables of fields in each file."""

FUNCTIONS = {
    "exchange/exports/calendar.py": (
        "_facts_of_engagement",
        "_facts_of_follow_up",
        "_common_facts",
    ),
    "exchange/exports/follow_the_money.py": (
        *("_event", "mechanism", "follow_up", "known", "_source"),
    ),
    "exchange/exports/coded.py": ("_rows",),
}
"""Functions with dictionaries that are tables of fields."""


@frozen
class Mutation:
    """The text of a source file without one entry of a table."""

    file: str
    table: str
    entry: str
    text: str


def mutations(pattern: str) -> Iterator[Mutation]:
    """Yield a mutation for each entry of each table."""
    for file in dict.fromkeys((*TABLES, *FUNCTIONS)):
        source = (ROOT / file).read_text("utf-8")
        for table, node in _entries(file, ast.parse(source)):
            if pattern in f"{file}:{table}":
                yield Mutation(file, table, *_without(source, node))


def _entries(file: str, tree: ast.Module) -> Iterator[tuple[str, list[ast.expr | ast.stmt]]]:
    for node in tree.body:
        name = _assigned(node)
        if name in TABLES.get(file, ()):
            yield from ((name, one) for one in _items(node.value))  # type: ignore[attr-defined]
    wanted = FUNCTIONS.get(file, ())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in wanted:
            tables = (one for one in ast.walk(node) if isinstance(one, ast.Dict))
            yield from ((node.name, one) for table in tables for one in _items(table))


def _assigned(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _items(node: ast.expr) -> Iterator[list[ast.expr | ast.stmt]]:
    """Yield the entries of a table, including the entries of tables that it unpacks."""
    match node:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield from _items(value) if key is None else [[key, value]]
        case ast.Call(args=[first, *_]):
            yield from _items(first)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for one in elements:
                yield from _items(one.value) if isinstance(one, ast.Starred) else [[one]]
        case ast.DictComp(generators=[one, *_]):
            yield from _items(one.iter)


def _without(source: str, nodes: list[ast.expr | ast.stmt]) -> tuple[str, str]:
    """Return the text of a table entry, and the source without the entry and its comma."""
    lines = source.splitlines(keepends=True)
    start = _offset(lines, nodes[0].lineno, nodes[0].col_offset)
    end = _offset(lines, nodes[-1].end_lineno or 0, nodes[-1].end_col_offset or 0)
    raw = source.encode()
    rest = raw[end:].lstrip()
    after = end + (len(raw[end:]) - len(rest))
    cut = after + 1 if rest.startswith(b",") and isinstance(nodes[0], ast.expr) else end
    entry = " ".join(raw[start:end].decode().split())
    return entry[:70], (raw[:start] + raw[cut:]).decode()


def _offset(lines: list[str], line: int, column: int) -> int:
    return sum(len(one.encode()) for one in lines[: line - 1]) + column


OTHERS = ("cyclopts", "eventsourcing.application", "msgspec", "rich.console", "ruamel.yaml")
TESTS = ("tables", "outputs", "inputs")


def noticed(tree: Path, mutation: Mutation) -> bool:
    """Return whether a test fails with this mutation; restore the source tree afterwards."""
    target = tree / mutation.file
    before = target.read_text("utf-8")
    target.write_text(mutation.text, "utf-8")
    try:
        return any(_fails(tree, f"tests/fields/test_{name}.py") for name in TESTS)
    finally:
        target.write_text(before, "utf-8")


def _fails(tree: Path, test: str) -> bool:
    """Return whether a test file fails in a separate process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _tested(tree, test)
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] != 0


def _tested(tree: Path, test: str) -> int:
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os.chdir(tree)
    for name in [one for one in sys.modules if one.partition(".")[0] in ("dragoman", *TREE)]:
        del sys.modules[name]
    sys.path[:0] = [str(tree), str(tree / ".types")]
    options: Sequence[str] = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:warnings", "-n", "0")
    return int(pytest.main([*options, test]))


def main(arguments: list[str]) -> int:
    """Try every mutation, and print whether a test noticed it; return the exit code."""
    found = list(mutations(arguments[0] if arguments else ""))
    unnoticed = 0
    sys.dont_write_bytecode = True
    for name in OTHERS:
        import_module(name)
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        for name in TREE:
            shutil.copytree(ROOT / name, tree / name, symlinks=True)
        shutil.copy(ROOT / "pyproject.toml", tree)
        if any(_fails(tree, f"tests/fields/test_{name}.py") for name in TESTS):
            print("the tests fail without a mutation, and tell nothing")
            return 2
        for number, one in enumerate(found, 1):
            told = f"{number}/{len(found)} {one.file}: {one.table}: {one.entry}"
            if noticed(tree, one):
                print(f"noticed    {told}", flush=True)
            else:
                unnoticed += 1
                print(f"UNNOTICED  {told}", flush=True)
    print(f"{len(found)} mutations, {unnoticed} unnoticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

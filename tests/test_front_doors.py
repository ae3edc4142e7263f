"""The names that each floor offers: where they are, who uses them, and what importing it loads."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from shutil import copy, copytree

import pytest

from scripts.generate_front_doors import FLOORS, places

ROOT = Path(__file__).parents[1]


def offered() -> Iterator[tuple[str, str, str]]:
    """Every floor, a name that it offers, and its place."""
    for floor in FLOORS:
        for name, place in places(floor).items():
            yield floor, name, place


def imported_by_floors_above(floor: str) -> set[str]:
    """The names that the floors above import from a floor."""
    above = (*FLOORS, "cli")[FLOORS.index(floor) + 1 :]
    return {
        alias.name
        for path in (path for one in above for path in (ROOT / one).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == f"dragoman.{floor}"
        for alias in node.names
    }


@pytest.mark.parametrize(("floor", "name", "place"), list(offered()))
def test_every_name_is_there(floor: str, name: str, place: str) -> None:
    """And it is the same object as in its module."""
    path, _, attribute = place.partition(":")
    module = import_module(f"dragoman.{floor}.{path}")
    found = getattr(import_module(f"dragoman.{floor}"), name)
    assert found is (getattr(module, attribute) if attribute else module)


@pytest.mark.parametrize("floor", FLOORS)
def test_nothing_is_offered_that_nobody_uses(floor: str) -> None:
    """What no floor above uses stays inside."""
    unused = places(floor).keys() - imported_by_floors_above(floor) - {"front_door"}
    assert not unused


@pytest.mark.parametrize("floor", FLOORS)
def test_no_name_is_that_of_a_module_of_the_package(floor: str) -> None:
    """Which would take its place as soon as the module is imported."""
    below = {one.name for one in iter_modules([str(ROOT / floor)])}
    taken = {name for name, place in places(floor).items() if name in below and place != name}
    assert taken == set()


@pytest.mark.parametrize("floor", FLOORS)
def test_a_name_that_is_not_there_is_an_error(floor: str) -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'nowhere'"):
        import_module(f"dragoman.{floor}").nowhere  # noqa: B018
    with pytest.raises(ImportError):
        exec(f"from dragoman.{floor} import nowhere")


@pytest.mark.parametrize("floor", FLOORS)
def test_importing_a_floor_loads_none_of_its_modules(floor: str) -> None:
    """Nor any library: only the machinery of imports."""
    code = f"import sys, dragoman.{floor}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"attrs", "eventsourcing", "msgspec", "sqlalchemy", "sqlite3", "typing"}
    door = {"dragoman", "dragoman.domain", "dragoman.domain.front_door"}
    own = {one for one in loaded if one.startswith("dragoman")}
    assert own <= door | {
        f"dragoman.{floor}",
        f"dragoman.{floor}.offered",
        "dragoman.domain.offered",
    }


def test_a_module_that_goes_past_the_door_breaks_a_contract(tmp_path: Path) -> None:
    """The contracts of import-linter hold the doors of all floors."""
    pytest.importorskip("importlinter")
    package = tmp_path / "dragoman"
    for floor in (*FLOORS, "cli"):
        copytree(ROOT / floor, package / floor)
    copy(ROOT / "pyproject.toml", tmp_path)
    past = "".join(f"import dragoman.{floor}.offered\n" for floor in FLOORS)
    (package / "cli" / "trespasser.py").write_text(past, encoding="utf-8")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    for floor in FLOORS:
        assert f"dragoman.cli.trespasser -> dragoman.{floor}.offered" in done.stdout

"""The front door of a layer: the names that the layer offers to higher layers."""

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

from scripts.generate_front_doors import LAYERS, places

ROOT = Path(__file__).parents[1]


def offered() -> Iterator[tuple[str, str, str]]:
    """Yield each name that a layer offers, with the layer and the module that defines the name."""
    for layer in LAYERS:
        for name, place in places(layer).items():
            yield layer, name, place


def imported_by_layers_above(layer: str) -> set[str]:
    """Return the names that higher layers import from ``layer``."""
    above = (*LAYERS, "cli")[LAYERS.index(layer) + 1 :]
    return {
        alias.name
        for path in (path for item in above for path in (ROOT / item).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == f"dragoman.{layer}"
        for alias in node.names
    }


@pytest.mark.parametrize(("layer", "name", "place"), list(offered()))
def test_every_offered_name_is_the_object_of_its_module(layer: str, name: str, place: str) -> None:
    path, _, attribute = place.partition(":")
    module = import_module(f"dragoman.{layer}.{path}")
    found = getattr(import_module(f"dragoman.{layer}"), name)
    assert found is (getattr(module, attribute) if attribute else module)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_offered_name_is_used(layer: str) -> None:
    """For each name that a layer offers, there is a higher layer that imports the name."""
    unused = places(layer).keys() - imported_by_layers_above(layer) - {"front_door"}
    assert not unused


@pytest.mark.parametrize("layer", LAYERS)
def test_no_offered_name_is_also_the_name_of_a_module(layer: str) -> None:
    """A layer offers no object under the name of one of the layer's modules.

    Importing that module would replace the offered object.
    """
    below = {iter_module.name for iter_module in iter_modules([str(ROOT / layer)])}
    taken = {name for name, place in places(layer).items() if name in below and place != name}
    assert taken == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_an_unknown_name_raises_the_usual_errors(layer: str) -> None:
    with pytest.raises(AttributeError, match="no attribute 'nowhere'"):
        import_module(f"dragoman.{layer}").nowhere  # noqa: B018
    with pytest.raises(ImportError):
        exec(f"from dragoman.{layer} import nowhere")


@pytest.mark.parametrize("layer", LAYERS)
def test_importing_a_layer_loads_none_of_its_modules(layer: str) -> None:
    """Importing a layer loads neither modules of the layer nor libraries."""
    code = f"import sys, dragoman.{layer}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"attrs", "eventsourcing", "msgspec", "sqlalchemy", "sqlite3", "typing"}
    door = {"dragoman", "dragoman.domain", "dragoman.domain.front_door"}
    own = {item for item in loaded if item.startswith("dragoman")}
    assert own <= door | {
        f"dragoman.{layer}",
        f"dragoman.{layer}.offered",
        "dragoman.domain.offered",
    }


def test_bypassing_a_front_door_breaks_a_contract(tmp_path: Path) -> None:
    """If a module bypasses a front door, import-linter reports a broken contract."""
    pytest.importorskip("importlinter")
    package = tmp_path / "dragoman"
    for layer in (*LAYERS, "cli"):
        copytree(ROOT / layer, package / layer)
    copy(ROOT / "pyproject.toml", tmp_path)
    past = "".join(f"import dragoman.{layer}.offered\n" for layer in LAYERS)
    (package / "cli" / "trespasser.py").write_text(past, encoding="utf-8")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    for layer in LAYERS:
        assert f"dragoman.cli.trespasser -> dragoman.{layer}.offered" in done.stdout

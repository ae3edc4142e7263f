"""The names that the package ``store`` offers: where they are, and what importing it loads."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import dragoman.store as store

PACKAGE = "dragoman.store"


def declared() -> dict[str, str]:
    """What type checkers are told: the module that each name is imported from."""
    tree = ast.parse(Path(store.__file__).read_text(encoding="utf-8"))
    return {
        alias.name: (one.module or "").removeprefix(PACKAGE).removeprefix(".")
        for block in tree.body
        if isinstance(block, ast.If)
        for one in block.body
        if isinstance(one, ast.ImportFrom)
        for alias in one.names
    }


def test_both_tables_agree() -> None:
    """Each name is looked up where type checkers find it."""
    modules = {name: module.rpartition(".")[0] for name, module in store.MODULES.items()}
    assert declared() == store.MODULE_OF | modules


@pytest.mark.parametrize("name", declared())
def test_every_name_is_there(name: str) -> None:
    """And it is the same object as in its module."""
    if name in store.MODULES:
        assert getattr(store, name) is import_module(f"{PACKAGE}.{store.MODULES[name]}")
    else:
        module = import_module(f"{PACKAGE}.{store.MODULE_OF[name]}")
        assert getattr(store, name) is getattr(module, name)


def test_no_name_is_that_of_a_module_of_the_package() -> None:
    """Which would take its place as soon as the module is imported."""
    below = {one.name for one in iter_modules(store.__path__)}
    assert not below & store.MODULE_OF.keys()
    assert {name for name in below & store.MODULES.keys() if store.MODULES[name] != name} == set()


def test_a_name_that_is_not_there_is_an_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'nowhere'"):
        store.nowhere  # noqa: B018
    with pytest.raises(ImportError):
        exec("from dragoman.store import nowhere")


def test_importing_the_package_loads_none_of_its_modules() -> None:
    """Nor any library, nor the domain: only the machinery of imports."""
    code = "import sys, dragoman.store; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    heavy = {"attrs", "eventsourcing", "msgspec", "sqlalchemy", "sqlite3", "dragoman.domain"}
    assert not loaded & heavy
    assert {one for one in loaded if one.startswith(PACKAGE)} == {PACKAGE}

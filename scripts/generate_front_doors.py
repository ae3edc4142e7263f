"""Write a table of the names in each layer's API: ``python scripts/generate_front_doors.py``.

The script reads the names from imports in the ``__init__`` of the layer. Only type checkers and
editors follow these imports.
``--check`` writes nothing, and exits 1 if a table does not match its declaration.
"""

import ast
import sys
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).parents[1]
WIDTH = 100
LAYERS = ("domain", "store", "projections", "exchange")
HEAD = '''"""The names that the modules of this package offer, as declared in its ``__init__``.

Written by scripts/generate_front_doors.py; do not edit.
"""

OFFERED = {
'''


def places(layer: str) -> dict[str, str]:
    """Return the import path of each name that ``layer`` exports: ``module:name`` or ``module``."""
    tree = ast.parse((ROOT / layer / "__init__.py").read_text("utf-8"))
    found: dict[str, str] = {}
    for block in tree.body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            for declared in block.body:
                assert isinstance(declared, ast.ImportFrom), "only imports are allowed here"
                found |= _places(layer, declared)
    return found


def _places(layer: str, declared: ast.ImportFrom) -> dict[str, str]:
    module = (declared.module or "").removeprefix(f"dragoman.{layer}").removeprefix(".")
    path = ROOT / layer / module.replace(".", "/")
    return {
        one.asname or one.name: f"{module}.{one.name}".removeprefix(".")
        if (path / one.name).is_dir() or (path / f"{one.name}.py").is_file()
        else f"{module}:{one.name}"
        for one in declared.names
    }


def text(layer: str) -> str:
    """Return the source of a layer's module ``offered``."""
    offered: dict[str, list[str]] = {}
    for name, place in sorted(places(layer).items()):
        module, _, attribute = place.partition(":")
        word = name if attribute == name else f"{name}={attribute}" if attribute else "."
        offered.setdefault(module, []).append(word)
    entries = (_entry(module, sorted(words)) for module, words in sorted(offered.items()))
    return f"{HEAD}{''.join(entries)}}}\n"


def _entry(module: str, words: list[str]) -> str:
    """Return the table entry for a module and its names, split into lines if it is long."""
    whole = f'    "{module}": "{" ".join(words)}",\n'
    if len(whole) <= WIDTH + 1:
        return whole
    lines = wrap(" ".join(words), WIDTH - len('    " ",'), initial_indent=f'{module}": "')
    return '    "' + ' "\n    "'.join(lines) + '",\n'


def main() -> int:
    """Write the tables, or check that they are up to date; return the exit code."""
    different = 0
    for layer in LAYERS:
        target = ROOT / layer / "offered.py"
        if "--check" not in sys.argv[1:]:
            target.write_text(text(layer), "utf-8")
        elif not target.exists() or target.read_text("utf-8") != text(layer):
            print(f"{layer}/offered.py does not match {layer}/__init__.py")
            different = 1
    return different


if __name__ == "__main__":
    sys.exit(main())

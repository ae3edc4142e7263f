"""The worked examples in docs/contributing.md work on a copy of the source tree."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from tests.docs.pages import NOW, ROOT, Reader, comparable, examples

PAGE = ROOT / "docs" / "contributing.md"
LAYERS = ("domain", "store", "projections", "exchange", "cli")
TITLES = re.findall(r"^## (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)


@frozen
class Edit:
    """An edit of a file: the lines to find, and the lines to put in their place."""

    path: str
    before: str
    after: str


def section(title: str) -> str:
    """Return the text of the example under the heading ``title``."""
    text = PAGE.read_text("utf-8")
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


def edits(text: str) -> Iterator[Edit]:
    """Yield the edits of an example on the page.

    ``--- PATH`` names the file, and ``@@`` comes before each group of lines.
    """
    for block in re.findall(r"^```diff\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^--- ", block, flags=re.MULTILINE)[1:]:
            path, _, rest = part.partition("\n")
            for hunk in re.split(r"^@@\n", rest, flags=re.MULTILINE)[1:]:
                lines = hunk.splitlines(keepends=True)
                before = "".join(line[1:] or "\n" for line in lines if line[0] in " -\n")
                after = "".join(line[1:] or "\n" for line in lines if line[0] in " +\n")
                yield Edit(path, before, after)


def apply_edits(tree: Path, title: str) -> list[str]:
    """Apply the edits of an example to a source tree; return the paths of the edited files."""
    touched = []
    for edit in edits(section(title)):
        file = tree / edit.path
        text = file.read_text("utf-8") if file.exists() else ""
        assert text.count(edit.before) == 1 or not edit.before, edit
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(edit.before, edit.after, 1) if edit.before else edit.after)
        touched.append(edit.path)
    return list(dict.fromkeys(touched))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the source tree."""
    copy = tmp_path / "tree"
    links = copy / ".types" / "dragoman"
    links.mkdir(parents=True)
    for name in (*LAYERS, "docs", "scripts"):
        shutil.copytree(ROOT / name, copy / name)
        if name in LAYERS:
            (links / name).symlink_to(copy / name)
    return copy


def environment(tree: Path) -> dict[str, str]:
    """Return an environment with a copied source tree, an empty home and a fixed day."""
    command = tree / "bin" / "dragoman"
    command.parent.mkdir()
    main = "from dragoman.cli.start import main; main()"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{main}" "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return {
        "PATH": f"{command.parent}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(tree / ".types"),
        "HOME": str(tree / "home"),
        "DRAGOMAN_NOW": NOW,
        "LC_ALL": "C.UTF-8",
    }


@pytest.mark.parametrize("title", TITLES)
def test_an_example_does_what_the_page_says(title: str, tree: Path) -> None:
    """After the edits of an example, the commands of the example print the output on the page."""
    assert apply_edits(tree, title)
    someone = Reader(environment(tree), tree)
    page = PAGE.read_text("utf-8")
    first = page.count("\n", 0, page.index(f"## {title}\n"))
    last = first + section(title).count("\n") + 1
    ran = [example for example in examples(PAGE) if first < example.line <= last]
    assert ran
    for example in ran:
        printed = someone.type(example.command)
        assert comparable(printed) == comparable(example.expected), example.command


GENERATE = """
import runpy, sys

_, root, arguments, *scripts = sys.argv
sys.path.append(root)
from tests.speed import remember

remember()
sys.path.remove(root)
del sys.modules["tests"]
for script in scripts:
    sys.argv = [script, *arguments.split()]
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        assert not end.code, script
"""
"""A program that runs the scripts in one process.

Loading Dragoman takes longer than most of the scripts do.
"""


@pytest.mark.slow
def test_reference_and_schemas_can_be_generated_after_the_examples(tree: Path) -> None:
    """After the edits of all examples, the reference and the schemas can be generated.

    A second run with ``--check`` shows that the generated files are up to date.
    """
    for title in TITLES:
        apply_edits(tree, title)
    env = environment(tree)
    scripts = sorted((tree / "scripts").glob("generate_[mrsv]*.py"))
    assert len(scripts) == 5
    for arguments in ("", "--check"):
        command = [sys.executable, "-c", GENERATE, str(ROOT), arguments, *map(str, scripts)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


SIZES = {
    "A field": (0, 1),
    "A kind": (2, 2),
    "A report": (2, 1),
    "A profile": (1, 1),
    "An export format": (1, 1),
    "A word of press items": (0, 1),
}
"""The number of files that an example adds, and the number of files that the example changes."""


@pytest.mark.parametrize("title", TITLES)
def test_an_example_is_small(title: str, tree: Path) -> None:
    """An example adds few files, and adds one line to each existing file."""
    touched = apply_edits(tree, title)
    new = [path for path in touched if not (ROOT / path).exists()]
    assert (len(new), len(touched) - len(new)) == SIZES[title]
    for edit in edits(section(title)):
        if edit.path not in new and title != "A field":
            assert edit.after.count("\n") == edit.before.count("\n") + 1

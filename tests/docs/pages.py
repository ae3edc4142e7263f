"""Documentation pages whose commands the tests run.

A page has ``console`` blocks with a ``$`` before each command, followed by the output. The tests
ignore the parts of the output that differ in every run: ids of entries and registers, keys, hashes,
signatures, and the names of temporary folders.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import define, frozen

ROOT = Path(__file__).parents[2]
NOW = "2025-12-05T09:00:00Z"

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{43,}=*")
_PAPER = re.compile(
    r"(?:\b[0-9a-f]{4}\b ){7}[0-9a-f]{4}\b|(?<=^check   )[0-9a-f]{4}$", re.MULTILINE
)
_ID = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{12}\b"
    r"|\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}\b(?!-)"
)
_FOLDER = re.compile(r"/tmp/tmp\.\w{10}")


@frozen
class Example:
    """A command on a page, its expected output and its line number."""

    command: str
    expected: str
    line: int


def examples(page: Path) -> Iterator[Example]:
    """Yield the commands of a page, in order."""
    text = page.read_text("utf-8")
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        for match in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            line = first + block[1].count("\n", 0, match.start())
            yield Example(match[1], match[2], line)


@define
class Reader:
    """A reader who types the commands of a page in an empty home folder."""

    environment: dict[str, str]
    folder: Path = ROOT

    def type(self, command: str) -> str:
        """Run a command, and return its output, with stderr at the end."""
        if exported := re.fullmatch(r"export (\w+)=(.*)", command):
            if exported[1] != "PATH":
                self.environment[exported[1]] = self._run(f"printf %s {exported[2]}")
            return ""
        if moved := re.fullmatch(r"cd (.*)", command):
            self.folder = Path(self._run(f'cd {moved[1]} && printf %s "$PWD"'))
            return ""
        if unset := re.fullmatch(r"unset (.*)", command):
            for name in unset[1].split():
                self.environment.pop(name)
            return ""
        return self._run(command)

    def _run(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr


def reader(home: Path, *folders: Path) -> Reader:
    """Return a reader who can run ``dragoman``; commands in ``folders`` take precedence."""
    path = os.pathsep.join(map(str, (*folders, Path(sys.executable).parent, os.environ["PATH"])))
    return Reader(
        {
            "HOME": str(home),
            "PATH": path,
            "LOGNAME": "officer",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "DRAGOMAN_NOW": NOW,
        }
    )


def comparable(text: str) -> str:
    """Return ``text`` without the parts that differ in every run."""
    for varying in (_FOLDER, _BASE64, _PAPER, _ID):
        text = varying.sub("·" * 8, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())

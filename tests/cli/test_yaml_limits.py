"""Dragoman needs only limited memory to read or refuse any YAML file of the permitted size."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

MEGABYTES = 200
"""The limit of the process's peak memory in megabytes, for any file.

A benchmark measures the time, and the memory for every shape at full size: ``python -m
tests.benchmarks documents``.
"""

SHARE = 10
"""The tests divide the limits and the sizes of most files by this number."""

FULL = ("small records", "a sequence over lines", "empty lines", "one quoted text")
"""The shapes of files that the tests also read at full size: those that need the most."""

START = 40
"""The largest memory in megabytes of a process that has only loaded the reader of files."""

SIZE = 1024 * 1024
ROOT = Path(__file__).parents[2]

MEASURE = """\
import sys, time
from dragoman.exchange import yaml_file
from dragoman.exchange.yaml_file import parsed
from dragoman.exchange.faults import UsageError
from tests.benchmarks.measure import print_peak
print_peak()
yaml_file.MOST //= int(sys.argv[1])
text = sys.stdin.buffer.read().decode()
try:
    parsed("file.yaml", text)
    said = "read"
except UsageError as error:
    said = str(error)
print(time.process_time())
print_peak()
print(said)
"""


Shape = Callable[..., str]
"""A function that returns the text of a file, of the permitted size or another size."""


def of_lines(line: str) -> Shape:
    """Return a function that repeats a line to fill a file; ``#`` stands for the line number."""

    def shape(size: int = SIZE) -> str:
        number = size // (len(line) + 7)
        return "".join(f"{line.replace('#', str(n))}\n" for n in range(number))

    return shape


def of_parts(before: str, part: str, after: str) -> Shape:
    """Return a function that repeats ``part`` between ``before`` and ``after`` to fill a file."""
    rest = len(before) + len(after)
    return lambda size=SIZE: before + part * ((size - rest) // len(part)) + after


# name: (the function that makes the text, the expected message)
SHAPES: dict[str, tuple[Shape, str]] = {
    "small records": (
        of_lines("- {kind: meeting, title: Talks #, occurred: 2025-01-02, parties: [AZ, IQ]}"),
        "split the file",
    ),
    "records in blocks": (
        of_lines(
            "- kind: meeting\n  title: Talks of some length about energy and trade, number #\n"
            "  parties: [AZ, IQ]\n  summary: The two sides discussed questions of common interest."
        ),
        "read",
    ),
    "nested": (of_lines("k#:\n  a:\n    b:\n      c:\n        d: e"), "split the file"),
    "many names": (of_lines("k#: v"), "split the file"),
    "many quoted names": (of_parts("{", '"a": 0, ', "}"), "twice"),
    "names without values": (of_lines("? k#"), "split the file"),
    "one long text": (of_parts("a: ", "x", "\n"), "read"),
    "one text of many lines": (of_parts("a: x", "\n  x", "\n"), "read"),
    "one quoted text": (of_parts('a: "', "\\u0041 ", '"\n'), "read"),
    "one block of text": (of_parts("a: |\n", "  x\n", ""), "read"),
    "folded text": (of_parts("a: >\n", "  x\n\n", ""), "read"),
    "empty texts": (of_parts("", "- ''\n", ""), "split the file"),
    "many anchors": (of_lines("- &a# x"), "anchors and aliases"),
    "a long anchor": (of_parts("a: &", "a", " x\n"), "anchors and aliases"),
    "many tags": (of_parts("", "- !!str x\n", ""), "split the file"),
    "short tags": (of_parts("a: [", "! x,", "]\n"), "split the file"),
    "a long tag": (of_parts("a: !", "a", " x\n"), "tags are not allowed"),
    "a long escaped tag": (of_parts("a: !<", "%41", "> x\n"), "tags are not allowed"),
    "deep flow sequences": (of_parts("", "[", ""), "nested too deeply"),
    "deep flow mappings": (of_parts("", "{a: ", ""), "nested too deeply"),
    "deep blocks": (of_parts("", "- ", "x\n"), "nested too deeply"),
    "a long sequence": (of_parts("a: [", "x,", "x]\n"), "split the file"),
    "many sequences": (of_parts("a: [", "[],", "x]\n"), "split the file"),
    "many mappings": (of_parts("a: [", "{a: b},", "x]\n"), "split the file"),
    "a sequence over lines": (of_parts("a: [", "\nx,", "x]\n"), "split the file"),
    "dashes": (of_parts("", "-\n", ""), "split the file"),
    "comments": (of_parts("a: b\n", "# c\n", ""), "read"),
    "comments after values": (of_parts("", "- x # c\n", ""), "split the file"),
    "empty lines": (of_parts("a: b\n", "\n", ""), "read"),
    "spaces": (of_parts("a:", " ", "x\n"), "read"),
    "an open quote": (of_parts('a: "', "x y\n ", ""), "not YAML"),
    "colons": (of_parts("a: ", "b: ", "\n"), "not YAML"),
    "directives": (of_parts("", "%YAML 1.2\n", ""), "not YAML"),
    "documents": (of_parts("", "---\na\n", ""), "second document"),
}


@pytest.mark.parametrize("name", FULL)
def test_a_file_of_the_permitted_size(name: str) -> None:
    """Dragoman needs little memory to read or refuse a file of the permitted size."""
    shape, outcome = SHAPES[name]
    text = shape()
    assert SIZE * 0.6 < len(text) <= SIZE
    _, megabytes, said = measured(text)
    assert outcome in said
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("name", SHAPES)
def test_a_share_of_the_permitted_size(name: str) -> None:
    """For a smaller file of any shape, Dragoman needs at most the same share of the memory."""
    shape, outcome = SHAPES[name]
    text = shape(SIZE // SHARE)
    assert SIZE // SHARE * 0.6 < len(text) <= SIZE // SHARE
    _, megabytes, said = measured(text, SHARE)
    assert outcome in said
    assert megabytes < START + (MEGABYTES - START) / SHARE


def measured(text: str, share: int = 1) -> tuple[float, float, str]:
    """Read ``text`` in a new process; return the process's CPU seconds, megabytes and output.

    ``share`` divides the permitted number of names and values.
    """
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(share)],
        input=text.encode(),
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    before, seconds, megabytes, said = done.stdout.decode().splitlines()
    assert float(before) < START
    return float(seconds), float(megabytes), said

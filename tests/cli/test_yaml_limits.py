"""Dragoman needs only limited memory to read or refuse any YAML file of the permitted size."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MEGABYTES = 200
"""The limit of the process's peak memory in megabytes, for any file.

A benchmark measures the time: ``python -m tests.benchmarks documents``.
"""

SIZE = 1024 * 1024
ROOT = Path(__file__).parents[2]

MEASURE = """\
import sys, time
from dragoman.exchange.yaml_file import parsed
from dragoman.exchange.faults import UsageError
text = sys.stdin.buffer.read().decode()
try:
    parsed("file.yaml", text)
    said = "read"
except UsageError as error:
    said = str(error)
from tests.benchmarks.measure import print_peak
print(time.process_time())
print_peak()
print(said)
"""


def of_lines(line: str) -> Callable[[], str]:
    """Return a function that repeats a line to fill a file; ``#`` stands for the line number."""

    def shape() -> str:
        number = SIZE // (len(line) + 7)
        return "".join(f"{line.replace('#', str(n))}\n" for n in range(number))

    return shape


def of_parts(before: str, part: str, after: str) -> Callable[[], str]:
    """Return a function that repeats ``part`` between ``before`` and ``after`` to fill a file."""
    return lambda: before + part * ((SIZE - len(before) - len(after)) // len(part)) + after


# name: (the function that makes the text, the expected message)
SHAPES: dict[str, tuple[Callable[[], str], str]] = {
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


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_of_the_permitted_size(name: str) -> None:
    """Dragoman needs little memory to read or refuse a file of the permitted size."""
    shape, outcome = SHAPES[name]
    text = shape()
    assert SIZE * 0.6 < len(text) <= SIZE
    _, megabytes, said = measured(text)
    assert outcome in said
    assert megabytes < MEGABYTES


def measured(text: str) -> tuple[float, float, str]:
    """Read ``text`` in a new process; return the process's CPU seconds, megabytes and output."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=text.encode(),
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    seconds, megabytes, said = done.stdout.decode().splitlines()
    return float(seconds), float(megabytes), said

"""YAML files: read as plain text values, each with its line.

Nothing is interpreted here: ``NO`` is text and so is ``2025-04-20``. Duplicate keys, anchors and
tags are refused: a dispatch says what it says once, in the open.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any

from attrs import field, frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cli.faults import Fault, Path, UsageError
from domain.text import quoted

LARGEST = 8 * 1024 * 1024
"""Bytes of the largest file that is read."""

DEEPEST = 20
"""Levels of nesting that are read."""


@frozen
class YamlFile:
    """The content of a file: ``data`` of texts, lists and mappings, and the line of each path."""

    name: str
    data: Any
    lines: dict[Path, int] = field(factory=dict)

    def error(self, fault: Fault) -> UsageError:
        """A fault of this file, worded with file, line and field."""
        path = fault.path
        while path and path not in self.lines:
            path = path[:-1]
        line = self.lines.get(path, 1)
        return UsageError(f"{self.name}:{line}: {_field(fault.path)}{fault.message}")


def _field(path: Path) -> str:
    """``record 2, participants 1, side: ``"""
    words = ""
    for step in path:
        words += f" {step + 1}" if isinstance(step, int) else f", {step}"
    return words.lstrip(", ").replace("records ", "record ") + ": " if words else ""


def read_yaml(name: str, standard_input: Callable[[int], bytes]) -> YamlFile:
    """Read the file ``name``, or standard input when it is ``-``. Raises :class:`UsageError`."""
    return parsed(name, _text(name, _bytes(name, standard_input)))


def parsed(name: str, text: str) -> YamlFile:
    """Read YAML that stands in ``text``, which messages call ``name``."""
    node = _composed(name, text)
    lines: dict[Path, int] = {}
    try:
        return YamlFile(name, _value(node, (), lines), lines)
    except Fault as fault:
        raise YamlFile(name, None, lines).error(fault) from fault


def _text(name: str, raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise UsageError(f"{name}: the file is too large: at most {LARGEST >> 20} MiB; split it")
    if not raw.strip():
        raise UsageError(f"{name}: the file is empty")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error


def _bytes(name: str, standard_input: Callable[[int], bytes]) -> bytes:
    try:
        if name == "-":
            return standard_input(LARGEST + 1)
        with FilePath(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"{name}: there is no such file") from None
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from error


def _composed(name: str, text: str) -> Node:
    _refuse_controls(name, text)
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = str(error.problem or error.context)
        raise UsageError(f"{name}:{line}: not YAML: {_HINTS.get(problem, problem)}") from error
    except RecursionError as error:
        raise UsageError(f"{name}: nested too deeply") from error
    except (YAMLError, ValueError) as error:
        raise UsageError(f"{name}: not YAML: {str(error).splitlines()[0]}") from error
    if node is None:
        raise UsageError(f"{name}: the file holds nothing but comments")
    return node


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HINTS = {
    "found character '\\t' that cannot start any token": "a tab stands where only spaces may: indent with spaces",
}


def _refuse_controls(name: str, text: str) -> None:
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        if "\0" in text:
            raise UsageError(f"{name}:{line}: this is a binary file, not YAML")
        raise UsageError(
            f"{name}:{line}: control character U+{ord(found[0]):04X} is not taken; remove it"
        )


_TAGS = tuple(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq")
)


def _value(node: Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if node.anchor:
        raise Fault("anchors and aliases (& and *) are not taken: write it out", path)
    if str(node.tag) not in _TAGS:
        raise Fault(f"tags are not taken: leave {quoted(str(node.tag))} out", path)
    if len(path) > DEEPEST:
        raise Fault("nested too deeply", path)
    if isinstance(node, MappingNode):
        return dict(_items(node, path, lines))
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, n), lines) for n, item in enumerate(node.value)]
    return node.value


def _items(node: MappingNode, path: Path, lines: dict[Path, int]) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            lines[path] = line
            raise Fault("a list or mapping cannot be the name of a field", path)
        if key.value in seen:
            lines[path] = line
            raise Fault(
                f"{quoted(key.value)} stands here twice (first in line {seen[key.value]})", path
            )
        seen[key.value] = line
        read = _value(value, (*path, key.value), lines)
        lines[(*path, key.value)] = line
        yield key.value, read

"""Read YAML files; every value is a string, and keeps its line number.

This module does not interpret values: ``NO`` and ``2025-04-20`` are strings. The module refuses
duplicate keys, anchors and tags, because a dispatch must be explicit.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from attrs import field, frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.scanner import Scanner, ScannerError

from dragoman.domain import quoted
from dragoman.exchange.faults import Fault, Path, every
from dragoman.exchange.typed_fields import option_words
from dragoman.exchange.usage_error import SeveralErrors, UsageError
from dragoman.exchange.value_types import Plain

LARGEST = 1024 * 1024
"""The maximum size of a file, in bytes."""

MOST = 100_000
"""The maximum number of parser events in a file: names, values, and the brackets around them.

With this maximum and :data:`LARGEST`, Dragoman needs less than 5 seconds and 200 MB to read or
refuse any file (decision 26).
"""

SPLIT = "split the file, or import a table: dragoman import"

DEEPEST = 20
"""The maximum depth of nesting, in levels."""


@frozen
class YamlFile:
    """The content of a YAML file: ``data`` (strings, lists, dictionaries), and line numbers."""

    name: str
    data: Plain
    lines: dict[Path, int] = field(factory=dict)

    def error(self, fault: Fault) -> UsageError:
        """Convert the faults in this file to an error that names the file, lines and fields."""
        if len(faults := every(fault)) > 1:
            return SeveralErrors([str(self.error(one)) for one in sorted(faults, key=self._line)])
        return UsageError(f"{self.name}:{self._line(fault)}: {_field(fault.path)}{fault.message}")

    def _line(self, fault: Fault) -> int:
        """Return the line of a fault, or of the smallest part of the file around the fault."""
        path = fault.path
        while path:
            if line := self.lines.get(path) or self.lines.get(_with_option(path)):
                return line
            path = path[:-1]
        return self.lines.get((), 1)


def _with_option(path: Path) -> Path:
    """Return a path that ends with the word of the option in place of the field: ``owner``."""
    *above, name = path
    return (*above, option_words().get(name, name) if isinstance(name, str) else name)


def _field(path: Path) -> str:
    """Return a path as the beginning of a message: ``record 2, participants 1, side: ``."""
    words = ""
    for step in path:
        words += f" {step + 1}" if isinstance(step, int) else f", {step}"
    return words.lstrip(", ").replace("records ", "record ") + ": " if words else ""


def read_yaml(name: str, standard_input: Callable[[int], bytes]) -> YamlFile:
    """Read the file ``name``, or standard input for ``-``. Raises :class:`UsageError`."""
    return parsed(name, _text(name, _bytes(name, standard_input)))


def parsed(name: str, text: str) -> YamlFile:
    """Parse ``text`` as YAML; ``name`` is the name of the file in messages."""
    _refuse_controls(name, text)
    lines: dict[Path, int] = {}
    try:
        return YamlFile(name, _Reader(text, lines).document(), lines)
    except Fault as fault:
        raise YamlFile(name, None, lines).error(fault) from fault
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = str(error.problem or error.context)
        raise UsageError(f"{name}:{line}: not YAML: {_HINTS.get(problem, problem)}") from error
    except YAMLError as error:
        raise UsageError(f"{name}: not YAML: {str(error).splitlines()[0]}") from error


def _text(name: str, raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise UsageError(f"{name}: the file is larger than {LARGEST >> 20} MiB; {SPLIT}")
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
        raise UsageError(f"{name}: no such file") from None
    except OSError as error:
        raise UsageError(f"{name}: cannot read the file: {error.strerror}") from error


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_HINTS = {
    "found character '\\t' that cannot start any token": "indent with spaces, not with a tab",
}


def _refuse_controls(name: str, text: str) -> None:
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        if "\0" in text:
            raise UsageError(f"{name}:{line}: this is a binary file, not YAML")
        if "\udc80" <= found[0] <= "\udcff":
            byte = f"0x{ord(found[0]) & 0xFF:02x}"
            raise UsageError(f"{name}:{line}: byte {byte} is not UTF-8; save the file as UTF-8")
        raise UsageError(
            f"{name}:{line}: contains control character U+{ord(found[0]):04X}; remove it"
        )


_TAGS = (
    *("!", "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"),
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")),
    *(f"tag:yaml.org,2002:{name}" for name in ("timestamp", "map", "seq")),
)
"""The tags of plain types. The reader ignores these tags, because all values are text."""


_NO_TAGS = "tags are not allowed"

LONGEST_TAG = 100
"""The maximum length of a tag, in characters; long tags slow down the parser."""


class _Scanner(Scanner):
    def fetch_more_tokens(self) -> Any:
        """Fetch tokens; refuse an invalid number in an escape sequence or a version."""
        try:
            return super().fetch_more_tokens()
        except (ValueError, OverflowError) as error:
            problem = "an escape sequence or version number here is not valid"
            raise ScannerError(None, None, problem, self.reader.get_mark()) from error

    def scan_tag_uri(self, name: str, start_mark: Any) -> Any:
        """Scan the URI of a tag; refuse a long tag, because it slows down the parser."""
        found = super().scan_tag_uri(name, start_mark)
        if len(found) > LONGEST_TAG:
            raise ScannerError(None, None, f"{_NO_TAGS}; remove this one", start_mark)
        return found


class _Reader:
    """A reader of one YAML document; notes the line of every value for error messages."""

    def __init__(self, text: str, lines: dict[Path, int]) -> None:
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = _Scanner
        self._events: Iterator[Event] = yaml.parse(text)
        self._lines = lines
        self._number = 0

    def document(self) -> Plain:
        """Return the content of the only document in the file. Raises :class:`Fault`."""
        self._next()  # the stream begins
        if isinstance(self._next(), StreamEndEvent):
            raise Fault("the file is empty or contains only comments")
        content = self._value(self._next(), ())
        self._next()  # the document ends
        if not isinstance(following := self._next(), StreamEndEvent):
            self._lines[()] = _line(following)
            raise Fault("a second document begins here (---); put each document in its own file")
        return content

    def _next(self) -> Any:
        event = next(self._events)
        self._number += 1
        if self._number > MOST:
            self._lines[()] = _line(event)
            raise Fault(f"more than {MOST:,} names and values before this line; {SPLIT}")
        return event

    def _value(self, event: Any, path: Path) -> Plain:
        self._lines[path] = _line(event)
        _refuse_steering(event, path)
        if len(path) > DEEPEST:
            raise Fault("nested too deeply", path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return str(event.value)

    def _sequence(self, path: Path) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Plain]:
        fields: dict[str, Plain] = {}
        first: dict[str, int] = {}
        while not isinstance(key := self._next(), MappingEndEvent):
            name, line = self._name(key, path, first), _line(key)
            first[name] = line
            fields[name] = self._value(self._next(), (*path, name))
            self._lines[(*path, name)] = line
        return fields

    def _name(self, key: Event, path: Path, first: Mapping[str, int]) -> str:
        """Return the name of a field, given the parser's event for a key.

        Raises :class:`Fault` if the name is not text or is a duplicate.
        """
        at_mapping = self._lines[path]
        self._lines[path] = _line(key)
        _refuse_steering(key, path)
        if not isinstance(key, ScalarEvent):
            raise Fault("a list or mapping cannot be the name of a field", path)
        name = str(key.value)
        if name in first:
            raise Fault(f"{quoted(name)} appears twice (first on line {first[name]})", path)
        self._lines[path] = at_mapping
        return name


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _refuse_steering(event: Any, path: Path) -> None:
    """Raise :class:`Fault` for an anchor, an alias or an unknown tag."""
    if isinstance(event, AliasEvent) or event.anchor:
        raise Fault("anchors and aliases (& and *) are not allowed; write the value out", path)
    if event.tag and event.tag not in _TAGS:
        raise Fault(f"{_NO_TAGS}; remove {quoted(event.tag)}", path)

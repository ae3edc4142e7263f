"""Output: data on stdout and notices on stderr, with the terminal's colours and width."""

import json
import os
import sys
from codecs import register_error
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any, Literal

import msgspec
from attrs import define, field
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from dragoman.cli.page.marks import STYLES, lettered
from dragoman.domain import UTC_ZONE
from dragoman.exchange import inert, safe
from dragoman.store import harmless

if TYPE_CHECKING:
    from subprocess import Popen

    from dragoman.projections import Report

StyledText = str | tuple[str, str]
"""A text, or a pair of a text and its style."""


def styled(part: StyledText) -> tuple[str, str]:
    """Return a string and its style; a string without a style has the style ``""``."""
    return (part, "") if isinstance(part, str) else part


Colour = Literal["auto", "always", "never"]

WIDEST = 1000
"""The maximum width of a layout, in columns."""

PIPE_WIDTH = 100
"""The width of a layout if there is no terminal, in columns."""


class _Console(Console):
    """A console that raises on a broken pipe instead of exiting."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@contextmanager
def binary_stdout() -> Iterator[IO[bytes]]:
    """Yield stdout as a binary file; text printed earlier comes before the bytes."""
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _interrupts_left_to(process: "Popen[str]") -> Iterator[None]:
    """Ignore Ctrl-C while the pager runs, so that the pager can handle it."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        with suppress(BrokenPipeError):
            if process.stdin:
                process.stdin.close()
        process.wait()
        signal.signal(signal.SIGINT, before)


@define
class Output:
    """The output of a command: answers on stdout, and notices on stderr.

    ``zone`` is the time zone of the desk; see :mod:`dragoman.domain.zones`. ``pager`` is the
    command of the pager, or an empty string for no pager.
    """

    as_json: bool = False
    colour: Colour = "auto"
    ascii: bool = False
    zone: str = UTC_ZONE
    pager: str = "less"
    bar: Any = field(default=None, init=False)
    """The progress bar that is shown, if any."""
    _ascii_json: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._ascii_json = self.ascii
        encoding = (sys.stdout.encoding or "ascii").lower().replace("_", "-")
        self.ascii = self.ascii or encoding not in ("utf-8", "utf8")

    @contextmanager
    def without_bar(self) -> Iterator[None]:
        """Hide the progress bar during a ``with`` block that asks the user a question."""
        if self.bar is None:
            yield
            return
        self.bar.stop()
        yield
        self.bar.start()

    @property
    def is_terminal(self) -> bool:
        """Whether stdout is a terminal, so that a person is reading."""
        return sys.stdout.isatty()

    @cached_property
    def console(self) -> Console:
        """The Rich console for stdout."""
        return self._make_console(sys.stdout)

    @cached_property
    def notices(self) -> Console:
        """The Rich console for stderr."""
        return self._make_console(sys.stderr)

    def beside(self) -> "Output":
        """Return an output that prints to stderr, for text that accompanies the answer."""
        other = Output(colour=self.colour, ascii=self.ascii, zone=self.zone)
        other.console = self.notices
        return other

    def _make_console(self, file: IO[str], like: Console | None = None) -> Console:
        forced = {"always": True, "never": False, "auto": None}[self.colour]
        if like:
            forced = like.is_terminal
        return _Console(
            file=file,
            force_terminal=forced,
            no_color=True if self.colour == "never" else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            width=like.width if like else None,
        )

    @property
    def is_laid_out(self) -> bool:
        """Whether lines must fit a width: the terminal's, or the number in ``COLUMNS``."""
        return self.is_terminal or os.environ.get("COLUMNS", "").isdigit()

    @property
    def has_styles(self) -> bool:
        """Whether bold and underlined words look different from others."""
        return self.console.is_terminal and self.console.color_system is not None

    @property
    def width(self) -> int:
        """The maximum width of a line, in cells."""
        return min(max(40, self.console.width), WIDEST) if self.is_laid_out else PIPE_WIDTH

    @property
    def dot(self) -> str:
        """The separator between the facts of a heading."""
        return "-" if self.ascii else "·"

    @contextmanager
    def paged(self) -> Iterator[None]:
        """Show everything that the block prints in a pager, if stdout is a terminal.

        The setting ``pager`` names the pager; an empty name means no pager. Quitting the pager early is not
        an error.
        """
        pager = self._pager()
        if pager is None:
            yield
            return
        from subprocess import PIPE, Popen

        process = Popen(pager, stdin=PIPE, text=True, encoding="utf-8", errors="replace")
        assert process.stdin is not None
        plain, self.console = self.console, self._make_console(process.stdin, like=self.console)
        try:
            with _interrupts_left_to(process), suppress(BrokenPipeError):
                yield
        finally:
            self.console = plain

    def _pager(self) -> list[str] | None:
        if not self.is_terminal or os.environ.get("TERM") == "dumb":
            return None
        import shlex
        from shutil import which

        try:
            words = shlex.split(self.pager)
        except ValueError:
            return None
        if not words or which(words[0]) is None:
            return None
        return [*words, "-FRX"] if words == ["less"] else words

    def line(self, *parts: StyledText, indent: int = 0) -> None:
        """Print one line without wrapping; each part is a string, or a string and its style."""
        if self.console.is_terminal:
            self._print(self._text(parts, indent))
        else:
            words = "".join(self._words(part) for part in parts)
            self.console.file.write(f"{' ' * indent}{words}".rstrip() + "\n")

    def paragraph(self, *parts: StyledText, indent: int = 0, hanging: int = 0) -> None:
        """Print a paragraph; if lines must fit a width, wrap it and indent the wrapped lines."""
        text = self._text(parts, indent)
        if not self.is_laid_out or cell_len(text.plain) <= self.width:
            self._print(text)
            return
        room = self.width - hanging
        first, *_ = text.wrap(self.console, self.width)
        self._print(first)
        start = len(text.plain) - len(text.plain[len(first.plain) :].lstrip())
        for line in text[start:].wrap(self.console, room):
            self._print(Text(" " * hanging) + line)

    def _text(self, parts: Sequence[StyledText], indent: int) -> Text:
        text = Text(" " * indent)
        for part in parts:
            _, style = styled(part)
            text.append(self._words(part), STYLES.get(style, style))
        text.rstrip()
        return text

    def _words(self, part: StyledText) -> str:
        """Return the string in a part, as the output displays it."""
        words, style = styled(part)
        if not self.ascii:
            return inert(words)
        return to_ascii(inert(lettered(words, style)))

    def _print(self, text: Text) -> None:
        text.rstrip()
        if self.console.is_terminal:
            self.console.print(text, soft_wrap=True)
        else:
            self.console.file.write(text.plain + "\n")

    def encoded(self, text: str) -> str:
        """Return ``text`` as it is, or converted to ASCII if the output is ASCII."""
        return to_ascii(text) if self.ascii else text

    def verbatim(self, text: str) -> None:
        """Print data as UTF-8 with LF; ignore the terminal's encoding and ``--ascii``."""
        with binary_stdout() as stdout:
            stdout.write(text.encode())

    def report(self, report: "Report | Mapping[str, Any]") -> None:
        """Print a report as one JSON document."""
        self.verbatim(self.json(report) + "\n")

    def long_report(self, report: "Report", items: Iterable[object]) -> None:
        """Print a report as one JSON document, with ``items`` as the list in its last field.

        The method prints the items one by one, because all of them may not fit in memory.
        """
        head, tail = self.json(report).rsplit("]", 1)
        end = ""
        with binary_stdout() as stdout:
            stdout.write(head.encode())
            for item in items:
                text = self.json(item).replace("\n", "\n    ")
                stdout.write(f"{',' if end else ''}\n    {text}".encode())
                end = "\n  "
            stdout.write(f"{end}]{tail}\n".encode())

    def answer(self, report: "Report", *words: StyledText, wraps: bool = False) -> None:
        """Print a report as JSON if the user asked for it, or else print ``words``."""
        if self.as_json:
            self.report(report)
        elif wraps:
            self.paragraph(*words)
        else:
            self.line(*words)

    def json(self, data: object) -> str:
        """Return JSON without control characters; with ``--ascii``, only ASCII characters."""
        plain = msgspec.to_builtins(data)
        return harmless(json.dumps(plain, indent=2, ensure_ascii=self._ascii_json))

    def notice(self, message: str) -> None:
        """Print a message on stderr."""
        text = safe(message)
        self.notices.print(self.encoded(text), soft_wrap=True)

    def plain(self, text: str) -> str:
        """Return the user's ``text`` as the output displays it."""
        return _measured(text, self.ascii)[0]

    def cells(self, text: str) -> int:
        """Return the displayed width of ``text``, in cells."""
        return _measured(text, self.ascii)[1]

    def right(self, text: str, width: int) -> str:
        """Return ``text`` right-aligned in ``width`` cells."""
        plain, size = _measured(text, self.ascii)
        return " " * (width - size) + plain

    def cell(self, text: str, width: int, cut: bool = False) -> str:
        """Return ``text`` padded to ``width`` cells; if ``cut`` is true, shorten text to fit."""
        plain, size = _measured(text, self.ascii)
        if size <= width or not (cut and self.is_laid_out):
            return plain + " " * (width - size)
        mark = "..." if self.ascii else "…"
        return self.cell(set_cell_size(plain, width - len(mark)).rstrip() + mark, width)


@lru_cache(maxsize=65_536)
def _measured(text: str, ascii: bool) -> tuple[str, int]:
    """Return the user's ``text`` as the output displays it, and its width in cells."""
    plain = to_ascii(safe(text)) if ascii else safe(text)
    return plain, cell_len(plain)


_DRAWN = str.maketrans(
    dict(zip("─━│├└┄┊–·○░▒▓█", "-=|+\\.:--.:+*#", strict=True)) | {"→": "->", "…": "..."}
)


def to_ascii(text: str) -> str:
    """Return ``text`` for a terminal that supports only ASCII."""
    if text.isascii():
        return text
    from anyascii import anyascii

    return anyascii(text.translate(_DRAWN))


def spell_out(file: IO[str]) -> None:
    """Make ``file`` write ASCII replacements for characters that it cannot encode."""
    register_error("dragoman", _in_ascii)
    if isinstance(file, TextIOWrapper) and file.errors == "strict":
        file.reconfigure(errors="dragoman")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return to_ascii(error.object[error.start : error.end]), error.end

"""``dragoman watch``: a timeline on the screen, redrawn whenever somebody records an entry."""

from collections.abc import Collection
from datetime import date
from typing import Annotated

from attrs import define, field
from msgspec.structs import replace
from rich.console import Console
from rich.control import Control

from dragoman.cli.page.output_formats import Withhold
from dragoman.cli.page.page import Grid, Page, Row, Section
from dragoman.cli.page.terminal import print_lines
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.grouping import Grouping
from dragoman.cli.read.reports import ALL, Filters, check_limit
from dragoman.cli.read.timeline import By, Limit, looked_up
from dragoman.cli.session import Injected, Session
from dragoman.exchange import UsageError

MOST_NEW = 5
"""The maximum number of new records whose refs the screen lists."""

Seconds = Annotated[
    float, Parameter(help="Number of seconds between checks for changes (default 1).")
]


def watch(
    *,
    filters: Filters = ALL,
    by: By = "month",
    limit: Limit = None,
    every: Seconds = 1.0,
    withhold: Withhold = None,
    session: Injected,
) -> int:
    """Show the timeline, and redraw it whenever somebody records."""
    session.withholds(withhold)
    check_limit(limit)
    if not 0.1 <= every <= 3600:
        raise UsageError(f"--every: {every} is out of range; type 0.1 to 3600 seconds")
    if session.output.as_json or not session.output.is_terminal:
        raise UsageError(
            "watch needs a terminal; to print the timeline once, type: dragoman timeline"
        )
    screen = Screen(session, filters, by, limit)
    screen.look()
    try:
        with session.output.console.screen(hide_cursor=True):
            while True:
                screen.draw()
                session.engine.wait(every)
                screen.look()
    except KeyboardInterrupt:
        return 0


@define
class Screen:
    """The screen of ``watch``: the timeline as of ``position``, and the records that are new."""

    session: Session
    filters: Filters
    by: Grouping
    limit: int | None
    position: int = -1
    day: date = date.min
    tall: int = 0
    new: list[str] = field(factory=list)
    lost: str = ""
    """Why the server does not answer; empty if it answers."""
    _drawn: tuple[int, int, int] | None = None
    _page: Page | None = None

    def look(self) -> None:
        """Read the timeline again if there is a new entry, a new day or another screen height."""
        from dragoman.store import NoAnswer, queries

        lost, self.lost = self.lost, ""
        try:
            self.session.engine.refresh()
        except NoAnswer as error:
            self.lost = str(error)
        with self.session.engine.connect() as register:
            last = queries.last_position(register)
            same = (last, self.session.today, self.height) == (self.position, self.day, self.tall)
            if same and self.lost == lost:
                return
            rows = queries.topics(register, self.position + 1, last) if self.position >= 0 else []
        view = looked_up(self.session, self.filters, self.by, self.limit or self.height)
        with self.session.reading() as (reading, _):
            reading.learn_ids(row.originator_id.hex for row in rows)
            new = {reading.ref_of(row.originator_id.hex) for row in rows}
        self.position, self.day, self.tall = last, self.session.today, self.height
        self.new = list(dict.fromkeys((*sorted(filter(None, new)), *self.new)))[:MOST_NEW]
        self._page = _marked(view.page(), self.new, self.lost)
        self._drawn = None

    @property
    def console(self) -> Console:
        """The console on which the screen is drawn."""
        return self.session.output.console

    @property
    def height(self) -> int:
        """The height of the terminal, in lines."""
        return self.console.height

    def draw(self) -> None:
        """Draw the screen if the timeline or the size of the terminal has changed."""
        shape = (self.position, self.console.width, self.height)
        if shape == self._drawn or self._page is None:
            return
        with self.console.capture() as captured:
            print_lines(self.session.output, self._page)
        self.console.control(Control.home())
        self.console.file.write(_fitted(captured.get().splitlines(), self.height))
        self.console.file.flush()
        self._drawn = shape


CLEAR_LINE, CLEAR_BELOW = "\x1b[K", "\x1b[J"


def _fitted(lines: list[str], height: int) -> str:
    """Return the lines that fit ``height``; the last line says how many lines are left out."""
    more = len(lines) - height
    if more > 0:
        lines = [
            *lines[: height - 1],
            f"… {more + 1} more lines; to see all, type: dragoman timeline",
        ]
    return "\r\n".join(f"{line}{CLEAR_LINE}" for line in lines) + CLEAR_BELOW


def _marked(page: Page, new: Collection[str], lost: str) -> Page:
    """Return the page with the new records highlighted, and with a fact if no server answers."""
    facts = [f"new: {', '.join(new)}"] if new else []
    facts += [f"{lost}; trying again"] if lost else []
    blocks = [
        replace(one, lines=[_with_mark(line, new) for line in one.lines])
        if isinstance(one, Grid)
        else one
        for one in page.blocks
    ]
    return replace(page, facts=[*page.facts, *facts], blocks=blocks)


def _with_mark(line: Row | Section, new: Collection[str]) -> Row | Section:
    if not isinstance(line, Row) or line.ref not in new:
        return line
    cells = [replace(one, style="hit") if one.text == line.ref else one for one in line.cells]
    return replace(line, cells=cells)

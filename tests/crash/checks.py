"""The checks of every image: no event is lost, and every file is complete and correct."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field, frozen
from cyclopts import App
from sqlalchemy.exc import DatabaseError

from dragoman.cli.output import Output
from dragoman.cli.session import Session
from dragoman.store import Location
from dragoman.store.engines import health
from dragoman.store.engines.opening import open_register
from dragoman.store.proof import verification
from tests.conftest import Answer, Desk
from tests.crash.filesystem import Image
from tests.crash.images import Moment, digest, part, place
from tests.crash.log import Kind, Operation

REGISTER = "data/dragoman/register.db"
CACHE = "cache/"
INDEX = ".search"

MAY_STAY = re.compile(r"(.*/)?\.dragoman-[^/]+(/.*)?")
"""Files that a command may leave behind: drafts, which Dragoman deletes after a day."""

OURS = re.compile(
    r"(data|cache)(/dragoman)?"
    r"|data/dragoman/register\.db(-wal|-shm)?"
    r"|cache/dragoman/views-[0-9a-f-]+\.(db|search)(-wal|-shm)?"
)
"""Files that every desk may have."""

FURTHER = ("meeting", "schedule", "--title", "A further meeting", "--party", "IQ")

FULLY = 32
"""Of this many distinct images, the checks run complete commands on only one image."""

SEARCHED = 6
"""Of this many distinct search indexes, the checks run a search on only one index."""


REFRESHED = 2
"""Of this many distinct views, the checks refresh and read only one."""


class Broken(AssertionError):
    """The error that a check raises for a wrong image."""


def hold(holds: bool, otherwise: str) -> None:
    """Raise :class:`Broken` with the message ``otherwise`` unless ``holds`` is true."""
    if not holds:
        raise Broken(otherwise)


Row = tuple[Any, ...]

VERSION, TOPIC, STATE, ENTRY = 2, 3, 4, 5
"""The indexes of an event's columns."""


@frozen
class Register:
    """The stored events and the seals of a register; a missing register counts as empty."""

    is_there: bool = False
    events: tuple[Row, ...] = ()
    seals: tuple[Row, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Register":
        """Read a register. Raises :class:`Broken` if the register is broken."""
        if not path.exists():
            return cls()
        engine = open_register(path)
        try:
            with engine.connect() as connection:
                found = [*health.damage(connection), *health.schema(connection)]
                found += verification.verify(connection).findings
                hold(not found, f"the register: {[one.what for one in found]}")
        finally:
            engine.dispose()
        with closing(sqlite3.connect(path)) as file:
            events = file.execute("SELECT * FROM events ORDER BY position").fetchall()
            seals = file.execute("SELECT * FROM seals ORDER BY number").fetchall()
        return cls(True, tuple(events), tuple(seals))

    def ends_an_entry_of(self, other: "Register") -> bool:
        """Return whether ``other`` begins with these events and has the end of an entry there."""
        size = len(self.events)
        if self.events != other.events[:size] or self.seals != other.seals[: len(self.seals)]:
            return False
        entries = [event[ENTRY] for event in other.events[max(0, size - 1) : size + 1]]
        return size == 0 or len(entries) == len(set(entries))

    @property
    def says(self) -> list[Row]:
        """Return the topic and the state of each stored event."""
        return [(event[TOPIC], event[STATE]) for event in self.events]

    def next_ref(self) -> str:
        """Return the ref that the next meeting gets according to the log."""
        first = [event[TOPIC] for event in self.events if event[VERSION] == 1]
        return f"M-{sum(topic.startswith('Meeting') for topic in first) + 1}"


Tables = dict[str, list[Row]]


def tables(path: Path) -> Tables:
    """Return every row of every table of a database, in a fixed order."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
            if not name.startswith("sqlite_")
        }


@frozen
class Reports:
    """The output of some reports, and the tables that these reports read."""

    timeline: str
    found: str
    tables: Tables


@define
class Examiner:
    """An examiner of the images of one command.

    ``before`` and ``done`` are the files of the desk before and after the command. ``log`` lists
    the command's operations. ``again`` is the command to run a second time, if a second run records
    what the first run did not record. The examiner caches its results by the contents of the files.
    """

    desk: Desk
    again: Sequence[str]
    log: Sequence[Operation]
    before: Image
    done: Image
    _said: int = field(init=False)
    _register_before: Register = field(init=False)
    _register_done: Register = field(init=False)
    _known: dict[Any, Any] = field(factory=dict, init=False)
    _placed: Image | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        said = [done.number for done in self.log if done.kind is Kind.SAY and done.offset == 1]
        self._said = min(said, default=len(self.log))
        self._register_before = self._register_of(self.before)
        self._register_done = self._register_of(self.done)

    def examine(self, moment: Moment, image: Image) -> None:
        """Examine an image. Raises :class:`Broken` if a check fails."""
        self._check_files(image, has_ended=moment.number == len(self.log))
        register = self._register_of(image)
        self._check_log(register, was_told=moment.number > self._said)
        if register.is_there:
            self._check_cache(register, image)
        if self.again:
            self._once(image, ("again", register), self._check_again)
        whole = digest(part(image, CACHE) | part(image, REGISTER))
        if whole[0] % FULLY == 0:
            self._once(image, whole, partial(self._check_fully, register, image))

    # --- The checks -----------------------------------------------------------------------------

    def _check_files(self, image: Image, has_ended: bool) -> None:
        """Check that each file is unchanged or complete, and complete if the command has ended."""
        for name in sorted({*image, *self.before, *self.done}):
            if MAY_STAY.fullmatch(name) or OURS.fullmatch(name):
                continue
            found, before, done = (files.get(name) for files in (image, self.before, self.done))
            hold(found in (before, done), f"{name} is neither as it was nor whole")
            hold(found == done or not has_ended, f"{name} is lost after the command has ended")

    def _check_log(self, register: Register, was_told: bool) -> None:
        """Check that the log has only complete entries, and has every event that must be there."""
        before, done = self._register_before, self._register_done
        hold(register.ends_an_entry_of(done), "the events are neither those before nor those after")
        least = done if was_told else before
        hold(register.is_there or not least.is_there, "the register is lost")
        hold(len(register.events) >= len(least.events), "events are lost")
        hold(len(register.seals) >= len(least.seals), "a seal is lost")

    def _check_cache(self, register: Register, image: Image) -> None:
        """Check that the views and the search index are correct, after a rebuild if necessary."""
        cache = part(image, CACHE)
        views = digest({name: one for name, one in cache.items() if INDEX not in name})
        if views[0] % REFRESHED == 0:
            check = partial(self._check_views, register, image)
            self._once(image, ("views", register, views), check)
        index = digest({name: one for name, one in cache.items() if INDEX in name})
        if index[0] % SEARCHED == 0:
            check = partial(self._check_index, register, image)
            self._once(image, ("index", register, index), check)

    def _check_views(self, register: Register, image: Image) -> None:
        """Check that the views are correct, after a rebuild if necessary."""
        expected = self._expected(register, image)
        self._refresh()
        try:
            found = tables(self.desk.views)
        except sqlite3.Error as error:
            raise Broken(f"the views cannot be read: {error}") from error
        for name, rows in expected.tables.items():
            hold(found.get(name) == rows, f"the views are wrong: {name}")

    def _check_index(self, register: Register, image: Image) -> None:
        """Check that the search index is correct, after a rebuild if necessary."""
        expected = self._expected(register, image)
        found = self._answer("search", "Baghdad", "--json").out
        hold(found == expected.found, "what a search finds is wrong")

    def _check_fully(self, register: Register, image: Image) -> None:
        """Check that the timeline, the ref of a new meeting and the replay are correct."""
        if register.is_there:
            timeline = self._answer("timeline", "--json").out
            hold(timeline == self._expected(register, image).timeline, "the timeline is wrong")
        [event] = self._answer(*FURTHER, "--json").json["events"]
        hold(
            event["ref"] == register.next_ref(), f"given {event['ref']}, not {register.next_ref()}"
        )
        replay = self._answer("audit", "replay", "--json")
        hold(replay.json["equal"] and not replay.json["faults"], f"the replay says: {replay.out}")
        self._check_left_over()

    def _check_again(self) -> None:
        """Check that a second run of the command records everything that is still missing."""
        self._answer(*self.again)
        register, self._placed = self._read_register(), None
        hold(register.says == self._register_done.says, "run again, it does not go on")

    def _check_left_over(self) -> None:
        """Check that the interrupted command left no other files behind."""
        paths = {str(path.relative_to(self.desk.home)) for path in self.desk.home.rglob("*")}
        left = {path for path in paths if not (OURS.fullmatch(path) or MAY_STAY.fullmatch(path))}
        left -= {*self.before, *self.done}
        hold(not left, f"left over: {sorted(left)}")

    # --- Shared results -------------------------------------------------------------------------

    def _once(self, image: Image, key: Any, check: Callable[[], Any]) -> Any:
        """Run a check only once for each key; return its result, or raise its error again."""
        if key not in self._known:
            if self._placed is not image:
                place(image, self.desk.home)
                self._placed = image
            try:
                self._known[key] = check()
            except Broken as broken:
                self._known[key] = broken
        known = self._known[key]
        if isinstance(known, Broken):
            raise known
        return known

    def _register_of(self, image: Image) -> Register:
        found: Register = self._once(
            image, ("register", digest(part(image, REGISTER))), self._read_register
        )
        return found

    def _read_register(self) -> Register:
        try:
            return Register.read(self.desk.home / REGISTER)
        except Exception as error:
            raise Broken(f"the register: {error}") from error

    def _refresh(self) -> None:
        """Update the views; if the update fails, run a command that rebuilds the views."""
        session = Session(Location(self.desk.register), Output(as_json=True))
        try:
            with session.reading():
                return
        except (DatabaseError, sqlite3.DatabaseError):
            session.close()
            self._answer("timeline")
        finally:
            session.close()

    def _expected(self, register: Register, image: Image) -> Reports:
        """Return the output of the reports with rebuilt views."""
        key = ("expected", register)
        if key not in self._known:
            cache = part(image, CACHE)
            place({name: one for name, one in image.items() if name not in cache}, self.desk.home)
            timeline = self._answer("timeline", "--json").out
            found = self._answer("search", "Baghdad", "--json").out
            self._known[key] = Reports(timeline, found, tables(self.desk.views))
            place(image, self.desk.home)
        expected: Reports = self._known[key]
        return expected

    def _answer(self, *words: str) -> Answer:
        answer = self.desk.run(*words)
        hold(answer.code == 0, f"{' '.join(words[:2])} fails: {answer.err}{answer.out[:300]}")
        return answer


def parse_once(patch: pytest.MonkeyPatch) -> None:
    """Cache parsed command lines, because parsing a command is slower than running the command."""
    parse, known = App.parse_args, {}

    def parse_args(app: App, tokens: Sequence[str], **options: Any) -> Any:
        key = (id(app), *tokens)
        if key not in known:
            known[key] = parse(app, tokens, **options)
        return known[key]

    patch.setattr(App, "parse_args", parse_args)

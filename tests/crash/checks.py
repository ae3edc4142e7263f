"""What holds of a desk on every image: nothing is lost, nothing is half there, nothing is wrong."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field, frozen
from cyclopts import App

from store import health, verification
from store.database import open_register
from store.seals import Seal, kept_seals
from tests.conftest import Answer, Desk
from tests.crash.filesystem import Content, Image
from tests.crash.images import Moment, Sort, digest, part, place
from tests.crash.log import Kind, Operation
from tests.crash.scenarios import Scenario

REGISTER = "data/dragoman/register.db"
CACHE = "cache/"
DATABASES = (REGISTER, CACHE)
"""What has checks of its own; all other files are there whole, or as before."""

MAY_STAY = re.compile(r"(^|/)\.dragoman-[^/]+(/|$)")
"""What may be left over: the folder of a file that had not come to be."""

FURTHER = ("meeting", "schedule", "--title", "A further meeting", "--party", "IQ")

KEEP = os.environ.get("CRASH_KEEP")
"""A folder in which images that do not hold are kept."""


class Broken(AssertionError):
    """Something does not hold on an image."""


@frozen
class Log:
    """What a register holds: its events, each with its entry, and how many seals."""

    events: tuple[tuple[Any, ...], ...]
    seals: int

    def is_whole_beginning_of(self, other: "Log") -> bool:
        """Whether these are the first of the other's entries."""
        size = len(self.events)
        if other.events[:size] != self.events:
            return False
        cut = size and size < len(other.events)
        return not (cut and other.events[size - 1][ENTRY] == other.events[size][ENTRY])

    def next_ref(self) -> str:
        """The ref of a further meeting, as the log gives it."""
        first = [one for one in self.events if one[VERSION] == 1]
        return f"M-{sum(one[TOPIC].startswith('Meeting') for one in first) + 1}"


VERSION, TOPIC, ENTRY = 2, 3, 5
"""Columns of an event."""

EMPTY = Log((), 0)


def read_register(path: Path) -> Log:
    """Return what a register holds. Raises :class:`Broken` where something is wrong with it."""
    if not path.exists():
        return EMPTY
    engine = open_register(path)
    try:
        with engine.connect() as connection:
            found = [*health.damage(connection), *health.schema(connection)]
            found += verification.verify(connection).findings
            _hold(not found, f"the register: {[one.what for one in found]}")
            kept = kept_seals(connection)
            _hold(all(isinstance(one, Seal) for one in kept), "a seal is broken")
            rows = connection.exec_driver_sql("SELECT * FROM events ORDER BY position").all()
            return Log(tuple(map(tuple, rows)), len(kept))
    finally:
        engine.dispose()


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a database, in an order of its own."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
            if not name.startswith("sqlite_")
        }


def _hold(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)


@frozen
class Reports:
    """What the reports say, and the tables of the views that they rest on."""

    timeline: str
    found: str
    views: dict[str, list[tuple[Any, ...]]]


@define
class Examiner:
    """Examines images of one command: what the desk was before it, what it did, what came of it."""

    desk: Desk
    scenario: Scenario
    log: Sequence[Operation]
    before: Image
    done: Image
    register_before: Log = field(init=False)
    register_after: Log = field(init=False)
    examined: int = field(default=0, init=False)
    _held: set[bytes] = field(factory=set, init=False)
    _registers: dict[bytes, Log | Broken] = field(factory=dict, init=False)
    _expected: dict[Log, Reports] = field(factory=dict, init=False)
    _said: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        says = [one.number for one in self.log if one.kind is Kind.SAY and one.offset == 1]
        self._said = says[0] if says else len(self.log) - 1
        self.register_before = self._register_of(self.before)
        self.register_after = self._register_of(self.done)

    def examine(self, moment: Moment, image: Image) -> None:
        """Examine an image. Raises :class:`Broken` where something does not hold."""
        is_done = moment.number > self._said and moment.sort is not Sort.TORN
        self._files(image, moment.number == len(self.log) and moment.sort is not Sort.TORN)
        log = self._register_of(image)
        self._register(log, is_done)
        key = digest(part(image, "cache")) + digest(part(image, REGISTER))
        if key in self._held:
            return
        place(image, self.desk.home)
        self.examined += 1
        if log is not EMPTY:
            self._reports(log)
        self._further(log)
        self._left_over()
        self._held.add(key)

    # --- What it examines -----------------------------------------------------------------------

    def _files(self, image: Image, is_done: bool) -> None:
        """Other files are as before, or whole."""
        names = [one for one in {*image, *self.before} if not one.startswith(DATABASES)]
        for name in sorted(names):
            found = image.get(name)
            if MAY_STAY.search(name) or (found and found.data is None):
                continue
            fits = [self.done.get(name)] if is_done else [self.before.get(name), self.done.get(name)]
            _hold(self._fits(name, found, fits), f"{name} is neither as it was nor whole")
        missing = [one for one in self.done if one not in image and self._is_file(one)]
        _hold(not (is_done and missing), f"lost after the command had ended: {missing}")

    def _fits(self, name: str, found: Content | None, fits: Sequence[Content | None]) -> bool:
        return found in fits

    def _is_file(self, name: str) -> bool:
        return self.done[name].data is not None and not name.startswith(DATABASES)

    def _register_of(self, image: Image) -> Log:
        files = {one: it for one, it in part(image, "data/dragoman").items() if "/keys" not in one}
        key = digest(files)
        if key not in self._registers:
            place({"data": Content(None, 0o755)} | files, self.desk.home)
            try:
                self._registers[key] = read_register(self.desk.home / REGISTER)
            except Broken as broken:
                self._registers[key] = broken
            except Exception as error:
                self._registers[key] = Broken(f"the register: {type(error).__name__}: {error}")
        known = self._registers[key]
        if isinstance(known, Broken):
            raise known
        return known

    def _register(self, log: Log, is_done: bool) -> None:
        """The log is that of before, or has gone on by whole entries; what was told, it has."""
        before, after = self.register_before, self.register_after
        _hold(log.is_whole_beginning_of(after), "the events are neither those before nor after")
        _hold(len(log.events) >= len(before.events), "events are lost that were there before")
        _hold(before.seals <= log.seals <= after.seals, "seals are lost, or come from nowhere")
        told = self.register_after if is_done else before
        _hold(len(log.events) >= len(told.events), "events are lost that had been told of")
        _hold(log.seals >= told.seals, "a seal is lost that had been told of")

    def _reports(self, log: Log) -> None:
        """Reports say what they say with views that are made anew."""
        found = self._read_reports()
        if log not in self._expected:
            for file in sorted((self.desk.home / CACHE).rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            self._expected[log] = self._read_reports()
        expected = self._expected[log]
        _hold(found.timeline == expected.timeline, "the timeline is wrong")
        _hold(found.found == expected.found, "what a search finds is wrong")
        for name, rows in expected.views.items():
            _hold(found.views.get(name) == rows, f"the views are wrong: {name}")

    def _read_reports(self) -> Reports:
        timeline = self._answer("timeline", "--json").out
        found = self._answer("search", "Baghdad", "--json").out
        return Reports(timeline, found, tables(self.desk.views))

    def _further(self, log: Log) -> None:
        """A further entry can be recorded, its ref is that which the log gives it."""
        answer = self._answer(*FURTHER, "--json")
        [event] = json.loads(answer.out)["events"][:1]
        _hold(event["ref"] == log.next_ref(), f"{event['ref']} is given, not {log.next_ref()}")
        replay = self._answer("audit", "replay", "--json")
        _hold(json.loads(replay.out)["equal"], f"the replay is not equal: {replay.out}")

    def _answer(self, *words: str) -> Answer:
        answer = self.desk.run(*words)
        _hold(answer.code == 0, f"{' '.join(words[:2])} fails: {answer.out[:300]}{answer.err}")
        return answer

    def _left_over(self) -> None:
        """Nothing stays of what was broken off."""
        known = {*self.before, *self.done, "data", "cache"}
        lies = {str(one.relative_to(self.desk.home)) for one in self.desk.home.rglob("*")}
        strange = [one for one in lies - known if not _is_known(one)]
        _hold(not strange, f"left over: {strange}")


def _is_known(name: str) -> bool:
    made = r"data/dragoman(/register\.db(-wal|-shm)?)?|cache/dragoman(/views-\w+\.(db|search)(-wal|-shm)?)?"
    return bool(MAY_STAY.search(name) or re.fullmatch(made, name) or name.endswith("-shm"))


@contextmanager
def parsing_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a command line means is worked out once: that takes longer than what it does."""
    parse, known = App.parse_args, {}

    def parse_once(app: App, tokens: Sequence[str], **options: Any) -> Any:
        key = (id(app), *tokens)
        if key not in known:
            known[key] = parse(app, tokens, **options)
        return known[key]

    with monkeypatch.context() as patch:
        patch.setattr(App, "parse_args", parse_once)
        yield

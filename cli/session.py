"""The session of a command: its register, user, time and output."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

from attrs import define, field
from attrs import evolve as replaced

from dragoman.cli.folders import NoHome, cache_folder
from dragoman.cli.output import Output
from dragoman.cli.parameters import Parameter
from dragoman.cli.settings import Settings, login_name
from dragoman.domain import DateError, quoted, rules_of
from dragoman.exchange import NoRecord, UsageError
from dragoman.store import Location

if TYPE_CHECKING:
    from uuid import UUID

    from dragoman.cli.page.output_formats import Answer
    from dragoman.domain import Marking, Ref
    from dragoman.exchange import ExchangeContext
    from dragoman.projections import Redaction, Snapshot, Term, Views
    from dragoman.store import Register, RegisterEngine

    RedactionOf = Callable[[Snapshot, Marking | None, tuple[Term, ...]], Redaction]


MOST_DIGITS = 18
"""The maximum number of digits in a position of the log."""


def _redaction(
    snapshot: "Snapshot", label: "Marking | None", within: "tuple[Term, ...]"
) -> "Redaction":
    from dragoman.projections.reports.withholding import redaction

    return redaction(snapshot, label, within)


@define
class Session:
    """The settings and open files of one command; opens each file on first use."""

    location: Location
    output: Output
    name: str | None = None
    context: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    """The words of the command line, in the order in which the user typed them."""
    settings: Settings = field(factory=Settings)
    withhold: "Marking | None" = None
    """The lowest TLP marking of the records that no report shows."""
    within: "tuple[Term, ...]" = ()
    """The terms that a record must have, or else no report shows it."""
    redaction: "RedactionOf" = field(default=_redaction)
    """The function that looks up what to withhold."""
    left_out: str = field(default="", init=False)
    """How many records the last snapshot leaves out; an empty string if it shows all."""
    on_report: "Callable[[Answer], None] | None" = None
    """A function that takes each report, which is then not printed."""
    understood: list[str] = field(factory=list, init=False)
    """How Dragoman understood what the user typed, for the receipt."""
    _engine: "RegisterEngine | None" = field(default=None, init=False)
    _views: "Views | None" = field(default=None, init=False)
    _input: bytes | None = field(default=None, init=False)
    _has_noted: bool = field(default=False, init=False)
    _folder: "TemporaryDirectory[str] | None" = field(default=None, init=False)

    def beside(self, output: Output) -> "Session":
        """Return a session for another report, which opens the register again."""
        return replaced(self, output=output, typed=())

    def again(self, output: Output) -> "Session":
        """Return a session for another report, which shares the open files of this session."""
        other = self.beside(output)
        other._engine, other._views, other._folder = self.engine, self.views(), self._folder
        return other

    def without_context(self) -> "Session":
        """Return a copy of the session without the context, to resolve filters without it."""
        return replaced(self, context=())

    def now(self) -> datetime:
        """Return the current time in UTC: ``DRAGOMAN_NOW`` if set, or else the system time."""
        given = os.environ.get("DRAGOMAN_NOW")
        if not given:
            return datetime.now(UTC)
        try:
            instant = datetime.fromisoformat(given)
            if not 1900 <= instant.year <= 9000:
                raise ValueError(given)
        except ValueError:
            raise UsageError(
                f"DRAGOMAN_NOW: {quoted(given)} is not an instant; write 2025-04-22T08:30:00Z"
            ) from None
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)

    @property
    def clock_is_set(self) -> bool:
        """Whether ``DRAGOMAN_NOW`` replaces the clock."""
        return bool(os.environ.get("DRAGOMAN_NOW"))

    @property
    def zone(self) -> str:
        """The time zone of the desk."""
        return self.output.zone

    def local(self, instant: datetime) -> datetime:
        """Convert an instant to the time zone of the desk."""
        return instant.astimezone(rules_of(self.zone))

    @property
    def today(self) -> date:
        """The current day in the time zone of the desk."""
        return self.local(self.now()).date()

    def standard_input(self, most: int) -> bytes:
        """Return up to ``most`` bytes of standard input; read the input only once."""
        if self._input is None:
            self._input = sys.stdin.buffer.read(most)
        return self._input

    @property
    def recorded_by(self) -> str:
        """The name of the user who records.

        The name comes from the settings, or else it is the login name; a server uses the name of
        the role that logs in.
        """
        name = self.name or login_name()
        return self.engine.recorder_name(name) if self.location.url else name

    @property
    def engine(self) -> "RegisterEngine":
        """The database of the register, open for reading."""
        if self._engine is None:
            from dragoman.store import open_register

            self._engine = open_register(self.location, self.views_folder, self.output.notice)
        return self._engine

    @property
    def keeps_sources(self) -> bool:
        """Whether the user wants to keep the texts of sources, according to the settings."""
        return self.settings.text("keep_sources") == "yes"

    def keep_source(self, content: bytes) -> str:
        """Keep the text of a source beside the register; return its SHA-256."""
        return self.engine.sources().keep(content, self.now(), self.recorded_by)

    def views(self) -> "Views":
        """Return the views of the register, usually from the cache folder."""
        if self._views is None:
            from dragoman.projections import open_views

            self._views = open_views(self.engine, self._views_path(), self.output.notice)
        return self._views

    @property
    def keeps_views(self) -> bool:
        """Whether the views stay in the cache when the command ends."""
        file = self.views().file
        return self._folder is None and file.path == file.home

    def _views_path(self) -> Path:
        """Return the path of the views, in the cache folder or in a temporary folder."""
        from dragoman.projections import views_path
        from dragoman.store import queries

        folder = self.views_folder()
        with self.engine.connect() as register:
            return views_path(folder, self.location, queries.identity(register).id)

    def views_folder(self) -> Path:
        """Return the cache folder or, without a home folder, a folder for this command only."""
        if self._folder is None:
            try:
                return cache_folder()
            except NoHome as error:
                self.output.notice(f"note: {error}; the views are built for this command only")
                self._folder = TemporaryDirectory(prefix="dragoman-views-")
        return Path(self._folder.name)

    def close(self) -> None:
        """Close everything that the session opened."""
        if self._views:
            self._views.dispose()
        if self._engine:
            self._engine.dispose()
        self._engine = self._views = None
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def discards_damaged_views(self) -> bool:
        """Remove unreadable views, search indexes and row memories; return whether any existed."""
        from dragoman.projections import design, discard_damaged, index, row_memory
        from dragoman.store import RegisterError

        try:
            path = self._views_path()
        except RegisterError:
            return False
        self.close()
        of_views = discard_damaged(design(), path)
        return any([of_views, index.discard_damaged(path), row_memory.discard_damaged(path)])

    def rehearse(self) -> None:
        """If no register exists yet, use a temporary register until the command ends."""
        if not self.location.exists():
            self._folder = TemporaryDirectory(prefix="dragoman-")
            self.location = Location(Path(self._folder.name) / self.location.path.name)

    def register(self) -> "Register":
        """Return the register, open for recording; create the register if it does not exist."""
        from dragoman.store import Register, create_register

        if not self.location.exists():
            create_register(self.location.path, self.now(), test=self.clock_is_set)
        return Register(self.engine, self.recorded_by, self.now, self.zone)

    def exchange_context(self, heed: Callable[[], None] = lambda: None) -> "ExchangeContext":
        """Return the context for an import or export.

        The import or export calls ``heed`` at safe points; ``heed`` may raise an error to stop it.
        """
        from dragoman.cli.progress import told
        from dragoman.exchange import ExchangeContext

        progress = partial(told, self.output)
        register = self.register()
        return ExchangeContext(register, self.views(), self.today, progress, heed, self.zone)

    @contextmanager
    def reading(
        self, as_of: str | None = None, option: str = "--as-of"
    ) -> "Iterator[tuple[Snapshot, date]]":
        """Yield a snapshot as of a day, instant or position, and the day that counts as today."""
        from dragoman.cli.progress import reading
        from dragoman.cli.wording import withheld

        views = self.views()
        moment = self._moment(as_of, option) if as_of is not None else None
        with reading(views, self.output, self._position(moment)) as read:
            if moment is not None:
                read = self.as_clocks_tell(read)
            read = self._redacted(read)
            self.left_out = "".join(withheld(read))
            self._note_unread(read)
            yield read, self._day(moment, read)

    @contextmanager
    def reading_at(self, position: int) -> "Iterator[Snapshot]":
        """Yield a snapshot as of a position."""
        with self.views().reading(position) as read:
            yield self._redacted(self.as_clocks_tell(read))

    def withholds(self, label: "Marking | None") -> None:
        """Leave records with a marking out of all later reports; what is withheld stays withheld."""
        if label is None:
            return
        from dragoman.projections.reports.withholding import lower

        self.withhold = lower(self.withhold, label)

    def _redacted(self, snapshot: "Snapshot") -> "Snapshot":
        """Return the snapshot without the records that the session withholds."""
        if not (self.withhold or self.within):
            return snapshot
        return snapshot.redacted(self.redaction(snapshot, self.withhold, self.within))

    def _note_unread(self, snapshot: "Snapshot") -> None:
        """Print a note about records that this version cannot read completely, once per command."""
        if snapshot.unread and not self._has_noted:
            from dragoman.cli.unreadable import note

            self._has_noted = True
            self.output.notice(note(list(snapshot.unread.values())))

    def as_clocks_tell(self, snapshot: "Snapshot") -> "Snapshot":
        """Return the snapshot with its last event's time according to credible clocks."""
        from dragoman.store import clocks

        with self.engine.connect() as register:
            at = clocks.recorded_at(register, snapshot.position, self.now())
        return replaced(snapshot, recorded_at=at)

    def position_before(self, text: str, option: str) -> int:
        """Return the position of the last event before a day, or at or before an instant."""
        return self._position(self._moment(text, option, start=True)) or 0

    def first_day(self, text: str, option: str, before: "Snapshot") -> date:
        """Return the first day after the state ``before``, which the same text names."""
        moment = self._moment(text, option, start=True)
        if isinstance(moment, datetime):
            return self.local(moment + timedelta(microseconds=1)).date()
        return self.local(before.recorded_at).date() if before.recorded_at else self.today

    def existing(self, snapshot: "Snapshot", ref: "Ref", as_of: str | None = None) -> "UUID":
        """Return the id of the record with ``ref``. Raises :class:`UsageError` if there is none."""
        record = snapshot.record(ref)
        if record is None:
            raise no_record(ref, as_of)
        return snapshot.id_of(record)

    def _moment(self, text: str, option: str, start: bool = False) -> int | datetime:
        plain = text.strip().removeprefix("#")
        if plain.isdecimal():
            return self._checked_position(plain, option)
        try:
            return self._instant(plain, start)
        except (ValueError, OverflowError):
            raise UsageError(
                f"{option}: {quoted(text)} is not a day (2025-04-22, yesterday), a point in"
                " time (2025-04-22T08:30:00Z) or a position (1284)"
            ) from None

    def _instant(self, text: str, start: bool) -> datetime:
        """Return the instant in ``text``; for a period, its end or, with ``start``, its start.

        The start of a day is the last microsecond of the day before. A time without an offset from
        UTC is in the time zone of the desk.
        """
        rules = rules_of(self.zone)
        if re.match(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}T[0-9]", text, re.I) and not text.endswith("]"):
            instant = datetime.fromisoformat(text.upper())
            return (instant if instant.tzinfo else instant.replace(tzinfo=rules)).astimezone(UTC)
        from dragoman.domain import understand

        when = understand(text, self.today, toward=-1, zone=self.zone)
        seconds = when.instants[0 if start else 1]
        if seconds is not None:
            return datetime.min.replace(tzinfo=UTC) + timedelta(days=-1, seconds=seconds)
        day = when.first if start else when.last
        if not when.is_exact_day or day is None:
            raise DateError(text)
        midnight = datetime.combine(date.fromordinal(day + (not start)), time(), rules)
        return midnight.astimezone(UTC) - timedelta(microseconds=1)

    def _checked_position(self, digits: str, option: str) -> int:
        from dragoman.store import queries

        with self.engine.connect() as register:
            last = queries.head(register).position
        if len(digits) > MOST_DIGITS or int(digits) > last:
            raise UsageError(f"{option}: {digits[:40]} is after the last position, {last}")
        return int(digits)

    def _position(self, moment: int | datetime | None) -> int | None:
        if not isinstance(moment, datetime):
            return moment
        from dragoman.store import clocks

        with self.engine.connect() as register:
            return clocks.position_at(register, moment, self.now())

    def _day(self, moment: int | datetime | None, snapshot: "Snapshot") -> date:
        if isinstance(moment, datetime):
            return self.local(moment).date()
        if moment is not None and snapshot.recorded_at:
            return self.local(snapshot.recorded_at).date()
        return self.today


Injected = Annotated[Session, Parameter(parse=False)]
"""The type of the parameter through which a command gets its session."""


def no_record(ref: "Ref", as_of: str | None = None) -> NoRecord:
    """Return the error for a ref that does not exist, or did not exist at ``as_of``."""
    return NoRecord(f"{ref} did not exist at that time" if as_of else f"{ref} does not exist")

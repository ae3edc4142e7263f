"""The code that both Historian lists share, for files, progress and dates."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import ClassVar, TypeVar

from attrs import define, field, frozen

from dragoman.domain import INFERRED, quoted
from dragoman.exchange.imports.drafts import Draft, Rejected, Surnames, TableRow
from dragoman.exchange.profiles.historian.counterparts import Counterpart, counterparts
from dragoman.exchange.profiles.historian.presidents import president
from dragoman.exchange.profiles.historian.prose import ProseFinding
from dragoman.exchange.profiles.historian.xml_records import files_of_all, records
from dragoman.exchange.tables.table import Steps
from dragoman.exchange.usage_error import UsageError

T = TypeVar("T")


@frozen
class Met:
    """The meetings in the prose of a record, as fields of a dispatch.

    ``parties`` are the third states and organisations. ``words`` has the words for ``parties`` and
    ``participants``. ``bilateral`` has the words for a meeting of two states, if there is one.
    """

    parties: list[str]
    participants: list[dict[str, str]]
    surnames: dict[int, tuple[str, str]]
    words: dict[str, str]
    bilateral: str


def met(
    prose: str,
    host: str,
    parties: Sequence[str],
    days: tuple[date, date],
    others: Sequence[Mapping[str, str]],
) -> Met:
    """Return the meetings in the prose of a record; ``others`` are its other participants."""
    found = counterparts(prose, host, tuple(parties), *days)
    us, people, words = president(prose, *days), list(found.people), found.people_words
    if us and us.name not in (one.name for one in people):
        people.insert(0, Counterpart(us.name, "President", "US", is_full=True))
        words = "; ".join(filter(None, (us.words, words)))
    known_names = {one.get("name") for one in others}
    people = [one for one in people if one.name not in known_names]
    start = len(others)
    surnames = {
        start + place: (one.name, one.post) for place, one in enumerate(people) if one.may_be_short
    }
    said = {"parties": found.states_words, "participants": words if people else ""}
    return Met(
        list(found.states),
        [_participant(one) for one in people],
        surnames,
        {name: f"{INFERRED}: {text}" for name, text in said.items() if text},
        found.bilateral,
    )


def _participant(person: Counterpart) -> dict[str, str]:
    """Return a person; somebody with only a surname stays a post, which several people can hold."""
    if person.is_full:
        return {"name": person.name, "post": person.post, "side": person.side}
    return {"post": f"{person.post} {person.name}", "side": person.side}


@define
class HistorianList:
    """An XML list from the Office of the Historian: a file or a folder of files."""

    element: ClassVar[str]
    role: ClassVar[str] = ""
    """The role of the travellers whose records do not give a role."""
    name: ClassVar[str]
    source: ClassVar[dict[str, str]]
    columns: ClassVar[Sequence[str]]
    numbered: ClassVar[bool] = True
    takes_several: ClassVar[bool] = True
    whole: ClassVar[bool] = True
    skipped: ClassVar[int] = 0
    notes: ClassVar[Sequence[str]] = ()
    path: Path
    today: date
    progress: Steps = field(factory=Steps)
    roles: frozenset[str] = frozenset()
    """The roles of the travellers, once :meth:`check` has read the files."""
    others: Sequence[Path] = ()
    """More files of the same list."""
    covers: tuple[int, int] | None = None
    """The days (ordinals) of the first and last record, once :meth:`check` has read the files.

    ``None`` if a folder has the whole list.
    """

    def check(self) -> None:
        """Read each file once to check it. Raises :class:`UsageError` if a file is not valid."""
        days: list[int] = []
        roles: set[str] = set()
        for row in self.rows():
            roles.add(role_of(row.cells) or self.role)
            with suppress(ValueError):
                days.append(day(row.cells, "start-date").toordinal())
        self.roles = frozenset(roles)
        if days and self.path.is_file():
            self.covers = min(days), max(days)

    def as_found(self) -> "HistorianList":
        """Return the list to which the records belong; :meth:`check` has read them."""
        return self

    def rows(self) -> Iterator[TableRow]:
        """Yield the records of all files as rows."""
        files = files_of_all((self.path, *self.others))
        self.progress.size, self.progress.done = sum(one.stat().st_size for one in files), 0
        found = False
        for file in files:
            for row in records(file, self.element):
                found = True
                yield row
            self.progress.done += file.stat().st_size
        if not found:
            raise UsageError(f"{self.path}: has no <{self.element}>")

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield each record as a draft, or as a rejected row with the reason."""
        for row in self.rows():
            yield self.drafted(row)

    def drafted(self, row: TableRow) -> Draft | Rejected:
        """Convert a record to a draft, or reject the record."""
        if not row.cells.get("id"):
            return Rejected(row.line, "id is missing; every record needs one", row.cells)
        try:
            data, surnames = self.data(row.cells)
            return Draft(row.cells["id"], row.line, data, row.cells, surnames=surnames)
        except ValueError as error:
            return Rejected(row.line, str(error), row.cells, key=row.cells["id"])

    def data(self, cells: dict[str, str]) -> tuple[dict[str, object], Surnames]:
        """Convert a record to data in the format of a dispatch. Raises ``ValueError``.

        Also returns the participants whom the register may know by their surnames.
        """
        raise NotImplementedError

    def visit(
        self,
        days: tuple[date, date],
        facts: Mapping[str, object],
        found: Mapping[str, ProseFinding | None],
        words: Mapping[str, str],
    ) -> dict[str, object]:
        """Return a visit in the format of a dispatch; ``days`` are its first and last day.

        ``found`` has the findings in the prose, by field. ``words`` has the original words for
        ``facts``, by field.
        """
        first, last = days
        plain = {
            "kind": "visit",
            "status": self._status(first, last),
            "occurred": str(first) if first == last else f"{first}/{last}",
            **facts,
            **{name: one.value for name, one in found.items() if one},
        }
        quoted_words = {name: one.words for name, one in found.items() if one}
        return known(plain | {"as_written": known({**quoted_words, **words})})

    def _status(self, first: date, last: date) -> str:
        """Return the status that a visit with these dates has today."""
        if first > self.today:
            return "announced"
        return "started" if last > self.today else "concluded"


def source_of(title: str, path: str) -> dict[str, str]:
    """Return the source that records of a list cite, given the title and URL path of the list."""
    return {
        "title": title,
        "publisher": "Office of the Historian, U.S. Department of State",
        "language": "en",
        "url": f"https://history.state.gov/departmenthistory/{path}",
    }


def day(cells: dict[str, str], name: str) -> date:
    """Return the day in the field ``name`` of a record. Raises ``ValueError``."""
    text = cells.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name}: {quoted(text)} is not a day; write 1987-12-08") from None


def role_of(cells: dict[str, str]) -> str:
    return cells.get("role") or cells.get("@role", "")


def span(cells: dict[str, str]) -> tuple[date, date]:
    """Return the first and the last day of a record. Raises ``ValueError``."""
    first, last = day(cells, "start-date"), day(cells, "end-date")
    if last < first:
        raise ValueError(f"end-date {last} is before start-date {first}; swap them")
    return first, last


def joined(*some: Mapping[str, str]) -> dict[str, str]:
    """Return the words by field; if several maps have a field, its words are joined."""
    found: dict[str, list[str]] = {}
    for one in some:
        for name, words in one.items():
            found.setdefault(name, []).append(words)
    return {name: "; ".join(filter(None, words)) for name, words in found.items()}


def known(data: Mapping[str, T]) -> dict[str, T]:
    """Return ``data`` without empty fields."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}

"""Reading the views as of a position: refs, terms, and rows by many keys at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, Row, Select, select

from domain.refs import LETTERS, Ref
from projections.schema import FOREVER, refs, standing
from projections.terms import terms

CHUNK = 500
"""Keys asked for at once: well below what databases take."""


@frozen
class Reading:
    """The views as of ``position``, recorded at ``recorded_at`` (``None`` when it is empty)."""

    views: Connection
    position: int = FOREVER - 1
    recorded_at: datetime | None = None
    _refs: dict[str, str] = field(factory=dict)

    def record(self, ref: Ref) -> str | None:
        """The record that bears ``ref``, ``None`` when there was none yet."""
        query = select(refs.c.record).where(
            refs.c.kind == ref.kind, refs.c.number == ref.number, refs.c.since <= self.position
        )
        return self.views.execute(query).scalar()

    def refs_of(self, records: Iterable[str | None]) -> dict[str, str]:
        """The refs of records."""
        wanted = [one for one in dict.fromkeys(records) if one and one not in self._refs]
        for row in self.chunked(select(refs), refs.c.record, wanted):
            self._refs[row.record] = f"{LETTERS[row.kind]}-{row.number}"
        return self._refs

    def ref_of(self, record: str | None) -> str | None:
        """The ref of a record; ``None`` of none."""
        return self.refs_of([record]).get(record) if record else None

    def kind_of(self, record: str) -> str | None:
        """The kind of a record."""
        return self.views.execute(select(refs.c.kind).where(refs.c.record == record)).scalar()

    def having(self, term: str) -> Select[str]:
        """A query for the records that have ``term``."""
        return select(terms.c.record).where(terms.c.term == term, standing(terms, self.position))

    def records(self, term: str) -> Sequence[str]:
        """The records that have ``term``, in order of recording."""
        return self.views.execute(self.having(term).order_by(terms.c.founded)).scalars().all()

    def chunked(
        self, query: Select[Any], column: ColumnElement[Any], keys: Sequence[str]
    ) -> Iterator[Row[Any]]:
        """The rows of ``query`` whose ``column`` is among ``keys``."""
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            yield from self.views.execute(query.where(column.in_(some)))

"""Typed reports: a report is a struct, and ``--json`` prints the struct unchanged.

``scripts/generate_schema.py`` writes the JSON Schema of every report from these classes to
``docs/reference/reports``.
"""

from typing import Any, TypeVar

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict

from dragoman.domain import Marking, parse_date


class Shape(Struct, frozen=True, kw_only=True):
    """A part of a report. In JSON, fields keep their order; JSON leaves out ``UNSET`` fields."""

    def __getitem__(self, name: str) -> Any:
        """Return a field by name, for code that treats reports as mappings."""
        return getattr(self, name)


def mapping_of(shape: Shape) -> dict[str, object]:
    """Return the fields of a shape, except the fields that JSON leaves out."""
    return {name: value for name, value in asdict(shape).items() if value is not UNSET}


AnyShape = TypeVar("AnyShape", bound=Shape)


def extended(cls: type[AnyShape], shape: Shape, **more: object) -> AnyShape:
    """Return an instance of ``cls`` with the fields of ``shape`` and the fields in ``more``."""
    return cls(**asdict(shape), **more)


class Report(Shape, tag_field="schema", frozen=True, kw_only=True):
    """The base class of complete reports. A subclass has ``tag=report_tag("NAME")``."""


def report_tag(name: str) -> str:
    """Return the value of ``schema`` in the JSON of the report ``name``."""
    return f"dragoman/{name}/1"


class WithheldRecords(Shape, frozen=True, kw_only=True):
    """The lowest TLP marking of the withheld records, and how many there are of each kind."""

    marking: Marking
    kinds: dict[str, int]


class AsOf(Shape, frozen=True, kw_only=True):
    """The log position that a report reflects, and when its event was recorded (ISO 8601, UTC).

    ``withheld`` is set if the report leaves out records with a marking.
    """

    position: int
    recorded_at: str | None
    withheld: WithheldRecords | UnsetType = UNSET


class WindowShape(Shape, frozen=True, kw_only=True):
    """The period in which something is expected: the EDTF date and its bounds."""

    edtf: str
    earliest: str | None
    latest: str | None

    @property
    def text(self) -> str:
        """The date as stored: the EDTF."""
        return self.edtf


class DateShape(WindowShape, frozen=True, kw_only=True):
    """An imprecise date: its EDTF, its bounds (ISO dates) and the words of the source.

    ``zone`` is the name of the time zone of the hours, if the name is known.
    """

    as_written: str | None
    zone: str | UnsetType = UNSET

    @classmethod
    def of(cls, text: str, as_written: str | None = None) -> "DateShape":
        """Parse the text of a date, and compute its bounds."""
        date = parse_date(text)
        return cls(
            edtf=date.edtf,
            earliest=date.earliest,
            latest=date.latest,
            as_written=as_written,
            zone=date.zone or UNSET,
        )

    @property
    def text(self) -> str:
        """The date as stored: the EDTF and, if known, the time zone in brackets."""
        return f"{self.edtf}[{self.zone}]" if self.zone else self.edtf


class NamedRecord(Shape, frozen=True, kw_only=True):
    """A record as shown in lists: ref, kind, title, date, place and parties."""

    ref: str
    kind: str
    status: str
    title: str | None
    session: int | None
    occurred: DateShape | None
    place: str | None
    host: str | None
    parties: list[str]


def all_reports(of: type[Report] = Report) -> list[type[Report]]:
    """Return every loaded report class, sorted by the name of its schema."""
    found = [one for child in of.__subclasses__() for one in (child, *all_reports(child))]
    return sorted((one for one in found if one.__struct_config__.tag), key=_schema_of)


def _schema_of(cls: type[Report]) -> str:
    return str(cls.__struct_config__.tag)

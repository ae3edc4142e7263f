"""Reports are typed: a report is a struct, and ``--json`` prints it as it is.

The JSON Schema of every report is in ``docs/reference/reports``, written by
``scripts/generate_schema.py`` from these classes.
"""

from typing import Any, TypeVar

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from dragoman.domain import parse_date


class Shape(Struct, frozen=True, kw_only=True):
    """A part of a report. Fields keep their order in JSON; one that is ``UNSET`` is left out."""

    def __getitem__(self, name: str) -> Any:
        """A field by its name, for the reports that are mappings still."""
        return getattr(self, name)


def mapping_of(shape: Shape) -> dict[str, object]:
    """The fields of a shape that are not left out."""
    return {name: value for name, value in asdict(shape).items() if value is not UNSET}


AnyShape = TypeVar("AnyShape", bound=Shape)


def extended(cls: type[AnyShape], shape: Shape, **more: object) -> AnyShape:
    """A shape of a class that has the fields of another one, and ``more``."""
    return cls(**asdict(shape), **more)


class Report(Shape, tag_field="schema", frozen=True, kw_only=True):
    """A whole report. Its class has ``tag=schema("NAME")``."""


def report_tag(name: str) -> str:
    """The value of ``schema`` in the JSON of the report ``name``."""
    return f"dragoman/{name}/1"


class AsOf(Shape, frozen=True, kw_only=True):
    """As of which position a report is, and when that was recorded (ISO 8601, UTC)."""

    position: int
    recorded_at: str | None


class WindowShape(Shape, frozen=True, kw_only=True):
    """When something is to be expected: EDTF and its bounds."""

    edtf: str
    earliest: str | None
    latest: str | None


class DateShape(WindowShape, frozen=True, kw_only=True):
    """An imprecise date: its EDTF, its bounds (ISO dates) and the words of the source."""

    as_written: str | None

    @classmethod
    def of(cls, edtf: str, as_written: str | None = None) -> "DateShape":
        """A date, with its bounds."""
        date = parse_date(edtf)
        return cls(edtf=edtf, earliest=date.earliest, latest=date.latest, as_written=as_written)


class NamedRecord(Shape, frozen=True, kw_only=True):
    """A record as lists name it: the ref, what it was, when, where, and of which parties."""

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
    """Every class of a report that is loaded, by name of its schema."""
    found = [one for child in of.__subclasses__() for one in (child, *all_reports(child))]
    return sorted((one for one in found if one.__struct_config__.tag), key=_schema_of)


def _schema_of(cls: type[Report]) -> str:
    return str(cls.__struct_config__.tag)

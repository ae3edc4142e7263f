"""``dragoman --version --json``: the versions of the program and its parts, and its paths."""

import platform
import re
import sqlite3
from collections.abc import Iterator
from importlib import metadata

from dragoman.cli.config import Paths, paths, usable_settings
from dragoman.cli.session import Session
from dragoman.cli.settings import Settings
from dragoman.cli.version import VERSION
from dragoman.exchange import UsageError
from dragoman.projections import Report, Shape, design, report_tag
from dragoman.store import SCHEMA_VERSION


class Formats(Shape, frozen=True, kw_only=True):
    """The versions of the formats of stored data that this program writes."""

    register: int
    views: int


class VersionReport(Report, tag=report_tag("version"), frozen=True, kw_only=True):
    """The versions of the program, its libraries and its formats, and the paths of its files.

    ``libraries`` has the version of each installed library on which Dragoman depends.
    """

    version: str
    python: str
    platform: str
    sqlite: str
    libraries: dict[str, str]
    formats: Formats
    paths: Paths


def print_versions(session: Session) -> int:
    """Print the versions and the paths as JSON."""
    session.output.report(
        VersionReport(
            version=VERSION,
            python=platform.python_version(),
            platform=platform.platform(),
            sqlite=sqlite3.sqlite_version,
            libraries=dict(sorted(_libraries())),
            formats=Formats(register=SCHEMA_VERSION, views=design().version),
            paths=paths(_settings(session)),
        )
    )
    return 0


def _settings(session: Session) -> Settings:
    """Return the settings, without ``config.toml`` if Dragoman cannot read the file."""
    try:
        return usable_settings(session.settings)
    except UsageError:
        return session.settings


def _libraries() -> Iterator[tuple[str, str]]:
    """Yield the installed libraries that the package ``dragoman`` requires, with their versions."""
    for requirement in _requirements():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # an optional library, or a library for another system


_EXTRAS = ('extra == "xlsx"', 'extra == "calendar"', 'extra == "postgres"')
"""The optional dependencies for users."""


def _requirements() -> list[str]:
    """Return the requirements of Dragoman, without those of its developers."""
    try:
        required = metadata.requires("dragoman") or []
    except metadata.PackageNotFoundError:  # the program runs from a folder
        return []
    return [one for one in required if "extra ==" not in one or any(map(one.count, _EXTRAS))]

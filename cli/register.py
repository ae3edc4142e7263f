"""``dragoman register``: show, copy and back up a register, and create one on a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec.structs import asdict

from dragoman.cli.locations import location_of
from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.session import Injected, Session
from dragoman.domain import many
from dragoman.exchange import UsageError, new_database
from dragoman.projections import Report, Shape, report_tag
from dragoman.store import Location

if TYPE_CHECKING:
    from dragoman.store import Copied

Right = Literal["reader", "recorder", "auditor"]
"""The rights that people can have on a server."""

app = Noun(name="register", help="Show, copy and back up the register, or create one on a server.")


app.at(
    "doubles",
    "read.doubles:doubles",
    help="""List pairs of records that may be the same, with the commands to resolve each pair.

    Example: dragoman register doubles --between AZ IQ""",
)


class RegisterInfo(Report, tag=report_tag("register-info"), frozen=True, kw_only=True):
    """The paths and sizes of the register and its views, and the time zone of the desk.

    Times are ISO 8601, UTC.
    """

    path: str
    id: str
    schema_version: int
    test_register: bool
    created_at: str
    last_position: int
    entries: int
    last_recorded_at: str | None
    database: dict[str, str]
    views: str
    zone: str


class RegisterRebuild(Report, tag=report_tag("register-rebuild"), frozen=True, kw_only=True):
    """The result of rebuilding the views: the position of the last event in the new views."""

    position: int


class CopiedSources(Shape, frozen=True, kw_only=True):
    """How many kept texts of sources were copied, and the digests of texts that were changed.

    Changed texts are not copied.
    """

    kept: int
    changed: list[str]


class RegisterBackup(Report, tag=report_tag("register-backup"), frozen=True, kw_only=True):
    """The result of a backup: the path of the copy, and the position of its last event."""

    path: str
    position: int
    sources: CopiedSources


@app.command
def info(*, session: Injected) -> int:
    """Show where the register is, and how much it contains.

    Example: dragoman register info
    """
    from dragoman.store import queries, schema_version

    with session.engine.connect() as register:
        identity = queries.identity(register)
        head = queries.head(register)
        entries = queries.count_entries(register)
        version, is_for_tests = schema_version(register), queries.is_for_tests(register)
    recorded_at = head.recorded_at.isoformat() if head.recorded_at else None
    report = RegisterInfo(
        path=str(session.location),
        id=str(identity.id),
        schema_version=version,
        test_register=is_for_tests,
        created_at=identity.created_at.isoformat(),
        last_position=head.position,
        entries=entries,
        last_recorded_at=recorded_at,
        database=session.engine.description(),
        views=str(session.views().path),
        zone=session.zone,
    )
    if session.output.as_json:
        session.output.report(report)
    else:
        words = asdict(report) | {"test_register": "yes" if is_for_tests else "no"}
        words |= words.pop("database")
        for name, value in words.items():
            session.output.line(
                (session.output.cell(name.replace("_", " "), 18), "dim"), str(value)
            )
    return 0


@app.command
def rebuild(*, session: Injected) -> int:
    """Rebuild the views of the register from its events.

    Example: dragoman register rebuild
    """
    from dragoman.projections import open_index
    from dragoman.store import explained

    views = session.views()
    outcome = "the views were not rebuilt"
    with told(session.output, "Rebuilding the views") as tell, explained(views.path, outcome):
        views.rebuild(tell)
    with views.reading() as reading, open_index(views) as index:
        position = reading.position
        if index.file.found.condition != "missing":
            with told(session.output, "Rebuilding the search index") as tell:
                index.rebuild(reading, tell)
    report = RegisterRebuild(position=position)
    session.output.answer(report, f"Rebuilt the views up to event {position}.")
    return 0


@app.command
def backup(
    file: Annotated[Path, Parameter(help="The file to write, which must not exist yet.")],
    /,
    *,
    session: Injected,
) -> int:
    """Back up the register, even while others are writing to it.

    Do not copy the register file yourself: the latest entries may still be in the -wal file. Only you
    can read the backup (mode 0600). The kept texts of the sources that the register cites go to the
    folder sources beside the backup.

    Example: dragoman register backup register-2025-12-05.db
    """
    from dragoman.store import back_up_sources, explained, files

    engine = session.engine
    location = session.location
    mode = location.path.stat().st_mode & files.PRIVATE if location.file else files.PRIVATE
    with (
        told(session.output, "Copying") as tell,
        new_database(file, mode) as draft,
        explained(file, "no copy was made"),
    ):
        position = engine.backup(draft, tell)
        copied = back_up_sources(engine.sources(), draft, file, mode, tell)
    report = RegisterBackup(path=str(file), position=position, sources=_copied(copied))
    words = f"Backed up the register to {file}, up to event {position}."
    session.output.answer(report, f"{words}{_with_sources(copied)}")
    _note_changed(session, copied)
    return 0


def _copied(sources: "Copied") -> CopiedSources:
    return CopiedSources(kept=sources.kept, changed=list(sources.changed))


def _with_sources(sources: "Copied") -> str:
    """Return a sentence about the copied texts of sources, or an empty string."""
    if not sources.kept:
        return ""
    return f" With {many(sources.kept, 'kept text')} of its sources."


def _note_changed(session: Session, sources: "Copied") -> None:
    if sources.changed:
        session.output.notice(
            f"note: not copied: {many(len(sources.changed), 'text')} of sources that somebody"
            " changed; to see which, type: dragoman audit verify --sources"
        )


# --- On a server ------------------------------------------------------------------------------


class RegisterCreated(Report, tag=report_tag("register-create"), frozen=True, kw_only=True):
    """The result of creating a register on a server: where it is, and its id."""

    path: str
    id: str


class RegisterGranted(Report, tag=report_tag("register-grant"), frozen=True, kw_only=True):
    """The result of giving somebody a right."""

    path: str
    name: str
    right: str


class RegisterCopied(Report, tag=report_tag("register-copy"), frozen=True, kw_only=True):
    """The result of a copy: the last position, and the root of both logs, read afterwards."""

    source: str
    target: str
    position: int
    root: str
    sources: CopiedSources


@app.command
def create(
    url: Annotated[
        str | None,
        Parameter(help="The URL of an empty database: postgresql://host/database."),
    ] = None,
    /,
    *,
    print_sql: Annotated[
        bool,
        Parameter(negative=(), help="Only print the SQL, for the administrator of the server."),
    ] = False,
    session: Injected,
) -> int:
    """Create a register in a database on a PostgreSQL server.

    You need the right to create roles, and schemas in the database. A register in a file needs no
    command: Dragoman creates the file when you record something.

    Example: dragoman register create postgresql://db.example.org/register
    """
    from dragoman.store import servers

    if print_sql:
        with servers.available():
            script = servers.script_with_identity(session.now(), test=session.clock_is_set)
        session.output.console.file.write(script)
        return 0
    location = _server(session, url)
    with servers.available():
        made = servers.create_on_server(location, session.now(), test=session.clock_is_set)
    report = RegisterCreated(path=str(location), id=str(made))
    session.output.answer(report, f"Created the register {made} in {location}.")
    return 0


@app.command
def grant(
    name: Annotated[str, Parameter(help="The login role of a person on the server.")],
    right: Annotated[
        Right,
        Parameter(help="reader: may read; recorder: may also record; auditor: may also seal."),
    ],
    /,
    *,
    session: Injected,
) -> int:
    """Give somebody the right to read a register on a server, to record in it, or to seal it.

    Example: dragoman register grant leyla recorder
    """
    from dragoman.store import servers

    location = _server(session, None)
    with servers.available():
        servers.grant(location, name, right)
    report = RegisterGranted(path=str(location), name=name, right=right)
    session.output.answer(report, f"{name} {servers.RIGHTS[right]}.")
    return 0


@app.command
def copy(
    source: Annotated[str, Parameter(help="The register to copy: a file or a URL.")],
    target: Annotated[
        str,
        Parameter(help="Where to: a file that does not exist, or the URL of an empty database."),
    ],
    /,
    *,
    session: Injected,
) -> int:
    """Copy a whole register from a file to a server, or from a server to a file.

    The copy has the same events, positions, seals and roots, and the kept texts of the sources that
    the register cites. Afterwards, people should record in one of the two only.

    Example: dragoman register copy register.db postgresql://db.example.org/register
    """
    from dragoman.store import explained, servers

    one, other = location_of(source, "the source"), location_of(target, "the target")
    if bool(one.url) == bool(other.url):
        raise UsageError(
            "one of the two must be a file, and the other one a URL; to copy a file, type: dragoman"
            " register backup FILE"
        )
    with (
        told(session.output, "Copying") as tell,
        servers.available(),
        explained(other, "no copy was made"),
    ):
        found = servers.copied(one, other, session.views_folder, tell)
    report = RegisterCopied(
        source=str(one),
        target=str(other),
        position=found.position,
        root=found.root.hex(),
        sources=_copied(found.sources),
    )
    words = f"Copied {one} to {other}, up to event {found.position}."
    roots = f" Both have the root {found.root.hex()}."
    session.output.answer(report, f"{words}{roots}{_with_sources(found.sources)}")
    _note_changed(session, found.sources)
    return 0


def _server(session: Session, url: str | None) -> Location:
    """Return the URL of a server: the given one, or that of the register."""
    location = session.location if url is None else location_of(url, "the register")
    if not location.url:
        raise UsageError(
            f"{location} is a file; give the URL of a database: postgresql://host/database"
        )
    return location

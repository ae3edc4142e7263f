"""``dragoman register``: show and back up the register, and rebuild its views."""

from pathlib import Path
from typing import Annotated

from msgspec.structs import asdict

from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.session import Injected
from dragoman.exchange import new_database
from dragoman.projections import Report, report_tag

app = Noun(name="register", help="Show, back up and rebuild the register.")


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
    bytes: int
    views: str
    zone: str


class RegisterRebuild(Report, tag=report_tag("register-rebuild"), frozen=True, kw_only=True):
    """The result of rebuilding the views: the position of the last event in the new views."""

    position: int


class RegisterBackup(Report, tag=report_tag("register-backup"), frozen=True, kw_only=True):
    """The result of a backup: the path of the copy, and the position of its last event."""

    path: str
    position: int


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
        path=str(session.register_path),
        id=str(identity.id),
        schema_version=version,
        test_register=is_for_tests,
        created_at=identity.created_at.isoformat(),
        last_position=head.position,
        entries=entries,
        last_recorded_at=recorded_at,
        bytes=session.register_path.stat().st_size,
        views=str(session.views().path),
        zone=session.zone,
    )
    if session.output.as_json:
        session.output.report(report)
    else:
        words = asdict(report) | {"test_register": "yes" if is_for_tests else "no"}
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
    can read the backup (mode 0600).

    Example: dragoman register backup register-2025-12-05.db
    """
    from dragoman.store import backup as copied
    from dragoman.store import explained, files

    engine = session.engine
    mode = session.register_path.stat().st_mode & files.PRIVATE
    with (
        told(session.output, "Copying") as tell,
        new_database(file, mode) as draft,
        explained(file, "no copy was made"),
    ):
        position = copied(engine, draft, tell)
    report = RegisterBackup(path=str(file), position=position)
    session.output.answer(report, f"Backed up the register to {file}, up to event {position}.")
    return 0

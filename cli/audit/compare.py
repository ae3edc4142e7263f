"""``dragoman audit compare`` and ``export``: compare logs, or export a log."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from dragoman.cli.audit.sealing import sealed_last
from dragoman.cli.locations import location_of
from dragoman.cli.output import binary_stdout
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.session import Injected, Session
from dragoman.exchange import UsageError, new_file, own_folder
from dragoman.projections import Report, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.store import comparison


class AuditCompare(Report, tag=report_tag("audit-compare"), frozen=True, kw_only=True):
    """The comparison of two copies of a log.

    ``sizes`` are the numbers of events in the copies. ``common`` is the number of events at the
    start that both copies have.
    """

    sizes: list[int]
    common: int
    forked_at: int | None
    same_register: bool
    sentence: str


class AuditExport(Report, tag=report_tag("audit-export"), frozen=True, kw_only=True):
    """The result of exporting the log to a folder of tiles, a file of events, or both."""

    tiles: str | UnsetType = UNSET
    files: int | UnsetType = UNSET
    size: int | UnsetType = UNSET
    jsonl: str | UnsetType = UNSET
    events: int | UnsetType = UNSET


def compare(
    one: Annotated[str, Parameter(help="The first copy of the register: a file or a URL.")],
    other: Annotated[str, Parameter(help="The second copy of the register: a file or a URL.")],
    /,
    *,
    session: Injected,
) -> int:
    """Compare two copies of a register, and show the first event that differs.

    Exit code 0: the copies are the same, or differ only in additional events at the end of one
    copy. 1: the copies have forked.

    Example: dragoman audit compare register.db backup.db
    """
    from dragoman.store import comparison, open_register, queries

    places = location_of(one, "the first copy"), location_of(other, "the second copy")
    engines = [open_register(place, session.views_folder) for place in places]
    try:
        with engines[0].whole_log() as left, engines[1].whole_log() as right:
            found = comparison.compare(left, right)
            same_id = queries.identity(left).id == queries.identity(right).id
    finally:
        for engine in engines:
            engine.dispose()
    sentence = _compared(one, other, found)
    report = AuditCompare(
        sizes=[found.one, found.other],
        common=found.common,
        forked_at=found.forked_at,
        same_register=same_id,
        sentence=sentence,
    )
    session.output.answer(report, sentence, wraps=True)
    if not (same_id or session.output.as_json):
        session.output.notice("note: these are not copies of the same register; their ids differ")
    return 0 if found.forked_at is None else 1


def _compared(one: str, other: str, found: "comparison.Comparison") -> str:
    if found.forked_at is not None:
        same = (
            f"the first {found.common} events are the same"
            if found.common
            else "the copies have no event in common"
        )
        return f"FORKED at event {found.forked_at}: {same}."
    if found.one == found.other:
        return f"EQUAL: {found.one} events."
    short, long = (one, other) if found.one < found.other else (other, one)
    more = abs(found.one - found.other)
    return (
        f"{short} is the beginning of {long}, which has {more} more events, from event"
        f" {found.common + 1} on."
    )


def export(
    *,
    tiles: Annotated[
        Path | None, Parameter(help="Write tiles (c2sp.org/tlog-tiles) to this folder.")
    ] = None,
    jsonl: Annotated[
        str | None,
        Parameter(
            help="Write one event per line to this file, or - for stdout.",
            allow_leading_hyphen=True,
        ),
    ] = None,
    session: Injected,
) -> int:
    """Write the log for other tools: as tiles of hashes, or as JSON Lines.

    Tiles cover the events up to the last seal. If the folder already contains tiles,
    Dragoman adds only the missing tiles.

    Example: dragoman audit export --jsonl events.jsonl
    """
    if not (tiles or jsonl):
        raise UsageError("choose a format: --tiles FOLDER or --jsonl FILE")
    report = AuditExport()
    with session.engine.connect() as register:
        if tiles:
            files, size = _export_tiles(session, register, tiles)
            report = replace(report, tiles=str(tiles), files=files, size=size)
        if jsonl:
            report = replace(report, jsonl=jsonl, events=_export_lines(session, register, jsonl))
    if session.output.as_json and jsonl != "-":
        session.output.report(report)
    return 0


def _export_tiles(session: Session, register: "Connection", folder: Path) -> tuple[int, int]:
    """Export tiles; return the number of files written and of events that the tiles cover."""
    from dragoman.store import explained, export_tiles

    sealed = sealed_last(session, register)
    size = sealed.checkpoint.size
    own_folder(folder)
    outcome = "the tiles are incomplete; run the command again to finish them"
    with told(session.output, "Writing tiles") as tell, explained(folder, outcome):
        written = export_tiles(register, sealed.note, folder, tell)
    session.output.notice(f"{folder}: wrote {written} files, which cover {size} sealed events")
    return written, size


def _export_lines(session: Session, register: "Connection", path: str) -> int:
    """Export the events as JSON Lines; return the number of events."""
    from dragoman.store import harmless_bytes, lines, queries

    last = queries.last_position(register)
    if path == "-":
        # escape terminal control characters; files and pipes get the stored bytes
        shown = harmless_bytes if session.output.is_terminal else bytes
        with binary_stdout() as stdout:
            stdout.writelines(map(shown, lines.lines(register, last)))
    else:
        with told(session.output, "Writing events") as tell, new_file(Path(path)) as file:
            for number, line in enumerate(lines.lines(register, last), 1):
                file.write(line)
                if number % 10_000 == 0:
                    tell(number, last)
        session.output.notice(f"{path}: wrote {last} events")
    return last

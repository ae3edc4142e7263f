"""Take in the texts of sources that came with a dispatch or an export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Session
from dragoman.domain import many
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.store import SourceFolder

Sources = Annotated[
    Path | None,
    Parameter(
        help="Also keep the texts of sources in this folder, which dragoman export --sources wrote."
    ),
]


def opened(path: Path) -> "SourceFolder":
    """Return the archive in a folder. Raises :class:`UsageError` if a text in it was changed."""
    from dragoman.store import SourceFolder, sources

    if not path.is_dir():
        raise UsageError(f"--sources: {path}: no such folder")
    archive = SourceFolder(path)
    if changed := sources.verify(archive, archive.digests()).changed:
        raise UsageError(
            f"--sources: {archive.where(changed[0])}: this file is not the text that its name says;"
            " nothing was recorded"
        )
    return archive


def take_in(session: Session, archive: "SourceFolder") -> None:
    """Keep the texts that the register cites, and print how many there were, and how many not."""
    from dragoman.store import cited_sources, sources

    given = archive.digests()
    with session.engine.connect() as log:
        cited = cited_sources(log)
    wanted = [one for one in given if one in cited]
    copied = sources.copy(archive, wanted, lambda _, content: session.keep_source(content))
    session.output.notice(f"note: kept {many(copied.kept, 'text')} of sources")
    if others := len(given) - len(wanted):
        session.output.notice(
            f"note: not kept: {many(others, 'text')} in {archive.folder} that no record cites"
        )

"""``dragoman source``: the sources of a record."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import check_ref
from dragoman.cli.record.naming import EVERY_KIND, ref_meant
from dragoman.cli.record.options import (
    NO_SOURCE,
    PLAIN_RESTORING,
    ExistingRef,
    RestoringOptions,
    SourceOptions,
)
from dragoman.cli.record.recording import by_option, record_on, sources_given
from dragoman.cli.session import Injected, Session
from dragoman.domain import Outcome, UnitOfWork, corrections, many
from dragoman.exchange import Fault, RecordNames, Translator, UsageError
from dragoman.projections import Report, report_tag

if TYPE_CHECKING:
    from dragoman.projections import SourceDoc

app = Noun(name="source", help="Cite the sources of a record, keep their texts, and show them.")

app.at("show", "read.source_texts:show")


class SourceKept(Report, tag=report_tag("source-kept"), frozen=True, kw_only=True):
    """A kept source: the record that cites it, its title, its digest, and its size in bytes."""

    ref: str
    title: str
    sha256: str
    size: int


@app.command
def cite(
    ref: ExistingRef,
    /,
    *,
    options: SourceOptions = NO_SOURCE,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Add a source to a record.

    Example: dragoman source cite V-1 --source "Talks in Baghdad" --publisher AZERTAC --published 2025-04-21 --reliability B --credibility 2
    """

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        sources = sources_given(Translator.of_entry(uow, names.link), options)
        if not sources:
            raise Fault("is missing; give the title of the source", ("source",))
        return corrections.cite(uow, record, sources[0])

    return record_on(session, ref, decide, act)


@app.command
def keep(
    ref: ExistingRef,
    file: Annotated[
        str,
        Parameter(help="The file with the source, or - for stdin.", allow_leading_hyphen=True),
    ],
    /,
    *,
    session: Injected,
) -> int:
    """Keep the text of a source that a record cites, beside the register.

    The record must cite a source with the SHA-256 of the file. The text is kept in the folder sources
    beside the register or, if the register is on a server, in a table on the server. Whoever may read
    the register may read the text. Nothing removes it again. A file may have up to 20 MB.

    Example: dragoman source keep V-1 article.txt
    """
    from dragoman.projections import cited_in, digest_in
    from dragoman.projections.reports.records import known_of
    from dragoman.store import sources

    with by_option():
        wanted = check_ref(ref_meant(session, ref, EVERY_KIND, "ref"))
    content = _content(session, file)
    sources.refuse_unfit(content, file)
    digest = sources.digest_of(content)
    with session.reading() as (snapshot, _):
        cited = cited_in(known_of(snapshot, session.existing(snapshot, wanted)))
    own = next((one for one in cited if digest_in(one) == digest), None)
    if own is None:
        raise UsageError(f"{file}: {_way_to_cite(str(wanted), cited, digest)}")
    session.keep_source(content)
    report = SourceKept(ref=str(wanted), title=own["title"], sha256=digest, size=len(content))
    words = f"Kept “{own['title']}” for {wanted}: {many(len(content), 'byte')}, SHA-256 {digest}."
    session.output.answer(report, words)
    return 0


def _content(session: Session, file: str) -> bytes:
    """Return the content of a file or of stdin, cut above the maximum size."""
    from dragoman.store import sources

    if file == "-":
        return session.standard_input(sources.MOST_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(sources.MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from error


def _way_to_cite(ref: str, cited: "list[SourceDoc]", digest: str) -> str:
    """Return why a file is not the text of a source, and the command that cites it."""
    without = [one for one in cited if not one.get("sha256")]
    source = without[0] if len(without) == 1 else None
    details = {"--source": "TITLE"}
    if source is not None:
        known = (source["title"], source.get("publisher"), source.get("published"))
        names = ("--source", "--publisher", "--published")
        pairs = zip(names, known, strict=True)
        details = {name: shlex.quote(text) for name, text in pairs if text}
    words = " ".join(f"{name} {text}" for name, text in details.items())
    which = f"that of “{source['title']}”" if source else "the text of a source"
    return (
        f"{ref} does not cite a source with the SHA-256 of this file; if the file is {which}, cite"
        f" it with its digest: dragoman source cite {ref} {words} --sha256 {digest}"
    )

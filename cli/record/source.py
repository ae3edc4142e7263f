"""``dragoman source``: the sources of a record."""

from uuid import UUID

from dragoman.cli.noun import Noun
from dragoman.cli.record.options import (
    NO_SOURCE,
    PLAIN_RESTORING,
    ExistingRef,
    RestoringOptions,
    SourceOptions,
)
from dragoman.cli.record.recording import record_on, sources_given
from dragoman.cli.session import Injected
from dragoman.domain import Outcome, UnitOfWork, corrections
from dragoman.exchange import Fault, RecordNames, Translator

app = Noun(name="source", help="Cite the sources of a record.")


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

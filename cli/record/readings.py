"""``dragoman reading``: sources that disagree about a field."""

from typing import Annotated
from uuid import UUID

from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.record.options import (
    NO_SOURCE,
    PLAIN_RESTORING,
    ExistingRef,
    RestoringOptions,
    SourceOptions,
)
from dragoman.cli.record.recording import field_of, record_on, sources_given
from dragoman.cli.session import Injected
from dragoman.domain import Outcome, UnitOfWork, corrections, quoted
from dragoman.exchange import Fault, RecordNames, Translator

app = Noun(name="reading", help="Compare sources that disagree, and choose a reading.")


@app.command
def dispute(
    ref: ExistingRef,
    reading: Annotated[
        str, Parameter(help="FIELD=VALUE from the other source, for example participants.2.name=X.")
    ],
    /,
    *,
    options: SourceOptions = NO_SOURCE,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Record what another source says about a field, alongside the recorded value.

    Example: dragoman reading dispute V-1 occurred=2025-04-20 --source "Deputy minister in Baghdad" --publisher news.az
    """

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        translator = Translator.of_entry(uow, names.link)
        sources = sources_given(translator, options)
        if not sources:
            raise Fault("is missing; give the title of the source", ("source",))
        field, value = _field_and_value(names, uow, record, translator, reading)
        return corrections.dispute(uow, record, field, value, sources[0])

    return record_on(session, ref, decide, act, field_of)


@app.command
def resolve(
    ref: ExistingRef,
    field: Annotated[str, Parameter(help="The disputed field.")],
    /,
    *,
    choose: Annotated[
        str, Parameter(help="The reading to use, copied from the output of dragoman show.")
    ],
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Choose which reading of a field to use; the record keeps the other readings.

    Example: dragoman reading resolve V-1 occurred --choose 2025-04-20 --reason "confirmed by both ministries"
    """

    def decide(names: RecordNames, uow: UnitOfWork, record: UUID) -> Outcome:
        translator = Translator.of_entry(uow, names.link)
        path, value = _field_and_value(names, uow, record, translator, f"{field}={choose}")
        return corrections.resolve(uow, record, path, value)

    reasoned = act.with_reason(session, "Why are you choosing this reading?")
    return record_on(session, ref, decide, reasoned, field_of)


def _field_and_value(
    names: RecordNames, uow: UnitOfWork, record: UUID, translator: Translator, text: str
) -> tuple[str, str]:
    """Return the field and the value in ``FIELD=VALUE``, in their stored format."""
    path, _, value = text.partition("=")
    if not (path.strip() and value.strip()):
        raise Fault(f"{quoted(text)} is not FIELD=VALUE")
    kind = uow.kind_of(record)
    assert kind is not None
    return translator.reading(kind.name, path.strip(), value.strip())

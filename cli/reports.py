"""What the reading commands share: their options, and the ``as_of`` of their JSON."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.faults import UsageError
from domain import terms
from domain.countries import CountryError, side
from domain.dates import DateError, ImpreciseDate
from domain.refs import Ref, typed_ref
from domain.text import quoted

if TYPE_CHECKING:
    from datetime import date

    from projections.reading import Reading

AsOf = Annotated[
    str | None,
    Parameter(
        help="As the register stood: a day (2025-04-22, yesterday), an instant or a position (42)."
    ),
]
Since = Annotated[
    str | None,
    Parameter(
        help="What could have happened on or after: 2025, 2025-04, 2025-04-20.",
        allow_leading_hyphen=True,
    ),
]
Until = Annotated[
    str | None,
    Parameter(help="What could have happened on or before.", allow_leading_hyphen=True),
]
Between = Annotated[
    tuple[str, str] | None,
    Parameter(help="Two that took part: --between AZ IQ.", negative_iterable=()),
]
PartyFilter = Annotated[
    tuple[str, ...],
    Parameter(help="A state or organisation that took part; repeat.", negative_iterable=()),
]
TopicFilter = Annotated[
    tuple[str, ...], Parameter(help="A topic, as recorded; repeat.", negative_iterable=())
]


def filter_terms(
    context: tuple[str, ...],
    between: tuple[str, str] | None = None,
    party: tuple[str, ...] = (),
    topic: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """The terms that filters ask for; those of the ``context`` where no party is named.

    Raises :class:`UsageError`.
    """
    codes = [code_given("--between", text) for text in between or ()]
    codes += [code_given("--party", text) for text in party]
    return (*map(terms.involves, codes or context), *map(terms.topic, topic))


def applied_context(
    context: tuple[str, ...], between: tuple[str, str] | None, party: tuple[str, ...]
) -> tuple[str, ...]:
    """The context, if it takes part in the filter."""
    return () if between or party else context


def code_given(option: str, text: str) -> str:
    """The code of the state or organisation that an option names. Raises :class:`UsageError`."""
    try:
        return side(text)
    except CountryError as error:
        raise UsageError(f"{option}: {error}") from error


def period(option: str, text: str | None, today: "date") -> ImpreciseDate | None:
    """The period that ``--since`` or ``--until`` names. Raises :class:`UsageError`."""
    if text is None:
        return None
    from domain.phrases import understand

    try:
        return understand(text, today)
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error


def check_ref(text: str) -> Ref:
    """The ref that is typed. Raises :class:`UsageError`."""
    wanted = typed_ref(text)
    if wanted is None or wanted.kind is None:
        raise UsageError(f"{quoted(text)} is not a ref; refs look like V-12, C-3 or F-7")
    return wanted


def check_limit(limit: int | None) -> None:
    """Raise :class:`UsageError` for a limit that is no number of lines."""
    if limit is not None and not 1 <= limit <= 10**9:
        raise UsageError(f"--limit: {limit} is not a number from 1 to a billion")


def whose(reading: "Reading", context: tuple[str, ...] | None = None) -> dict[str, Any]:
    """``as_of`` of a JSON report: the position, and when it was recorded; its ``context``, too."""
    recorded_at = reading.recorded_at.isoformat() if reading.recorded_at else None
    stand = {"as_of": {"position": reading.position, "recorded_at": recorded_at}}
    return stand if context is None else stand | {"context": list(context)}

"""``dragoman export``: records in the forms that others read."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from cyclopts import Parameter

from cli.faults import UsageError
from cli.files import replace_own
from cli.progress import told
from cli.reports import ANY_TOPIC, AsOf, TopicFilters, whose
from cli.session import Injected
from cli.wording import facts

if TYPE_CHECKING:
    from cli.calendar import Written
    from store.progress import Told

T = TypeVar("T")


def export(
    *,
    ics: Annotated[
        str | None,
        Parameter(
            help="Write a calendar (iCalendar) to this file; - for stdout.",
            allow_leading_hyphen=True,
        ),
    ] = None,
    filters: TopicFilters = ANY_TOPIC,
    all_: Annotated[
        bool, Parameter(name="--all", negative=(), help="With what took place or is settled, too.")
    ] = False,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Write what is planned and owed as a calendar, to be subscribed to."""
    from cli.calendar import MARK, Head, written
    from projections.calendar import entries, selected

    output = session.output
    if ics is None:
        raise UsageError("say as what: --ics FILE, or --ics - for stdout")
    if ics == "-" and output.as_json:
        raise UsageError("--json: stdout is for the calendar then; name a file, --ics calendar.ics")
    terms = filters.terms(session)
    context = filters.context(session)
    with session.reading(as_of) as (reading, today), session.engine.connect() as register:
        rows = selected(reading, terms, all_)
        head = Head(_name(terms), reading.position, reading.recorded_at)
        with told(output, "Writing the calendar") as tell:
            found = entries(reading, register, rows, today)
            calendar = written(head, _counted(found, len(rows), tell))
        document = whose(reading, context) | _counts(ics, calendar)
        line = [ics, *facts(reading, today, as_of, context), *_in_words(calendar)]
    if ics == "-":
        output.verbatim(calendar.content.decode())
        return 0
    replace_own(Path(ics), calendar.content, MARK, "calendar")
    if output.as_json:
        output.document("export", document)
    else:
        output.paragraph(f" {output.dot} ".join(line))
    return 0


def _name(terms: Iterable[str]) -> str:
    """What a calendar is called: by whom and what it is about, if not by everything."""
    about = ", ".join(term.partition(":")[2] for term in terms)
    return f"Dragoman: {about}" if about else "Dragoman"


def _counted(found: Iterable[T], total: int, tell: "Told") -> Iterator[T]:
    """The same, with progress told."""
    for number, one in enumerate(found, 1):
        yield one
        if number % 100 == 0:
            tell(number, total)


def _counts(file: str, calendar: "Written") -> dict[str, Any]:
    return {
        "file": file,
        "events": calendar.events,
        "tasks": calendar.tasks,
        "without_day": calendar.without_day,
    }


def _in_words(calendar: "Written") -> Sequence[str]:
    """``3 events``, ``11 tasks, 9 of them engagements without a day``"""
    without_day = calendar.without_day
    engagements = "an engagement" if without_day == 1 else "engagements"
    which = f", {without_day} of them {engagements} without a day" if without_day else ""
    return _number(calendar.events, "event"), f"{_number(calendar.tasks, 'task')}{which}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

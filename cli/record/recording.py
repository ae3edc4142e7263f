"""Recording: run a command on the register, and print the receipt or the error."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from attrs import evolve as replaced

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.dispatch_names import as_meant
from dragoman.cli.record.naming import EVERY_KIND, ref_meant
from dragoman.cli.record.options import (
    IN_DOUBT,
    ActOptions,
    DoubtOptions,
    RestoringOptions,
    SourceOptions,
    fields_of,
)
from dragoman.cli.record.typed_days import with_typed_day
from dragoman.cli.session import Session
from dragoman.domain import (
    CONSULTATION,
    KINDS,
    PARTY,
    Outcome,
    Source,
    UnitOfWork,
    corrections,
    declared,
    has_only_hours,
    perform,
    together,
    with_article,
    with_length_of,
    with_parties_of_whole,
    zone_of_hours,
)
from dragoman.exchange import (
    Answers,
    Dispatch,
    Doubt,
    Fault,
    Performed,
    Persons,
    Place,
    Recognition,
    RecordNames,
    SeveralErrors,
    SourceDocument,
    Translator,
    Unanswered,
    UsageError,
    ViewsDisagree,
    at,
    converted,
    document_class,
    every,
    option_words,
    place_of,
)

if TYPE_CHECKING:
    from dragoman.exchange import CheckedDispatch
    from dragoman.projections import Snapshot, Views
    from dragoman.store import Entry, RegisterUnitOfWork, Rehearsal


T = TypeVar("T")


Command = Callable[[RecordNames, "RegisterUnitOfWork"], list[Performed]]


Preview = Callable[[Session, "Snapshot", "Rehearsal[list[Performed]]"], None]
"""A function that prints what a command would record."""


def recorded(
    session: Session,
    act: Command,
    options: ActOptions,
    reason: str = "",
    answers: Answers | None = None,
    preview: Preview | None = None,
) -> int:
    """Run ``act``, record its events as one entry, print the receipt; return the exit code.

    If ``act`` needs an answer, the function asks the user, and runs ``act`` again. ``answers`` are
    the answers that ``act`` uses. ``preview`` prints a dry run; by default, the function prints the
    events.
    """
    answers = answers or Answers()
    while True:
        answers.begin()
        try:
            return _recorded(session, act, options, reason, answers, preview)
        except Unanswered as one:
            answers.give(one.doubt, answer_to(session, one.doubt))


def answers_for(doubts: DoubtOptions, options: ActOptions) -> Answers:
    """Return answers that, as the options say, refuse doubts, ask the user, or only note doubts."""
    asks = can_ask() and not options.dry_run
    return Answers("refuse" if doubts.strict else "ask" if asks else "note", all_new=doubts.new)


def answer_to(session: Session, doubt: Doubt) -> UUID | None:
    """Ask the user about a doubt; return the existing record that the user chooses, if any."""
    choices = "/".join(doubt.answers)

    def check(answer: str) -> None:
        if answer.lower() not in doubt.answers:
            raise ValueError(f"answer {' or '.join(doubt.answers)}")

    with session.output.without_bar():
        for line in doubt.shown:
            session.output.notice(line)
        _show_side_by_side(session, doubt.table)
        answer = asked(session, "new", f"{doubt.question} ({choices})", check=check)
    return doubt.answers[answer.lower()]


_LABEL = 8


def _show_side_by_side(session: Session, table: Sequence[tuple[str, ...]]) -> None:
    """Print rows on stderr: the label of a row, and then its cells in columns of equal width."""
    output = session.output.beside()
    for label, *cells in table:
        width = (output.width - _LABEL - 2) // len(cells) - 2
        columns = [output.cell(cell, width, cut=True) + "  " for cell in cells]
        output.line((output.cell(label, _LABEL), "dim"), *columns, indent=2)


def _recorded(
    session: Session,
    act: Command,
    options: ActOptions,
    reason: str,
    answers: Answers,
    preview: Preview | None,
) -> int:
    from dragoman.cli.clock import recording_register
    from dragoman.cli.progress import refreshed
    from dragoman.cli.record.receipt import print_rehearsal
    from dragoman.projections import Snapshot
    from dragoman.store import explained

    if options.dry_run:
        session.rehearse()
    elif not session.location.exists():
        _rehearsed(session, act)
        answers.begin()
    register = session.register() if options.dry_run else recording_register(session, options.yes)
    views = session.views()
    refreshed(views, session.output)

    def record() -> "Entry[list[Performed]] | None":
        with views.engine.connect() as connection:
            snapshot = Snapshot(connection)

            def perform_act(uow: "RegisterUnitOfWork") -> list[Performed]:
                return act(RecordNames(snapshot, register), uow)

            if options.dry_run:
                show = preview or print_rehearsal
                show(session, snapshot, register.rehearse(perform_act, views))
                return None
            return register.record(perform_act, views, options.reason or reason, numbered=True)

    with explained(session.location, "nothing was recorded"):
        entry = _with_true_views(session, views, record)
    code = _receipt(session, views, entry) if entry else 0
    for line in answers.notes:
        session.output.notice(f"note: {line}")
    for doubt in answers.noted:
        refs = {one: str(ref) for one, ref in entry.refs.items()} if entry else {}
        note = doubt.noted(refs.get) if entry else doubt.foreseen
        session.output.notice(f"note: {note}")
    return code


def _with_true_views(session: Session, views: "Views", act: Callable[[], T]) -> T:
    """Run ``act``; if the views disagree with the log, update or rebuild the views, and retry.

    An update is enough if another process has recorded something or replaced the file.
    """
    with suppress(ViewsDisagree):
        return act()
    with suppress(ViewsDisagree):
        views.refresh()
        return act()
    session.output.notice("note: the views disagree with the log; rebuilding them")
    views.rebuild()
    return act()


def _receipt(session: Session, views: "Views", entry: "Entry[list[Performed]]") -> int:
    """Print the receipt of an entry, and return the exit code.

    An error while printing does not undo the entry.
    """
    from dragoman.cli.clock import tell_clock
    from dragoman.cli.progress import reading as read_with_bar
    from dragoman.cli.record.receipt import headline, print_receipt
    from dragoman.store import database_errors

    def show() -> None:
        with read_with_bar(views, session.output) as snapshot:
            if any(snapshot.ref_of(one.hex) != str(ref) for one, ref in entry.refs.items()):
                raise ViewsDisagree
            print_receipt(session, snapshot, entry)

    try:
        _with_true_views(session, views, show)
        if entry.positions:
            tell_clock(session, entry.positions[0])
    except KeyboardInterrupt:
        session.output.notice(f"interrupted; {headline(entry)}")
        return 130
    except BrokenPipeError:
        raise
    except database_errors(OSError, ViewsDisagree) as error:
        cause = getattr(error, "orig", None) or error
        session.output.notice(f"{headline(entry)} Cannot show the result: {cause}")
    return 0


def _rehearsed(session: Session, act: Command) -> None:
    """Run ``act`` on a temporary register, so that a refused command creates no register."""
    from dragoman.projections import Snapshot

    elsewhere = replaced(session)
    elsewhere.rehearse()
    try:
        register, views = elsewhere.register(), elsewhere.views()
        views.refresh()
        with views.engine.connect() as connection:
            names = RecordNames(Snapshot(connection), register)
            register.rehearse(lambda uow: act(names, uow), views)
    finally:
        elsewhere.close()


def record_dispatch(
    session: Session,
    checked: "CheckedDispatch",
    options: RestoringOptions,
    doubts: DoubtOptions = IN_DOUBT,
) -> int:
    """Record a dispatch as one entry: either all its records or none."""
    checked = as_meant(session, checked)
    document = checked.document
    answers = Answers("note") if checked.faults else answers_for(doubts, options)

    def act(names: RecordNames, uow: "RegisterUnitOfWork") -> list[Performed]:
        recognition = Recognition(names.snapshot, answers)
        persons = Persons(names.snapshot, answers)
        dispatch = Dispatch(
            document, names.resolve, names.name, recognition, options.restore, persons, checked
        )
        return dispatch.perform(uow)

    reason = document.reason or f"dispatch {document.dispatch}"
    return recorded(session, act, options, reason, answers)


def record_on(
    session: Session,
    ref: str,
    decide: Callable[[RecordNames, UnitOfWork, UUID], Outcome],
    options: ActOptions,
    word: Callable[[Fault], str] | None = None,
    answers: Answers | None = None,
    kinds: Sequence[str] = EVERY_KIND,
) -> int:
    """Run ``decide`` on the record ``ref``, and record its events; return the exit code.

    ``ref`` may also be the name of a record of one of the ``kinds``. ``word`` is a function that
    names the option that caused a fault.
    """

    def act(names: RecordNames, uow: UnitOfWork) -> list[Performed]:
        with at("ref"):
            record = names.link(ref)
        with names.naming(record):
            before = _brought_back(uow, record, options)
            outcome = decide(names, uow, record)
            return [Performed(None, together(before, outcome) if before else outcome)]

    with by_option(word or option_of):
        ref = ref_meant(session, ref, kinds, "ref")
        return recorded(session, act, options, answers=answers)


def _brought_back(uow: UnitOfWork, record: UUID, options: ActOptions) -> Outcome | None:
    """Restore a retracted record if the options say so, or else refuse the record.

    A command without the option ``--restore`` accepts a retracted record: the function does
    nothing, and returns ``None``.
    """
    if not isinstance(options, RestoringOptions):
        return None
    return corrections.brought_back(uow, record, options.restore)


def sources_given(translator: Translator, options: SourceOptions) -> tuple[Source, ...]:
    """Return the source in the options, or an empty tuple. Raises :class:`Fault`."""
    given = fields_of(options).get("source")
    if given is None:
        return ()
    with at("source"):
        document = converted(given, SourceDocument)
    return (translator.source(document),)


def field_of(fault: Fault) -> str:
    """Return the field of a fault (``participants.2.name: ``), or the option of a source."""
    if fault.path[:1] in (("source",), ("ref",), ("duplicate_of",)):
        return option_of(fault)
    return place_of(fault.path)


_ARGUMENTS = {"ref": "REF", "into": "INTO", "other": "OTHER"}


def option_of(fault: Fault) -> str:
    """Return the option that caused a fault, as the start of a message: ``--part-of: ``."""
    path = [str(step) for step in fault.path]
    if not path:
        return ""
    if path[0] == "source" and len(path) > 1:
        path = ["source" if path[1] == "title" else path[1]]
    words = {**option_words(), **_ARGUMENTS}
    name = words.get(path[0], path[0])
    return f"{name}: " if name.isupper() else f"--{name.replace('_', '-')}: "


def by_same_as(fault: Fault) -> str:
    """Return the option that caused a fault; for a faulty ref, the option is ``--same-as``."""
    return "--same-as: " if fault.path[:1] == ("ref",) else option_of(fault)


@contextmanager
def by_option(word: Callable[[Fault], str] = option_of) -> Iterator[None]:
    """In a ``with`` block, convert a fault to a :class:`UsageError` that names the option."""
    try:
        yield
    except Fault as fault:
        messages = [f"{word(one)}{one.message}" for one in every(fault)]
        several = SeveralErrors(messages) if len(messages) > 1 else None
        raise several or UsageError(messages[0]) from fault


def by_hand(
    names: RecordNames,
    uow: UnitOfWork,
    ref: str | None,
    data: dict[str, Any],
    answers: Answers | None = None,
    restores: bool = False,
    place: Place | None = None,
    links: Mapping[str, UUID] | None = None,
    is_typed: bool = False,
) -> list[Performed]:
    """Apply a document to the record ``ref``; without ``ref``, find the record or create it.

    ``is_typed`` says that the user typed only what changes, instead of a complete document.
    ``links`` has the records of the same entry to which the document can link, by name.
    """
    known, answers = links or {}, answers or Answers()
    translator = Translator.of_entry(uow, lambda text: known.get(text) or names.link(text))
    with at("ref"):
        record = names.link(ref) if ref else None
    record, data = _meeting_of_series(names, uow, translator, record, data)
    with at("ref"):
        _refuse_other_kind(names, uow, record, data["kind"])
    kind = KINDS[data["kind"]]
    if record is not None and kind.name == "series":
        translator = _in_its_zone(translator, uow, record)
        data = _with_first_date(translator, uow, record, data)
    elif record is not None and is_typed:
        data = with_typed_day(translator, uow.load(record), data, answers.notes)
    complete = _completed(uow, record, data)
    try:
        document = converted(complete, document_class(kind.name))
    except Fault as fault:
        from dragoman.exchange import all_faults

        raise all_faults(complete, kind.name, translator) from fault
    with names.naming(record):
        command = translator.command(document, record or uuid4())
        recognition = Recognition(names.snapshot, answers)
        if record is None:
            command = with_parties_of_whole(uow, command)
            is_new = kind is PARTY and answers.all_new
            found = None if is_new else names.recognised(uow, command, answers.all_new)
            if found and answers.all_new and kind is CONSULTATION:
                raise Fault(
                    f"is the number of {names.name(found)}; give another number", ("session",)
                )
            command = replaced(command, record=found or command.record)
            command = recognition.recognised(uow, command, place or BY_HAND, restores=restores)
            _refuse_nothing_to_restore(uow, command.record, restores)
        command = replaced(command, restores=restores or command.restores)
        command = Persons(names.snapshot, answers).identified(uow, command)
    with names.naming(command.record):
        outcome = perform(uow, command)
    return [_wholly_recorded(names, outcome)]


def _in_its_zone(translator: Translator, uow: UnitOfWork, series: UUID) -> Translator:
    """Return a translator for which hours without a zone are in the zone of a series."""
    first = getattr(uow.load(series), "occurred", None)
    return replaced(translator, zone=zone_of_hours(first, translator.zone)) if first else translator


def _with_first_date(
    translator: Translator, uow: UnitOfWork, series: UUID, data: dict[str, Any]
) -> dict[str, Any]:
    """Return data in which the first date of a changed rhythm is a date instead of a phrase.

    ``tuesday 15:00`` means the Tuesday in the week of the first meeting that changes, and ``15:00``
    means the day of that meeting.
    """
    if not {"since", "occurred"} <= data.keys():
        return data
    from dragoman.domain import days_of_change

    with at("since"):
        since = translator.first_day(data["since"])
    days = days_of_change(uow, series, since)
    if days is None:
        return data
    week, meeting = days
    data = {**data, "occurred": _with_weekday(data)}
    with at("occurred"):
        first, other = (
            replaced(translator, today=day).ahead(data["occurred"])
            for day in (week, week + timedelta(days=1))
        )
        if first.first == week.toordinal() and other.first == week.toordinal() + 1:
            first = replaced(translator, today=meeting).ahead(data["occurred"])  # only hours
        if former := getattr(uow.load(series), "occurred", None):
            first = with_length_of(former, first)
    return {**data, "occurred": str(first)}


def _with_weekday(data: Mapping[str, Any]) -> str:
    """Return the words for the first date of a changed rhythm, with the weekday of the rhythm."""
    from dragoman.domain import WEEKDAY_NAMES, weekday_of, with_colon

    words, weekday = with_colon(data["occurred"]), weekday_of(data.get("every", ""))
    is_hours = weekday is not None and has_only_hours(words)
    return f"{WEEKDAY_NAMES[weekday or 0]} {words}" if is_hours else words


def _meeting_of_series(
    names: RecordNames,
    uow: UnitOfWork,
    translator: Translator,
    record: UUID | None,
    data: dict[str, Any],
) -> tuple[UUID | None, dict[str, Any]]:
    """If ``record`` is a series, return its meeting on the day in ``data``.

    The data no longer contain a day that only chooses the meeting. Raises :class:`Fault` if the day
    does not choose a meeting.
    """
    found = uow.kind_of(record) if record else None
    if record is None or found is None or (found.name, data["kind"]) != ("series", "meeting"):
        return record, data
    from dragoman.domain import meeting_on

    name = names.name(record)
    if data.get("status") in ("rescheduled", "scheduled") or "occurred" not in data:
        raise Fault(f"{name} is a series; name one of its meetings: dragoman show {name}")
    with at("occurred"):
        when = translator.day(data["occurred"])
    with names.naming(record):
        meeting = meeting_on(uow, record, when, names.name)
    chosen = {key: one for key, one in data.items() if key != "occurred"}
    return meeting, data if when.has_time else chosen


BY_HAND = Place(
    key="by hand",
    name="the new record",
    same="add --same-as {ref}",
    later="undo this entry and repeat the command with --same-as {other}",
    other="add --new",
    back="repeat the command with --same-as {other} --restore",
)


def _refuse_nothing_to_restore(uow: UnitOfWork, record: UUID, restores: bool) -> None:
    if restores and uow.kind_of(record) is None:
        raise Fault("no retracted record matches; name the record, or leave out --restore")


def _refuse_other_kind(names: RecordNames, uow: UnitOfWork, record: UUID | None, kind: str) -> None:
    found = uow.kind_of(record) if record else None
    if record and found and found.name != kind:
        raise Fault(f"{names.name(record)} is {with_article(found.name)}, not {with_article(kind)}")


def _completed(uow: UnitOfWork, record: UUID | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """Complete ``data``: take a missing status and missing required fields from the record."""
    state = uow.load(record) if record else None
    kind = KINDS[data["kind"]]
    if state is not None and "status" not in data and not kind.usual:
        data = {"status": kind.step_of(state), **data}
    fields = declared(kind.state) if state is not None else {}
    required = [name for name, field in fields.items() if field.is_required]
    known = {name: getattr(state, name, None) for name in required}
    plain = {name: list(one) if isinstance(one, tuple) else one for name, one in known.items()}
    return {name: one for name, one in plain.items() if one} | dict(data)


def _wholly_recorded(names: RecordNames, outcome: Outcome) -> Performed:
    """Return the outcome. Raises :class:`Fault` if the command leaves a value unrecorded."""
    if outcome.unrecorded:
        from dragoman.cli.record.receipt import correction, differences

        changes = "; ".join(differences(outcome, names.snapshot))
        raise Fault(
            f"{names.name(outcome.record)} already exists: {changes}."
            f" Correct it with: {correction(outcome, names.snapshot)}"
        )
    return Performed(None, outcome)

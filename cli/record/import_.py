"""``dragoman import``: import records from files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from attrs import asdict, evolve, frozen

from dragoman.cli.parameters import Parameter
from dragoman.cli.record.options import ActOptions, DoubtOptions, DryRun, Restore
from dragoman.cli.record.recording import answer_to, answers_for
from dragoman.cli.record.source_intake import Sources, opened, take_in
from dragoman.cli.session import Injected, Session
from dragoman.domain import many, quoted
from dragoman.exchange import PROFILES, UsageError, known_list, list_in, refuse_together
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from dragoman.cli.record.indexer import Indexer
    from dragoman.exchange import (
        Answers,
        CalendarFile,
        Counts,
        Dataset,
        Doubt,
        Foreseen,
        ImportOptions,
        Tally,
    )

if TYPE_CHECKING:
    Profile = str
else:
    Profile = Literal[tuple(PROFILES)]
Format = Literal["csv", "tsv", "jsonl", "xlsx", "xml"]
Treatment = Literal["keep", "skip"]


def _option(text: str) -> Parameter:
    return Parameter(negative=(), help=text)


@Parameter(name="*")
@frozen(kw_only=True)
class TableOptions:
    """The settings for reading a table; they override detected settings and the mapping."""

    format: Annotated[Format | None, _option("File format.")] = None
    encoding: Annotated[str | None, _option("File encoding: utf-8, cp1252, cp1251 …")] = None
    delimiter: Annotated[
        str | None,
        _option(
            "Character that separates the cells: ',', ';', '|' …, or the word 'tab' for a tab."
        ),
    ] = None
    sheet: Annotated[str | None, _option("Name of the sheet of a workbook.")] = None
    header: Annotated[
        str | None, _option("Number of the header line, or of several header lines: 1-2.")
    ] = None
    element: Annotated[
        str | None, _option("Element of an XML file that is a row: person, list/person.")
    ] = None
    hidden: Annotated[
        Treatment | None, _option("What to do with hidden rows of a workbook (default keep).")
    ] = None
    struck: Annotated[
        Treatment | None,
        _option("What to do with struck-through rows of a workbook (default keep)."),
    ] = None

    @property
    def given(self) -> dict[str, Any]:
        """The options that the user gave. Raises :class:`UsageError`."""
        settings = {name: value for name, value in asdict(self).items() if value is not None}
        if "header" in settings:
            settings["header"] = _line_numbers(settings["header"])
        return settings


DETECTED = TableOptions()


class ImportReceipt(Report, tag=report_tag("import"), frozen=True, kw_only=True):
    """The result of an import; see :class:`dragoman.exchange.imports.tally.Tally`.

    ``similar`` is the number of new records that look like existing records. ``people_alike`` is
    the number of new parties with a name like another party's. ``recorded`` is false
    for a dry run, and if ``--strict`` prevented the import. ``entries`` are the ids of the recorded
    entries.
    """

    dataset: str
    rows: int
    inferred: int
    new: int
    changed: int
    unchanged: int
    renumbered: int
    gone: int
    withdrawn: int
    retracted: int
    restored: int
    skipped: int
    rejected: int
    contested: int
    events: int
    similar: int
    people_alike: int
    recorded: bool
    entries: list[str]
    rejected_rows: str | None


class RejectedLine(Shape, frozen=True, kw_only=True):
    """A rejected line of an export: its number, and the reason."""

    line: int
    reason: str


class ReplicationReceipt(Report, tag=report_tag("import"), frozen=True, kw_only=True):
    """The result of importing records from another register.

    ``new`` records did not exist in this register. ``extended`` records existed, but with fewer
    events.
    """

    register: str
    new: int
    extended: int
    unchanged: int
    events: int
    recorded: bool
    rejected: list[RejectedLine]


def import_(
    file: Annotated[
        Path,
        Parameter(
            help="The file to import, or a folder of XML files (with --profile or --map).",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *others: Annotated[Path, Parameter(help="More files of the same list.")],
    profile: Annotated[
        Profile | None, _option("A published list that Dragoman can read without a mapping.")
    ] = None,
    map_: Annotated[
        str | None,
        Parameter(name="--map", help="The mapping (YAML) from columns to fields."),
    ] = None,
    suggest: Annotated[
        bool, _option("Suggest a mapping, and show the records that the mapping would produce.")
    ] = False,
    table: TableOptions = DETECTED,
    new: Annotated[
        bool, _option("Record rows as new records, even if they look like existing records.")
    ] = False,
    strict: Annotated[
        bool,
        _option("Record nothing if any row is rejected, or looks like an existing record."),
    ] = False,
    retract_gone: Annotated[
        bool, _option("Retract the records of rows that are no longer in the file.")
    ] = False,
    restore: Restore = False,
    yes: Annotated[
        bool,
        _option(
            "Do not ask for confirmation, even if most records change or the system clock looks"
            " wrong."
        ),
    ] = False,
    rejected: Annotated[
        Path | None,
        _option("File for rejected rows (default FILE.rejected.csv)."),
    ] = None,
    sources: Sources = None,
    dry_run: DryRun = False,
    session: Injected,
) -> int:
    """Record the new and changed rows of a file."""
    from dragoman.exchange import ImportOptions

    ways = {"--profile": profile, "--map": map_, "--suggest": suggest}
    refuse_together([name for name, value in ways.items() if value])
    of_tables = {f"--{name}": value for name, value in table.given.items()}
    of_rows = {
        "--new": new,
        "--strict": strict,
        "--retract-gone": retract_gone,
        "--restore": restore,
        "--rejected": rejected,
    }
    if profile:
        _refuse_idle("has no effect with --profile", of_tables)
    if suggest:
        idle = of_rows | {"--yes": yes, "--dry-run": dry_run, "--sources": sources}
        _refuse_idle("has no effect with --suggest, which records nothing", idle)
        _refuse_several("--suggest", others)
        return _suggest(session, file, table)
    wanted = ImportOptions(strict, dry_run, retract_gone, restore)
    dataset = _dataset(session, file, others, profile, map_, table)
    if dataset is None:
        why = f"has no effect on {file}, which is an export of records"
        _refuse_idle(why, of_rows | of_tables)
        texts = opened(sources) if sources else None
        code = _replicate(session, file, dry_run, yes)
        if texts and not dry_run:
            take_in(session, texts)
        return code
    why = "works only with an export of records, which has the digests of the texts"
    _refuse_idle(why, {"--sources": sources})
    if not dataset.whole:
        part = "may be part of a calendar" if _is_calendar(file) else "contains only rejected rows"
        why = f"has no effect on {file}, which {part}"
        _refuse_idle(why, {"--retract-gone": retract_gone})
    place = file if file.name else file.resolve()  # the current folder has no name of its own
    rejects = rejected or place.with_name(f"{place.name}.rejected.csv")
    answers = answers_for(DoubtOptions(new=new, strict=strict), ActOptions(dry_run=dry_run))
    return _import(session, dataset, file, rejects, wanted, yes, answers)


def _line_numbers(text: str) -> int | list[int]:
    """Return the number in "3", or the numbers in "1-2" or "1,2". Raises :class:`UsageError`."""
    first, dash, last = (one.strip() for one in text.partition("-"))
    if dash:
        lines = list(range(_line_number(first), _line_number(last) + 1))
        if not lines:
            raise UsageError(
                f"--header: {quoted(text)} ends before it starts; write the lines as 1-2"
            )
        return lines
    numbers = [_line_number(one.strip()) for one in text.split(",")]
    return numbers[0] if len(numbers) == 1 else numbers


def _line_number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text[:9]) <= 10_000):
        raise UsageError(f"--header: {quoted(text)} is not a line number; the first line is 1")
    return int(text)


def _refuse_idle(why: str, options: Mapping[str, object]) -> None:
    """Raise :class:`UsageError` for an option that would have no effect."""
    for name in (name for name, value in options.items() if value):
        raise UsageError(f"{name} {why}; leave it out")


FEW = 20
"""The minimum number of known rows for which a change of most rows is suspicious."""


def _confirm(session: Session, dataset: "Dataset", foreseen: "Foreseen") -> None:
    """Ask for confirmation if the import would change or retract more than half of the known rows.

    Such a change is rare: the user may have chosen the wrong file, or two lists may have the same
    name. Raises :class:`UsageError` if the answer is not yes, or if Dragoman cannot ask.
    """
    of_all = f"of the {many(foreseen.known, 'row')} of {dataset.name}"
    if foreseen.retracted * 2 > foreseen.known:
        finding = f"--retract-gone: {foreseen.retracted:,} {of_all} are gone"
        _ask(session, finding, "Retract their records?")
    if foreseen.changed * 2 > foreseen.known >= FEW:
        finding = f"{foreseen.changed:,} {of_all} in the register have changed"
        _ask(session, finding, "Correct their records?")


def _ask(session: Session, finding: str, question: str) -> None:
    """Ask whether a suspicious file is the right file. Raises :class:`UsageError` if it is not."""
    from dragoman.cli.prompts import confirm

    instead = "name the right file, or give the dataset of your mapping a different name"
    confirm(session, finding, question, "if this is the right file", instead)


def _refuse_several(what: str, others: Sequence[Path]) -> None:
    """Raise :class:`UsageError` if there are more files than one."""
    if others:
        raise UsageError(f"{others[0]}: {what} takes one file; leave out the others")


def _dataset(
    session: Session,
    file: Path,
    others: Sequence[Path],
    profile: Profile | None,
    map_: str | None,
    table: TableOptions,
) -> "Dataset | None":
    """Open the files as a data set; return ``None`` if the file is an export of records."""
    from dragoman.exchange import recognised

    if "-" in map(str, (file, *others)):
        raise UsageError("-: cannot import stdin, because an import reads its file twice")
    if profile:
        return known_list(profile, file, session.today, others)
    if _is_calendar(file):
        _refuse_several("an import of a calendar", others)
        return _calendar(session, file, map_, table)
    if map_:
        return _mapped(session, (file, *others), map_, table)
    if file.is_file() and recognised(file):
        _refuse_several("an import of records", others)
        return None
    if found := list_in(file):
        dataset = known_list(found, file, session.today, others)
        session.output.notice(f"note: reading {file} as {dataset.name}")
        return dataset
    if not file.exists():
        raise UsageError(f"{file}: no such file")
    raise UsageError(
        f"{file}: unknown kind of file; add --profile {' or '.join(PROFILES)}, or"
        " --map MAPPING.yaml (--suggest writes a mapping for you)"
    )


def _is_calendar(file: Path) -> bool:
    from dragoman.exchange import is_calendar

    return file.is_file() and is_calendar(file)


def _calendar(
    session: Session, file: Path, map_: str | None = None, table: TableOptions = DETECTED
) -> "CalendarFile":
    from dragoman.exchange import CalendarFile

    settings = {f"--{name}": value for name, value in table.given.items()}
    _refuse_idle("has no effect on a calendar, which needs no mapping", {"--map": map_, **settings})
    return CalendarFile(file, session.today)


def _mapped(session: Session, files: Sequence[Path], map_: str, table: TableOptions) -> "Dataset":
    from dragoman.exchange import open_mapped, read_mapping

    file, *others = files
    mapping = read_mapping(map_, session.standard_input, session.today)
    dataset = open_mapped(file, mapping, table.given, others)
    if "recognised" in dataset.table.description:
        session.output.notice(f"note: reading {file} as {dataset.table.description}")
    return dataset


def _suggest(session: Session, file: Path, table: TableOptions) -> int:
    """Print a suggested mapping for a table on stdout, and a preview on stderr."""
    from dragoman.cli.page.terminal import print_lines
    from dragoman.cli.record.mapping_preview import preview, preview_page
    from dragoman.exchange import handle_of, open_unmapped, suggest

    if _is_calendar(file):
        return _preview_calendar(session, _calendar(session, file, table=table))
    opened, questions = open_unmapped(file, **table.given)
    suggestion = suggest(opened, handle_of(file.stem), session.today, questions)
    if session.output.as_json:
        session.output.report(preview(suggestion))
        return 0
    session.output.verbatim(suggestion.text)
    print_lines(session.output.beside(), preview_page(suggestion.rows))
    for note in (*suggestion.questions, *suggestion.notes):
        session.output.notice(f"note: {note}")
    return 0


PREVIEWED = 20
"""The maximum number of items of a calendar to show."""


def _preview_calendar(session: Session, dataset: "CalendarFile") -> int:
    """Print the records that a calendar, which needs no mapping, would produce."""
    from dragoman.cli.page.terminal import print_lines
    from dragoman.cli.record.mapping_preview import preview, preview_page
    from dragoman.exchange import Suggestion

    rows = list(islice(dataset.drafts(), PREVIEWED))
    if session.output.as_json:
        session.output.report(preview(Suggestion("", rows, [], [], [])))
        return 0
    print_lines(session.output, preview_page(rows))
    session.output.notice("note: a calendar needs no mapping; import the file as it is")
    return 0


def _replicate(session: Session, file: Path, dry_run: bool, is_sure: bool) -> int:
    """Import the records of another register with their history; return the exit code."""
    counts = _replicated(session, file, dry_run, is_sure)
    if session.output.as_json:
        report = ReplicationReceipt(
            register=counts.register,
            new=counts.new,
            extended=counts.extended,
            unchanged=counts.unchanged,
            events=counts.events,
            recorded=not dry_run,
            rejected=[RejectedLine(line=one.line, reason=one.reason) for one in counts.rejected],
        )
        session.output.report(report)
    else:
        numbers = {name: getattr(counts, name) for name in ("new", "extended", "unchanged")}
        listed = ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)
        of_register = f" of register {counts.register}" if counts.register else ""
        session.output.paragraph(f"Records{of_register}: {listed or 'none'}.")
        would = "Dry run: would record " if dry_run else ""
        session.output.line((f"{would}{many(counts.events, 'event')}.", "dim"))
    for one in counts.rejected:
        session.output.notice(f"{file}:{one.line}: {one.reason}")
    return 1 if counts.rejected else 0


def _replicated(session: Session, path: Path, dry_run: bool, is_sure: bool) -> "Counts":
    """Import the records of an export, and count them. Raises UsageError for an unreadable file."""
    import csv

    from dragoman.cli.clock import recording_register, tell_clock
    from dragoman.cli.interrupts import resumable
    from dragoman.cli.progress import refreshed
    from dragoman.exchange import import_records, open_export
    from dragoman.store import explained

    try:
        with path.open("rb") as raw:
            file = open_export(path, raw)
            if dry_run:
                session.rehearse()
                register = session.register()
            else:
                register = recording_register(session, is_sure)
            refreshed(session.views(), session.output)
            with resumable(session) as interrupts, explained(session.location):
                context = session.exchange_context(interrupts.heed)
                counts = import_records(context, path, raw, file, dry_run)
                refreshed(session.views(), session.output, interrupts.heed)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise UsageError(f"{path}: cannot read the rest: {error}") from error
    if counts.events and not dry_run:
        tell_clock(session, register.last_position())
    return counts


def _import(
    session: Session,
    dataset: "Dataset",
    file: Path,
    rejects: Path,
    wanted: "ImportOptions",
    is_sure: bool,
    answers: "Answers",
) -> int:
    from dragoman.cli.clock import recording_register, tell_clock
    from dragoman.cli.interrupts import Interrupts, resumable
    from dragoman.cli.progress import refreshed
    from dragoman.cli.record.indexer import indexing
    from dragoman.exchange import RejectsFile, Run, remembering

    if wanted.dry_run or not _records_something(session, dataset):
        session.rehearse()
        register = session.register()
    else:
        register = recording_register(session, is_sure)
    views = session.views()
    refreshed(views, session.output)
    before = register.last_position()
    reason = f"import of {dataset.name} from {file.name}"
    interrupts = Interrupts()
    run = Run(session.exchange_context(interrupts.heed), dataset, wanted, reason)
    run.answers, run.ask = answers, partial(answer_to, session)
    with remembering(views, dataset), indexing(session) as indexer:
        foreseen = run.foresee()
        if not (is_sure or wanted.dry_run):
            _confirm(session, dataset, foreseen)
        with resumable(session, interrupts):
            with (
                RejectsFile(rejects, dataset.columns) as file_,
                _progress(session, dataset) as count,
            ):
                run.reject = file_.write
                run.notify = count if wanted.whole else partial(_follow, count, indexer)
                tally = run.perform()
            refreshed(views, session.output, interrupts.heed)
        if tally.entries:
            indexer.finish(tally.events)
    if tally.entries:
        tell_clock(session, register.last_position())
    alike = [doubt for doubt in answers.noted if not doubt.is_about_person]
    people = _people_alike(session, before) if tally.entries else 0
    code = _report(session, dataset, tally, wanted, rejects, similar=len(alike), people=people)
    for note in dataset.notes:
        session.output.notice(f"note: {note}")
    _notice_doubts(session, answers.noted, bool(tally.entries))
    if people:
        session.output.notice(
            f"note: {many(people, 'new party has', 'new parties have')} a name like another party's;"
            " to list the pairs, type: dragoman party alike"
        )
    return code


def _people_alike(session: Session, before: int) -> int:
    """Return how many parties recorded after a position have a name like another's."""
    from dragoman.cli.progress import reading
    from dragoman.projections.reports.alike import count_alike

    with reading(session.views(), session.output) as read:
        return count_alike(read, before)


MOST_DOUBTS = 5
"""The maximum number of similar rows that notes list one by one."""


def _notice_doubts(session: Session, noted: "list[Doubt]", is_recorded: bool) -> None:
    """Print notes about new records and people that look like existing ones."""
    from dragoman.cli.progress import reading

    if not noted:
        return
    with reading(session.views(), session.output) as read:

        def ref_of(record: UUID) -> str | None:
            return read.ref_of(record.hex)

        people = [doubt for doubt in noted if doubt.is_about_person]
        alike = [doubt for doubt in noted if not doubt.is_about_person]
        for doubt in (*alike[:MOST_DOUBTS], *people[:MOST_DOUBTS]):
            note = doubt.noted(ref_of) if is_recorded else doubt.foreseen
            session.output.notice(f"note: {note}")
    if (more := len(people) - MOST_DOUBTS) > 0:
        session.output.notice(
            f"note: {many(more, 'more person shares', 'more people share')} a name with another"
            " person; after the import, list them with: dragoman party list --named NAME"
        )
    if (more := len(alike) - MOST_DOUBTS) > 0:
        session.output.notice(
            f"note: {many(more, 'more record looks', 'more records look')} like existing records;"
            " after the import, list them with: dragoman register doubles"
        )


def _follow(count: "Callable[[Tally], None]", indexer: "Indexer", tally: "Tally") -> None:
    count(tally)
    indexer.follow(tally.events)


TRIED = 100
"""The number of rows in a batch while Dragoman looks for the first valid row."""


class _Something(Exception):
    pass


def _records_something(session: Session, dataset: "Dataset") -> bool:
    """Return whether the register exists, or whether at least one valid row would create it."""
    from dragoman.exchange import ImportOptions, Run

    if session.location.exists():
        return True
    elsewhere = evolve(session)
    elsewhere.rehearse()

    def stop_at_first(tally: "Tally") -> None:
        if tally.new:
            raise _Something

    try:
        elsewhere.register()
        views = elsewhere.views()
        views.refresh()
        wanted = ImportOptions(dry_run=True)
        context = elsewhere.exchange_context()
        Run(context, dataset, wanted, "", notify=stop_at_first, batch=TRIED).perform()
    except _Something:
        return True
    finally:
        elsewhere.close()
    return False


@contextmanager
def _progress(session: Session, dataset: "Dataset") -> "Iterator[Callable[[Tally], None]]":
    from dragoman.cli.progress import counted

    with counted(session.output, f"Importing {dataset.name}") as advance:
        yield lambda tally: advance(tally.rows, dataset.progress.done, dataset.progress.size)


_IN_WORDS = {"retracted": "still retracted"}
"""The words for a result of a row whose name alone would be ambiguous."""


def _headline(tally: "Tally") -> str:
    """Return the counts of an import as text: ``3,264 rows: 3,264 new``."""
    apart = ("rows", "inferred", "events")
    numbers = {name: n for name, n in tally.numbers.items() if n and name not in apart}
    counts = [f"{n:,} {_IN_WORDS.get(name, name)}" for name, n in numbers.items()]
    inferred = many(tally.inferred, "record inferred from them", "records inferred from them")
    more = f" and {inferred}" if tally.inferred else ""
    return f"{many(tally.rows, 'row')}{more}: {', '.join(counts) or 'nothing'}"


def _report(
    session: Session,
    dataset: "Dataset",
    tally: "Tally",
    wanted: "ImportOptions",
    rejects: Path,
    similar: int,
    people: int,
) -> int:
    output = session.output
    if output.as_json:
        report = ImportReceipt(
            dataset=dataset.name,
            **tally.numbers,
            similar=similar,
            people_alike=people,
            recorded=not wanted.comes_to_nothing(tally),
            entries=[str(one) for one in tally.entries],
            rejected_rows=str(rejects) if tally.rejected else None,
        )
        output.report(report)
    else:
        output.paragraph(f"{dataset.name}, {_headline(tally)}.")
        output.line((_recorded(tally, wanted), "dim"))
    _notice(session, tally, wanted, rejects)
    return 1 if tally.rejected else 0


def _recorded(tally: "Tally", wanted: "ImportOptions") -> str:
    if wanted.dry_run:
        return f"Dry run: would record {many(tally.events, 'event')}."
    if wanted.comes_to_nothing(tally):
        return "Nothing was recorded: --strict records all rows or none."
    if not tally.events:
        already = tally.unchanged and not tally.rejected
        new = "Nothing new: everything is already recorded."
        return new if already else "Nothing was recorded."
    entries = many(len(tally.entries), "entry", "entries")
    return f"{many(tally.events, 'event')} in {entries}."


def _notice(session: Session, tally: "Tally", wanted: "ImportOptions", rejects: Path) -> None:
    notice = session.output.notice
    if tally.rejected:
        notice(f"note: rejected rows are in {rejects}, each with its line number and the reason")
    if tally.held_back:
        notice("note: nothing was retracted, because a missing row may be a rejected row")
    if tally.gone and not wanted.retract_gone:
        gone = many(tally.gone, "row of an earlier import is", "rows of earlier imports are")
        records = "its record" if tally.gone == 1 else "their records"
        notice(f"note: {gone} no longer in the file; retract {records} with --retract-gone")
    if tally.retractions:
        notice(f"note: {_retracted(tally)}")
    if tally.examples:
        _notice_contested(session, tally)


MOST_RETRACTIONS = 3
"""The maximum number of retracting entries that a note names."""


def _retracted(tally: "Tally") -> str:
    """Return a note on which entries retracted records from the file, and how to restore them."""
    entries = list(tally.retractions.values())
    by = [str(one) for one in entries[:MOST_RETRACTIONS]]
    if len(entries) > MOST_RETRACTIONS:
        by.append(many(len(entries) - MOST_RETRACTIONS, "more entry", "more entries"))
    records = many(tally.retracted, "row has a record that was", "rows have records that were")
    them = "the record" if tally.retracted == 1 else "the records"
    return f"{records} retracted by {', '.join(by)}; to bring {them} back, add --restore"


def _notice_contested(session: Session, tally: "Tally") -> None:
    from dragoman.cli.progress import reading

    with reading(session.views(), session.output) as read:
        for one in tally.examples:
            session.output.notice(
                f"note: {read.ref_of(one.record.hex)} {one.field}: the import keeps the corrected"
                f" value of the register; the file says {quoted(str(one.value))}"
            )
    if (more := tally.contested - len(tally.examples)) > 0:
        fields = many(more, "more field", "more fields")
        session.output.notice(f"note: the import keeps the corrected values of {fields}")

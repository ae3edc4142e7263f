"""``dragoman import``: the records of other people's files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from attrs import asdict, evolve, frozen
from cyclopts import Parameter

from dragoman.cli.record.options import DryRun
from dragoman.cli.session import Injected, Session
from dragoman.domain import many, quoted
from dragoman.exchange import PROFILES, UsageError, known_list, refuse_together
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from dragoman.exchange import Counts, Dataset, Foreseen, ImportOptions, Tally

if TYPE_CHECKING:
    Profile = str
else:
    Profile = Literal[tuple(PROFILES)]
Format = Literal["csv", "tsv", "jsonl", "xlsx"]


def _option(text: str) -> Parameter:
    return Parameter(negative=(), help=text)


@Parameter(name="*")
@frozen(kw_only=True)
class TableOptions:
    """How a table is to be read, where that is not seen; it goes before what the mapping says."""

    format: Annotated[Format | None, _option("Of the file: csv, tsv, jsonl, xlsx.")] = None
    encoding: Annotated[str | None, _option("Of the file: utf-8, cp1252, cp1251 …")] = None
    delimiter: Annotated[str | None, _option("Between cells: ',' ';' '|' or tab.")] = None
    sheet: Annotated[str | None, _option("Of a workbook that has several.")] = None
    header: Annotated[str | None, _option("The line in which the columns are named.")] = None

    @property
    def given(self) -> dict[str, Any]:
        """Those that were given. Raises :class:`UsageError`."""
        settings = {name: value for name, value in asdict(self).items() if value is not None}
        if "header" in settings:
            settings["header"] = _line_number(settings["header"])
        return settings


AS_SEEN = TableOptions()


class ImportReceipt(Report, tag=report_tag("import"), frozen=True, kw_only=True):
    """What came of the rows of a file; see :class:`dragoman.exchange.imports.tally.Tally`.

    ``recorded`` unless it was for show, or ``--strict`` took it back; ``entries`` are ids.
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
    skipped: int
    rejected: int
    contested: int
    events: int
    recorded: bool
    entries: list[str]
    rejected_rows: str | None


class RejectedLine(Shape, frozen=True, kw_only=True):
    """A line that is no record, and why."""

    line: int
    reason: str


class ReplicationReceipt(Report, tag=report_tag("import"), frozen=True, kw_only=True):
    """How many records of another register were new, or had further events."""

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
            help="The file; of a list, the folder of its files, too.", allow_leading_hyphen=True
        ),
    ],
    /,
    *,
    profile: Annotated[Profile | None, _option("A list that dragoman knows.")] = None,
    map_: Annotated[
        str | None,
        Parameter(name="--map", help="The mapping (YAML): which column is which field."),
    ] = None,
    suggest: Annotated[bool, _option("Propose a mapping, and show what it would record.")] = False,
    table: TableOptions = AS_SEEN,
    strict: Annotated[bool, _option("Record all rows or none.")] = False,
    retract_gone: Annotated[
        bool, _option("Retract the records of rows that are not in the file any more.")
    ] = False,
    yes: Annotated[
        bool, _option("Do not ask, even if most records change or the clock looks wrong.")
    ] = False,
    rejected: Annotated[
        Path | None,
        _option("Where to write rows that are no records; FILE.rejected.csv if left out."),
    ] = None,
    dry_run: DryRun = False,
    session: Injected,
) -> int:
    """Record what is new or changed in a file of records."""
    from dragoman.exchange import ImportOptions

    ways = {"--profile": profile, "--map": map_, "--suggest": suggest}
    refuse_together([name for name, value in ways.items() if value])
    of_tables = {f"--{name}": value for name, value in table.given.items()}
    of_rows = {"--strict": strict, "--retract-gone": retract_gone, "--rejected": rejected}
    if profile:
        _refuse_idle("a list that dragoman knows does not take it", of_tables)
    if suggest:
        _refuse_idle("--suggest records nothing", of_rows | {"--yes": yes, "--dry-run": dry_run})
        return _suggest(session, file, table)
    wanted = ImportOptions(strict, dry_run, retract_gone)
    dataset = _dataset(session, file, profile, map_, table)
    if dataset is None:
        _refuse_idle(f"{file} is an export of records, and does not take it", of_rows | of_tables)
        return _take_over(session, file, dry_run, yes)
    if not dataset.whole:
        why = f"{file} holds rejected rows alone, and does not tell what is gone"
        _refuse_idle(why, {"--retract-gone": retract_gone})
    rejects = rejected or file.with_name(f"{file.name}.rejected.csv")
    return _import(session, dataset, file, rejects, wanted, yes)


def _line_number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text[:9]) <= 10_000):
        raise UsageError(f"--header: {quoted(text)} is no line; write 1 for the first")
    return int(text)


def _refuse_idle(why: str, options: Mapping[str, object]) -> None:
    """Refuse options that would do nothing."""
    for name in (name for name, value in options.items() if value):
        raise UsageError(f"{name}: {why}; leave it out")


FEW = 20
"""Of a list that is shorter, all may well change at once."""


def _confirm(session: Session, dataset: "Dataset", foreseen: "Foreseen") -> None:
    """Ask whether more than half of what is known is really to be changed, or retracted.

    So much seldom is at once: the wrong file may have been named, or two lists have one name.
    Raises :class:`UsageError` where the answer is not yes, and where nobody can answer.
    """
    of_all = f"of the {many(foreseen.known, 'row')} of {dataset.name}"
    if foreseen.retracted * 2 > foreseen.known:
        told = f"--retract-gone: {foreseen.retracted:,} {of_all} are gone"
        _ask(session, told, "Retract what they had brought?")
    if foreseen.changed * 2 > foreseen.known >= FEW:
        told = f"{foreseen.changed:,} {of_all} that are recorded tell something else now"
        _ask(session, told, "Correct what is recorded?")


def _ask(session: Session, told: str, question: str) -> None:
    """Ask about what looks like the wrong file. Raises :class:`UsageError`."""
    from dragoman.cli.prompts import confirm

    otherwise = "name the right file, or give the dataset of your mapping another name"
    confirm(session, told, question, "if this is the right file", otherwise)


def _dataset(
    session: Session, file: Path, profile: Profile | None, map_: str | None, table: TableOptions
) -> "Dataset | None":
    """The file as a data set; ``None`` where it is an export of records."""
    from dragoman.exchange import recognised

    if str(file) == "-":
        raise UsageError("-: name a file: an import reads it more than once")
    if profile:
        return known_list(profile, file, session.today)
    if map_:
        return _mapped(session, file, map_, table)
    if file.is_file() and recognised(file):
        return None
    if not file.exists():
        raise UsageError(f"{file}: there is no such file")
    raise UsageError(
        f"{file}: say what it is: --profile {' or '.join(PROFILES)}, or"
        " --map MAPPING.yaml; --suggest proposes a mapping"
    )


def _mapped(session: Session, file: Path, map_: str, table: TableOptions) -> "Dataset":
    from dragoman.exchange import open_mapped, read_mapping

    mapping = read_mapping(map_, session.standard_input, session.today)
    dataset = open_mapped(file, mapping, table.given)
    if "recognised" in dataset.table.told:
        session.output.notice(f"note: {file} is read as {dataset.table.told}")
    return dataset


def _suggest(session: Session, file: Path, table: TableOptions) -> int:
    """Print a mapping for a table; what it would record goes to the notices."""
    from dragoman.cli.page.terminal import print_lines
    from dragoman.cli.record.mapping_preview import preview, preview_page
    from dragoman.exchange import handle_of, open_table, suggest

    opened = open_table(file, **table.given)
    suggestion = suggest(opened, handle_of(file.stem), session.today)
    if session.output.as_json:
        session.output.report(preview(suggestion))
        return 0
    session.output.verbatim(suggestion.text)
    print_lines(session.output.beside(), preview_page(suggestion.rows))
    for question in suggestion.questions:
        session.output.notice(f"note: {question}")
    return 0


def _take_over(session: Session, file: Path, dry_run: bool, is_sure: bool) -> int:
    """Take over the records of another register, with their history."""
    counts = _taken_over(session, file, dry_run, is_sure)
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
        told = ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)
        of_register = f" of register {counts.register}" if counts.register else ""
        session.output.paragraph(f"Records{of_register}: {told or 'none'}.")
        would = " would be recorded, if it were not a dry run" if dry_run else ""
        session.output.line((f"{many(counts.events, 'event')}{would}.", "dim"))
    for one in counts.rejected:
        session.output.notice(f"{file}:{one.line}: {one.reason}")
    return 1 if counts.rejected else 0


def _taken_over(session: Session, path: Path, dry_run: bool, is_sure: bool) -> "Counts":
    """Record what a file of records has. Raises :class:`UsageError` where it cannot be read."""
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
            with resumable(session) as interrupts, explained(session.register_path):
                context = session.exchange_context(interrupts.heed)
                counts = import_records(context, path, raw, file, dry_run)
                refreshed(session.views(), session.output, interrupts.heed)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise UsageError(f"{path}: cannot be read on: {error}") from error
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
) -> int:
    from dragoman.cli.clock import recording_register, tell_clock
    from dragoman.cli.interrupts import Interrupts, resumable
    from dragoman.cli.progress import refreshed
    from dragoman.exchange import RejectsFile, Run

    if wanted.dry_run or not _comes_to_something(session, dataset):
        session.rehearse()
        register = session.register()
    else:
        register = recording_register(session, is_sure)  # is made, where there is none
    views = session.views()
    refreshed(views, session.output)
    reason = f"import of {dataset.name} from {file.name}"
    interrupts = Interrupts()
    run = Run(session.exchange_context(interrupts.heed), dataset, wanted, reason)
    foreseen = run.foresee()
    if not (is_sure or wanted.dry_run):
        _confirm(session, dataset, foreseen)
    with resumable(session, interrupts):
        with (
            RejectsFile(rejects, dataset.columns) as file_,
            _progress(session, dataset) as run.told,
        ):
            run.reject = file_.write
            tally = run.perform()
        refreshed(views, session.output, interrupts.heed)
    if tally.entries:
        tell_clock(session, register.last_position())
    return _tell(session, dataset, tally, wanted, rejects)


TRIED = 100
"""Rows that are tried at once, until one fits."""


class _Something(Exception):
    pass


def _comes_to_something(session: Session, dataset: "Dataset") -> bool:
    """Whether a register that is not there yet should be made: for a row at least that fits."""
    from dragoman.exchange import ImportOptions, Run

    if session.register_path.exists():
        return True
    elsewhere = evolve(session)
    elsewhere.rehearse()

    def told(tally: "Tally") -> None:
        if tally.new:
            raise _Something

    try:
        elsewhere.register()
        views = elsewhere.views()
        views.refresh()
        wanted = ImportOptions(dry_run=True)
        context = elsewhere.exchange_context()
        Run(context, dataset, wanted, "", told=told, batch=TRIED).perform()
    except _Something:
        return True
    finally:
        elsewhere.close()
    return False


@contextmanager
def _progress(session: Session, dataset: "Dataset") -> "Iterator[Callable[[Tally], None]]":
    from dragoman.cli.progress import counted

    with counted(session.output, f"Importing {dataset.name}") as tell:
        yield lambda tally: tell(tally.rows, dataset.progress.done, dataset.progress.size)


def _headline(tally: "Tally") -> str:
    """``3,264 rows: 3,264 new``"""
    apart = ("rows", "inferred", "events")
    told = [f"{n:,} {name}" for name, n in tally.numbers.items() if n and name not in apart]
    inferred = many(tally.inferred, "record inferred from them", "records inferred from them")
    more = f" and {inferred}" if tally.inferred else ""
    return f"{many(tally.rows, 'row')}{more}: {', '.join(told) or 'nothing'}"


def _tell(
    session: Session, dataset: "Dataset", tally: "Tally", wanted: "ImportOptions", rejects: Path
) -> int:
    output = session.output
    if output.as_json:
        report = ImportReceipt(
            dataset=dataset.name,
            **tally.numbers,
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
        return f"{many(tally.events, 'event')} would be recorded, if it were not a dry run."
    if wanted.comes_to_nothing(tally):
        return "Nothing was recorded: --strict takes all rows or none."
    if not tally.events:
        already = tally.unchanged and not tally.rejected
        return "Nothing new: all of it is recorded already." if already else "Nothing was recorded."
    entries = many(len(tally.entries), "entry", "entries")
    return f"{many(tally.events, 'event')} in {entries}."


def _notice(session: Session, tally: "Tally", wanted: "ImportOptions", rejects: Path) -> None:
    notice = session.output.notice
    if tally.rejected:
        notice(f"note: the rejected rows stand in {rejects}, each with its line and the reason")
    if tally.held_back:
        notice("note: nothing was retracted: a rejected row may be one that seems to be gone")
    if tally.gone and not wanted.retract_gone:
        gone = many(tally.gone, "row of an earlier import is", "rows of earlier imports are")
        notice(f"note: {gone} not in it any more; --retract-gone retracts what they had brought")
    if tally.told:
        _notice_contested(session, tally)


def _notice_contested(session: Session, tally: "Tally") -> None:
    from dragoman.cli.progress import reading

    with reading(session.views(), session.output) as read:
        for one in tally.told:
            session.output.notice(
                f"note: {read.ref_of(one.record.hex)} {one.field} was set right here since, and"
                f" stays; the file tells {quoted(str(one.value))}"
            )
    if tally.contested > len(tally.told):
        session.output.notice(f"note: and {tally.contested - len(tally.told)} more")

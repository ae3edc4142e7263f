"""``dragoman import``: the records of other people's files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from attrs import frozen
from cyclopts import Parameter

from cli.faults import UsageError
from cli.options import DryRun
from cli.session import Injected, Session
from domain.text import quoted

if TYPE_CHECKING:
    from cli.imports.drafts import Dataset
    from cli.imports.run import Wanted
    from cli.imports.tally import Tally

Profile = Literal["historian-visits", "historian-travels"]


def _option(text: str) -> Parameter:
    return Parameter(negative=(), help=text)


@Parameter(name="*")
@frozen(kw_only=True)
class TableOptions:
    """How a table is to be read, where that is not seen."""

    encoding: Annotated[str | None, _option("Of the file: utf-8, cp1252, cp1251 …")] = None
    delimiter: Annotated[str | None, _option("Between cells: ',' ';' '|' or tab.")] = None
    sheet: Annotated[str | None, _option("Of a workbook, if it has several.")] = None
    header: Annotated[int, _option("The line in which the columns are named.")] = 1


AS_SEEN = TableOptions()


def import_(
    file: Annotated[Path, Parameter(help="The file, or for a profile the folder.")],
    /,
    *,
    profile: Annotated[Profile | None, _option("A list that dragoman knows.")] = None,
    map_: Annotated[
        Path | None,
        Parameter(name="--map", help="The mapping (YAML): which column is which field."),
    ] = None,
    suggest: Annotated[bool, _option("Propose a mapping, and show what it would record.")] = False,
    table: TableOptions = AS_SEEN,
    strict: Annotated[bool, _option("Record all rows or none.")] = False,
    retract_gone: Annotated[
        bool, _option("Retract the records of rows that are not in the file any more.")
    ] = False,
    rejected: Annotated[
        Path | None,
        _option("Where to write the rows that are no records; beside FILE if left out."),
    ] = None,
    dry_run: DryRun = False,
    session: Injected,
) -> int:
    """Record what is new or changed in a file of records."""
    from cli.imports.run import Wanted

    if suggest:
        return _suggest(session, file, table)
    dataset = _dataset(file, profile, map_, table, session)
    wanted = Wanted(strict, dry_run, retract_gone)
    return _import(session, dataset, file, rejected or rejects_of(file), wanted)


def rejects_of(file: Path) -> Path:
    """Where the rejected rows of a file stand: beside it."""
    return file.with_name(f"{file.name.rstrip('/')}.rejected.csv")


def _dataset(
    file: Path, profile: Profile | None, map_: Path | None, table: TableOptions, session: Session
) -> "Dataset":
    if profile and map_:
        raise UsageError("--profile and --map cannot go together; choose one")
    if profile:
        return _known_list(file, profile, session)
    raise UsageError(
        f"{file}: say what it is: --profile {' or '.join(_profiles())}, or --map MAPPING.yaml;"
        " --suggest proposes a mapping"
    )


def _profiles() -> tuple[str, ...]:
    from typing import get_args

    return get_args(Profile)


def _known_list(file: Path, profile: Profile, session: Session) -> "Dataset":
    from cli.imports.historian.travels import Travels
    from cli.imports.historian.visits import Visits

    lists = {"historian-visits": Visits, "historian-travels": Travels}
    dataset = lists[profile](file, session.today)
    dataset.check()
    return dataset


def _suggest(session: Session, file: Path, table: TableOptions) -> int:
    raise UsageError("not yet")


def _import(
    session: Session, dataset: "Dataset", file: Path, rejects: Path, wanted: "Wanted"
) -> int:
    from cli.imports.rejects import RejectsFile
    from cli.imports.run import Run
    from cli.progress import refreshed

    if wanted.dry_run:
        session.rehearse()
    session.register()
    views = session.views()
    refreshed(views, session.output)
    reason = f"import of {dataset.name} from {file.name}"
    try:
        with RejectsFile(rejects, dataset.columns) as refused, _progress(session, dataset) as told:
            run = Run(session, views, dataset, wanted, reason, refused.write, told)
            tally = run.perform()
    except KeyboardInterrupt:
        session.output.notice(f"interrupted; {_headline(run.tally)}; run it again to go on")
        return 130
    refreshed(views, session.output)
    return _tell(session, dataset, tally, wanted, rejects)


@contextmanager
def _progress(session: Session, dataset: "Dataset") -> "Iterator[Callable[[Tally], None]]":
    from cli.progress import counted

    with counted(session.output, f"Importing {dataset.name}") as tell:
        yield lambda tally: tell(tally.rows, dataset.progress.done, dataset.progress.size)


def _headline(tally: "Tally") -> str:
    """``3,264 rows: 3,264 new``"""
    from cli.imports.tally import NUMBERS

    names = [name for name in NUMBERS if name not in ("rows", "inferred", "events")]
    told = [f"{getattr(tally, name):,} {name}" for name in names if getattr(tally, name)]
    more = f" and {tally.inferred:,} records inferred from them" if tally.inferred else ""
    return f"{tally.rows:,} rows{more}: {', '.join(told) or 'nothing'}"


def _tell(
    session: Session, dataset: "Dataset", tally: "Tally", wanted: "Wanted", rejects: Path
) -> int:
    output = session.output
    none = wanted.dry_run or (wanted.strict and tally.rejected)
    if output.as_json:
        output.document("import", _shape(dataset, tally, rejects, bool(none)))
    else:
        output.paragraph(f"{dataset.name}, {_headline(tally)}.")
        output.line((_recorded(tally, wanted), "dim"))
    _notice(session, tally, wanted, rejects)
    return 1 if tally.rejected else 0


def _recorded(tally: "Tally", wanted: "Wanted") -> str:
    if wanted.dry_run:
        return f"{tally.events:,} events would be recorded, if it were not a dry run."
    if wanted.strict and tally.rejected:
        return "Nothing was recorded: --strict takes all rows or none."
    if not tally.events:
        return "Nothing new: all of it is recorded already."
    many = len(tally.entries) > 1
    return f"{tally.events:,} events in {len(tally.entries)} {'entries' if many else 'entry'}."


def _shape(dataset: "Dataset", tally: "Tally", rejects: Path, none: bool) -> dict[str, Any]:
    return {
        "dataset": dataset.name,
        **tally.shape,
        "recorded": not none,
        "entries": [str(one) for one in tally.entries],
        "rejected_rows": str(rejects) if tally.rejected else None,
    }


def _notice(session: Session, tally: "Tally", wanted: "Wanted", rejects: Path) -> None:
    notice = session.output.notice
    if tally.rejected:
        notice(f"note: the rejected rows stand in {rejects}, each with its line and the reason")
    if wanted.retract_gone and tally.rejected and tally.gone:
        notice("note: nothing was retracted: a rejected row may be one that seems to be gone")
    if tally.gone and not wanted.retract_gone:
        notice(f"note: {tally.gone:,} rows of earlier imports are not in it; --retract-gone")
    if tally.told:
        _notice_contested(session, tally)


def _notice_contested(session: Session, tally: "Tally") -> None:
    from cli.progress import reading

    with reading(session.views(), session.output) as read:
        for one in tally.told:
            session.output.notice(
                f"note: {read.ref_of(one.record.hex)} {one.field} was set right here since, and"
                f" stays; the file tells {quoted(str(one.value))}"
            )
    if tally.contested > len(tally.told):
        session.output.notice(f"note: and {tally.contested - len(tally.told)} more")

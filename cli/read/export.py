"""``dragoman export``: write records in the formats of other programs."""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import evolve as replaced
from attrs import field, frozen, make_class
from msgspec import UNSET, UnsetType

from dragoman.cli.output import binary_stdout
from dragoman.cli.page.output_formats import Withhold
from dragoman.cli.parameters import Group, Parameter
from dragoman.cli.progress import told
from dragoman.cli.read.reports import ALL_RECORDS, AsOf, RecordFilters, check_ref
from dragoman.cli.session import Injected, Session
from dragoman.cli.unreadable import named
from dragoman.cli.wording import facts
from dragoman.domain import Marking, term_of
from dragoman.exchange import FORMATS, UsageError, load_format, refuse_together, replacing

if TYPE_CHECKING:
    from dragoman.exchange import ExportedSources, ExportFormat, Material
    from dragoman.projections import Snapshot, WithheldRecords
    from dragoman.projections.reports.selection import Selection

FORMS = Group("Formats (choose one; - for stdout)")


def _file(text: str) -> Parameter:
    return Parameter(group=FORMS, help=text, allow_leading_hyphen=True)


@frozen(kw_only=True)
class Destinations:
    """The options for the file to write, one for each format."""

    def only(self) -> tuple[str, str]:
        """Return the chosen format and its file. Raises UsageError unless there is exactly one."""
        names = tuple(FORMATS)
        asked = [(name, getattr(self, name)) for name in names if getattr(self, name) is not None]
        if not asked:
            every = ", ".join(f"--{name} FILE" for name in names)
            raise UsageError(f"choose a format: {every}; - for stdout")
        refuse_together([f"--{name}" for name, _ in asked])
        [(name, file)] = asked
        if not file:
            raise UsageError(f"--{name}: name a file, or - for stdout")
        return name, file


if not TYPE_CHECKING:
    Destinations = Parameter(name="*")(
        make_class(
            "Destinations",
            {
                name: field(default=None, type=Annotated[str | None, _file(help)])
                for name, (_, help) in FORMATS.items()
            },
            bases=(Destinations,),
            kw_only=True,
            frozen=True,
        )
    )

NOWHERE = Destinations()


def export(
    *refs: Annotated[str, Parameter(help="Export only these records: V-12 C-3.")],
    to: Destinations = NOWHERE,
    filters: RecordFilters = ALL_RECORDS,
    all_: Annotated[
        bool,
        Parameter(
            name="--all",
            negative=(),
            help="With --ics, include past engagements and settled follow-ups.",
        ),
    ] = False,
    tasks_as: Annotated[
        Literal["tasks", "events"],
        Parameter(
            help="With --ics, write follow-ups as tasks or, for programs that show no tasks (Google"
            " Calendar, Outlook), as all-day events on the due date."
        ),
    ] = "tasks",
    bom: Annotated[
        bool,
        Parameter(
            negative=(),
            help="With --csv, begin the file with a byte order mark, so that Excel reads UTF-8.",
        ),
    ] = False,
    withhold: Withhold = None,
    sources: Annotated[
        Path | None,
        Parameter(
            help="With --jsonl, --csv or --dispatch, also write the kept texts of the sources that the"
            " file cites to this folder."
        ),
    ] = None,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Export records to another format."""
    from dragoman.exchange import Material

    output = session.output
    name, file = to.only()
    _refuse(name, file, output.as_json)
    _refuse_for_format(name, all_=all_, bom=bom, as_events=tasks_as == "events")
    form = load_format(name)
    if sources and not form.cites:
        raise UsageError(
            "--sources works only with --jsonl, --csv and --dispatch; the other formats do not have"
            " the digests of sources"
        )
    context = () if refs else filters.context(session)
    with session.reading(as_of) as (snapshot, today), session.engine.connect() as register:
        selection = _selection(session, snapshot, refs, filters, as_of, withhold)
        selection = replaced(selection, to_the_end=form.is_copy)
        about = _name(filters, session.without_context() if refs else session)
        opened = binary_stdout() if file == "-" else replacing(Path(file), form.mark, form.what)
        with told(output, f"Writing the {form.what}") as tell, opened as draft:
            material = Material(
                snapshot, register, selection, today, tell, about, all_, tasks_as == "events"
            )
            if bom:
                draft.write(BOM_UTF8)
            summary = form.write(material, draft)
            texts = Texts.of(session, material) if form.cites else NO_TEXTS
            taken = _write_texts(session, texts, sources) if sources else None
        line = [file, *facts(snapshot, today, as_of, context), *summary.words]
    unreadable = _unreadable(snapshot, form, withhold)
    hints = summary.hints if file != "-" else ()
    notices = (*summary.notices, *hints, *_left_out(selection, withhold), *unreadable)
    for notice in (*notices, *_about_texts(session, texts, taken)):
        output.notice(notice)
    if file != "-" and output.as_json:
        held_back = _withheld(selection, withhold)
        shared = {"as_of": snapshot.as_of, "context": list(context), "file": file}
        output.report(summary.report(**shared, withheld=held_back, sources=taken or UNSET))
    elif file != "-":
        output.paragraph(f" {output.dot} ".join(line))
    return 0


@frozen
class Texts:
    """The digests of the texts that may go with an export, and of those that are withheld.

    A text is withheld if a withheld record cites it, even if another record cites it, too.
    """

    open: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session, material: "Material") -> "Texts":
        """Return the texts of an export that has been written."""
        from dragoman.store import cited_sources

        cited, hidden = frozenset(material.cited), set(material.withheld)
        snapshot, records = material.snapshot, material.selection.withheld.records
        if cited and records:
            snapshot.learn(records)
            hidden |= cited_sources(
                material.register, {snapshot.id_of(one) for one in records}
            ).keys()
        return cls(cited - hidden, cited & hidden)


NO_TEXTS = Texts()


def _write_texts(session: Session, texts: Texts, folder: Path) -> "ExportedSources":
    """Write the kept texts to a folder. Raises :class:`RegisterError`."""
    from dragoman.exchange import ExportedSources
    from dragoman.store import SourceFolder, sources

    archive = session.engine.sources()
    copied = sources.copy(archive, sorted(texts.open), SourceFolder(folder).write)
    return ExportedSources(
        folder=str(folder),
        kept=copied.kept,
        withheld=len(texts.withheld.intersection(archive.digests())),
        changed=list(copied.changed),
    )


def _about_texts(session: Session, texts: Texts, taken: "ExportedSources | None") -> Iterator[str]:
    """Yield notices about the texts of sources: how many were written, and what was left out."""
    from dragoman.exchange import number
    from dragoman.store import RegisterError

    if taken is None:
        try:
            kept = texts.open.intersection(session.engine.sources().digests()) if texts.open else ()
        except RegisterError as error:
            yield f"not exported: the kept texts of sources ({error})"
            return
        if kept:
            yield (
                f"not exported: {number(len(kept), 'kept text')} of sources; to write them, add"
                " --sources FOLDER"
            )
        return
    yield f"wrote {number(taken.kept, 'kept text')} of sources to {taken.folder}"
    if taken.withheld:
        yield f"withheld: {number(taken.withheld, 'kept text')} of sources of withheld records"
    if taken.changed:
        yield (
            f"not exported: {number(len(taken.changed), 'text')} of sources that somebody changed;"
            " to see which, type: dragoman audit verify --sources"
        )


def _refuse(name: str, file: str, as_json: bool) -> None:
    """Raise :class:`UsageError` if the file and the JSON report would both go to stdout."""
    if file == "-" and as_json:
        what = load_format(name).what
        raise UsageError(
            f"--json: stdout is used for the {what}; write it to a file: --{name} FILE"
        )


def _refuse_for_format(name: str, *, all_: bool, bom: bool, as_events: bool) -> None:
    """Raise :class:`UsageError` for options that the chosen format does not support."""
    if bom and name != "csv":
        raise UsageError("--bom works only with --csv; it is for spreadsheets")
    if as_events and name != "ics":
        raise UsageError("--tasks-as works only with --ics; the other formats have no tasks")
    if all_ and name != "ics":
        raise UsageError(
            "--all works only with --ics; the other formats always contain all records"
        )


def _selection(
    session: Session,
    snapshot: "Snapshot",
    refs: Sequence[str],
    filters: RecordFilters,
    as_of: str | None,
    withhold: Marking | None,
) -> "Selection":
    """Return the records to export. Raises :class:`UsageError`."""
    from dragoman.projections.reports.selection import Selection
    from dragoman.projections.reports.withholding import Withheld, withheld

    wanted = filters.wanted(session.without_context() if refs else session)
    ids = [session.existing(snapshot, check_ref(ref), as_of) for ref in refs]
    rows = filter(None, (snapshot.row(id_.hex) for id_ in ids))
    hidden = withheld(snapshot, withhold) if withhold else Withheld()
    return Selection(wanted, tuple(row.record for row in rows), hidden)


def _name(filters: RecordFilters, session: Session) -> str:
    """Return the name of a calendar, which includes the filters of the export."""
    parties = [one.code or one.name for one in filters.subjects(session)]
    about = ", ".join((*parties, *map(term_of, filters.topic)))
    return f"Dragoman: {about}" if about else "Dragoman"


def _unreadable(snapshot: "Snapshot", form: "ExportFormat", withhold: str | None) -> Iterator[str]:
    """Yield a note about records that Dragoman did not export because it cannot fully read them."""
    lost = [
        one.name for one in snapshot.unread.values() if one.is_empty or form.is_copy or withhold
    ]
    if lost:
        marked = "; current marking unknown" if withhold else ""
        yield f"not exported: {named(lost)} (unreadable{marked})"


def _withheld(selection: "Selection", withhold: Marking | None) -> "WithheldRecords | UnsetType":
    from dragoman.projections import WithheldRecords

    if withhold is None:
        return UNSET
    return WithheldRecords(marking=withhold, kinds=dict(selection.withheld.left_out))


def _left_out(selection: "Selection", withhold: str | None) -> Iterator[str]:
    """Yield a note if ``withhold`` is set: ``withheld: 2 visits (TLP:AMBER or stricter)``."""
    if withhold:
        from dragoman.exchange import number, numbers

        reduced = len(selection.withheld.reduced)
        facts = f"facts about {number(reduced, 'party')}" if reduced else ""
        what = ", ".join(filter(None, (numbers(selection.withheld.left_out), facts))) or "nothing"
        yield f"withheld: {what} ({withhold} or stricter)"

"""``dragoman compose``: write a record in an editor."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from attrs import evolve as replaced

from dragoman.cli.clock import believe_clock
from dragoman.cli.parameters import Parameter
from dragoman.cli.record import editor
from dragoman.cli.record.dispatch_names import note_reading
from dragoman.cli.record.naming import with_refs
from dragoman.cli.record.options import (
    IN_DOUBT,
    DoubtOptions,
    DryRun,
    Restore,
    RestoringOptions,
    Yes,
)
from dragoman.cli.record.recording import (
    answers_for,
    by_hand,
    by_option,
    record_dispatch,
    recorded,
)
from dragoman.cli.session import Injected, Session
from dragoman.domain import LETTERS, UnitOfWork, corrections, foreign, quoted, together, typed_ref
from dragoman.exchange import (
    Answers,
    Fault,
    FieldEdits,
    Performed,
    Persons,
    Place,
    RecordNames,
    SeveralErrors,
    Translator,
    UsageError,
    checked,
    drafts,
    parsed,
    with_field_names,
)

KINDS = tuple(LETTERS)
_ACTS_OF_STATUS = ("rescheduled", "revised", "amended")


_HAVE_COMMANDS = ("source", "positions")
"""The fields of an existing record that have separate commands."""


def compose(
    what: Annotated[
        str | None,
        Parameter(help="The kind of record to create (meeting), or the record to change (M-4)."),
    ] = None,
    /,
    *,
    resume: Annotated[bool, Parameter(negative=(), help="Continue the last draft.")] = False,
    from_: Annotated[
        str | None,
        Parameter(name="--from", help="A press item to read, as in dragoman read."),
    ] = None,
    restore: Restore = False,
    doubts: DoubtOptions = IN_DOUBT,
    dry_run: DryRun = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Write a record in your editor, and record it when you save and close."""
    if [resume, what is not None, from_ is not None].count(True) != 1:
        raise UsageError(f"name a kind ({', '.join(KINDS)}), a ref, --from FILE or --resume")
    if from_ is not None:
        from dragoman.cli.record.intake import read

        return read(
            from_, doubts=doubts, restore=restore, dry_run=dry_run, yes=yes, session=session
        )
    if not dry_run:
        believe_clock(session, yes)  # before the user writes a draft in vain
    path = editor.latest_path() if resume else _new_draft(session, what or "", restore)
    act = RestoringOptions(restore=restore, dry_run=dry_run)
    return edited(session, path, act, doubts, resume=resume)


MOST_TRIES = 10
"""The maximum number of times that Dragoman opens a draft with the same error.

A script that acts as the editor might otherwise repeat the error forever.
"""

_KEPT = "Your draft is saved; continue with: dragoman compose --resume ({path})"


def edited(
    session: Session,
    path: Path,
    act: RestoringOptions,
    doubts: DoubtOptions,
    *,
    resume: bool = False,
) -> int:
    """Let the user edit a draft until Dragoman can record the draft; return the exit code.

    The draft is one record, or a dispatch.
    """
    before, faults = editor.read(path), [""] * MOST_TRIES
    answers = answers_for(doubts, act)
    while True:
        _edit(session, path)
        text = editor.read(path)
        if drafts.is_given_up(text):
            path.unlink()
            raise UsageError("the draft is empty; nothing was recorded")
        if drafts.without_faults(text) == drafts.without_faults(before) and not resume:
            raise _unchanged(path, text)
        try:
            code = _record(session, path, drafts.without_faults(text), act, doubts, answers)
        except UsageError as error:
            faults = [*faults[1:], str(error)]
            if len(set(faults)) == 1:
                raise UsageError(f"{error}. {_KEPT.format(path=path)}") from error
            messages = error.messages if isinstance(error, SeveralErrors) else (str(error),)
            before = _mark_faults(path, text, messages)
            resume = False
            for message in messages:
                session.output.notice(message)
            continue
        if act.dry_run:
            session.output.notice(_KEPT.format(path=path))
        else:
            path.unlink()
        return code


def _edit(session: Session, path: Path) -> None:
    """Open a draft in the editor; after Ctrl-C, print the path of the draft."""
    try:
        editor.edit(path, session.settings.value("editor").text)
    except KeyboardInterrupt:
        session.output.notice(_KEPT.format(path=path))
        raise


def _unchanged(path: Path, text: str) -> UsageError:
    """Return the error for an unchanged draft, and delete the draft unless it has a fault."""
    if drafts.without_faults(text) != text:
        return UsageError(
            f"you did not correct the draft; nothing was recorded. {_KEPT.format(path=path)}"
        )
    path.unlink()
    return UsageError("you did not change the draft; nothing was recorded")


def _new_draft(session: Session, what: str, restore: bool) -> Path:
    """Write a draft for a new record of a kind, or for an existing record; return its path."""
    known: dict[str, Any] = {}
    kind, title = what, f"A new {what}."
    ref = typed_ref(what)
    if ref is not None and ref.kind:
        kind, known = _existing(session, what, restore)
        title = (
            f"{ref}, a {kind}. Dragoman records a new status as an event,"
            " and other changes as corrections."
        )
    elif what not in KINDS:
        raise UsageError(
            f"{quoted(what)} is not a kind of record or a ref; the kinds are: {', '.join(KINDS)}"
        )
    elif session.context and kind != "party":
        known = {"parties": list(session.context)}
    reason = "why you are correcting the record" if ref else "why you are recording this (optional)"
    about = f"\n# record: {ref}" if ref else ""
    left_out = _HAVE_COMMANDS if ref else ()
    text = drafts.draft(title + about, kind, known, reason, left_out)
    return editor.keep(text, session.now())


def _existing(session: Session, what: str, restore: bool) -> tuple[str, dict[str, Any]]:
    """Return the kind of an existing record, and the fields of its document.

    Raises :class:`UsageError` for a retracted record, unless the user asks to ``restore`` the
    record.
    """
    from dragoman.projections import Snapshot

    if not session.location.exists():
        raise UsageError(f"{what} does not exist: the register is empty")
    register, views = session.register(), session.views()
    views.refresh()
    with views.engine.connect() as connection:
        names = RecordNames(Snapshot(connection), register)
        try:
            record = names.link(what)
        except ValueError as error:
            raise UsageError(str(error)) from error
        loaded = register.load(record)
        assert loaded is not None
        if loaded.unread or loaded.kind is None:
            raise UsageError(
                f"this version cannot read {what}; to see why, run: dragoman show {what}"
            )
        with by_option(), names.naming():
            register.rehearse(lambda uow: corrections.brought_back(uow, record, restore), views)
        document = FieldEdits(loaded.state, loaded.kind, names.name).document
    fields = (*drafts.fields_of_document(loaded.kind.name), *foreign(loaded.kind.state))
    return loaded.kind.name, {name: one for name, one in document.items() if name in fields}


def _mark_faults(path: Path, text: str, messages: Sequence[str]) -> str:
    """Write errors into the draft, each above the line with its fault; return the new text."""
    marked = drafts.with_faults(text, [_placed(path, one) for one in messages])
    editor.change(path, marked)
    return marked


def _placed(path: Path, error: str) -> tuple[int, str]:
    """Return the line of the draft that an error names, and the rest of the error."""
    line, _, message = error.partition(f"{path}:")[2].partition(": ")
    return int(line) if line.isdecimal() else 1, message or error


def _record(
    session: Session,
    path: Path,
    text: str,
    act: RestoringOptions,
    doubts: DoubtOptions,
    answers: Answers,
) -> int:
    """Record a draft. Raises :class:`UsageError` that names the line of a fault."""
    content = parsed(str(path), text)
    if not isinstance(content.data, dict):
        raise content.error(Fault("write one FIELD: VALUE per line"))
    try:
        if "records" in content.data:
            return record_dispatch(session, checked(content.data), replaced(act, yes=True), doubts)
        return _record_one(session, text, content.data, act, answers)
    except Fault as fault:
        raise content.error(fault) from fault


def _record_one(
    session: Session, text: str, fields: dict[str, Any], act: RestoringOptions, answers: Answers
) -> int:
    """Record the draft of one record. Raises :class:`Fault`."""
    typed = with_field_names(fields)
    data = {name: value for name, value in typed.items() if value not in ("", [], {})}
    reason = data.pop("reason", None)
    ref = _record_of(text)
    note_reading(session, data.get("participants"))
    if not (reason is None or isinstance(reason, str)):
        raise Fault("write the reason as plain text", ("reason",))
    act = replaced(act, reason=reason, yes=True)
    if ref is None:
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise Fault(f"kind must be one of: {', '.join(KINDS)}", ("kind",))
        data = with_refs(session, kind, data)
        doing = partial(
            by_hand, ref=None, data=data, answers=answers, restores=act.restore, place=_IN_DRAFT
        )
    else:
        doing = partial(_changed, ref=ref, data=data, act=act, answers=answers)
    return recorded(session, doing, act, answers=answers)


_IN_DRAFT = Place(
    key="draft",
    name="the new record",
    same="run: dragoman compose {ref}",
    other="add --new",
    later="undo this entry and run: dragoman compose {other}",
    back="run: dragoman compose {other} --restore",
)
"""What to type if a draft of a new record resembles a recorded record."""


def _record_of(text: str) -> str | None:
    """Return the ref in the first lines of a draft, or ``None`` for a draft of a new record."""
    mark = "# record: "
    found = (line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark))
    return next(found, None)


def _changed(
    names: RecordNames,
    uow: UnitOfWork,
    ref: str,
    data: dict[str, Any],
    act: RestoringOptions,
    answers: Answers,
) -> list[Performed]:
    """Record the changes in a draft: as an event if the status changed, or else as a correction."""
    record: UUID = names.link(ref)
    kind, state = uow.kind_of(record), uow.load(record)
    assert kind is not None
    wanted = FieldEdits(state, kind, names.name)
    wanted.take_document(data)
    status = data.get("status", "")
    moved = status in _ACTS_OF_STATUS or "status" in wanted.touched
    if moved:
        if emptied := sorted(wanted.touched - data.keys()):
            raise Fault(
                f"you cannot clear {emptied[0]} and change the status in one step; keep the status"
                f" and clear {emptied[0]} first"
            )
        fields = {name: data[name] for name in wanted.touched if name in data}
        moving = {"kind": kind.name, "status": status, **fields}
        return by_hand(names, uow, ref, moving, answers, restores=act.restore)
    if wanted.touched and not act.reason:
        raise Fault("is missing: say why you are correcting the record", ("reason",))
    translator = Translator.of_entry(uow, names.link)
    facts, cleared = wanted.facts(translator)
    with names.naming(record):
        facts = Persons(names.snapshot, answers).corrected(uow, record, facts)
        before = corrections.brought_back(uow, record, act.restore)
        outcome = corrections.correct(uow, record, facts, cleared)
        return [Performed(None, together(before, outcome) if before else outcome)]

"""``dragoman audit key``, ``seal``, ``seals`` and ``cosign``: the log signed, for others to keep."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from msgspec import UNSET, UnsetType

from dragoman.cli.audit.evidence import evidence
from dragoman.cli.progress import told
from dragoman.cli.record.options import Yes
from dragoman.cli.session import Injected, Session, data_folder
from dragoman.exchange import UsageError, write_new
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.store import Evidence, Finding, Seal, Sealed, SigningKey

key = App(name="key", help="The keys that sign seals.")

KeyFile = Annotated[
    Path | None, Parameter(help="The key's file, instead of the one in the data folder.")
]
Out = Annotated[Path | None, Parameter(help="Write it to this file.")]
Paper = Annotated[
    bool, Parameter(negative=(), help="Print it in groups of digits, to be kept on paper.")
]


class AuditKey(Report, tag=report_tag("audit-key"), frozen=True, kw_only=True):
    """A key that signs seals: its name, the verifier key that others need, and its file."""

    name: str
    key: str
    file: str


class AuditSeal(Report, tag=report_tag("audit-seal"), frozen=True, kw_only=True):
    """A seal, as a signed note and for paper; ``new`` unless the register kept it already.

    ``root`` is that of the tree of the first ``size`` events, in hexadecimal digits.
    """

    number: int
    origin: str
    size: int
    root: str
    new: bool
    note: str
    paper: str
    file: str | None


class KeptSeal(Shape, frozen=True, kw_only=True):
    """A seal that the register keeps, since when (ISO 8601, UTC) and by whom."""

    number: int
    size: int
    root: str
    kept_at: str
    kept_by: str
    signers: list[str]
    note: str


class AuditSeals(Report, tag=report_tag("audit-seals"), frozen=True, kw_only=True):
    """The seals that the register keeps, and what is wrong with others."""

    seals: list[KeptSeal]
    faults: list[str] | UnsetType = UNSET


@key.command(name="new")
def new(
    *,
    name: Annotated[
        str | None,
        Parameter(help="Make a key that cosigns, under this name: inspectorate.example/desk-2."),
    ] = None,
    key_file: KeyFile = None,
    session: Injected,
) -> int:
    """Make the key that seals the register; with --name, one with which you cosign.

    Nobody but you may read its file. What others have to know is the verifier key that is printed.

    Example: dragoman audit key new
    """
    from dragoman.store import COSIGNATURE, SIGNATURE, new_key

    algorithm = COSIGNATURE if name else SIGNATURE
    path = key_file or _key_path(session, name)
    made = new_key(path, name or _origin(session), algorithm)
    session.output.notice(f"The key is in {path}. Keep a copy of it in a safe place.")
    return _tell_key(session, path, made)


@key.command(name="show")
def show(
    *,
    name: Annotated[str | None, Parameter(help="The key that cosigns under this name.")] = None,
    key_file: KeyFile = None,
    session: Injected,
) -> int:
    """Print the verifier key: what others pin, to know that a seal is yours.

    Example: dragoman audit key show
    """
    from dragoman.store import load_key

    path = key_file or _key_path(session, name)
    return _tell_key(session, path, load_key(path))


def _tell_key(session: Session, path: Path, made: "SigningKey") -> int:
    report = AuditKey(name=made.name, key=str(made.verifier), file=str(path))
    session.output.answer(report, report.key)
    return 0


def _origin(session: Session) -> str:
    from dragoman.store import origin_of, queries

    with session.engine.connect() as register:
        return origin_of(queries.identity(register).id)


def _key_path(session: Session, name: str | None = None) -> Path:
    """Where a key is kept: one for each register, one for each name that cosigns."""
    stem = re.sub(r"[^\w.-]", "_", name or _origin(session).replace("dragoman/", ""))
    return data_folder() / "keys" / f"{stem}.key"


def seal(
    *,
    key_file: Annotated[
        tuple[Path, ...],
        Parameter(help="A key's file, instead of the usual one; repeat to sign with several."),
    ] = (),
    out: Out = None,
    paper: Paper = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Sign what is recorded, so that every later change to it can be found.

    The seal is kept in the register, and printed. It proves nothing until somebody else has it:
    mail it, put it in the minutes, commit it to a repository that is not yours.

    Example: dragoman audit seal --out seal-2025-12-05.txt
    """
    from dragoman.store import SIGNATURE

    keys = _keys(key_file or (_key_path(session),))
    origin = _origin(session)
    for file, one in zip(key_file, keys, strict=False):
        if (one.name, one.algorithm) != (origin, SIGNATURE):
            raise UsageError(f"{file}: is not a key that seals this register, but {one.name}'s")
    return _tell(session, _sealed(session, keys, yes), out, paper)


def cosign(
    file: Annotated[
        str | None, Parameter(help="The seal's file; the last seal if left out.")
    ] = None,
    /,
    *,
    name: Annotated[str | None, Parameter(help="The name under which you cosign.")] = None,
    key_file: KeyFile = None,
    out: Out = None,
    paper: Paper = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Add the signature of another officer to a seal, with the time, when the log bears it out.

    Example: dragoman audit cosign --name inspectorate.example/desk-2
    """
    from dragoman.store import COSIGNATURE

    if not (name or key_file):
        raise UsageError("name the key: --name NAME, or --key-file FILE")
    keys = _keys([key_file or _key_path(session, name)])
    if keys[0].algorithm != COSIGNATURE:
        raise UsageError(f"{key_file} seals; make a key that cosigns: audit key new --name NAME")
    given = evidence(file) if file else _last_seal(session)
    if given.note is None:
        raise UsageError(f"{file}: what is on paper has no signatures; name the seal's file")
    return _tell(session, _sealed(session, keys, yes, given), out, paper)


def _keys(paths: Iterable[Path]) -> "list[SigningKey]":
    from dragoman.store import load_key

    return [load_key(path) for path in paths]


def _sealed(
    session: Session, keys: "list[SigningKey]", sure: bool, given: "Evidence | None" = None
) -> "Sealed":
    from dragoman.cli.clock import believe_clock
    from dragoman.store import explained, sealing

    believe_clock(session, sure)
    now, by = session.now(), session.recorded_by
    path, outcome = session.register_path, "no seal was made"
    with told(session.output, "Reading the log") as tell, explained(path, outcome):
        return sealing.seal(session.engine, keys, now, by, given, tell)


def sealed_last(session: Session, register: "Connection") -> "Seal":
    """The last seal that the log bears out; what is passed over is told.

    Raises :class:`UsageError` when there is none.
    """
    from dragoman.store import Seal, kept_seals, last_sound_seal

    last = last_sound_seal(register)
    if last is None:
        raise UsageError("nothing is sealed yet; type: dragoman audit seal")
    for one in kept_seals(register):
        if not isinstance(one, Seal):
            session.output.notice(f"note: {one.what}; {_DETAILS}")
        elif one.checkpoint.size > last.checkpoint.size:
            session.output.notice(f"note: seal {one.number} is not valid for this log; {_DETAILS}")
    return last


_DETAILS = "for details, type: dragoman audit verify"


def _last_seal(session: Session) -> "Evidence":
    from dragoman.store import Evidence

    with session.engine.connect() as register:
        last = sealed_last(session, register)
    return Evidence(f"seal {last.number}", last.checkpoint, last.note)


def _tell(session: Session, sealed: "Sealed", out: Path | None, paper: bool) -> int:
    output, checkpoint = session.output, sealed.checkpoint
    text = checkpoint.on_paper if paper else str(sealed.note)
    if out:
        write_new(out, text)
    if output.as_json:
        output.report(_report(sealed, out))
    elif not out:
        output.verbatim(text)
    events = f"events 1 to {checkpoint.size}" if checkpoint.size > 1 else "event 1"
    known = "" if sealed.is_new else ", as before"
    where = f" in {out}" if out else ""
    for doubt in sealed.doubts:
        output.notice(f"note: {doubt.what}; {_DETAILS}")
    output.notice(
        f"Seal {sealed.number}{where}: {events}{known}. Keep it where nobody who may write the"
        " register can change it."
    )
    return 0


def _report(sealed: "Sealed", out: Path | None) -> AuditSeal:
    checkpoint = sealed.checkpoint
    return AuditSeal(
        number=sealed.number,
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        new=sealed.is_new,
        note=str(sealed.note),
        paper=checkpoint.on_paper,
        file=str(out) if out else None,
    )


def seals(
    number: Annotated[int | None, Parameter(help="Print this seal.")] = None,
    /,
    *,
    out: Out = None,
    paper: Paper = False,
    session: Injected,
) -> int:
    """List the seals that the register keeps, or print one of them.

    Example: dragoman audit seals
    """
    from dragoman.store import Seal, Sealed, kept_seals

    with session.engine.connect() as register:
        kept = kept_seals(register)
    if number is None and not (out or paper):
        return _list(session, kept)
    sound = {one.number: one for one in kept if isinstance(one, Seal)}
    if number is None and sound:
        with session.engine.connect() as register:
            number = sealed_last(session, register).number
    found = sound.get(number or 0)
    if found is None:
        there = f"; there is {', '.join(map(str, sound))}" if sound else " yet"
        raise UsageError(f"there is no seal {number or ''}".rstrip() + there)
    return _tell(session, Sealed(found.number, found.note, False), out, paper)


def _list(session: Session, kept: "list[Seal | Finding]") -> int:
    from dragoman.store import Seal

    output = session.output
    sound = [one for one in kept if isinstance(one, Seal)]
    if output.as_json:
        faults = [one.what for one in kept if not isinstance(one, Seal)]
        output.report(AuditSeals(seals=[_listed(one) for one in sound], faults=faults or UNSET))
        return 0
    for one in kept:
        if not isinstance(one, Seal):
            output.line((one.what, "red"))
            continue
        names = ", ".join(sign.name for sign in one.note.signatures)
        output.paragraph(
            (output.cell(f"seal {one.number}", 8), "bold"),
            f" {one.kept_at:%Y-%m-%d %H:%M:%S}Z  ",
            output.cell(f"{one.checkpoint.size} events", 14),
            (one.kept_by, "cyan"),
            (f"  signed by {names}", "dim"),
            hanging=9,
        )
    if not kept:
        output.line("There is no seal. dragoman audit seal makes one.")
    return 0


def _listed(one: "Seal") -> KeptSeal:
    return KeptSeal(
        number=one.number,
        size=one.checkpoint.size,
        root=one.checkpoint.root.hex(),
        kept_at=one.kept_at.isoformat(),
        kept_by=one.kept_by,
        signers=[str(key) for key in one.signers],
        note=str(one.note),
    )

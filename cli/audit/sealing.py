"""``dragoman audit key``, ``seal``, ``seals`` and ``cosign``: sign the log for other people."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import UNSET, UnsetType

from dragoman.cli.audit.evidence import evidence
from dragoman.cli.folders import data_folder
from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.record.options import Yes
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import instant_text
from dragoman.exchange import UsageError, write_new
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.store import Evidence, Finding, Seal, Sealed, SigningKey

key = Noun(name="key", help="Create and show the keys that sign seals.")

KeyFile = Annotated[Path | None, Parameter(help="The key file (default: in the data folder).")]
Cosigner = Annotated[
    str | None, Parameter(help="Name of the key that cosigns: inspectorate.example/desk-2.")
]
Out = Annotated[Path | None, Parameter(help="Write the seal to this file.")]
Paper = Annotated[
    bool, Parameter(negative=(), help="Print the seal as groups of digits, to keep on paper.")
]


class AuditKey(Report, tag=report_tag("audit-key"), frozen=True, kw_only=True):
    """A signing key for seals: its name, the verifier key to give to other people, and its file."""

    name: str
    key: str
    file: str


class AuditSeal(Report, tag=report_tag("audit-seal"), frozen=True, kw_only=True):
    """A seal, as a signed note and as text for paper; ``new`` is false for an existing seal.

    ``root`` is the root hash, in hexadecimal, of the hash tree of the first ``size`` events.
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
    """A seal in the register; also says who stored the seal, and when (ISO 8601, UTC)."""

    number: int
    size: int
    root: str
    kept_at: str
    kept_by: str
    signers: list[str]
    note: str


class AuditSeals(Report, tag=report_tag("audit-seals"), frozen=True, kw_only=True):
    """The seals in the register, and the faults found in damaged seals."""

    seals: list[KeptSeal]
    faults: list[str] | UnsetType = UNSET


@key.command
def new(
    *,
    name: Cosigner = None,
    key_file: KeyFile = None,
    session: Injected,
) -> int:
    """Create the key that seals the register, or (with --name) a key that cosigns seals.

    Only you can read the key file. The command prints the verifier key, which others need to check your
    seals.

    Example: dragoman audit key new
    """
    from dragoman.store import COSIGNATURE, SIGNATURE, new_key

    algorithm = COSIGNATURE if name else SIGNATURE
    path = key_file or _key_path(session, name)
    made = new_key(path, name or _origin(session), algorithm)
    session.output.notice(f"Created the key {path}. Keep a copy in a safe place.")
    return _tell_key(session, path, made)


@key.command
def show(
    *,
    name: Cosigner = None,
    key_file: KeyFile = None,
    session: Injected,
) -> int:
    """Print the verifier key, which lets others check that a seal is yours.

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
    """Return the path of a signing key; each register and each cosigner's name has its own key."""
    stem = re.sub(r"[^\w.-]", "_", name or _origin(session).replace("dragoman/", ""))
    return data_folder() / "keys" / f"{stem}.key"


def seal(
    *,
    key_file: Annotated[
        tuple[Path, ...],
        Parameter(
            help="A key file to use instead of the default key (repeatable).",
            negative_iterable=(),
        ),
    ] = (),
    out: Out = None,
    paper: Paper = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Sign the log, so that others can detect any later change.

    Dragoman stores the seal in the register and prints it. A seal proves nothing until somebody else
    has a copy: mail it, put it in the minutes, or commit it to a repository that is not yours.

    Example: dragoman audit seal --out seal-2025-12-05.txt
    """
    from dragoman.store import SIGNATURE

    keys = _keys(key_file or (_key_path(session),))
    origin = _origin(session)
    for file, one in zip(key_file, keys, strict=False):
        if (one.name, one.algorithm) != (origin, SIGNATURE):
            raise UsageError(
                f"{file}: this is the key of {one.name}; it does not seal this register"
            )
    return _tell(session, _sealed(session, keys, yes), out, paper)


def cosign(
    file: Annotated[
        str | None, Parameter(help="The seal file (default: the last seal in the register).")
    ] = None,
    /,
    *,
    name: Cosigner = None,
    key_file: KeyFile = None,
    out: Out = None,
    paper: Paper = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Add your signature and the current time to a seal, if the seal matches the log.

    Example: dragoman audit cosign --name inspectorate.example/desk-2
    """
    from dragoman.store import COSIGNATURE

    if not (name or key_file):
        raise UsageError("choose the key: --name NAME or --key-file FILE")
    keys = _keys([key_file or _key_path(session, name)])
    if keys[0].algorithm != COSIGNATURE:
        raise UsageError(
            f"{key_file}: this key seals and cannot cosign; to create a cosigning key, type: dragoman audit"
            " key new --name NAME"
        )
    given = evidence(file) if file else _last_seal(session)
    if given.note is None:
        raise UsageError(
            f"{file}: a seal copied from a printout has no signatures; pass the seal file"
        )
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
    path, outcome = session.location, "no seal was made"
    with told(session.output, "Reading the log") as tell, explained(path, outcome):
        return sealing.seal(session.engine, keys, now, by, given, tell)


def sealed_last(session: Session, register: "Connection") -> "Seal":
    """Return the last seal that agrees with the log; print a note about each skipped seal.

    Raises :class:`UsageError` if no seal agrees with the log.
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
    known = "" if sealed.is_new else " (already sealed)"
    where = f" ({out})" if out else ""
    for doubt in sealed.doubts:
        output.notice(f"note: {doubt.what}; {_DETAILS}")
    output.notice(
        f"Seal {sealed.number}{where}: {events}{known}. Keep this seal out of reach of anyone"
        " who can write to the register."
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
    number: Annotated[int | None, Parameter(help="Print the seal with this number.")] = None,
    /,
    *,
    out: Out = None,
    paper: Paper = False,
    session: Injected,
) -> int:
    """List the seals in the register, or print a seal.

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
        if not sound:
            raise UsageError("nothing is sealed yet; type: dragoman audit seal")
        others = ", ".join(map(str, sound))
        raise UsageError(f"seal {number} does not exist; choose one of {others}")
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
            f" {instant_text(one.kept_at, output.zone)}  ",
            output.cell(f"{one.checkpoint.size} events", 14),
            (one.kept_by, "cyan"),
            (f"  signed by {names}", "dim"),
            hanging=9,
        )
    if not kept:
        output.line("No seals. To make one, type: dragoman audit seal")
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

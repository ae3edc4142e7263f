"""``dragoman audit prove``, ``check`` and ``consistency``: make proofs, and check proofs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec.json import decode

from dragoman.cli.audit.evidence import KnownKeys, evidence, parsed, read_text, verifier_key
from dragoman.cli.audit.sealing import sealed_last
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.session import Injected, Session
from dragoman.domain import quoted, typed_ref
from dragoman.exchange import UsageError, own_folder, write_new
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.store import ConsistencyProof, InclusionProof, Note


class EventProof(Shape, frozen=True, kw_only=True):
    """An event in its stored format, and the proof that the event is in the log."""

    position: int
    proof: str
    event: dict[str, Any]

    @classmethod
    def of(cls, proof: "InclusionProof", event: bytes) -> "EventProof":
        """Combine a proof with its event, which is given as JSON."""
        return cls(position=proof.index + 1, proof=str(proof), event=decode(event))


class AuditProof(Report, tag=report_tag("audit-proof"), frozen=True, kw_only=True):
    """Proofs that events are in the log, as of the last seal."""

    proofs: list[EventProof]


CheckVerdict = Literal["proven", "wrong", "unproven"]


class AuditCheck(Report, tag=report_tag("audit-check"), frozen=True, kw_only=True):
    """The verdict on a proof."""

    verdict: CheckVerdict
    sentence: str


class AuditConsistency(Report, tag=report_tag("audit-consistency"), frozen=True, kw_only=True):
    """A proof that the log has only grown since it had ``old`` events. Hashes are hexadecimal."""

    old: int
    hashes: list[str]
    proof: str


def prove(
    what: Annotated[
        str,
        Parameter(
            help="The event to prove: a position (13), or a record (V-1) to prove all its events."
        ),
    ],
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="Write proofs, leaves and events to this folder.")
    ] = None,
    session: Injected,
) -> int:
    """Prove that an event is in the sealed log.

    Anyone who has the verifier key can check the proof, without the register. With --out, the
    command writes three files for each event to the folder: the proof (13.tlog-proof), the leaf
    (13.leaf, the text that Dragoman hashed), and the event (13.json).

    Example: dragoman audit prove V-1 --out proofs
    """
    from dragoman.store import lines
    from dragoman.store import prove as proven

    positions = _positions(session, what)
    if len(positions) > 1 and not out and not session.output.as_json:
        raise UsageError(
            f"{what} has {len(positions)} events; write them to a folder: --out FOLDER"
        )
    with session.engine.connect() as register, told(session.output, "Reading the log"):
        note = _covering(session, register, positions)
        with as_sealed():
            proofs = proven(register, positions, note)
        events = [next(lines.lines(register, one, one)) for one in positions]
    pairs = list(zip(proofs, events, strict=True))
    if out:
        own_folder(out)
        for proof, event in pairs:
            _write_proof(out, proof, event)
    if session.output.as_json:
        session.output.report(AuditProof(proofs=[EventProof.of(*pair) for pair in pairs]))
    elif out:
        for position in positions:
            session.output.line(f"event {position}: {out / f'{position}.tlog-proof'}")
    else:
        session.output.verbatim(str(proofs[0]))
    return 0


def _positions(session: Session, what: str) -> list[int]:
    """Return the positions to prove: the given position, or those of a record's events."""
    plain = what.strip().removeprefix("#")
    if plain.isdecimal():
        return [_number(plain)]
    ref = typed_ref(what)
    if ref is None or ref.kind is None:
        raise UsageError(f"{quoted(what)} is neither a position (13) nor a ref (V-1)")
    from dragoman.store import queries

    with session.reading() as (reading, _), session.engine.connect() as register:
        record = session.existing(reading, ref)
        events = queries.record_history(register, record, reading.position)
    return [event.position for event in events]


def _number(digits: str) -> int:
    """Convert digits to an integer. Raises :class:`UsageError` if the number is out of range."""
    from dragoman.store import NoteError, checkpoint

    try:
        return checkpoint.counted(digits)
    except NoteError as error:
        raise UsageError(str(error)) from error


def _covering(session: Session, register: "Connection", positions: list[int]) -> "Note":
    """Return the last seal. Raises UsageError unless the seal covers all ``positions``."""
    last = sealed_last(session, register)
    size = last.checkpoint.size
    if wrong := [one for one in positions if not 1 <= one <= size]:
        raise UsageError(
            f"event {wrong[0]} is not sealed: the last seal covers {size} events. To seal it, type:"
            " dragoman audit seal"
        )
    return last.note


def _write_proof(folder: Path, proof: "InclusionProof", event: bytes) -> None:
    name = str(proof.index + 1)
    write_new(folder / f"{name}.tlog-proof", str(proof))
    write_new(folder / f"{name}.leaf", proof.leaf)
    write_new(folder / f"{name}.json", event)


def check(
    file: Annotated[str, Parameter(help="A proof of inclusion or consistency.")],
    /,
    *,
    key: KnownKeys = (),
    event: Annotated[
        Path | None, Parameter(help="Check that the proof is for this event (13.json).")
    ] = None,
    against: Annotated[
        str | None, Parameter(help="The earlier seal file, for a proof of consistency.")
    ] = None,
    session: Injected,
) -> int:
    """Check a proof without the register.

    Exit code 0: the proof is valid. 1: the proof is wrong. 3: none of your keys signed the seal.

    Example: dragoman audit check proofs/1.tlog-proof --event proofs/1.json --key register.vkey
    """
    from dragoman.store import (
        ConsistencyProof,
        InclusionProof,
        WrongProof,
        WrongSignature,
        parse_proof,
    )

    keys = [verifier_key(text) for text in key]
    proof: InclusionProof | ConsistencyProof = parsed(file, parse_proof)
    try:
        what = _checked(proof, against)
        if event and isinstance(proof, InclusionProof):
            _refuse_other_event(event, proof)
        signers = proof.note.verified(keys)
    except (WrongProof, WrongSignature) as error:
        return _report_check(session, "wrong", f"{file}: {error}")
    if signers:
        by = ", ".join(f"{one.key.name}+{one.key.id.hex()}" for one in signers)
        return _report_check(session, "proven", f"{what}, signed by {by}")
    return _report_check(session, "unproven", f"{what}, but none of your keys signed the seal")


def _checked(proof: "InclusionProof | ConsistencyProof", against: str | None) -> str:
    """Check a proof, and describe what it proves.

    Raises :class:`dragoman.store.WrongProof`.
    """
    from dragoman.store import InclusionProof

    if isinstance(proof, InclusionProof):
        size = proof.check().size
        _, record, version, topic, *_ = proof.leaf.decode(errors="replace").split("\n") + [""] * 4
        return f"event {proof.index + 1} of {size}, {topic} (record {record}, version {version})"
    if against is None:
        raise UsageError("a proof of consistency needs the earlier seal: --against FILE")
    size = proof.check(evidence(against).checkpoint).size
    return f"the log of {size} events begins with the {proof.old} events of {against}"


def _refuse_other_event(path: Path, proof: "InclusionProof") -> None:
    from dragoman.store import UnreadableEvent, WrongProof, leaf_of

    try:
        stated = leaf_of(read_text(str(path)).encode())
    except UnreadableEvent as error:
        raise UsageError(f"{path}: {error}") from error
    if stated != proof.leaf:
        raise WrongProof(f"{path} is not the proven event")


_VERDICTS = {"proven": (0, "bold green"), "wrong": (1, "bold red"), "unproven": (3, "bold yellow")}
"""The exit code and the style of each verdict."""


def _report_check(session: Session, verdict: CheckVerdict, why: str) -> int:
    code, style = _VERDICTS[verdict]
    found = AuditCheck(verdict=verdict, sentence=f"{verdict.upper()}: {why}")
    session.output.answer(found, (found.sentence, style), wraps=True)
    return code


def consistency(
    old: Annotated[
        str,
        Parameter(
            help="The earlier seal: the seal file, or the number of events that the seal covers."
        ),
    ],
    new: Annotated[
        str | None, Parameter(help="The later seal file (default: the last seal in the register).")
    ] = None,
    /,
    *,
    out: Annotated[Path | None, Parameter(help="Write the proof to this file.")] = None,
    session: Injected,
) -> int:
    """Prove that, between two seals, events were added but none were changed or removed.

    Anyone who has both seals can check the proof, without the register.

    Example: dragoman audit consistency seal-2025-11-05.txt
    """
    from dragoman.store import WrongProof

    with session.engine.connect() as register, told(session.output, "Reading the log"):
        note = evidence(new).note if new else sealed_last(session, register).note
        if note is None:
            raise UsageError(f"{new}: the later seal must be a signed note")
        earlier = None if old.isdecimal() else evidence(old).checkpoint
        proof = _grown(register, _number(old) if earlier is None else earlier.size, note)
    if earlier:
        try:
            proof.check(earlier)
        except WrongProof as error:
            session.output.paragraph((f"WRONG: {error}: the log was changed", "bold red"))
            return 1
    if out:
        write_new(out, str(proof))
    if session.output.as_json:
        hashes = [one.hex() for one in proof.hashes]
        report = AuditConsistency(old=proof.old, hashes=hashes, proof=str(proof))
        session.output.report(report)
    elif not out:
        session.output.verbatim(str(proof))
    return 0


def _grown(register: "Connection", old: int, note: "Note") -> "ConsistencyProof":
    from dragoman.store import prove_consistency

    try:
        with as_sealed():
            return prove_consistency(register, old, note)
    except ValueError as error:
        raise UsageError(str(error)) from error


@contextmanager
def as_sealed() -> Iterator[None]:
    """Convert a failed proof to a :class:`RegisterError` that says that the log was changed."""
    from dragoman.store import RegisterError, WrongProof

    try:
        yield
    except WrongProof as error:
        raise RegisterError(f"{error}; to see where, type: dragoman audit verify") from error

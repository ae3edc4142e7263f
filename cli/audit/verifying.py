"""``dragoman audit verify``: verify the register, and report what the seals prove."""

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import evolve as replaced
from attrs import frozen
from msgspec import UNSET, UnsetType

from dragoman.cli.audit.evidence import KnownKeys, evidence, verifier_key
from dragoman.cli.output import Output, StyledText
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import PATIENCE, refreshed, told
from dragoman.cli.session import Injected, Session
from dragoman.cli.unreadable import CAUSE, UnreadableEvent
from dragoman.cli.wording import instant_text, words
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from dragoman.projections import ReplayVerdict as Replayed
    from dragoman.store import Evidence, Finding, Signer, Statement, Verdict, VerifierKey

Outcome = Literal["proven", "tampered", "unproven", "newer", "unreadable"]

OUTCOMES: dict[Outcome, tuple[int, str]] = {
    "proven": (0, "bold green"),
    "tampered": (1, "bold red"),
    "unproven": (3, "bold yellow"),
    "newer": (3, "bold yellow"),
    "unreadable": (4, "bold red"),
}
"""The exit code and the text style of each outcome."""


class SealStatement(Shape, frozen=True, kw_only=True):
    """A seal: where it is, what it covers, who signed it, and whether it ``holds`` for this log.

    ``holds`` is ``None`` if the seal itself is not valid. Times are ISO 8601, UTC.
    """

    where: str
    size: int
    root: str
    holds: bool | None
    proves: bool
    signers: list[str]
    cosigned_at: list[str]


class AuditFinding(Shape, frozen=True, kw_only=True):
    """A fault in the register, with the first and last event that the fault affects, if known."""

    what: str
    first: int | None = None
    last: int | None = None


class ChangedSource(Shape, frozen=True, kw_only=True):
    """A kept text that is not the one that records cite: its SHA-256 there, and the records."""

    sha256: str
    refs: list[str]


class SourcesCheck(Shape, frozen=True, kw_only=True):
    """The sources that records cite with a SHA-256: how many texts are kept, and are not kept.

    ``kept`` counts the intact texts; ``changed`` are the others.
    """

    kept: int
    not_kept: int
    changed: list[ChangedSource]


class AuditVerify(Report, tag=report_tag("audit-verify"), frozen=True, kw_only=True):
    """The result of ``audit verify``: what the register proves, and what it does not prove.

    If the register is unreadable, the report has only the verdict, one finding and the sentence.
    """

    verdict: Outcome
    origin: str | UnsetType = UNSET
    size: int | UnsetType = UNSET
    root: str | UnsetType = UNSET
    proven: int | UnsetType = UNSET
    views: str | UnsetType = UNSET
    sources: SourcesCheck | UnsetType = UNSET
    seals: list[SealStatement] | UnsetType = UNSET
    findings: list[AuditFinding]
    unreadable: list[UnreadableEvent] | UnsetType = UNSET
    sentence: str


def verify(
    *,
    against: Annotated[
        tuple[str, ...],
        Parameter(
            help="A seal file from outside the register, or - for stdin (repeatable).",
            allow_leading_hyphen=True,
            negative_iterable=(),
        ),
    ] = (),
    key: KnownKeys = (),
    log_only: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Skip the slowest checks: checking the indexes of the file, and comparing the views"
            " with a replay of the log.",
        ),
    ] = False,
    sources: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Also hash each kept text of a source again, and compare the hash with the one that"
            " records cite.",
        ),
    ] = False,
    session: Injected,
) -> int:
    """Verify that nothing has changed since a seal was made.

    The command shows the verdict on the log first, and then compares the stored views with
    views rebuilt from the log. With --sources, it then compares the kept texts of sources with the
    digests in the log. A text that is not kept is not a fault: only its digest was recorded, or
    somebody removed it.

    Exit code 0: a seal from outside the register (typed in from paper, or signed by a key that you
    know) proves that nothing has changed. 1: something has changed. 3: the register is consistent,
    but anyone who can write to the file could have rewritten the register; or this version cannot
    read some of the events. 4: Dragoman cannot read the register.

    Example: dragoman audit verify --against seal-2025-12-05.txt --key register.vkey
    """
    from dragoman.store import RegisterError, database_errors, explained

    given = [evidence(path) for path in against]
    keys = [verifier_key(text) for text in key]
    try:
        with explained(session.location):
            verdict = _verdict(session, given, keys)
        log = _report(verdict, _ViewsCheck())
        if not session.output.as_json:
            _print_log(session, verdict, log)
        with explained(session.location):
            damaged = () if log_only else _damage(session)
            kept = _check_sources(session) if sources else None
    except database_errors(RegisterError) as error:
        return _tell_unreadable(session, str(error))
    checked = _ViewsCheck() if log_only else _check_views(session, damaged, verdict.proven)
    checked = replaced(checked, sources=kept)
    report = _report(verdict, checked)
    if session.output.as_json:
        session.output.report(report)
    else:
        _print_views(session, log, report)
    return OUTCOMES[report.verdict][0]


def _verdict(session: Session, given: "list[Evidence]", keys: "list[VerifierKey]") -> "Verdict":
    from dragoman.store import verification

    engine = session.engine
    with told(session.output, "Reading the log") as tell, engine.whole_log(tell) as log:
        return verification.verified(engine, log, given, keys, tell)


@frozen
class _ViewsCheck:
    """Faults outside the log: of the file, of the views, and of the kept texts of sources."""

    compared: "Replayed | None" = None
    of_file: "tuple[Finding, ...]" = ()
    of_views: "tuple[Finding, ...]" = ()
    sources: SourcesCheck | None = None

    @property
    def of_sources(self) -> "tuple[Finding, ...]":
        """The faults of kept texts."""
        from dragoman.store import Finding

        changed = self.sources.changed if self.sources else ()
        return tuple(
            Finding(
                f"the kept text of a source was changed: SHA-256 {one.sha256}, cited by"
                f" {', '.join(one.refs)}"
            )
            for one in changed
        )


def _damage(session: Session) -> "tuple[Finding, ...]":
    from dragoman.store import health

    with session.engine.connect() as register:
        return tuple(health.damage(register))


def _check_views(session: Session, damaged: "tuple[Finding, ...]", proven: int) -> _ViewsCheck:
    """Compare the views with a replay, unless the views show that the log has lost events.

    If no version of Dragoman can have stored an event, the event counts as damaged, unless a seal
    covers it. Seals cover the positions up to ``proven``.
    """
    from dragoman.store import Finding, cause_of, database_errors

    try:
        if lost := session.views().lost():
            return _ViewsCheck(of_file=(*damaged, Finding(lost)))
        compared = replayed(session, PATIENCE)
    except database_errors() as error:
        unread = Finding(f"the views cannot be read: {cause_of(error)}")
        return _ViewsCheck(of_file=damaged, of_views=(unread,))
    except Exception as error:  # a forged event can make the replay fail anywhere
        stumbled = Finding(f"the events cannot be replayed: {error}")
        return _ViewsCheck(of_file=(*damaged, stumbled))
    differ = tuple(Finding(f"the views differ from the log: {one}") for one in compared.differences)
    spoilt = tuple(
        Finding(f"event {one.position} is damaged: {one.why}", one.position, one.position)
        for one in compared.unread
        if one.is_damaged and one.position > proven
    )
    return _ViewsCheck(compared, (*damaged, *spoilt), differ)


def replayed(session: Session, patience: float = 0) -> "Replayed":
    """Replay the register into new views in a temporary folder, and compare old and new views."""
    from pathlib import Path

    from dragoman.projections import open_views
    from dragoman.projections import replay as replaying

    live = session.views()
    refreshed(live, session.output)
    with TemporaryDirectory(prefix="dragoman-replay-") as folder:
        fresh = open_views(session.engine, Path(folder) / "views.db")
        try:
            with told(session.output, "Replaying", patience) as tell:
                return replaying.replay(live, fresh, tell)
        finally:
            fresh.dispose()


def _check_sources(session: Session) -> SourcesCheck:
    """Hash the kept texts of all sources that the log cites."""
    from dragoman.store import cited_sources, sources

    engine = session.engine
    with engine.connect() as log:
        cited = cited_sources(log)
    with told(session.output, "Hashing the sources") as tell:
        found = sources.verify(engine.sources(), cited, tell)
    changed = [
        ChangedSource(sha256=digest, refs=_refs(session, cited[digest])) for digest in found.changed
    ]
    return SourcesCheck(kept=len(found.intact), not_kept=len(found.missing), changed=changed)


def _refs(session: Session, records: "Sequence[UUID]") -> list[str]:
    """Return the refs of records, or their ids if the views cannot be read."""
    from dragoman.store import database_errors

    try:
        with session.reading() as (snapshot, _):
            snapshot.learn_ids(one.hex for one in records)
            return [snapshot.ref_of(one.hex) or str(one) for one in records]
    except database_errors():
        return [str(one) for one in records]


def _tell_unreadable(session: Session, why: str) -> int:
    sentence, found = f"UNREADABLE: {why}", [AuditFinding(what=why)]
    report = AuditVerify(verdict="unreadable", findings=found, sentence=sentence)
    code, style = OUTCOMES[report.verdict]
    session.output.answer(report, (sentence, style), wraps=True)
    return code


def _report(verdict: "Verdict", checked: _ViewsCheck) -> AuditVerify:
    faults = [*verdict.findings, *checked.of_file]
    findings = [*faults, *checked.of_views, *checked.of_sources]
    compared = checked.compared
    unread = compared.unread if compared else ()
    outcome: Outcome = "tampered" if findings else "newer" if unread else verdict.outcome
    return AuditVerify(
        verdict=outcome,
        origin=verdict.checkpoint.origin,
        size=verdict.size,
        root=verdict.checkpoint.root.hex(),
        proven=verdict.proven,
        views=f"{compared.rows} rows compared" if compared else "not compared",
        sources=checked.sources or UNSET,
        seals=[_seal(one) for one in verdict.statements],
        findings=[AuditFinding(what=one.what, first=one.first, last=one.last) for one in findings],
        unreadable=[UnreadableEvent.of(one) for one in unread],
        sentence=_sentence(verdict, outcome, checked, len(unread)),
    )


def _seal(one: "Statement") -> SealStatement:
    return SealStatement(
        where=one.where,
        size=one.checkpoint.size,
        root=one.checkpoint.root.hex(),
        holds=one.holds,
        proves=one.proves,
        signers=[str(signer.key) for signer in one.signers],
        cosigned_at=[signer.at.isoformat() for signer in one.signers if signer.at],
    )


def _sentence(verdict: "Verdict", outcome: Outcome, checked: _ViewsCheck, unread: int) -> str:
    """Describe what the register proves, and what it does not prove."""
    upto, since = verdict.proven, verdict.size - verdict.proven
    proven = (
        f"the first {upto} events are exactly the sealed events: no event was changed, removed,"
        " inserted or moved"
    )
    if verdict.findings or checked.of_file:
        still = f" Still, {proven}." if upto else ""
        return f"TAMPERED: the register differs from what was recorded or sealed.{still}"
    if outcome == "tampered":
        log = f"The log itself has no faults{f', {proven}' if upto else ''}."
        return f"TAMPERED: {_outside(log, checked)}"
    if outcome == "newer":
        records = "1 record" if unread == 1 else f"{unread} records"
        rest = _sentence(verdict, verdict.outcome, _ViewsCheck(), 0)
        return (
            f"NOT ALL READ: this version cannot read some of the events: {records}, {CAUSE}. To read them,"
            f" install the newest Dragoman. The log itself: {rest}"
        )
    if outcome == "proven":
        last = f"event {verdict.size}" if since == 1 else f"events {upto + 1} to {verdict.size}"
        verb = "is" if since == 1 else "are"
        later = f"that the later {last} {verb} unchanged, and " if since else ""
        return f"PROVEN: {proven}. NOT PROVEN: {later}that the records are true and complete."
    return f"UNPROVEN: {_unproven(verdict)}"


def _outside(log: str, checked: _ViewsCheck) -> str:
    """Describe faults outside the log, given a sentence about the log."""
    texts = "kept texts of sources are not the texts that records cite"
    if not checked.of_views:
        return f"{texts}. {log}"
    also = f", and {texts}" if checked.of_sources else ""
    return (
        f"the views do not agree with the events{also}. {log} To rebuild the views, type: dragoman"
        " register rebuild"
    )


def _unproven(verdict: "Verdict") -> str:
    own = any(not one.outside for one in verdict.statements)
    given = [one.where for one in verdict.statements if one.outside]
    agree = f"the {verdict.size} events of the register are consistent with each other"
    if given:
        seals = "that seal" if len(given) == 1 else "those seals"
        return (
            f"{agree}, and with {' and '.join(given)}, but none of your keys signed {seals}. Pass a"
            " key that you know (--key KEY)."
        )
    return (
        f"{agree}{' and with its seals' if own else ''}. Anyone who can write to the file"
        " or the database could have rewritten the whole log. To prove more, pass a seal that was kept elsewhere (--against"
        " FILE): a seal copied from a printout, or a seal signed by a key that you know (--key KEY)."
    )


def _print_log(session: Session, verdict: "Verdict", log: AuditVerify) -> None:
    """Print the verdict on the log at once, because comparing the views may take much longer."""
    output, root = session.output, verdict.checkpoint.root.hex()
    read = f"{verdict.size} events, root {root[:8]}…{root[-8:]}"
    output.paragraph(f"{verdict.checkpoint.origin}: {read}", hanging=2)
    for one in verdict.statements:
        output.paragraph(*_stated(session, one), indent=2, hanging=4)
    _print_findings(output, log.findings)
    _print_sentence(output, log)
    output.console.file.flush()


def _print_views(session: Session, log: AuditVerify, report: AuditVerify) -> None:
    """Print findings outside the log, and the overall verdict if the log's verdict differs."""
    output = session.output
    output.paragraph(f"views: {report.views}")
    if report.sources is not UNSET:
        output.paragraph(f"sources: {_of_sources(report.sources)}")
    _print_findings(output, report.findings[len(log.findings) :])
    for event in report.unreadable or ():
        what = f"event {event.position} ({words(event.type)})"
        of = f" of {event.ref}" if event.ref else ""
        output.paragraph(
            ("? ", "bold yellow"), f"{what}{of} cannot be read: {event.why}", hanging=2
        )
    if report.sentence != log.sentence:
        _print_sentence(output, report)


def _of_sources(found: SourcesCheck) -> str:
    changed = f", {len(found.changed)} changed" if found.changed else ""
    return f"{found.kept} kept and intact{changed}; {found.not_kept} not kept"


def _print_findings(output: Output, findings: list[AuditFinding]) -> None:
    for found in findings:
        output.paragraph(("! ", "bold red"), found.what, hanging=2)


def _print_sentence(output: Output, report: AuditVerify) -> None:
    output.paragraph((report.sentence, OUTCOMES[report.verdict][1]))


def _signer(signer: "Signer", origin: str, zone: str) -> str:
    key = signer.key
    name = "key" if key.name == origin else key.name
    at = f" at {instant_text(signer.at, zone, '%Y-%m-%d %H:%M')}" if signer.at else ""
    return f"{name} {key.id.hex()}{at}"


def _stated(session: Session, one: "Statement") -> list[StyledText]:
    says = {True: "holds", False: "DOES NOT HOLD", None: "IS WRONG"}[one.holds]
    names = [_signer(signer, one.checkpoint.origin, session.zone) for signer in one.signers]
    signed = f"signed by {', '.join(names)}" if names else "not signed with any of your keys"
    if one.vouched and not names:
        signed = "typed from paper"
    events = session.output.cell(f"{one.checkpoint.size} events", 12)
    where = session.output.cell(one.where, 12)
    return [where, " ", events, " ", (says, "green" if one.holds else "bold red"), f"  {signed}"]

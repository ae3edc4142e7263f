"""``dragoman audit verify``: what the register proves, and what it does not."""

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.files import evidence, verifier_key
from cli.progress import told
from cli.session import Injected, Session

if TYPE_CHECKING:
    from projections.replay import Verdict as Replayed
    from store.health import Finding
    from store.verification import Statement, Verdict

CODES = {"proven": 0, "tampered": 1, "unproven": 3, "unreadable": 4}


def verify(
    *,
    against: Annotated[
        tuple[str, ...],
        Parameter(help="A seal that was kept elsewhere: its file, or - for stdin; repeat."),
    ] = (),
    key: Annotated[
        tuple[str, ...],
        Parameter(help="A verifier key that you know, or its file; repeat."),
    ] = (),
    skip_views: Annotated[
        bool,
        Parameter(negative=(), help="Leave out the replay of the views, which takes the longest."),
    ] = False,
    session: Injected,
) -> int:
    """Verify that nothing was changed since a seal was made.

    Exit 0: proven by a seal from elsewhere that a key you know has signed, or that you typed from
    paper. 1: something was changed. 3: the register agrees with itself, which anybody who may
    write it could see to. 4: it cannot be read.

    Example: dragoman audit verify --against seal-2025-12-05.txt --key register.vkey
    """
    from sqlalchemy.exc import DBAPIError

    from store.errors import RegisterError, explained

    given = [evidence(path) for path in against]
    keys = [verifier_key(text) for text in key]
    try:
        with explained(session.register_path):
            verdict = _verdict(session, given, keys)
    except (RegisterError, DBAPIError) as error:
        return _tell_unreadable(session, str(error))
    replayed, found = (None, []) if skip_views else _replayed(session)
    shape = _shape(verdict, replayed, found)
    if session.output.as_json:
        session.output.document("audit-verify", shape)
    else:
        _print(session, verdict, shape)
    return CODES[shape["verdict"]]


def _verdict(session: Session, given: Any, keys: Any) -> "Verdict":
    from store import verification

    with told(session.output, "Reading the log") as tell, session.engine.connect() as register:
        return verification.verify(register, given, keys, tell)


def _replayed(session: Session) -> "tuple[Replayed | None, list[Finding]]":
    """The views compared with a replay; what they have seen and is lost is not replayed away."""
    from store.health import Finding

    views = session.views()
    if lost := views.lost():
        return None, [Finding(lost)]
    try:
        verdict = replayed(session)
    except Exception as error:  # whatever a forged event makes the replay stumble over
        return None, [Finding(f"the events cannot be replayed: {error}")]
    return verdict, [Finding(f"the views differ: {one}") for one in verdict.differences]


def replayed(session: Session) -> "Replayed":
    """Replay the register in an empty place, and compare the views."""
    from pathlib import Path

    from projections import replay as replaying
    from projections.views import open_views

    live = session.views()
    with told(session.output, "Bringing the views up to date") as tell:
        live.refresh(tell)
    with TemporaryDirectory(prefix="dragoman-replay-") as folder:
        fresh = open_views(session.engine, Path(folder) / "views.db")
        try:
            with told(session.output, "Replaying", patience=0) as tell:
                return replaying.replay(live, fresh, tell)
        finally:
            fresh.engine.dispose()


def _tell_unreadable(session: Session, why: str) -> int:
    sentence = f"UNREADABLE: {why}"
    if session.output.as_json:
        found = [{"what": why, "first": None, "last": None}]
        shape = {"verdict": "unreadable", "findings": found, "sentence": sentence}
        session.output.document("audit-verify", shape)
    else:
        session.output.paragraph((sentence, "bold red"))
    return CODES["unreadable"]


def _shape(
    verdict: "Verdict", replayed: "Replayed | None", found: "list[Finding]"
) -> dict[str, Any]:
    findings = [*verdict.findings, *found]
    outcome = "tampered" if findings else verdict.outcome
    return {
        "verdict": outcome,
        "origin": verdict.checkpoint.origin,
        "size": verdict.size,
        "root": verdict.checkpoint.root.hex(),
        "proven": verdict.proven,
        "views": "not compared" if replayed is None else f"{replayed.rows} rows compared",
        "seals": [_seal(one) for one in verdict.statements],
        "findings": [{"what": one.what, "first": one.first, "last": one.last} for one in findings],
        "sentence": _sentence(verdict, outcome, bool(verdict.findings)),
    }


def _seal(one: "Statement") -> dict[str, Any]:
    return {
        "where": one.where,
        "size": one.checkpoint.size,
        "root": one.checkpoint.root.hex(),
        "holds": one.holds,
        "proves": one.proves,
        "signers": [str(signer.key) for signer in one.signers],
        "cosigned_at": [signer.at.isoformat() for signer in one.signers if signer.at],
    }


def _sentence(verdict: "Verdict", outcome: str, log_is_wrong: bool) -> str:
    """What has been proven and what has not, in plain words."""
    upto = verdict.proven
    proven = (
        f"the first {upto} events are those that were sealed: none was changed, removed, inserted"
        " or moved"
    )
    if outcome == "tampered":
        if log_is_wrong:
            still = f" Still, {proven}." if upto else ""
            return f"TAMPERED: the register is not as it was recorded or sealed.{still}"
        log = f"; the log itself is sound, and {proven}" if upto else ""
        return (
            f"TAMPERED: the views do not say what the events say{log}. dragoman register rebuild"
            " makes them anew."
        )
    if outcome == "proven":
        since = verdict.size - upto
        later = f"the {since} events recorded since; " if since else ""
        return f"PROVEN: {proven}. NOT PROVEN: {later}that what was recorded is true and whole."
    return (
        f"UNPROVEN: the register's {verdict.size} events agree with themselves, and with its own"
        " seals. Somebody who may write the file could have made all of it anew. Proof takes a"
        " seal that was kept elsewhere (--against FILE), on paper or signed by a key that you know"
        " (--key KEY)."
    )


_STYLES = {"proven": "bold green", "tampered": "bold red", "unproven": "bold yellow"}


def _print(session: Session, verdict: "Verdict", shape: dict[str, Any]) -> None:
    output = session.output
    root = shape["root"]
    output.paragraph(
        f"{shape['origin']}: {shape['size']} events, root {root[:8]}…{root[-8:]}, views:"
        f" {shape['views']}",
        hanging=2,
    )
    for one in verdict.statements:
        output.paragraph(*_stated(session, one), indent=2, hanging=4)
    for found in shape["findings"]:
        output.paragraph(("! ", "bold red"), found["what"], hanging=2)
    output.paragraph((shape["sentence"], _STYLES[shape["verdict"]]))


def _stated(session: Session, one: "Statement") -> list[Any]:
    says = {True: "holds", False: "DOES NOT HOLD", None: "IS WRONG"}[one.holds]
    names = [
        f"{signer.key.name}+{signer.key.id.hex()}"
        + (f" at {signer.at:%Y-%m-%d %H:%M}Z" if signer.at else "")
        for signer in one.signers
    ]
    signed = f"signed by {', '.join(names)}" if names else "signed by no key that you named"
    if one.vouched and not names:
        signed = "typed from paper"
    events = session.output.cell(f"{one.checkpoint.size} events", 12)
    where = session.output.cell(one.where, 12)
    return [where, " ", events, " ", (says, "green" if one.holds else "bold red"), f"  {signed}"]

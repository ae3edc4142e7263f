"""What all commands share that record by hand: options become one document."""

from cli.options import SourceOptions, fields_of
from cli.recording import by_option, record_by_hand
from cli.session import Session


def bring(
    session: Session,
    kind: str,
    status: str | None,
    ref: str | None,
    options: SourceOptions,
    reason: str | None,
) -> int:
    """Bring the record ``ref``, or a new one, to ``status`` with what the options say."""
    with by_option():
        fields = fields_of(options)
    stage = {"status": status} if status else {}
    return record_by_hand(session, ref, {"kind": kind, **stage, **fields}, reason)

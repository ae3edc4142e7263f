"""``dragoman meeting``: schedule and hold meetings."""

from cyclopts import App

from cli.by_hand import bring
from cli.options import EngagementOptions, Reason, Ref
from cli.session import Injected

app = App(name="meeting", help="Schedule and hold meetings.")

NOTHING = EngagementOptions()


@app.command
def schedule(
    *, options: EngagementOptions = NOTHING, reason: Reason = None, session: Injected
) -> int:
    """Schedule a meeting.

    Example: dragoman meeting schedule --title "Energy ministers" --party AZ --party IQ --occurred 2026-12
    """
    return bring(session, "meeting", "scheduled", None, options, reason)


@app.command
def hold(
    ref: Ref = None,
    /,
    *,
    options: EngagementOptions = NOTHING,
    reason: Reason = None,
    session: Injected,
) -> int:
    """Record that a meeting was held, scheduled before or not.

    Example: dragoman meeting hold M-1 --occurred yesterday --topic energy
    """
    return bring(session, "meeting", "held", ref, options, reason)

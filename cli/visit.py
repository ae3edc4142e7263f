"""``dragoman visit``: announce, start and conclude visits."""

from cyclopts import App

from cli.by_hand import bring
from cli.options import EngagementOptions, Reason, Ref
from cli.session import Injected

app = App(name="visit", help="Announce, start and conclude visits.")

NOTHING = EngagementOptions()


@app.command
def announce(
    *, options: EngagementOptions = NOTHING, reason: Reason = None, session: Injected
) -> int:
    """Announce a visit that is planned.

    Example: dragoman visit announce --title "Official visit" --host IQ --party AZ --occurred 2026-12
    """
    return bring(session, "visit", "announced", None, options, reason)


@app.command
def start(
    ref: Ref = None,
    /,
    *,
    options: EngagementOptions = NOTHING,
    reason: Reason = None,
    session: Injected,
) -> int:
    """Record that a visit has started, announced before or not.

    Example: dragoman visit start V-1 --occurred today
    """
    return bring(session, "visit", "started", ref, options, reason)


@app.command
def conclude(
    ref: Ref = None,
    /,
    *,
    options: EngagementOptions = NOTHING,
    reason: Reason = None,
    session: Injected,
) -> int:
    """Record that a visit is over.

    Example: dragoman visit conclude V-1 --occurred 2026-12-03/2026-12-04 --outcome "Joint statement"
    """
    return bring(session, "visit", "concluded", ref, options, reason)

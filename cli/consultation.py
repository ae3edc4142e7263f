"""``dragoman consultation``: schedule and hold sessions of standing mechanisms."""

from cyclopts import App

from cli.by_hand import bring
from cli.options import Reason, Ref, SessionOptions
from cli.session import Injected

app = App(name="consultation", help="Schedule and hold sessions of mechanisms.")

NOTHING = SessionOptions()


@app.command
def schedule(*, options: SessionOptions = NOTHING, reason: Reason = None, session: Injected) -> int:
    """Schedule a session of a mechanism.

    Example: dragoman consultation schedule --mechanism B-1 --session 3 --occurred 2026-12 --place Baku
    """
    return bring(session, "consultation", "scheduled", None, options, reason)


@app.command
def hold(
    ref: Ref = None,
    /,
    *,
    options: SessionOptions = NOTHING,
    reason: Reason = None,
    session: Injected,
) -> int:
    """Record that a session was held; it fulfils the follow-up that awaits it.

    Example: dragoman consultation hold --mechanism B-1 --session 3 --occurred yesterday
    """
    return bring(session, "consultation", "held", ref, options, reason)

"""``dragoman follow-up``: what was agreed and is owed."""

from typing import Annotated

from cyclopts import App, Parameter

from cli.by_hand import bring
from cli.options import FollowUpOptions, Reason
from cli.recording import fulfil_by_hand
from cli.session import Injected

app = App(name="follow-up", help="Agree what is owed, and fulfil it.")

NOTHING = FollowUpOptions()


@app.command
def agree(*, options: FollowUpOptions = NOTHING, reason: Reason = None, session: Injected) -> int:
    """Record something that was agreed and is owed.

    Example: dragoman follow-up agree --what "Send the draft" --due "in 2 weeks" --agreed-in M-1
    """
    return bring(session, "follow-up", None, None, options, reason)


@app.command
def fulfil(
    ref: Annotated[str, Parameter(help="The follow-up: F-7.")],
    /,
    *,
    by: Annotated[str | None, Parameter(help="The engagement that fulfilled it: C-4.")] = None,
    fulfilled: Annotated[str | None, Parameter(help="When it was fulfilled.")] = None,
    note: Annotated[str | None, Parameter(help="How it was fulfilled.")] = None,
    reason: Reason = None,
    session: Injected,
) -> int:
    """Record that a follow-up was fulfilled.

    Example: dragoman follow-up fulfil F-1 --by C-4
    """
    given = {"by": by, "fulfilled": fulfilled, "note": note}
    fields = {name: value for name, value in given.items() if value is not None}
    return fulfil_by_hand(session, ref, fields, reason)

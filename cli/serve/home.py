"""The first page: what is ahead, and what is new."""

from collections.abc import Sequence
from datetime import timedelta

from dragoman.cli.page.output_formats import PAGE_FORMS, give
from dragoman.cli.read.digest import looked_up
from dragoman.cli.session import Session

BACK = timedelta(days=7)
"""How far back the page looks for what is new."""

AHEAD = 14
"""The number of days ahead for which the page shows plans and deadlines."""


def home(session: Session, options: Sequence[str]) -> int:
    """Look up the first page; ``options`` may have ``--as-of`` and ``--withhold``."""
    given = dict(one.removeprefix("--").split("=", 1) for one in options)
    session.withholds(given.get("withhold"))  # type: ignore[arg-type]
    as_of = given.get("as-of")
    with session.reading(as_of) as (_, today):
        since = (today - BACK).isoformat()
    view = looked_up(session, since, AHEAD, as_of=as_of)
    return give(session, PAGE_FORMS, view.found, view.day_page)

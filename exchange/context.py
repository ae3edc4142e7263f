"""The context of an import or export: everything that the caller passes to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from dragoman.domain import UTC_ZONE
from dragoman.store import ProgressCallback

if TYPE_CHECKING:
    from dragoman.projections import Views
    from dragoman.store import Register


@frozen
class ExchangeContext:
    """The register, its views, the current day, the desk's time zone, and two callbacks.

    ``progress`` takes the name of a task and returns a context manager. The context manager yields
    a function, which the task calls after every step with the number of finished steps and the
    total. Imports and exports call ``heed`` between two steps; ``heed`` may raise
    :class:`KeyboardInterrupt`.
    """

    register: "Register"
    views: "Views"
    today: date
    progress: Callable[[str], AbstractContextManager[ProgressCallback]] = lambda _: nullcontext(
        lambda done, total: None
    )
    heed: Callable[[], None] = lambda: None
    zone: str = UTC_ZONE

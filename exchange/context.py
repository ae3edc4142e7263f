"""What an exchange needs of its surroundings, and no more: whoever calls it makes one."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from dragoman.store import ProgressCallback

if TYPE_CHECKING:
    from dragoman.projections import Views
    from dragoman.store import Register


@frozen
class ExchangeContext:
    """The register and its views, the day, and how progress is shown and an interrupt heeded.

    ``progress`` takes what is being done and gives a function to call after every step, with the
    number done and the total. ``heed`` is called between two steps, and may raise
    :class:`KeyboardInterrupt`.
    """

    register: "Register"
    views: "Views"
    today: date
    progress: Callable[[str], AbstractContextManager[ProgressCallback]] = lambda _: nullcontext(
        lambda done, total: None
    )
    heed: Callable[[], None] = lambda: None

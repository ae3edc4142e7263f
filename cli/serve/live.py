"""The state of the register as the site knows it, and those who wait for the next state."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from hashlib import sha256
from time import monotonic, sleep

from attrs import define, field, frozen

from dragoman.cli.serve.reader import cannot_read, identity
from dragoman.cli.serve.server import events
from dragoman.cli.session import Session
from dragoman.store import NoAnswer, queries

EVERY = 0.5
"""The number of seconds between checks whether somebody has recorded."""

MOST_BEHIND = 10.0
"""The maximum number of seconds for which the site prepares for a state."""

MOST = 256
"""The maximum number of open pages that wait for the next state."""


@frozen
class State:
    """The last event of the register: its position, its entry, and the day that counts as today.

    ``lost`` says why the register cannot be read at present; it is empty if it can be read. ``file``
    identifies the file of the register.
    """

    position: int = 0
    entry: str = ""
    day: str = ""
    lost: str = ""
    file: object = None

    def tag(self, site: str) -> str:
        """Return an entity tag: the position, and a digest of all that a page depends on."""
        parts = "|".join((self.entry, self.day, self.lost, site))
        return f"{self.position}-{sha256(parts.encode()).hexdigest()[:12]}"


async def _nothing(state: State) -> None:
    """Prepare nothing."""


@define
class Live:
    """Watches the register in a thread; ``prepare`` makes the site ready for a new state."""

    session: Session
    state: State = field(factory=State)
    _waiting: "set[asyncio.Queue[State]]" = field(factory=set)
    prepare: "Callable[[State], Awaitable[None]]" = field(default=_nothing)
    _task: "asyncio.Task[None] | None" = None
    _file: object = ()
    _stop: threading.Event = field(factory=threading.Event)

    def look(self) -> State:
        """Return the present state of the register."""
        day = str(self.session.today)
        try:
            if (file := identity(self.session.location)) != self._file:
                self.session.close()
                self._file = file
            lost = self._refresh()
            with self.session.engine.connect() as register:
                head = queries.head(register)
            return State(head.position, head.entry_hex or "", day, lost, file)
        except Exception as error:
            self._file = ()
            with suppress(Exception):
                self.session.close()
            lost = cannot_read(error, self.session.location)
            return State(self.state.position, self.state.entry, day, lost)

    def _refresh(self) -> str:
        try:
            self.session.engine.refresh()
        except NoAnswer as error:
            return f"{error}; this page shows what was received before"
        return ""

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look again and again, until :meth:`stop`; tell those who wait about a new state."""
        while not self._stop.is_set():
            found = self.look()
            if found != self.state:
                with suppress(RuntimeError):  # the loop may have ended meanwhile
                    loop.call_soon_threadsafe(self._tell, found)
            try:
                self.session.engine.wait(EVERY)
            except Exception:
                sleep(EVERY)
        self.session.close()

    def stop(self) -> None:
        """End :meth:`watch`."""
        self._stop.set()

    def _tell(self, state: State) -> None:
        """Begin to take over a new state, unless the site is still busy with an earlier one."""
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._take_over(state))

    async def _take_over(self, state: State) -> None:
        """Prepare the site for a new state, and then tell those who wait.

        If people record faster than pages can be made, pages are not quite up to date for a while:
        the site rests as long as it has prepared, and both take at most :data:`MOST_BEHIND` seconds.
        """
        started = monotonic()
        await self.prepare(state)
        self.state = state
        for queue in self._waiting:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(state)
        if not state.lost:
            await asyncio.sleep(min(monotonic() - started, MOST_BEHIND))

    @property
    def is_full(self) -> bool:
        """Whether too many pages wait already."""
        return len(self._waiting) >= MOST

    async def tags(self, site: str) -> AsyncIterator[bytes]:
        """Yield server-sent events with the tag of the present state, and of each new one."""
        queue: asyncio.Queue[State] = asyncio.Queue(maxsize=1)
        self._waiting.add(queue)
        try:
            async for event in events(queue, self.state, lambda state: state.tag(site)):
                yield event
        finally:
            self._waiting.discard(queue)

"""The contents that a site has made for the present state of the register, to answer again."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from time import monotonic

from attrs import define, field, frozen

MOST = 64_000_000
"""The maximum number of bytes that the contents may have in memory."""

MANY = 2_000
"""The maximum number of contents, each of which has an address of up to 4,096 characters."""

WORTH = 1_000
"""The number of bytes from which a content is compressed."""

LATELY = 60.0
"""The number of seconds for which a content counts as in use after somebody has read it."""


@frozen
class Content:
    """What a reader gets for an address: its type, its policy, and its bytes, plain and compressed."""

    type: str
    policy: str
    plain: bytes
    packed: bytes | None

    @classmethod
    def of(cls, type_: str, text: bytes, policy: str) -> "Content":
        """Return the content with these bytes."""
        packed = gzip.compress(text, 4, mtime=0) if len(text) >= WORTH else None
        return cls(type_, policy, text, packed)

    @property
    def size(self) -> int:
        """The number of bytes in memory."""
        return len(self.plain) + len(self.packed or b"")


Recipe = Callable[[str], Content]
"""A function that makes a content for a state of the register, given the tag of the state."""


@define
class _Kept:
    """A content that is made or being made, how to make it again, and when it was last read."""

    content: "asyncio.Future[Content]"
    recipe: Recipe
    used: float


@define
class Cache:
    """The contents for the state with a ``tag``, the latest used last; ``threads`` make them."""

    threads: Executor
    tag: str = ""
    most: int = MOST
    _kept: "OrderedDict[str, _Kept]" = field(factory=OrderedDict)

    async def get(self, key: str, recipe: Recipe) -> Content:
        """Return a content, which is made only once for a state of the register."""
        found = self._kept.get(key)
        if found is None:
            future = asyncio.ensure_future(self._make(recipe, self.tag))
            found = self._kept[key] = _Kept(future, recipe, monotonic())
            future.add_done_callback(lambda made: self._tidy(key, made))
        found.used = monotonic()
        self._kept.move_to_end(key)
        return await asyncio.shield(found.content)

    async def _make(self, recipe: Recipe, tag: str) -> Content:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, recipe, tag)

    def _tidy(self, key: str, made: "asyncio.Future[Content]") -> None:
        """Forget a content that could not be made, and the oldest if all are too large."""
        if made.cancelled() or made.exception() is not None:
            if key in self._kept and self._kept[key].content is made:
                del self._kept[key]
            return
        while len(self._kept) > 1 and self._is_full:
            self._kept.popitem(last=False)

    @property
    def _is_full(self) -> bool:
        return len(self._kept) > MANY or sum(map(_size, self._kept.values())) > self.most

    async def renew(self, tag: str, seconds: float) -> None:
        """Take over a state of the register.

        The contents that are in use are made first, the latest used first, for at most so many
        seconds; until then, readers get those of the former state. So nobody waits for a page only
        because somebody has recorded.
        """
        fresh: list[tuple[str, _Kept]] = []
        until, used_since = monotonic() + seconds, monotonic() - LATELY
        for key, one in reversed(list(self._kept.items())):
            if monotonic() > until or one.used < used_since:
                break
            with suppress(Exception):  # whoever asks for it is told
                content = await self._make(one.recipe, tag)
                future = asyncio.get_running_loop().create_future()
                future.set_result(content)
                fresh.append((key, _Kept(future, one.recipe, one.used)))
        self.tag, self._kept = tag, OrderedDict(reversed(fresh))

    def forget(self, tag: str) -> None:
        """Take over a state of the register without the contents of the former one."""
        self.tag, self._kept = tag, OrderedDict()


def _size(one: _Kept) -> int:
    made = one.content
    is_made = made.done() and not made.cancelled() and made.exception() is None
    return made.result().size if is_made else 0

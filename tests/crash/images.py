"""Images: possible contents of a disk after an interrupted command, made from the command's log."""

import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

from attrs import evolve, frozen

from tests.crash.filesystem import SECTOR, FileSystem, Image
from tests.crash.log import Kind, Operation

SEED = 20_260_115
"""The seed of the random choices; every run uses the same seed."""
PAGE = 4096


class Sort(StrEnum):
    """The ways in which the tests interrupt a command."""

    KILL = "kill"
    TORN = "torn write"
    POWER = "power loss"


@frozen
class Moment:
    """The moment of an interruption: after ``number`` operations.

    In a torn write, the disk has only the first ``cut`` bytes of the write. After a power loss,
    ``seed`` decides which changes survive; if ``torn`` is true, each sector of a write survives or
    is lost separately.
    """

    sort: Sort
    number: int
    cut: int = 0
    seed: int = 0
    torn: bool = False

    def __str__(self) -> str:
        more = {
            Sort.KILL: "",
            Sort.TORN: f", of the last one {self.cut} bytes",
            Sort.POWER: f", seed {self.seed}{', sectors apart' if self.torn else ''}",
        }
        return f"{self.sort} after {self.number} operations{more[self.sort]}"


Moments = Iterator[tuple[Moment, Image]]


def images(sort: Sort, start: Path | FileSystem, log: Sequence[Operation], count: int) -> Moments:
    """Yield about ``count`` crash images of one sort, in order; for kills, yield every image."""
    files = FileSystem.of(start) if isinstance(start, Path) else start
    moments = list(_MOMENTS[sort](log, count))
    done = 0
    for moment in moments:
        while done < moment.number:
            files.apply(log[done])
            done += 1
        yield moment, _image(files, moment, log)


def _image(files: FileSystem, moment: Moment, log: Sequence[Operation]) -> Image:
    if moment.sort is Sort.POWER:
        chance = random.Random(moment.seed)
        return files.image_after_power_loss(lambda: chance.random() < 0.5, moment.torn)
    if moment.sort is Sort.KILL:
        return files.image()
    write = log[moment.number]
    return files.image_with(evolve(write, data=write.data[: moment.cut]))


def _kills(log: Sequence[Operation], _: int) -> Iterator[Moment]:
    return (Moment(Sort.KILL, number) for number in range(len(log) + 1))


def _torn_writes(log: Sequence[Operation], count: int) -> Iterator[Moment]:
    """Cut each write at least once, in turn at a sector boundary, a page boundary and any byte."""
    chance = random.Random(SEED)
    writes = [
        operation for operation in log if operation.kind is Kind.WRITE and len(operation.data) > 1
    ]
    cuts = []
    for number in range(max(count, len(writes)) if writes else 0):
        write = writes[number % len(writes)]
        size = (SECTOR, PAGE, 1)[(number // len(writes) + number) % 3]
        cut = chance.randrange(1, len(write.data))
        cuts.append((write.number, max(cut // size * size, 1) if size > 1 else cut))
    return (Moment(Sort.TORN, number, cut) for number, cut in sorted(set(cuts)))


def _power_losses(log: Sequence[Operation], count: int) -> Iterator[Moment]:
    """Spread power losses over the command; one loss in ten comes after the end of the command."""
    chance = random.Random(SEED)
    numbers = [number * (len(log) + 1) // count for number in range(count * 9 // 10)]
    numbers += [len(log)] * (count - len(numbers))
    for n, number in enumerate(sorted(numbers)):
        yield Moment(Sort.POWER, number, seed=chance.randrange(2**32), torn=n % 2 == 1)


_MOMENTS = {Sort.KILL: _kills, Sort.TORN: _torn_writes, Sort.POWER: _power_losses}


def without_syncs(log: Iterable[Operation], path: str) -> list[Operation]:
    """Return a command's log without the syncs of files whose paths contain ``path``."""
    kept = [
        operation
        for operation in log
        if operation.kind is not Kind.SYNC or path not in operation.path
    ]
    return [evolve(one, number=number) for number, one in enumerate(kept)]


def place(image: Image, root: Path) -> None:
    """Replace the content of a folder with an image."""
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    for name, content in image.items():
        path = root / name
        if content.data is None:
            path.mkdir()
        else:
            path.write_bytes(content.data)
        path.chmod(content.mode)


def digest(image: Image) -> bytes:
    """Return a digest that differs for different images."""
    found = blake2b(digest_size=16)
    for name, content in sorted(image.items()):
        found.update(repr((name, content.mode, len(content.data or b""))).encode())
        found.update(content.data or b"")
    return found.digest()


def part(image: Image, beginning: str) -> Image:
    """Return the files of an image whose paths start with ``beginning``."""
    return {name: content for name, content in image.items() if name.startswith(beginning)}

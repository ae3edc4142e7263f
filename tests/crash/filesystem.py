"""A model of a file system that tracks which changes are certain to be on the disk."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import define, field, frozen

from tests.crash.log import Kind, Operation

SECTOR = 512
"""The number of bytes that a disk writes atomically."""


@frozen
class Content:
    """A file in an image: its bytes and its mode. A folder has no bytes."""

    data: bytes | None
    mode: int


Image = Mapping[str, Content]
"""The contents of a disk: files and folders by their paths from the root."""


@frozen
class Change:
    """A change to a file: bytes to write at an offset or, if ``data`` is ``None``, a new size."""

    offset: int
    data: bytes | None

    def apply(self, to: bytearray) -> None:
        """Apply the change to a file's content; fill any gap with zeros."""
        if self.data is None:
            del to[self.offset :]
        to.extend(bytes(max(0, self.offset - len(to))))
        if self.data is not None:
            to[self.offset : self.offset + len(self.data)] = self.data

    def sectors(self) -> Iterator["Change"]:
        """Split the change into changes that each affect one sector."""
        if self.data is None:
            yield self
            return
        start = 0
        while start < len(self.data):
            end = start + SECTOR - (self.offset + start) % SECTOR
            yield Change(self.offset + start, self.data[start:end])
            start = end


@define(eq=False)
class Inode:
    """A file or a folder: the content that programs see, and the content safely on the disk."""

    mode: int
    is_folder: bool = False
    live: bytearray = field(factory=bytearray)
    durable: bytearray = field(factory=bytearray)
    pending: list[Change] = field(factory=list)

    def change(self, change: Change) -> None:
        """Change the file; the change may reach the disk at once or only at the next sync."""
        change.apply(self.live)
        self.pending.append(change)

    def sync(self) -> None:
        """Mark all changes as certain to be on the disk."""
        self.durable = bytearray(self.live)
        self.pending.clear()


@frozen
class Naming:
    """Pending renames: the new file or folder at each path, or ``None`` if the name goes away."""

    names: tuple[tuple[str, Inode | None], ...]

    def concerns(self, folder: str) -> bool:
        """Return whether one of the renames changes a name in ``folder``."""
        return any(os.path.dirname(path) == folder for path, _ in self.names)

    def apply(self, to: dict[str, Inode]) -> None:
        """Carry out the pending renames."""
        for path, inode in self.names:
            if inode is None:
                to.pop(path, None)
            else:
                to[path] = inode


Chance = Callable[[], bool]
"""A function that decides whether an unsynced change is on the disk."""


@define(eq=False)
class FileSystem:
    """The files below a folder, and the operations that change the files."""

    live: dict[str, Inode] = field(factory=dict)
    durable: dict[str, Inode] = field(factory=dict)
    pending: list[Naming] = field(factory=list)
    _open: dict[int, Inode] = field(factory=dict)

    @classmethod
    def of(cls, root: Path) -> "FileSystem":
        """Build a file system from a folder, and mark all of the content as safely on the disk."""
        made = cls()
        for path in sorted(root.rglob("*")):
            status = path.stat()
            content = bytearray(path.read_bytes() if path.is_file() else b"")
            inode = Inode(stat.S_IMODE(status.st_mode), path.is_dir(), content, bytearray(content))
            made._open[status.st_ino] = inode
            made.live[str(path.relative_to(root))] = inode
        made.durable = dict(made.live)
        return made

    def apply(self, operation: Operation) -> None:
        """Apply an operation to the files."""
        _APPLY[operation.kind](self, operation)

    def image(self) -> Image:
        """Return the files that programs see after all operations."""
        return _image(self.live, lambda inode: inode.live)

    def image_with(self, write: Operation) -> Image:
        """Return the files that programs see after all operations and one more write."""
        inode = self._open[write.inode]
        before = bytes(inode.live)
        Change(write.offset, write.data).apply(inode.live)
        image = self.image()
        inode.live[:] = before
        return image

    def image_after_power_loss(self, survives: Chance, torn: bool) -> Image:
        """Return what the disk may contain after a power loss.

        The disk contains all synced changes, and each unsynced change for which ``survives`` is
        true. If ``torn`` is true, each sector of a write survives or is lost separately.
        """
        names = dict(self.durable)
        for naming in self.pending:
            if survives():
                naming.apply(names)

        def content(inode: Inode) -> bytearray:
            found = bytearray(inode.durable)
            for change in inode.pending:
                for part in change.sectors() if torn else (change,):
                    if survives():
                        part.apply(found)
            return found

        return _image(names, content)

    def _name(self, *names: tuple[str, Inode | None]) -> None:
        naming = Naming(names)
        naming.apply(self.live)
        self.pending.append(naming)

    def _create(self, one: Operation) -> None:
        inode = self._open[one.inode] = Inode(one.mode)
        if one.path:
            self._name((one.path, inode))

    def _make_folder(self, one: Operation) -> None:
        inode = self._open[one.inode] = Inode(one.mode, is_folder=True)
        self._name((one.path, inode))

    def _write(self, one: Operation) -> None:
        self._open[one.inode].change(Change(one.offset, one.data))

    def _resize(self, one: Operation) -> None:
        self._open[one.inode].change(Change(one.offset, None))

    def _change_mode(self, one: Operation) -> None:
        self._open[one.inode].mode = one.mode

    def _rename(self, one: Operation) -> None:
        inode = self.live[one.path]
        assert not inode.is_folder, f"{one}: the model does not cover renamed folders"
        self._name((one.path, None), (one.other, inode))

    def _link(self, one: Operation) -> None:
        self._name((one.other, self._open[one.inode]))

    def _remove(self, one: Operation) -> None:
        self._name((one.path, None))

    def _sync(self, one: Operation) -> None:
        folder = self.live.get(one.path)
        if one.path and not (folder and folder.is_folder):
            self._open[one.inode].sync()
            return
        kept = []
        for naming in self.pending:
            if naming.concerns(one.path):
                naming.apply(self.durable)
            else:
                kept.append(naming)
        self.pending = kept

    def _sync_all(self, one: Operation) -> None:
        for inode in {*self._open.values(), *self.live.values()}:
            inode.sync()
        self.durable, self.pending = dict(self.live), []

    def _ignore(self, one: Operation) -> None:
        """Ignore output to a stream, which changes no file."""

    def _refuse(self, one: Operation) -> None:
        raise NotImplementedError(str(one))


_APPLY: dict[Kind, Callable[[FileSystem, Operation], None]] = {
    Kind.CREATE: FileSystem._create,
    Kind.WRITE: FileSystem._write,
    Kind.RESIZE: FileSystem._resize,
    Kind.SYNC: FileSystem._sync,
    Kind.RENAME: FileSystem._rename,
    Kind.LINK: FileSystem._link,
    Kind.UNLINK: FileSystem._remove,
    Kind.MKDIR: FileSystem._make_folder,
    Kind.RMDIR: FileSystem._remove,
    Kind.CHMOD: FileSystem._change_mode,
    Kind.SAY: FileSystem._ignore,
    Kind.OTHER: FileSystem._refuse,
    Kind.SYNC_ALL: FileSystem._sync_all,
}


def _image(names: Mapping[str, Inode], content: Callable[[Inode], bytearray]) -> Image:
    """Return all reachable files except shared memory, which no process uses any more."""
    found: dict[str, Content] = {}
    read: dict[int, bytes] = {}
    for path, inode in sorted(names.items()):
        folder = os.path.dirname(path)
        if path.endswith("-shm") or (folder and folder not in found):
            continue
        if inode.is_folder:
            found[path] = Content(None, inode.mode)
            continue
        if id(inode) not in read:
            read[id(inode)] = bytes(content(inode))
        found[path] = Content(read[id(inode)], inode.mode)
    return found

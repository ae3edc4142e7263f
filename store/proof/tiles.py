"""The log as tiles (c2sp.org/tlog-tiles): files of 256 hashes or leaves, for other programs."""

from pathlib import Path

from attrs import define, field

from dragoman.store.errors import RegisterError
from dragoman.store.files import FileBatch, new_file, new_files, replacement
from dragoman.store.progress import ProgressCallback
from dragoman.store.proof.checkpoint import Checkpoint
from dragoman.store.proof.leaves import leaves
from dragoman.store.proof.note import Note, NoteError
from dragoman.store.proof.tree import Tree, leaf_hash
from dragoman.store.sql import Connection

WIDTH = 256
"""The number of hashes in a full tile, and of leaves in a full bundle."""

LONGEST = 2**16 - 1
"""The maximum size of a leaf in a bundle, in bytes."""


class TilesRefused(RegisterError):
    """The tiles cannot be written to the folder."""


def export_tiles(
    connection: Connection, note: Note, folder: Path, told: ProgressCallback = lambda *_: None
) -> int:
    """Write to ``folder`` the log that ``note`` seals; return the number of files written.

    This function keeps the files from an earlier export of the same log, adds new files, and writes
    the checkpoint last. Raises :class:`TilesRefused` if the folder has other tiles or symbolic
    links.
    """
    sealed = Checkpoint.parse(note.text)
    _refuse_other_log(folder, note)
    with new_files() as batch:
        writer, whole = _Writer(folder, batch), Tree()
        for leaf in leaves(connection, sealed.size):
            writer.add(leaf)
            whole.add(leaf_hash(leaf))
            if whole.size % WIDTH == 0:
                told(whole.size, sealed.size)
        writer.finish()
        if (whole.size, whole.root()) != (sealed.size, sealed.root):
            raise TilesRefused(
                "the log is not the sealed log; for details, type: dragoman audit verify"
            )
    _write_checkpoint(folder / "checkpoint", str(note).encode())
    return writer.written + 1


def _write_checkpoint(path: Path, content: bytes) -> None:
    """Write the checkpoint, which covers all other files; replace an earlier checkpoint."""
    earlier = path.stat() if path.exists() else None
    with replacement(path, earlier) if earlier else new_file(path) as file:
        file.write(content)


def _refuse_other_log(folder: Path, note: Note) -> None:
    checkpoint = folder / "checkpoint"
    _refuse_link(checkpoint)
    if checkpoint.exists():
        try:
            there = Checkpoint.parse(Note.parse(checkpoint.read_text("utf-8")).text)
        except (NoteError, UnicodeError) as error:
            raise TilesRefused(f"{checkpoint}: {error}") from error
        here = Checkpoint.parse(note.text)
        if there.origin != here.origin or there.size > here.size:
            raise TilesRefused(
                f"{folder}: has the tiles of {there.origin} up to event {there.size}; choose"
                " a different folder"
            )


def _refuse_link(path: Path) -> None:
    """Raise :class:`TilesRefused` for a symbolic link, which could lead to another folder."""
    if path.is_symlink():
        raise TilesRefused(f"{path}: is a symbolic link; choose a folder without links")


@define
class _Writer:
    folder: Path
    batch: FileBatch
    written: int = 0
    _bundle: list[bytes] = field(factory=list)
    _bundles: int = 0
    _levels: list[list[bytes]] = field(factory=list)
    _tiles: list[int] = field(factory=list)

    def add(self, leaf: bytes) -> None:
        """Add the next leaf, of at most 65,535 bytes."""
        if len(leaf) > LONGEST:
            position = self._bundles * WIDTH + len(self._bundle) + 1
            raise TilesRefused(
                f"event {position} is too long for a tile: its leaf was tampered with"
            )
        self._bundle.append(len(leaf).to_bytes(2, "big") + leaf)
        if len(self._bundle) == WIDTH:
            self._write(f"tile/entries/{path_of(self._bundles)}", self._bundle)
            self._bundles, self._bundle = self._bundles + 1, []
        self._hash(0, leaf_hash(leaf))

    def _hash(self, level: int, node: bytes) -> None:
        """Add the next hash to a level of the tree; a full tile adds a hash to the level above."""
        if level == len(self._levels):
            self._levels.append([])
            self._tiles.append(0)
        hashes = self._levels[level]
        hashes.append(node)
        if len(hashes) == WIDTH:
            self._write(f"tile/{level}/{path_of(self._tiles[level])}", hashes)
            self._tiles[level] += 1
            self._levels[level] = []
            above = Tree()
            above.extend(hashes)
            self._hash(level + 1, above.root())

    def finish(self) -> None:
        """Write the partial tiles, and the last bundle of leaves."""
        partial = [(f"entries/{path_of(self._bundles)}", self._bundle)]
        partial += [
            (f"{level}/{path_of(self._tiles[level])}", hashes)
            for level, hashes in enumerate(self._levels)
        ]
        for name, parts in partial:
            if parts:
                self._write(f"tile/{name}.p/{len(parts)}", parts)

    def _write(self, name: str, parts: list[bytes]) -> None:
        path, content = self.folder / name, b"".join(parts)
        for one in (*self._above(path), path):
            _refuse_link(one)
        if path.exists():
            if path.read_bytes() != content:
                raise TilesRefused(
                    f"{path}: belongs to another log, or is damaged; choose a different folder"
                )
            return
        self.batch.add(path, content)
        self.written += 1

    def _above(self, path: Path) -> list[Path]:
        """Return the folders above a tile, starting with the target folder."""
        return [one for one in reversed(path.parents) if one.is_relative_to(self.folder)]


def path_of(index: int) -> str:
    """Return the path of a tile, in groups of three digits: ``x001/x234/067``."""
    digits = f"{index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])

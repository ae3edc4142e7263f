"""The feeds of a register: who may read what under a secret address.

The feeds are in a JSON file that only its owner can read: beside the file of the register or, for a
register on a server, in the data folder. The file has the SHA-256 of each token, so that nobody can
learn an address from the file.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

import msgspec
from attrs import define, field
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from dragoman.cli.folders import data_folder
from dragoman.domain import Marking, quoted
from dragoman.exchange import UsageError, rewrite
from dragoman.projections import Shape
from dragoman.store import Location, RegisterError, files

SCHEMA = "dragoman/feeds/1"
BYTES = 32
"""The number of random bytes in a token."""


class Feed(Shape, frozen=True, kw_only=True):
    """A feed: its name, what it has, and whether somebody revoked it.

    ``token_sha256`` is the digest of the token. ``owner``, ``party``, ``between`` and ``topic`` are
    filters, as on the command line; ``all`` says whether its calendar has past engagements, too.
    Times are ISO 8601, UTC.
    """

    name: str
    token_sha256: str
    created_at: str
    created_by: str
    owner: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    all: bool = False
    tasks_as: str = "tasks"
    withhold: Marking | None = None
    revoked_at: str | UnsetType = UNSET

    @property
    def is_open(self) -> bool:
        """Whether the feed can be read."""
        return self.revoked_at is UNSET

    @property
    def words(self) -> str:
        """What the feed has, in words."""
        named = {"owner": self.owner, "party": self.party, "topic": self.topic}
        parts = [f"{name} {one}" for name, some in named.items() for one in some]
        parts += [f"between {' and '.join(self.between)}"] if self.between else []
        parts += [f"without {self.withhold} and stricter"] if self.withhold else []
        return ", ".join(parts) or "everything"


class FeedFile(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the file with the feeds of a register."""

    schema: str = SCHEMA
    feeds: tuple[Feed, ...] = ()


def feeds_path(location: Location, register: str) -> Path:
    """Return the path of the file with the feeds of a register, given the register's id."""
    if location.file:
        return location.path.with_name(f"{location.path.name}.feeds.json")
    return data_folder() / f"feeds-{register}.json"


@define
class Feeds:
    """The feeds in a file; reads the file again if it has changed."""

    path: Path
    _read: "tuple[object, list[Feed]]" = field(default=(None, []))

    def all(self) -> list[Feed]:
        """Return all feeds, also revoked ones. Raises :class:`RegisterError`."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise RegisterError(f"{self.path}: {error.strerror or error}") from error
        mark = (found.st_mtime_ns, found.st_ino, found.st_size)
        if mark != self._read[0]:
            self._read = (mark, self._load())
        return self._read[1]

    def _load(self) -> list[Feed]:
        try:
            return list(msgspec.json.decode(self.path.read_bytes(), type=FeedFile).feeds)
        except (OSError, msgspec.DecodeError) as error:
            raise RegisterError(f"{self.path}: the feeds cannot be read ({error})") from error

    def find(self, token: str) -> Feed | None:
        """Return the open feed with a token; the time does not depend on the token."""
        digest = digest_of(token)
        found = [one for one in self.all() if compare_digest(one.token_sha256, digest)]
        return next((one for one in found if one.is_open), None)

    def named(self, name: str) -> Feed:
        """Return the open feed with a name. Raises :class:`UsageError`."""
        for one in self.all():
            if one.is_open and one.name == name:
                return one
        raise UsageError(
            f"no open feed is called {quoted(name)}; to list the feeds, type: dragoman feed list"
        )

    def add(self, feed: Feed) -> None:
        """Add a feed. Raises :class:`UsageError` if its name is taken."""
        with self._changing() as found:
            if any(one.name == feed.name and one.is_open for one in found):
                raise UsageError(
                    f"--name: {quoted(feed.name)} is the name of another feed; choose another one,"
                    f" or type first: dragoman feed revoke {quoted(feed.name)}"
                )
            found.append(feed)

    def revoke(self, name: str, at: str) -> Feed:
        """Revoke the open feed with a name. Raises :class:`UsageError`."""
        feed = self.named(name)
        with self._changing() as found:
            found[found.index(feed)] = replace(feed, revoked_at=at)
        return feed

    @contextmanager
    def _changing(self) -> Iterator[list[Feed]]:
        """Yield the list of feeds, and write it at the end; others who change it wait."""
        files.make_folder(self.path.parent)
        with files.folder_locked(self.path.parent):
            found = list(self.all())
            yield found
            rewrite(
                self.path, msgspec.json.format(msgspec.json.encode(FeedFile(feeds=tuple(found))))
            )


def new_token() -> str:
    """Return a random token of 43 characters."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """Return the digest under which the file has a token."""
    return sha256(token.encode()).hexdigest()

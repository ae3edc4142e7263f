"""The commands that the tests interrupt, and the desks on which the commands run."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from attrs import define, frozen

from tests.conftest import ARTICLE, CHAIN, Desk
from tests.copies import after
from tests.crash.log import Operation, read_log, tracing

TABLE = "table.csv"
MAP = "map.yaml"
MAPPING = """\
dataset: crash
source: {title: A list, publisher: Somebody}
key: [id]
record:
  kind: meeting
  status: held
  title: {text: "Talks with {guest}"}
  occurred: {column: day}
  place: {column: place}
  parties: [{column: country}, IQ]
  participants: [{name: {column: guest}, post: {column: post}, side: {column: country}}]
  topics: [trade, energy]
  summary: {column: summary}
"""
CODES = ("AZ", "DE", "FR", "TR")
ROWS = 48
"""The rows of the first table, enough for several pages per table in the views."""
MORE_ROWS = 24
BATCH = 8
"""The rows per entry of an interrupted import."""


def in_batches(size: int, *arguments: str | Path) -> list[str]:
    """Return the command line of a real command that imports ``size`` rows per entry."""
    program = (
        "from dragoman.cli.run import main; from dragoman.exchange.imports import copies, run;"
        f"run.BATCH = copies.BATCH = {size}; main()"
    )
    return [sys.executable, "-c", program, *map(str, arguments)]


@define
class InBatches(Desk):
    """A desk on which an import records fewer rows per entry than usual."""

    @classmethod
    def of(cls, desk: Desk) -> Self:
        """Return a desk of this class with the home folder and the clock of another desk."""
        return cls(desk.home, desk.monkeypatch, desk.now)

    @staticmethod
    def words(*arguments: str | Path) -> list[str]:
        """Return the command line of the real command."""
        return in_batches(BATCH, *arguments)


@frozen
class Scenario:
    """A command, and the function that prepares the desk for the command.

    If ``resumes`` is true, a second run after an interruption records what the first run missed.
    """

    name: str
    given: Callable[[Desk], None]
    words: tuple[str, ...]
    at: Callable[[Desk], Desk] = lambda desk: desk
    resumes: bool = False

    def __str__(self) -> str:
        return self.name

    def run(self, desk: Desk, log: Path) -> list[Operation]:
        """Run the real command; return its operations on the files of the desk."""
        answer = self.at(desk).command(*self.words, env=tracing(desk.home, log))
        assert answer.code == 0, answer.err
        return read_log(log, desk.home)


def table(first: int, rows: int) -> str:
    """Return a table of meetings with a few participants."""
    head = "id,day,guest,post,country,place,summary\n"
    line = "R{n},2025-{m:02}-{d:02},Guest {g},minister,{c},City {g},About this and that {n}.\n"
    numbers = range(first, first + rows)
    return head + "".join(
        line.format(n=n, m=n % 12 + 1, d=n % 28 + 1, g=n % 7, c=CODES[n % 7 % 4]) for n in numbers
    )


# --- Preparations -------------------------------------------------------------------------------


def nothing(desk: Desk) -> None:
    """Record nothing, so that the desk has no records."""


def _begun(desk: Desk) -> None:
    """Import meetings, record the sample article, create a key, seal the register and search."""
    desk.write(MAP, MAPPING)
    desk.write("first.csv", table(0, ROWS))
    desk.read("import", "first.csv", "--map", MAP)
    desk.record(ARTICLE)
    desk.read("audit", "key", "new")
    desk.read("audit", "seal")
    desk.run("search", "Baghdad")
    desk.write(TABLE, table(ROWS, MORE_ROWS))
    desk.run("meeting", "schedule", "--title", "Talks on water", "--party", "IQ", "--party", "TR")


def begun(desk: Desk) -> None:
    """Prepare a desk with several dozen records, one seal, views and a search index."""
    after(desk, _begun)
    desk.run("timeline")
    desk.run("search", "Baghdad")


def unread(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, then empty the cache."""
    after(desk, _begun)
    for file in (desk.home / "cache" / "dragoman").iterdir():
        file.unlink()


def unsearched(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, then delete the search index."""
    unread(desk)
    desk.run("timeline")


def without_key(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, then delete the key."""
    begun(desk)
    [key] = (desk.home / "data" / "dragoman" / "keys").iterdir()
    key.unlink()
    key.parent.rmdir()


def with_copies(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, then export the records of a second register."""
    begun(desk)
    theirs = ("--register", "theirs.db")
    assert desk.run(*theirs, "import", TABLE, "--map", MAP).code == 0
    assert desk.run(*theirs, "export", "--jsonl", "theirs.jsonl").code == 0


def exported(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, with an export that is older than the last entry."""
    begun(desk)
    assert desk.run("export", "--csv", "all.csv").code == 0
    desk.record(CHAIN)


def with_settings(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, and write settings with another default context."""
    begun(desk)
    desk.write("config/dragoman/config.toml", 'name = "An officer"\ncontext = "AZ-TR"\n')


def with_tiles(desk: Desk) -> None:
    """Prepare the desk as ``begun`` does, with exported tiles and a later seal."""
    begun(desk)
    assert desk.run("audit", "export", "--tiles", "tiles").code == 0
    desk.record(CHAIN)
    desk.read("audit", "seal")


_PARTIES = ("--party", "IQ", "--party", "AZ")

SCENARIOS: Sequence[Scenario] = (
    Scenario(
        "first entry",
        nothing,
        ("visit", "announce", "--title", "A visit", "--host", "IQ", *_PARTIES),
    ),
    Scenario("small entry", begun, ("meeting", "schedule", "--title", "Talks on grain", *_PARTIES)),
    Scenario("dispatch", begun, ("record", CHAIN), resumes=True),
    Scenario("import", begun, ("import", TABLE, "--map", MAP), InBatches.of, resumes=True),
    Scenario("take-over", with_copies, ("import", "theirs.jsonl"), InBatches.of, resumes=True),
    Scenario("seal", begun, ("audit", "seal", "--out", "seal.txt")),
    Scenario("backup", begun, ("register", "backup", "copy.db")),
    Scenario("timeline", unread, ("timeline",)),
    Scenario("search", unsearched, ("search", "Baghdad")),
    Scenario("rebuild", begun, ("register", "rebuild")),
    Scenario("key", without_key, ("audit", "key", "new")),
    Scenario("export", exported, ("export", "--csv", "all.csv")),
    Scenario("settings", with_settings, ("context", "AZ", "IQ")),
    Scenario("tiles", with_tiles, ("audit", "export", "--tiles", "tiles")),
)

"""The four ways on the page "A desk's week" record the same facts, and the table counts them."""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, define, frozen

from dragoman.domain import LETTERS
from dragoman.exchange import drafts, parsed
from tests.cli.terminals import converse
from tests.cli.test_editor import Editor
from tests.conftest import Desk
from tests.docs.pages import ROOT, Reader, reader
from tests.terminal import forked_at_terminal
from tests.warm import warm

PAGE = ROOT / "docs/how-to/a-desks-week.md"


@frozen
class Item:
    """A press item on the page: its commands, and its facts in two other forms, if any."""

    title: str
    commands: list[str]
    transcript: str
    dispatch: str

    @property
    def settings(self) -> list[str]:
        """The commands that only set the environment."""
        return [one for one in self.commands if one.startswith("export ")]

    @property
    def recording(self) -> list[str]:
        """The commands that record."""
        return [one for one in self.commands if one.startswith("dragoman ")]


def items() -> Iterator[Item]:
    """Yield the press items on the page, in order."""
    text = PAGE.read_text("utf-8")
    for title, body in re.findall(r"^## (\d\. .*)\n((?:(?!## ).*\n)*)", text, re.MULTILINE):
        blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", body, re.DOTALL | re.MULTILINE))
        commands = re.findall(r"^\$ (.*)$", blocks["console"], re.MULTILINE)
        yield Item(title, commands, blocks.get("text", ""), blocks.get("yaml", ""))


@frozen
class Effort:
    """The work of a user who records an item: commands, typed characters and refusals."""

    commands: int = 0
    typed: int = 0
    refusals: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.commands + other.commands,
            self.typed + other.typed,
            self.refusals + other.refusals,
        )

    def __str__(self) -> str:
        return f"{self.commands} · {self.typed} · {self.refusals}"


def typed(text: str) -> int:
    """Return the number of characters of a line with Enter."""
    return len(text) + 1


@define
class Clerk:
    """Somebody who records the items of the page in one way, in a register of its own."""

    reader: Reader
    folder: Path
    efforts: dict[str, Effort] = Factory(dict)

    def work(self, way: Callable[["Clerk", Item], Effort]) -> None:
        """Record all items in a ``way``."""
        self.reader.environment["DRAGOMAN_NOW"] = "2026-11-27T18:00:00Z"
        for item in items():
            for setting in item.settings:
                self.reader.type(setting)
            self.efforts[item.title] = way(self, item)

    def command(self, words: str, count: int | None = None) -> tuple[Effort, str]:
        """Type a command; return the effort and what the command printed."""
        printed = self.reader.type(f"{words}; echo exit code: $?")
        output, _, code = printed.partition("exit code: ")
        refused = int(code.split()[0] != "0")
        return Effort(1, typed(words) if count is None else count, refused), output

    def facts(self) -> dict[str, dict[str, Any]]:
        """Return the facts about every record, by ref."""
        found = {}
        for letter in LETTERS.values():
            for number in range(1, 50):
                document = self.shown(f"{letter}-{number}")
                if document is None:
                    break
                found[f"{letter}-{number}"] = document
        return found

    def shown(self, ref: str) -> dict[str, Any] | None:
        """Return the facts about a record that do not depend on the way, or ``None``."""
        settings = self.reader.environment
        with pytest.MonkeyPatch.context() as patch:
            for name in {*os.environ} - {*settings}:
                patch.delenv(name)
            desk = Desk(self.folder, patch, settings["DRAGOMAN_NOW"])
            answer = desk.run("show", ref, "--json", env=settings)
        if answer.code:
            return None
        record: dict[str, Any] = without_sources(answer.json["record"])
        return record


_SOURCES = ("sources", "setbacks")
"""The sources of a record, and the sources that reported why it was cancelled or postponed."""


def without_sources(value: Any) -> Any:
    """Return a JSON value without the sources: a dispatch gives every record its source."""
    if isinstance(value, dict):
        return {name: without_sources(one) for name, one in value.items() if name not in _SOURCES}
    return [without_sources(one) for one in value] if isinstance(value, list) else value


def by_options(clerk: Clerk, item: Item) -> Effort:
    """Type the commands of an item."""
    return sum((clerk.command(one)[0] for one in item.recording), Effort())


def on_terminal(clerk: Clerk, item: Item) -> Effort:
    """Answer the questions of an item on a terminal."""
    if not item.transcript:
        return by_options(clerk, item)
    effort = Effort()
    for part in re.split(r"^\$ ", item.transcript, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        replies = [(f"{line.partition('? ')[0]}?", line.partition("? ")[2]) for line in lines]
        words = shlex.split(command.removeprefix("dragoman "))
        terminal = forked_at_terminal(words, clerk.reader.environment)
        questions = converse(terminal, *replies)
        again = sum(
            one == before and "Next?" not in one
            for one, before in zip(questions[1:], questions[:-1], strict=True)
        )
        answers = sum(len(answer) for _, answer in replies) + len(questions)
        effort += Effort(1, typed(command) + answers, again + int(terminal.end() != 0))
    return effort


def by_dispatch(clerk: Clerk, item: Item) -> Effort:
    """Record the dispatch of an item."""
    if not item.dispatch:
        return by_options(clerk, item)
    file = clerk.folder / "item.yaml"
    file.write_text(item.dispatch, "utf-8")
    count = typed("dragoman record item.yaml") + len(item.dispatch)
    effort, _ = clerk.command(f"dragoman record {shlex.quote(str(file))}", count)
    return effort


def by_compose(clerk: Clerk, item: Item) -> Effort:
    """Write each record of the dispatch of an item in an editor."""
    if not item.dispatch:
        return by_options(clerk, item)
    document: Any = parsed("item", item.dispatch).data
    refs: dict[str, str] = {}
    effort = Effort()
    for record in document["records"]:
        handle, kind = record.pop("handle", ""), record["kind"]
        fields = {
            name: refs.get(one, one) if isinstance(one, str) else one
            for name, one in record.items()
        }
        text = drafts.dumped({**fields, "source": document["source"]})
        editor = Editor(clerk.folder / "editor")
        editor.does(f'cat > "$1" <<"END"\n{text}\nEND', *["true"] * 3)
        clerk.reader.environment |= editor.env
        words = f"dragoman compose {kind}"
        count = typed(words) + len(text) - len(f"kind: {kind}")
        done, printed = clerk.command(words, count)
        effort += done + Effort(0, 0, len(editor.seen) - 1)
        found = re.search(r"^  ([A-Z]-\d+) ", printed, re.MULTILINE)
        assert found, printed
        refs[handle] = found[1]
    return effort


WAYS: Mapping[str, Callable[[Clerk, Item], Effort]] = {
    "options": by_options,
    "terminal": on_terminal,
    "dispatch": by_dispatch,
    "compose": by_compose,
}


Hire = Callable[[str], Clerk]


@pytest.fixture(scope="module")
def hired(tmp_path_factory: pytest.TempPathFactory) -> Hire:
    """A function that returns somebody who has recorded all items in a way."""

    @cache
    def hire(way: str) -> Clerk:
        commands, folder = tmp_path_factory.mktemp("bin"), tmp_path_factory.mktemp(way)
        warm().script(commands / "dragoman")
        clerk = Clerk(reader(folder, commands), folder)
        clerk.work(WAYS[way])
        return clerk

    return hire


@pytest.mark.slow
@pytest.mark.parametrize("way", [one for one in WAYS if one != "options"])
def test_each_way_records_the_same_facts(hired: Hire, way: str) -> None:
    """Each way gives the same records as the options, without a refusal."""
    expected, found = hired("options").facts(), hired(way).facts()
    assert len(expected) > 20
    assert found.keys() == expected.keys()
    for ref, facts in expected.items():
        assert found[ref] == facts, ref
    assert {one.refusals for one in hired(way).efforts.values()} == {0}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_table_counts_what_each_way_takes(hired: Hire, way: str) -> None:
    """The table on the page shows how much work each item takes in each way."""
    efforts = hired(way).efforts
    expected = {**efforts, "all": sum(efforts.values(), Effort())}
    column = [*WAYS].index(way) + 1
    rows = re.findall(r"^\| (?!item)(\w.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    shown = {cells[0]: cells[column] for cells in (row.split(" | ") for row in rows)}
    assert shown == {title: str(effort) for title, effort in expected.items()}

"""Dry runs show what recording would record."""

import shlex

import pytest

from tests.cli.commands import FOUNDING, FURTHER, act, prepare
from tests.conftest import ARTICLE, CHAIN, Desk
from tests.copies import after, both

pytestmark = pytest.mark.once


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


@pytest.fixture
def prepared(desk: Desk) -> Desk:
    """A desk that recorded a plan, an instrument and a dispute some days ago."""
    return after(desk, prepare)


@pytest.mark.parametrize("line", FOUNDING | FURTHER)
def test_a_dry_run_shows_what_recording_records(prepared: Desk, line: str) -> None:
    """A dry run records nothing, and lists the same events as the real recording."""
    before = prepared.events()
    words = shlex.split(line)
    document = prepared.read(*words, "--dry-run")
    printed = act(prepared, f"{line} --dry-run")
    assert prepared.events() == before
    assert document["schema"] == "dragoman/rehearsal/1"
    assert document.keys() == {"schema", "events"}
    types = [event["type"] for event in document["events"]]
    assert types == (FOUNDING | FURTHER)[line]
    assert all(isinstance(event["facts"], dict) for event in document["events"])
    assert printed.lines[0].startswith(("Dry run: would record ", "Dry run: would undo "))
    act(prepared, line)
    recorded = prepared.read("audit", "log", "--limit", "1")["entries"][-1]["events"]
    assert [event["type"] for event in recorded] == types


@pytest.mark.parametrize("line", [*FOUNDING, f"record {ARTICLE}", f"record {CHAIN}"])
def test_a_dry_run_creates_no_register(desk: Desk, line: str) -> None:
    """A dry run creates neither a register nor views."""
    document = desk.read(*shlex.split(line), "--dry-run")
    assert document["events"]
    assert list(desk.home.iterdir()) == []


def test_a_dry_run_of_nothing_new_says_so(story: Desk) -> None:
    """If a dispatch is already recorded, a dry run says that there is nothing new."""
    before = story.events()
    assert act(story, f"record {ARTICLE} --dry-run").out == "Dry run: would record nothing new.\n"
    assert story.read("record", ARTICLE, "--dry-run")["events"] == []
    assert story.events() == before


def test_a_dry_run_shows_values_in_words(desk: Desk) -> None:
    """A dry run prints lists and the parts of a participant as plain text, not as JSON."""
    shown = act(
        desk,
        "meeting hold --title Talks --party AZ --party IQ --participant 'A. Aliyev; minister; AZ'"
        " --external-id wikidata=Q1 --dry-run",
    )
    assert shown.lines[1:6] == [
        "  (new)  meeting held",
        "         external_ids: wikidata Q1",
        "         participants: name A. Aliyev, post minister, side AZ, type person",
        "         parties: AZ, IQ",
        "         title: Talks",
    ]

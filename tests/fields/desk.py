"""A desk at which every field was said, and what the register holds of it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dragoman.domain.kinds import KINDS
from dragoman.store.log.codec import decode
from tests.conftest import Desk, isolate
from tests.fields.declared import ALL, CALLED, PRELUDE, full


@contextmanager
def at_a_desk(home: Path) -> Iterator[Desk]:
    """A desk for several tests, with the records that others link to."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        desk.record(desk.write("prelude.yaml", PRELUDE))
        yield desk


def said() -> str:
    """A dispatch of a record of each kind that says everything (JSON is YAML)."""
    records = [{"handle": f"full-{kind}", **full(kind).data} for kind in ALL]
    for one in records:
        if one["kind"] in ("mechanism", "party"):
            del one["handle"]
    document = {"dispatch": "full", "source": {"title": "Unused"}, "records": records}
    return json.dumps(document, ensure_ascii=False, indent=1)


def states(desk: Desk) -> Mapping[str, Any]:
    """The state of every record that says everything, by its kind."""
    answer = desk.run("export", "--jsonl", "-")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = {}
    for line in answer.out.splitlines()[1:]:
        record = json.loads(line)
        if is_full(record):
            found[record["kind"]] = folded(record)
    return found


def is_full(record: Mapping[str, Any]) -> bool:
    """Whether a record that was exported is the one of its kind that says everything."""
    return full(record["kind"]).called in map(record.get, CALLED)


def folded(record: Mapping[str, Any]) -> Any:
    """The state after the events of a record that was exported."""
    events = [decode(one["type"], json.dumps(one["data"]).encode()) for one in record["events"]]
    return KINDS[record["kind"]].fold(events)


def refs(desk: Desk) -> Mapping[str, str]:
    """The refs of the records that say everything, by their kind."""
    answer = desk.run("export", "--jsonl", "-")
    records = map(json.loads, answer.out.splitlines()[1:])
    return {one["kind"]: one["ref"] for one in records if is_full(one)}

"""A desk for the complete records, and functions that read these records from its register."""

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
    """Yield a desk that several tests share.

    The register of the desk holds the records that the complete records link to.
    """
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        desk.record(desk.write("prelude.yaml", PRELUDE))
        yield desk


def said() -> str:
    """Return a dispatch with a complete record of each kind, as JSON, which is valid YAML."""
    records = [{"handle": f"full-{kind}", **full(kind).data} for kind in ALL]
    for one in records:
        if one["kind"] in ("mechanism", "party"):
            del one["handle"]
    document = {"dispatch": "full", "source": {"title": "Unused"}, "records": records}
    return json.dumps(document, ensure_ascii=False, indent=1)


def states(desk: Desk) -> Mapping[str, Any]:
    """Return a mapping from each kind to the state of its complete record."""
    answer = desk.run("export", "--jsonl", "-")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = {}
    for line in answer.out.splitlines()[1:]:
        record = json.loads(line)
        if is_full(record):
            found[record["kind"]] = folded(record)
    return found


def is_full(record: Mapping[str, Any]) -> bool:
    """Return whether an exported record is the complete record of its kind."""
    return full(record["kind"]).called in map(record.get, CALLED)


def folded(record: Mapping[str, Any]) -> Any:
    """Return the state that results from the events of an exported record."""
    events = [decode(one["type"], json.dumps(one["data"]).encode()) for one in record["events"]]
    return KINDS[record["kind"]].fold(events)


def refs(desk: Desk) -> Mapping[str, str]:
    """Return a mapping from each kind to the ref of its complete record."""
    answer = desk.run("export", "--jsonl", "-")
    records = map(json.loads, answer.out.splitlines()[1:])
    return {one["kind"]: one["ref"] for one in records if is_full(one)}

"""The JSON of each command matches the struct of its report, key by key."""

import json
import shlex
from collections.abc import Iterator
from hashlib import sha256

import msgspec
import pytest

from dragoman.projections.report import Report, all_reports, report_tag
from tests.cli.chronicle import give_story
from tests.conftest import ARTICLE, EXAMPLES, Answer, Desk, isolate

KEYS = {
    "audit log": "entries",
    "audit replay": "position rows tables equal differences faults unreadable",
    "audit replay --steps": "entries",
    "audit diff --from 1": "from to events",
    "audit key show": "name key file",
    "audit seal": "number origin size root new note paper file",
    "audit seals": "seals",
    "audit verify --against seal.txt": (
        "verdict origin size root proven views seals findings unreadable sentence"
    ),
    "audit prove V-1": "proofs",
    "audit check proofs/1.tlog-proof": "verdict sentence",
    "audit consistency 5": "old hashes proof",
    "audit compare copy.db copy.db": "sizes common forked_at same_register sentence",
    "audit export --tiles tiles --jsonl log.jsonl": "tiles files size jsonl events",
    "audit export --jsonl log-2.jsonl": "jsonl events",
    "register info": (
        "path id schema_version test_register created_at last_position entries last_recorded_at"
        " database views zone"
    ),
    "register doubles": "as_of context pairs",
    "party alike": "as_of sides pairs",
    "register rebuild": "position",
    "register backup copy-2.db": "path position sources",
    "source show V-1": "as_of ref field sources not_found",
    "source keep V-1 article.txt": "ref title sha256 size",
    "audit verify --sources": (
        "verdict origin size root proven views sources seals findings unreadable sentence"
    ),
    "context": "context",
    "activity --year 2025": "as_of context by unit columns engagements rows more",
    "activity --by mechanism": "as_of context by unit columns engagements rows more",
    "lanes --since 2025-04-01 --weeks 26": "as_of context by first last lanes overlaps",
    "silence --days 0": "as_of context days parties visits mechanisms",
    f"record {ARTICLE} --restore": "entry first_position last_position records events",
    f"record {ARTICLE} --restore --dry-run": "events",
    f"import {EXAMPLES}/visits.csv --suggest": "mapping rows unused questions notes",
    f"import {EXAMPLES}/visits.csv --map mapping.yaml --rejected rejected.csv": (
        "dataset rows inferred new changed unchanged renumbered gone withdrawn retracted restored"
        " skipped rejected contested events similar people_alike recorded entries rejected_rows"
    ),
    "import copy.jsonl": "register new extended unchanged events recorded rejected",
    "export --ics out.ics": "as_of context file events tasks without_day",
    "export --jsonl out.jsonl": "as_of context file records kinds",
    "export --csv out.csv --withhold TLP:AMBER": "as_of context file records kinds withheld",
    "export --ftm out.ftm": "as_of context file entities schemata",
    "export --cameo out.cameo": "as_of context file events not_coded",
    "export --plover out.plover": "as_of context file events not_coded",
    "export --dispatch out.yaml": "as_of context file records linked left_out",
    "export --jsonl out-2.jsonl --sources texts": "as_of context file records kinds sources",
}
"""The keys of each command's JSON document after ``schema``, in order."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a long history, a seal, a proof, a backup and an export."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("desk")
        isolate(patch, home)
        desk = give_story(Desk(home, patch))
        digest = sha256(desk.write("article.txt", "An article").read_bytes()).hexdigest()
        for line in (
            f"source cite V-1 --source Article --sha256 {digest}",
            "audit key new",
            "audit seal --out seal.txt",
            "audit prove V-1 --out proofs",
            "register backup copy.db",
            "export --jsonl copy.jsonl",
        ):
            answer = desk.run(*shlex.split(line))
            assert answer.code == 0, answer.err
        suggested = desk.run("import", EXAMPLES / "visits.csv", "--suggest")
        desk.write("mapping.yaml", suggested.out)
        yield desk


def read(answer: Answer) -> Report:
    """Decode the JSON output as a report; exactly one report class must fit the JSON."""
    wanted = answer.json["schema"]
    classes = [cls for cls in all_reports() if cls.__struct_config__.tag == wanted]
    [found] = [report for cls in classes if (report := decoded(answer, cls)) is not None]
    return found


def decoded(answer: Answer, cls: type[Report]) -> Report | None:
    """Decode the JSON output as this report class; return ``None`` if the class does not fit."""
    try:
        return msgspec.json.decode(answer.out_bytes, type=cls)
    except msgspec.ValidationError:
        return None


@pytest.mark.parametrize("line", KEYS)
def test_a_document_is_its_struct(desk: Desk, line: str) -> None:
    """The JSON output has exactly the fields of the report's struct, in the same order."""
    answer = desk.run(*shlex.split(line), "--json")

    assert list(answer.json) == ["schema", *KEYS[line].split()], answer.err
    assert json.dumps(msgspec.to_builtins(read(answer))) == json.dumps(answer.json)


def test_the_report_on_an_unreadable_register_has_few_keys(desk: Desk) -> None:
    """If the register is unreadable, the JSON of ``verify`` has no keys about the log."""
    broken = desk.write("broken.db", b"SQLite format 3\0" + b"\xff" * 4096)
    answer = desk.run("audit", "verify", "--register", broken, "--json")

    assert list(answer.json) == ["schema", "verdict", "findings", "sentence"]
    assert answer.json["schema"] == report_tag("audit-verify")
    assert json.dumps(msgspec.to_builtins(read(answer))) == json.dumps(answer.json)

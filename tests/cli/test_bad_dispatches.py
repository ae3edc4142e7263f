"""Dragoman refuses a bad dispatch with one line.

The line gives the error, its place, and what to write instead.
"""

from itertools import pairwise

import pytest

from tests.cli.refusing import GOOD, changed, know, one_line, refused
from tests.conftest import Desk
from tests.copies import after

pytestmark = pytest.mark.once


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that has recorded a mechanism, a session, a visit and a follow-up."""
    return after(desk, know)


def test_the_good_dispatch_is_accepted(known: Desk) -> None:
    """Dragoman accepts the valid dispatch from which the other tests make bad dispatches."""
    known.record(known.write("good.yaml", GOOD))


# name: (the piece to replace, the replacement, the line and field, the message)
FIELDS: dict[str, tuple[str, str, str, str]] = {
    "unknown key": ("    place:", "    palce:", "12: record 1, palce", "did you mean place?"),
    "unknown key of a source": ("  language", "  langauge", "4: source, langauge", "language"),
    "unknown key of a person": (
        "        side",
        "        sied",
        "17: record 1, participants 1, sied",
        "side",
    ),
    "unknown key at the top": ("source:", "sauce:", "2: sauce", "did you mean source?"),
    "unknown key of a body": (
        "body: working group",
        "body: working group\n    cadense: P1Y",
        "22: record 2, cadense",
        "did you mean cadence?",
    ),
    "unknown key, nothing near": ("    place:", "    zzzz:", "12: record 1, zzzz", "choose from"),
    "session in the wrong kind": (
        "    topics: [",
        "    due: 2026\n    topics: [",
        "18: record 1, due",
        "unknown field",
    ),
    "list for text": ("A visit", "[A, visit]", "10: record 1, title", "expected text, got a list"),
    "mapping for text": ("A visit", "{a: visit}", "10: record 1, title", "expected text"),
    "text for list": (
        "[energy]",
        "energy",
        "18: record 1, topics",
        "expected a list, got 'energy'",
    ),
    "mapping for list": ("[energy]", "{a: energy}", "18: record 1, topics", "expected a list"),
    "list in a list": ("[energy]", "[[energy]]", "18: record 1, topics 1", "expected text"),
    "list for a person": (
        "- name: A Person\n        side: Azerbaijan",
        "- [A Person]",
        "16: record 1, participants 1",
        "expected text or fields and values, got a list",
    ),
    "text for the source": (
        "source:\n  title: A report\n  language: en\n  published: 2025-05-01",
        "source: A report",
        "2: source",
        "expected fields and values",
    ),
    "null for text": ("A visit", "", "10: record 1, title", "empty"),
    "session in words": (
        "session: 2",
        "session: two",
        "28: record 3, session",
        "expected a whole number, got 'two'",
    ),
    "session 0": ("session: 2", "session: 0", "28: record 3, session", "at least 1"),
    "session -1": ("session: 2", "session: -1", "28: record 3, session", "at least 1"),
    "session 1.5": ("session: 2", "session: 1.5", "28: record 3, session", "whole number"),
    "session too large": (
        "session: 2",
        "session: 100001",
        "28: record 3, session",
        "at most 100000",
    ),
    "huge session": (
        "session: 2",
        "session: " + "9" * 40,
        "28: record 3, session",
        "whole number",
    ),
    "date in words": (
        "occurred: 2025-04-20",
        "occurred: recently",
        "11: record 1, occurred",
        "recently",
    ),
    "no such day": (
        "occurred: 2025-04-20",
        "occurred: 2025-02-30",
        "11: record 1, occurred",
        "2025-02-30",
    ),
    "no such month": (
        "occurred: 2025-04-20",
        "occurred: 2025-13",
        "11: record 1, occurred",
        "2025-13",
    ),
    "day or month": (
        "occurred: 2025-04-20",
        "occurred: 04/05/2025",
        "11: record 1, occurred",
        "2025-0",
    ),
    "year of two digits": (
        "occurred: 2025-04-20",
        "occurred: 20.04.25",
        "11: record 1, occurred",
        "20.04.25",
    ),
    "backwards interval": (
        "occurred: 2025-04-20",
        "occurred: 2025-04-21/2025-04-20",
        "11: record 1, occurred",
        "runs backwards",
    ),
    "empty date": ("occurred: 2025-04-20", "occurred: ''", "11: record 1, occurred", "empty"),
    "date of the source": (
        "published: 2025-05-01",
        "published: soon",
        "5: source, published",
        "soon",
    ),
    "future date of a visit": (
        "occurred: 2025-04-20",
        "occurred: 2031-04-20",
        "11: record 1, occurred",
        "announced",
    ),
    "future date of a session": (
        "part_of: visit\n    occurred: 2025-04-20",
        "part_of: visit\n    occurred: 2031",
        "30: record 3, occurred",
        "scheduled",
    ),
    "unknown country": ("host: Iraq", "host: Iraak", "13: record 1, host", "Iraq"),
    "ambiguous country": ("host: Iraq", "host: Congo", "13: record 1, host", "CD"),
    "unknown party": (
        "[Azerbaijan, Iraq]",
        "[Azerbaijan, Atlantis]",
        "14: record 1, parties 2",
        "'Atlantis'",
    ),
    "unknown side": (
        "side: Azerbaijan",
        "side: Azerbaidjann",
        "17: record 1, participants 1, side",
        "Azerbaijan",
    ),
    "unknown organisation": ("host: Iraq", "host: 'org:'", "13: record 1, host", "org:"),
    "unknown kind": ("kind: visit", "kind: visti", "7: record 1, kind", "visit"),
    "unknown status": ("status: concluded", "status: finished", "9: record 1, status", "concluded"),
    "status of another kind": (
        "status: concluded",
        "status: held",
        "9: record 1, status",
        "announced, started, concluded",
    ),
    "unknown level": (
        "    place:",
        "    level: royal\n    place:",
        "12: record 1, level",
        "official working",
    ),
    "unknown format": (
        "    place:",
        "    format: pentagonal\n    place:",
        "12: record 1, format",
        "bilateral",
    ),
    "unknown mode": (
        "    place:",
        "    mode: telepathy\n    place:",
        "12: record 1, mode",
        "in person",
    ),
    "unknown role": (
        "        side",
        "        role: boss\n        side",
        "17: record 1, participants 1, role",
        "head of delegation",
    ),
    "unknown type": (
        "        side",
        "        type: dog\n        side",
        "17: record 1, participants 1, type",
        "person, organisation",
    ),
    "unknown body": (
        "body: working group",
        "body: talking shop",
        "21: record 2, body",
        "working group",
    ),
    "unknown marking": (
        "    place:",
        "    marking: SECRET\n    place:",
        "12: record 1, marking",
        "TLP:RED",
    ),
    "unknown confidence": (
        "    place:",
        "    confidence: medium\n    place:",
        "12: record 1, confidence",
        "moderate",
    ),
    "bad cadence": (
        "body: working group",
        "body: working group\n    cadence: often",
        "22: record 2, cadence",
        "P1Y",
    ),
    "bad hosting": (
        "body: working group",
        "body: working group\n    hosting: random",
        "22: record 2, hosting",
        "alternating",
    ),
    "no dispatch": ("dispatch: trip\n", "", "1", "dispatch is missing"),
    "no source": (
        "source:\n  title: A report\n  language: en\n  published: 2025-05-01\n",
        "",
        "1",
        "source is missing",
    ),
    "no title of the source": ("  title: A report\n", "", "2: source", "title is missing"),
    "no kind": (
        "kind: visit\n    handle: visit",
        "handle: visit",
        "7: record 1",
        "kind is missing; choose from: visit",
    ),
    "no status": (
        "    status: concluded\n",
        "",
        "7: record 1",
        "status is missing; choose from: announced",
    ),
    "no status of a session": (
        "    status: held\n",
        "",
        "24: record 3",
        "status is missing; choose from: scheduled, held",
    ),
    "no title": ("    title: A visit\n", "", "7: record 1", "title is missing"),
    "no parties": (
        "    host: Iraq\n    parties: [Azerbaijan, Iraq]\n"
        "    participants:\n      - name: A Person\n        side: Azerbaijan\n",
        "",
        "7: record 1",
        "parties are missing",
    ),
    "no body": (
        "    body: working group\n",
        "",
        "19: record 2",
        "body is missing; choose from: political",
    ),
    "no title of a body": ("    title: A working group\n", "", "19: record 2", "title is missing"),
    "no parties of a body": (
        "A working group\n    parties: [Azerbaijan, Iraq]",
        "A working group",
        "19: record 2",
        "parties is missing",
    ),
    "no mechanism": ("    mechanism: body\n", "", "24: record 3", "mechanism is missing"),
    "no description of a follow-up": (
        "    what: Send the draft\n",
        "",
        "31: record 4",
        "what is missing",
    ),
    "no participants": (
        "- name: A Person\n        side: Azerbaijan",
        "- side: Azerbaijan",
        "16: record 1, participants 1",
        "a name or a post",
    ),
    "awaits without a mechanism": (
        "    agreed_in: session",
        "    awaits: {session: 3}",
        "34: record 4, awaits",
        "mechanism is missing",
    ),
    "awaits as text": (
        "    agreed_in: session",
        "    awaits: body",
        "34: record 4, awaits",
        "expected fields and values",
    ),
    "unknown handle": (
        "part_of: visit",
        "part_of: vist",
        "29: record 3, part_of",
        "did you mean visit?",
    ),
    "unknown handle, nothing near": (
        "part_of: visit",
        "part_of: xyz",
        "29: record 3, part_of",
        "V-12",
    ),
    "unknown handle in awaits": (
        "    agreed_in: session",
        "    awaits: {mechanism: boody}",
        "34: record 4, awaits, mechanism",
        "did you mean body?",
    ),
    "part of itself": (
        "part_of: visit",
        "part_of: session",
        "29: record 3, part_of",
        "links back to this record",
    ),
    "circle of two": (
        "    topics: [",
        "    part_of: session\n    topics: [",
        "30: record 3, part_of",
        "links back to this record",
    ),
    "handle twice": (
        "handle: owed",
        "handle: visit",
        "32: record 4, handle",
        "record 1 has the same handle",
    ),
    "no such ref": (
        "part_of: visit",
        "part_of: V-99",
        "29: record 3, part_of",
        "V-99 is not in the register",
    ),
    "no such ref as a handle": (
        "handle: owed",
        "handle: F-99",
        "32: record 4, handle",
        "F-99 is not in the register",
    ),
    "no such record of another dispatch": (
        "part_of: visit",
        "part_of: before/nothing",
        "29: record 3, part_of",
        "before/nothing",
    ),
    "no such dispatch": (
        "part_of: visit",
        "part_of: never/visit",
        "29: record 3, part_of",
        "never/visit",
    ),
    "part of a mechanism": (
        "part_of: visit",
        "part_of: body",
        "29: record 3, part_of",
        "not an engagement",
    ),
    "mechanism is a visit": (
        "mechanism: body",
        "mechanism: visit",
        "27: record 3, mechanism",
        "not a mechanism",
    ),
    "agreed in a mechanism": (
        "agreed_in: session",
        "agreed_in: body",
        "34: record 4, agreed_in",
        "not an engagement",
    ),
    "fulfilled by a mechanism": (
        "agreed_in: session",
        "status: fulfilled\n    by: body",
        "35: record 4, by",
        "not an engagement",
    ),
    "record of another kind": (
        "handle: visit",
        "handle: before/owed",
        "29: record 3, part_of",
        "'visit' is not a handle of this file",
    ),
    "session number taken": (
        "mechanism: body\n    session: 2",
        "mechanism: B-1\n    session: 1",
        "24: record 3",
        "looks like C-1 (the same session); if they are the same, write handle: C-1",
    ),
    "body of one party": (
        "A working group\n    parties: [Azerbaijan, Iraq]",
        "A working group\n    parties: [Azerbaijan]",
        "23: record 2, parties",
        "at least 2",
    ),
    "body of one party twice": (
        "A working group\n    parties: [Azerbaijan, Iraq]",
        "A working group\n    parties: [AZ, Azerbaijan]",
        "23: record 2, parties",
        "at least two different",
    ),
    "escape character": ("A visit", '"A \\e[31mvisit"', "10: record 1, title", "U+001B"),
    "bell": ("A visit", '"A \\a visit"', "10: record 1, title", "U+0007"),
    "NUL, escaped": ("A visit", '"A \\0 visit"', "10: record 1, title", "U+0000"),
    "C1 control": ("A visit", '"A \\x9b31m visit"', "10: record 1, title", "U+009B"),
    "dispatch with spaces": (
        "dispatch: trip",
        "dispatch: my trip",
        "1: dispatch",
        "letters, digits",
    ),
    "dispatch with a slash": (
        "dispatch: trip",
        "dispatch: my/trip",
        "1: dispatch",
        "letters, digits",
    ),
    "handle with spaces": (
        "handle: owed",
        "handle: my visit",
        "32: record 4, handle",
        "letters, digits",
    ),
    "bad url": ("  language: en", "  url: not an address", "4: source, url", "https://"),
    "url of another scheme": (
        "  language: en",
        "  url: javascript:alert(1)",
        "4: source, url",
        "https://",
    ),
    "bad language": ("language: en", "language: German!", "4: source, language", "language tag"),
    "empty title": ("A visit", "''", "10: record 1, title", "is empty"),
    "white title": ("A visit", "'   '", "10: record 1, title", "is empty"),
    "title of no-break spaces": ("A visit", "'\u00a0\u2003'", "10: record 1, title", "is empty"),
    "title too long": ("A visit", "x" * 501, "10: record 1, title", "at most 500"),
    "empty topic": ("[energy]", "[energy, '']", "18: record 1, topics 2", "is empty"),
    "no records": (GOOD[GOOD.index("records:") :], "records: []", "6: records", "is empty"),
    "records as a mapping": (
        GOOD[GOOD.index("records:") :],
        "records: {kind: visit}",
        "6: records",
        "expected a list",
    ),
    "a record that is text": (
        GOOD[GOOD.index("records:") :],
        "records: [visit]",
        "6: record 1",
        "expected fields and values",
    ),
    "a record that is null": (
        GOOD[GOOD.index("records:") :],
        "records: [~]",
        "6: record 1",
        "expected fields and values",
    ),
    "as written as text": (
        "    place:",
        "    as_written: recently\n    place:",
        "12: record 1, as_written",
        "expected fields and values",
    ),
    "ids as a list": (
        "    place:",
        "    external_ids: [a, b]\n    place:",
        "12: record 1, external_ids",
        "expected fields and values",
    ),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_bad_field_is_refused_with_its_place_and_a_remedy(known: Desk, case: str) -> None:
    """Dragoman refuses a dispatch with a bad field.

    The message gives the file, the line, and what to write instead.
    """
    old, new, place, hint = FIELDS[case]
    before = known.events()
    answer = known.run("record", known.write("bad.yaml", changed(old, new)).name)
    assert (answer.code, answer.out, known.events()) == (2, "", before)
    [line] = [one for one in answer.err.splitlines() if f"bad.yaml:{place}: " in one]
    assert hint in line


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n" for one, two in pairwise("abcdefghi")
)

# name: (the contents of the file, the line, the message)
SYNTAX: dict[str, tuple[str | bytes, str, str]] = {
    "unclosed bracket": ("dispatch: a\nsource: {title: b\nrecords: []\n", "3", "not YAML"),
    "unclosed quote": ("dispatch: 'a\nsource: b\n", "", "not YAML"),
    "tab indentation": ("dispatch: a\nsource:\n\ttitle: b\n", "3", "indent with spaces"),
    "bad indentation": ("dispatch: a\n source: b\n", "2", "not YAML"),
    "duplicate key": ("dispatch: a\ndispatch: b\n", "2", "twice (first on line 1)"),
    "duplicate key within": (
        "dispatch: a\nsource:\n  title: b\n  title: c\n",
        "4",
        "twice (first on line 3)",
    ),
    "empty": ("", "", "empty"),
    "white space": ("  \n \n\n", "", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "", "the file is empty"),
    "comments": ("# nothing\n# at all\n", "", "only comments"),
    "separators": ("---\n...\n", "", "expected fields and values"),
    "NUL": ("dispatch: a\nsource: \0\n", "2", "binary"),
    "random bytes": (bytes(range(128, 256)) * 8, "1", "not UTF-8"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(64), "1", "binary"),
    "Latin-1": ("dispatch: a\nsource:\n  title: für\n".encode("latin-1"), "3", "0xfc is not UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), "1", "not UTF-8"),
    "too large": (b"#" * (1024 * 1024 + 1), "", "larger than 1 MiB; split the file"),
    "one line of 10 MB": (b"dispatch: " + b"a" * 10_000_000, "", "larger than 1 MiB"),
    "raw escape": ("dispatch: a\nsource:\n  title: \x1b[31mred\n", "3", "character"),
    "raw bell": ("dispatch: a\nsource:\n  title: ring\x07\n", "3", "character"),
    "anchor": ("dispatch: &a trip\nsource: {title: *a}\n", "1", "anchors and aliases"),
    "billion laughs": (LAUGHS, "1", "anchors and aliases"),
    "merge key": (
        "dispatch: a\nsource: &s {title: b}\nrecords: [{<<: *s}]\n",
        "2",
        "anchors and aliases",
    ),
    "unknown alias": ("dispatch: *nowhere\n", "1", "alias"),
    "tag of Python": ("dispatch: !!python/object/apply:os.system ['true']\n", "1", "tag"),
    "custom tag": (changed("A visit", "!secret A visit"), "10", "tag"),
    "standard tag": (changed("A visit", "!!binary QQ=="), "10", "tag"),
    "long tag": (changed("A visit", f"!{'x' * 5000} A visit"), "10", "tag"),
    "two documents": (f"{GOOD}---\n{GOOD}", f"{GOOD.count(chr(10)) + 1}", "a second document"),
    "no character": ('dispatch: a\nsource: "\\U00110000"\n', "2", "here is not valid"),
    "endless version": (f"%YAML 1.{'2' * 9999}\n---\na: b\n", "1", "here is not valid"),
    "list at the top": ("- dispatch: a\n- source: b\n", "1", "expected fields and values"),
    "text at the top": ("just a sentence\n", "1", "expected fields and values"),
    "number at the top": ("42\n", "1", "expected fields and values"),
    "list as a key": ("? [a, b]\n: c\n", "1", "cannot be the name of a field"),
    "mapping as a key": ("dispatch: a\n? {a: b}\n: c\n", "2", "cannot be the name of a field"),
    "deep nesting": ("dispatch: " + "[" * 40 + "]" * 40 + "\n", "1", "nested too deeply"),
    "very deep nesting": ("dispatch: " + "[" * 5000 + "]" * 5000 + "\n", "", "nested too deeply"),
    "percent directive": ("%YAML 9.9\n---\na: b\n", "", "YAML"),
    "JSON with a trailing error": ('{"dispatch": "a",, }', "1", "not YAML"),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_a_file_that_is_not_a_dispatch_is_refused(known: Desk, case: str) -> None:
    """Dragoman refuses a file that is not a dispatch. The message gives the line and the error."""
    content, number, hint = SYNTAX[case]
    line = refused(known, "record", known.write("bad.yaml", content).name)
    assert line.startswith(f"bad.yaml:{number}"), line
    assert hint in line, line
    assert len(line) < 400


def test_an_error_on_standard_input_is_located_by_a_dash_and_its_line(known: Desk) -> None:
    line = refused(known, "record", "-", stdin=changed("host: Iraq", "host: Iraak"))
    assert line.startswith("-:13: record 1, host: ")


def test_a_missing_file_is_named(known: Desk) -> None:
    assert refused(known, "record", "nowhere.yaml") == "nowhere.yaml: no such file"


def test_a_folder_instead_of_a_file_is_named(known: Desk) -> None:
    line = refused(known, "record", str(known.home))
    assert line.startswith(f"{known.home}: ")
    assert "directory" in line


def test_a_refused_dispatch_creates_no_register(desk: Desk) -> None:
    one_line(desk.run("record", desk.write("bad.yaml", "dispatch: a\n")))
    assert not (desk.home / "data").exists()


def test_one_bad_record_refuses_the_whole_dispatch(known: Desk) -> None:
    assert "record 4" in refused(
        known, "record", known.write("bad.yaml", changed("agreed_in: session", "agreed_in: V-99"))
    )

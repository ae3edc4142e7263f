"""Imports that could retract or change many records, and imports that stop early."""

import re
from pathlib import Path

import pytest

from dragoman.exchange.imports.run import Run
from dragoman.exchange.tables.rejects import RejectsFile
from tests.cli.terminals import start_forked
from tests.conftest import Desk

HEAD = "Nr;Day;Guest\n"
MAPPING = """\
dataset: desk
source: {title: Visits of the desk}
key: [Nr]
record:
  kind: visit
  status: concluded
  title: {text: "Visit of {Guest}"}
  occurred: {column: Day}
  parties: [DE, IQ]
"""


def table(desk: Desk, *days: str, first: int = 1) -> Path:
    """Write a mapping and a list with one visit on each of ``days``, numbered from ``first``."""
    (desk.home / "m.yaml").write_text(MAPPING)
    path = desk.home / "t.csv"
    lines = (f"{number};{day};G. Example {number}\n" for number, day in enumerate(days, first))
    path.write_text(HEAD + "".join(lines))
    return path


def take(desk: Desk, path: Path, *options: str | Path):
    """Import a list with the mapping that ``table`` or ``cards`` wrote."""
    return desk.run("import", path, "--map", desk.home / "m.yaml", *options)


def test_a_wrong_file_retracts_nothing_without_confirmation(desk: Desk) -> None:
    """If most rows are missing from a newer file, the import retracts nothing without confirmation.

    If nobody can confirm, the import records nothing.
    """
    take(desk, table(desk, "2020-01-01", "2020-01-02", "2020-01-03"))
    before = desk.events()
    other = table(desk, "2021-01-01", first=7)

    refused = take(desk, other, "--retract-gone")

    assert refused.code == 2
    assert "3 of the 3 rows of desk are gone; if this is the right file, add --yes" in refused.err
    assert desk.events() == before
    assert take(desk, other, "--retract-gone", "--dry-run").code == 0
    assert "3 withdrawn" in take(desk, other, "--retract-gone", "--yes").out


def test_a_few_rows_are_retracted_without_a_question(desk: Desk) -> None:
    """If a newer file lacks only a few rows, the import retracts their records without asking."""
    take(desk, table(desk, "2020-01-01", "2020-01-02"))

    answer = take(desk, table(desk, "2020-01-01"), "--retract-gone")

    assert (answer.code, "1 withdrawn" in answer.out) == (0, True)


def test_an_undone_import_is_imported_again_with_a_better_mapping(desk: Desk) -> None:
    """An import says how many rows have records that somebody retracted.

    ``--restore`` brings these records back, with the values that the current mapping gives.
    """
    path = table(desk, "2020-01-01", "2020-01-02")
    take(desk, path)
    desk.run("undo")
    mapping = desk.home / "m.yaml"
    mapping.write_text(MAPPING.replace("Visit of", "Visit by") + "  place: Bonn\n")

    left = take(desk, path)

    assert (left.code, left.lines[0]) == (0, "desk, 2 rows: 2 still retracted.")
    assert re.search(
        r"note: 2 rows have records that were retracted by entry [0-9a-f]{8}"
        r" \(15 Jan 2026, officer: undo of entry [0-9a-f]{8}\);"
        r" to bring the records back, add --restore",
        left.err,
    )
    position = desk.position
    assert "2 restored" in take(desk, path, "--restore", "--dry-run").out
    assert desk.position == position
    assert take(desk, path, "--restore").lines[0] == "desk, 2 rows: 2 restored."
    found = desk.read("timeline")["entries"]
    assert [(one["title"], one["place"]) for one in found] == [
        ("Visit by G. Example 2", "Bonn"),
        ("Visit by G. Example 1", "Bonn"),
    ]
    assert "2 unchanged" in take(desk, path, "--restore").out
    desk.run("undo")
    assert desk.read("timeline")["entries"] == []


def test_a_record_that_somebody_retracted_is_named(desk: Desk) -> None:
    """The note about retracted records names three of the entries with the retractions."""
    path = table(desk, *(f"2020-01-0{day}" for day in range(1, 6)))
    take(desk, path)
    for ref in ("V-1", "V-2", "V-3", "V-4"):
        desk.run("retract", ref, "--reason", f"not {ref}")

    left = take(desk, path)

    assert left.lines[0] == "desk, 5 rows: 1 unchanged, 4 still retracted."
    assert "not V-1), entry" in left.err
    assert "not V-3), 1 more entry; to bring the records back" in left.err
    assert "note: 1 row has a record that was retracted by" in _after_restoring_three(desk, path)


def _after_restoring_three(desk: Desk, path: Path) -> str:
    """Restore three of four retracted records by hand; return the notices of the next import."""
    for ref in ("V-1", "V-2", "V-3"):
        assert desk.run("correct", ref, "--restore", "--reason", "it was").code == 0
    return str(take(desk, path).err)


def test_a_mapping_cannot_change_the_kind_of_a_record(desk: Desk) -> None:
    """The import rejects a row if its record has another kind, and says what to do instead."""
    path = table(desk, "2020-01-01")
    take(desk, path)
    desk.run("undo")
    mapping = desk.home / "m.yaml"
    mapping.write_text(MAPPING.replace("visit", "meeting").replace("concluded", "held"))

    assert take(desk, path, "--restore").code == 1
    reason = (desk.home / "t.csv.rejected.csv").read_text()
    assert "V-1 is a visit, not a meeting; to record its row as another kind, give the" in reason


def test_another_list_with_the_same_name_changes_nothing_without_confirmation(desk: Desk) -> None:
    """If most rows of a long list have changed, the import asks before it changes any record."""
    days = [f"2020-01-{day}" for day in range(10, 31)]
    take(desk, table(desk, *days))
    before = desk.events()
    other = table(desk, *(f"2021-02-{day % 28 + 1:02}" for day in range(21)))

    refused = take(desk, other)

    assert refused.code == 2
    assert "21 of the 21 rows of desk in the register have changed" in refused.err
    assert desk.events() == before
    assert "21 changed" in take(desk, other, "--dry-run").out
    assert "21 changed" in take(desk, other, "--yes").out
    few = table(desk, *days[:9], *(f"2021-02-{day % 28 + 1:02}" for day in range(9, 21)))
    assert "9 changed" in take(desk, few).out


PEOPLE = """\
dataset: people
source: {title: Business cards}
key: [Nr]
record:
  kind: party
  name: {column: Name}
  side: DE
  aliases: [{column: Short}]
"""


NAMES = "Anna Bela Carl Dora Emil Fritz Gerd Hans".split()


def cards(desk: Desk, *rows: str) -> Path:
    """Write a mapping and a list of people."""
    (desk.home / "m.yaml").write_text(PEOPLE)
    return desk.write("cards.csv", "\n".join(["Nr,Name,Short", *rows]) + "\n")


def test_a_body_with_two_rows_stays_until_both_are_gone(desk: Desk) -> None:
    """The import retracts a mechanism that has two rows only after both rows are gone."""
    mapping = PEOPLE.replace("kind: party", "kind: mechanism").replace("name:", "title:")
    mapping = mapping.replace("side: DE", "body: working group\n  parties: [DE, FR]")
    body = "Consular Talks"
    path = cards(desk, f"1,{body},G.", f"2,{body},Ex")
    (desk.home / "m.yaml").write_text(mapping)
    assert take(desk, path).code == 0

    desk.write("cards.csv", f"Nr,Name,Short\n1,{body},G.\n")
    answer = take(desk, path, "--retract-gone", "--yes", "--json")

    assert (answer.code, answer.json["gone"], answer.json["withdrawn"]) == (0, 1, 0)
    assert desk.read("show", "B-1")["record"]["retracted"] is False
    desk.write("cards.csv", "Nr,Name,Short\n3,Border Talks,H.\n")
    assert take(desk, path, "--retract-gone", "--yes", "--json").json["withdrawn"] == 1
    assert desk.read("show", "B-1")["record"]["retracted"] is True


def test_two_rows_are_two_people_whatever_they_are_called(desk: Desk) -> None:
    """The key is the identity: rows with one name are two people, each with its own fate."""
    assert take(desk, cards(desk, "1,Gerd Example,G.", "2,Gerd Example,Ex")).code == 0
    assert len(desk.read("party", "list")["parties"]) == 2
    again = take(desk, cards(desk, "1,Gerd Example,G.", "2,Gerd Example,Ex"), "--json").json
    assert (again["unchanged"], again["events"]) == (2, 0)

    answer = take(desk, cards(desk, "1,Gerd Example,G."), "--retract-gone", "--yes", "--json")

    assert (answer.code, answer.json["gone"], answer.json["withdrawn"]) == (0, 1, 1)
    gone = [desk.read("show", ref)["record"]["retracted"] for ref in ("P-1", "P-2")]
    assert gone == [False, True]


UNSEEN = ("\ufeff", "\u200b", "\u200e", "\u2060", "\u00ad", "\u00a0")


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_nobody_sees_make_no_other_key(desk: Desk, sign: str) -> None:
    """A key with an invisible sign, or in full-width digits, is the same key."""
    take(desk, cards(desk, "1,Anna Example,A.", "A 2,Bela Example,B."))
    rows = (f"{sign}1{sign},Anna Example,A.", f"{sign}Ａ {sign}２,Bela Example,B.")
    answer = take(desk, cards(desk, *rows), "--json").json
    assert (answer["unchanged"], answer["new"], answer["gone"]) == (2, 0, 0)


def test_a_key_that_is_spelt_otherwise_is_asked_about(desk: Desk) -> None:
    """A new key that differs from a gone key only in case, signs or zeros leads to a question."""
    take(desk, cards(desk, "A-012,Anna Example,A.", "B 7,Bela Example,B."))
    path = cards(desk, "a12,Anna Example,An", "B/07,Bela Example,Be")

    piped = take(desk, path, "--dry-run")
    assert "row a12 is new, and row A-012 (P-1) is no longer in the file" in piped.err
    refused = take(desk, path, "--strict")
    assert (refused.code, "write the former key, or import with --new" in refused.err) == (2, True)

    terminal = start_forked(desk, "import", str(path), "--map", str(desk.home / "m.yaml"))
    for answer in ("y", "n"):
        terminal.until("Are they the same row?")
        terminal.type(answer)
    assert terminal.end() == 0, terminal.seen
    parties = desk.read("party", "list")["parties"]
    assert [one["aliases"] for one in parties] == [["A.", "An"], ["B."], ["Be"]]
    again = take(desk, path, "--json").json
    assert (again["unchanged"], again["gone"]) == (2, 1)


def test_a_corrected_spelling_leaves_no_party_without_records(desk: Desk) -> None:
    """A list that corrects the spelling of a name corrects the party; another name is another."""
    mapping = (
        "dataset: talks\nsource: {title: Talks}\nkey: [id]\nrecord:\n"
        "  {kind: meeting, status: held, title: {column: what}, occurred: {column: day},\n"
        "   parties: [US, FR], participants: [{name: {column: who}, side: US}]}\n"
    )
    (desk.home / "m.yaml").write_text(mapping)
    rows = ("m1,2001-01-05,{},Talks", "m2,2002-02-05,{},More talks")

    def imported(*names: str) -> list[str]:
        lines = (row.format(name) for row, name in zip(rows, names, strict=True))
        path = desk.write("talks.csv", "\n".join(("id,day,who,what", *lines)) + "\n")
        assert take(desk, path, "--yes").code == 0
        return [one["name"] for one in desk.read("party", "list")["parties"]]

    assert imported("Jon Smyth", "Jon Smyth") == ["Jon Smyth"]
    assert imported("Jon Smith", "Jon Smith") == ["Jon Smith"]
    assert imported("Kate Brown", "Jon Smith") == ["Jon Smith", "Kate Brown"]


def test_a_record_that_cannot_be_retracted_does_not_block_the_others(desk: Desk) -> None:
    """If the import cannot retract one record, the import still retracts the other records."""
    people = [f"{number},{name} Example,{name}" for number, name in enumerate(NAMES)]
    take(desk, cards(desk, *people))
    assert desk.run("party", "merge", "P-6", "P-2").code == 0

    answer = take(desk, cards(desk, *people[3:]), "--retract-gone")

    assert answer.code == 1
    assert ("2 withdrawn" in answer.out, "nothing was retracted" in answer.err) == (True, False)


def test_rejected_rows_do_not_show_which_rows_are_gone(desk: Desk) -> None:
    """Dragoman refuses ``--retract-gone`` for a file of rejected rows."""
    path = table(desk, "2020-01-01", "never")
    take(desk, path)

    answer = take(desk, desk.home / "t.csv.rejected.csv", "--retract-gone")

    assert (answer.code, "--retract-gone has no effect" in answer.err) == (2, True)


def test_options_without_effect_are_refused(desk: Desk) -> None:
    """Dragoman refuses an option that has no effect with ``--profile``."""
    options = ("--profile", "historian-visits", "--header", "2")
    answer = desk.run("import", table(desk, "2020-01-01"), *options)

    assert answer.code == 2
    assert "--header has no effect with --profile" in answer.err


@pytest.mark.parametrize("option", ["--strict", "--dry-run", "--retract-gone", "--yes"])
def test_a_suggestion_refuses_the_options_of_recording(desk: Desk, option: str) -> None:
    """Dragoman refuses ``--suggest`` with an option that only affects recording."""
    answer = desk.run("import", table(desk, "2020-01-01"), "--suggest", option)

    assert answer.code == 2
    assert f"{option} has no effect with --suggest" in answer.err


def test_a_copy_refuses_the_options_of_tables(desk: Desk) -> None:
    """If a file is an export of records, Dragoman refuses an option that only affects tables."""
    take(desk, table(desk, "2020-01-01"))
    copy = desk.home / "copy.csv"
    desk.run("export", "--csv", copy)

    for option in (("--rejected", "x.csv"), ("--delimiter", ";")):
        answer = desk.run("import", copy, *option)
        assert answer.code == 2
        assert f"{option[0]} has no effect on {copy}, which is an export of records" in answer.err


def test_standard_input_is_refused(desk: Desk) -> None:
    """Dragoman refuses to import from standard input, because an import reads its file twice."""
    table(desk, "2020-01-01")

    answer = desk.run("import", "-", "--map", desk.home / "m.yaml")

    assert "cannot import stdin" in answer.err


def test_an_import_that_fails_reports_what_it_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If an import cannot write the rejected rows, the import stops and says what it recorded."""
    monkeypatch.setattr("dragoman.exchange.imports.run.BATCH", 2)
    (desk.home / "taken.txt").write_text("not ours")
    path = table(desk, "2020-01-01", "2020-01-02", "never")

    answer = take(desk, path, "--rejected", desk.home / "taken.txt")

    assert answer.code == 2
    assert (
        "stopped; everything up to event 2 is recorded; to continue, run the command again"
        in answer.err
    )
    assert "is not a file of rejected rows from dragoman; name another file (--rejected FILE)" in (
        answer.err
    )
    assert [event[3] for event in desk.events()] == ["VisitConcluded"] * 2


def test_ctrl_c_reports_what_was_recorded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After Ctrl-C, an import says what it recorded.

    With ``--strict``, an interrupted import records nothing.
    """
    monkeypatch.setattr("dragoman.exchange.imports.run.BATCH", 1)
    path = table(desk, "2020-01-01", "2020-01-02", "2020-01-03")
    once = Run._record_batch

    def interrupted(run: Run, *given: object) -> None:
        if run.tally.rows == 2:
            raise KeyboardInterrupt
        once(run, *given)

    monkeypatch.setattr(Run, "_record_batch", interrupted)

    whole = take(desk, path, "--strict")
    parts = take(desk, path)

    assert (whole.code, parts.code) == (130, 130)
    assert whole.err.splitlines()[1:] == ["dragoman: interrupted; nothing was recorded"]
    stays = "everything up to event 2 is recorded; to continue, run the command again"
    assert parts.err.splitlines()[1:] == [f"dragoman: stopped; {stays}"]
    assert [event[3] for event in desk.events()] == ["VisitConcluded"] * 2


def test_rejected_rows_are_in_file_order(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of rejected rows has the rows in their original order."""
    lines: list[int] = []
    write = RejectsFile.write
    monkeypatch.setattr(
        RejectsFile, "write", lambda self, row: (lines.append(row.line), write(self, row))
    )
    path = table(desk, "2020-01-01", "2099-01-01", "never", "2098-01-01")

    take(desk, path)

    assert lines == [3, 4, 5]


def test_rows_that_another_process_recorded_first_are_unchanged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that another import of the same file has just recorded count as unchanged."""
    path = table(desk, "2020-01-01", "2020-01-02")
    take(desk, path)
    monkeypatch.setattr(Run, "_known", lambda self, keys: {})

    answer = take(desk, path)

    assert "2 rows: 2 unchanged" in answer.out
    assert "Nothing new: everything is already recorded." in answer.out


def test_a_row_is_not_merged_with_a_record_of_a_dispatch(desk: Desk) -> None:
    """The import rejects a row if a record from a dispatch already has the row's handle."""
    visit = """\
dispatch: desk
source: {title: By hand}
records:
  - {kind: visit, handle: "1", status: concluded, title: Another, occurred: 2019, parties: [FR, IQ]}
"""
    desk.record(desk.write("hand.yaml", visit))

    answer = take(desk, table(desk, "2020-01-01", "2020-01-02"))

    assert (answer.code, "1 new, 1 rejected" in answer.out) == (1, True)
    assert "V-1 already has the handle desk/1" in (desk.home / "t.csv.rejected.csv").read_text()
    assert [event[3] for event in desk.events()] == ["VisitConcluded"] * 2


def test_a_rejected_row_with_a_key_does_not_block_retraction(desk: Desk) -> None:
    """A rejected row whose key can be read is not gone; only the missing row is retracted."""
    table(desk, "2020-01-01", "2020-01-02", "2020-01-03")
    path = desk.home / "t.csv"
    assert take(desk, path).code == 0
    path.write_text(f"{HEAD}1;2020-01-01;G. Example 1\n2;never;G. Example 2\n")

    answer = take(desk, path, "--retract-gone", "--yes", "--json")

    assert (answer.code, answer.json["rejected"], answer.json["withdrawn"]) == (1, 1, 1)
    gone = [desk.read("show", f"V-{number}")["record"]["retracted"] for number in (1, 2, 3)]
    assert gone == [False, False, True]


def test_a_rejected_row_without_a_key_blocks_retraction(desk: Desk) -> None:
    """If the key of a rejected row cannot be read, the row may be the missing row."""
    table(desk, "2020-01-01", "2020-01-02")
    path = desk.home / "t.csv"
    assert take(desk, path).code == 0
    path.write_text(f"{HEAD}1;2020-01-01;G. Example 1\n;never;G. Example 2\n")

    answer = take(desk, path, "--retract-gone", "--yes", "--json")

    assert (answer.code, answer.json["gone"], answer.json["withdrawn"]) == (1, 1, 0)
    assert "because a missing row may be a rejected row" in answer.err

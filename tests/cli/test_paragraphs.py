"""The paragraphs of a summary stay paragraphs, however somebody types or reads them."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dragoman.cli.page.marks import PROSE
from dragoman.cli.page.page import lines_of
from dragoman.exchange import parsed, safe_lines
from dragoman.exchange.drafts import dumped
from tests.conftest import Desk

pytestmark = pytest.mark.once

TEXT = "First paragraph.\n\n- point one\n- point two\n\nSecond paragraph."
HOLD = ("meeting", "hold", "-t", "Talks", "-p", "AZ", "-p", "IQ", "-o", "2025-04-03")


def by_option(desk: Desk) -> None:
    """Record the text with an option."""
    assert desk.run(*HOLD, "--summary", TEXT).code == 0


def by_option_of_windows(desk: Desk) -> None:
    """Record the text with the line breaks of Windows."""
    assert desk.run(*HOLD, "--summary", TEXT.replace("\n", "\r\n")).code == 0


def by_correction(desk: Desk) -> None:
    """Add the text with a correction."""
    assert desk.run(*HOLD).code == 0
    assert desk.run("correct", "M-1", f"summary={TEXT}", "--reason", "missing").code == 0


def by_dispatch(desk: Desk) -> None:
    """Record a dispatch with the text."""
    record = {"kind": "meeting", "handle": "m", "status": "held", "title": "Talks"}
    record |= {"occurred": "2025-04-03", "parties": ["AZ", "IQ"], "summary": TEXT}
    dispatch = {"dispatch": "d", "source": {"title": "News"}, "records": [record]}
    desk.record(desk.write("d.yaml", dumped(dispatch)))


def by_table(desk: Desk, end: str = "\n") -> None:
    """Import a table with the text in a cell."""
    cell = TEXT.replace("\n", end)
    table = desk.write(
        "t.csv", f'date,title,parties,summary{end}2025-04-03,Talks,AZ;IQ,"{cell}"{end}'
    )
    mapping = desk.run("import", table, "--suggest", "--json").json["mapping"]
    answer = desk.run("import", table, "--map", desk.write("m.yaml", mapping))
    assert answer.code == 0, answer.err


def by_table_of_windows(desk: Desk) -> None:
    """Import a table with the line breaks of Windows."""
    by_table(desk, "\r\n")


def by_editor(desk: Desk) -> None:
    """Add the text in a draft."""
    assert desk.run(*HOLD).code == 0
    block = "".join(f"  {line}\n" if line else "\n" for line in TEXT.split("\n"))
    script = desk.write(
        "editor.py",
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"new = 'summary: |\\n' + {block!r} + 'reason: missing\\n'\n"
        "kept = [line for line in path.read_text().splitlines(True)\n"
        "        if not line.startswith(('summary', 'reason'))]\n"
        "path.write_text(''.join(kept) + new)\n",
    )
    answer = desk.run("edit", "M-1", env={"EDITOR": f"python3 {script}", "VISUAL": ""})
    assert answer.code == 0, answer.err


INPUTS = (
    *(by_option, by_option_of_windows, by_correction, by_dispatch),
    *(by_table, by_table_of_windows, by_editor),
)


@pytest.mark.parametrize("enter", INPUTS)
def test_every_input_keeps_paragraphs(desk: Desk, enter: Any) -> None:
    enter(desk)
    assert desk.read("show", "M-1")["record"]["summary"] == TEXT


def test_the_terminal_shows_paragraphs_and_lists(desk: Desk) -> None:
    by_option(desk)
    lines = desk.run("show", "M-1", env={"COLUMNS": "80"}).lines
    at = next(n for n, line in enumerate(lines) if line.startswith("summary"))
    assert lines[at : at + 6] == [
        "summary       First paragraph.",
        "",
        "              - point one",
        "              - point two",
        "",
        "              Second paragraph.",
    ]


def test_a_long_point_of_a_list_is_indented(desk: Desk) -> None:
    desk.run(*HOLD, "--summary", f"Points:\n- {'word ' * 20}")
    lines = desk.run("show", "M-1", env={"COLUMNS": "80"}).lines
    assert f"{' ' * 14}- word" in "\n".join(lines)
    assert any(re.fullmatch(" {16}(word ?)+", line) for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_markdown_and_html_show_paragraphs_and_lists(desk: Desk) -> None:
    by_option(desk)
    markdown = desk.run("show", "M-1", "--markdown").out
    assert (
        "- **summary** First paragraph.\n\n  \\- point one\\\n  \\- point two\n\n"
        "  Second paragraph.\n"
    ) in markdown
    desk.run("show", "M-1", "--html", "m.html")
    assert TEXT.replace("\n", "<br>") in (desk.home / "m.html").read_text()


def test_exports_keep_paragraphs(desk: Desk) -> None:
    by_option(desk)
    [row] = csv.DictReader(io.StringIO(desk.run("export", "--csv", "-").out))
    assert row["summary"] == TEXT
    calendar = Calendar.from_ical(desk.run("export", "--ics", "-", "--all").out_bytes)
    [event] = calendar.walk("VEVENT")
    assert f"Summary: {TEXT}" in str(event["DESCRIPTION"])
    entities = [json.loads(line) for line in desk.run("export", "--ftm", "-").lines]
    assert [TEXT] in [one["properties"].get("summary") for one in entities]


@pytest.mark.parametrize(("form", "load"), [("--csv", "import"), ("--dispatch", "record")])
def test_an_export_is_read_back_with_its_paragraphs(desk: Desk, form: str, load: str) -> None:
    by_option(desk)
    name = f"copy.{'csv' if form == '--csv' else 'yaml'}"
    desk.run("export", form, name)
    other = ("--register", str(desk.home / "other.db"))
    assert desk.run(load, name, *other).code == 0
    assert desk.read("show", "M-1", *other)["record"]["summary"] == TEXT


def test_a_draft_shows_the_paragraphs_as_lines(desk: Desk) -> None:
    """A draft has a line for each line of the summary, and an unchanged draft changes nothing."""
    by_option(desk)
    answer = desk.run("edit", "M-1", env={"EDITOR": "cp -t .", "VISUAL": ""})
    assert "you did not change the draft" in answer.err
    [draft] = Path.cwd().glob("draft-*.yaml")
    assert (
        "summary: |-\n  First paragraph.\n\n  - point one\n  - point two\n\n" in draft.read_text()
    )


def test_a_preview_of_an_import_shows_paragraphs(desk: Desk) -> None:
    table = desk.write("t.csv", f'date,title,parties,summary\n2025-04-03,Talks,AZ;IQ,"{TEXT}"\n')
    assert "\n              - point one\n" in desk.run("import", table, "--suggest").err


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")))
def test_any_text_survives_a_draft(text: str) -> None:
    """YAML that Dragoman writes contains exactly the text, with all its line breaks."""
    assert parsed("draft", dumped({"summary": text})).data == {"summary": text}


@given(st.text(max_size=60))
def test_lines_of_prose_contain_no_control_characters(text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", safe_lines(text))
    shown = ["".join(map(str, line)) for line in lines_of([(text, PROSE)])]
    assert "\n".join(shown) == safe_lines(text)


# --- On one line ------------------------------------------------------------------------------

LONG = f"Talks on oil and gas, on visas, and on the next session.\n\n{TEXT}"
CUT = "4 paragraphs, 118 characters: Talks on oil and gas, on visas, and on the next session. …"


def test_a_long_text_is_cut_in_receipts_histories_and_undo(desk: Desk) -> None:
    """Each shows how long the text is, and its first words."""
    assert desk.run(*HOLD).code == 0
    added = desk.run("meeting", "add", "M-1", "--summary", LONG, "--outcome", LONG)
    history = desk.run("show", "M-1", "--history")
    undone = desk.run("undo", "--dry-run")
    assert f"summary: {CUT}" in added.out
    assert f"outcomes: + {CUT}" in added.out
    assert f"summary: {CUT}" in history.out
    assert f"outcomes: + {CUT}" in history.out
    assert f"summary: {CUT} → (nothing)" in undone.out
    assert f"outcomes: {CUT} → (nothing)" in undone.out


def test_a_change_of_a_long_text_shows_what_changed(desk: Desk) -> None:
    assert desk.run(*HOLD, "--summary", LONG).code == 0
    other = LONG.replace("Second", "Last")
    change = "4 paragraphs, 116 characters, changed: … point two Second paragraph. →"
    corrected = desk.run("correct", "M-1", f"summary={other}", "--reason", "R")
    assert f"summary: {change} … point two Last paragraph." in corrected.out
    assert (
        f"summary: {change} … point two Last paragraph." in desk.run("show", "M-1", "--history").out
    )
    assert (
        "changed: … point two Last paragraph. → … point two Second paragraph."
        in desk.run("undo", "--dry-run").out
    )


def test_a_short_text_stays_whole_and_so_do_data_and_audits(desk: Desk) -> None:
    assert "summary: Talks on oil\n" in "".join(
        [desk.run(*HOLD).out, desk.run("meeting", "add", "M-1", "--summary", "Talks on oil").out]
    )
    assert desk.run("correct", "M-1", f"summary={LONG}", "--reason", "R").code == 0
    history = desk.read("show", "M-1", "--history")["record"]["history"]
    assert history[-1]["changes"][-1]["after"] == LONG
    assert "Second paragraph." in desk.run("audit", "diff", "--from", "2", "--to", "3").out

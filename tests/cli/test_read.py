"""``dragoman read``: a proposal for a press item, which a person checks."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.terminals import seen, start_forked
from tests.cli.test_editor import Editor, drafts
from tests.conftest import Desk

ITEM = """\
Political consultations held between Azerbaijan and Iraq

Baghdad, 21 April 2025 (Agency) - The second round of political consultations between the Ministries
 of Foreign Affairs of Azerbaijan and Iraq was held in Baghdad yesterday. The Azerbaijani delegation
 was headed by Deputy Foreign Minister Yalchin Rafiyev.

The sides discussed trade and energy. They recalled the visit of President Jordan Paris in 2019.
"""


@pytest.fixture
def item(desk: Desk) -> Path:
    """A press item in a file."""
    path = desk.home / "item.txt"
    path.write_text(ITEM.replace("\n ", " "), "utf-8")
    return path


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """A scripted editor."""
    return Editor(desk.home / "an editor")


def entries(desk: Desk) -> int:
    """Return the number of entries in the register."""
    return len(json.loads(desk.run("audit", "log", "--json").out)["entries"])


def test_the_draft_is_a_dispatch(desk: Desk, item: Path) -> None:
    """Given an item, when a person reads it in a pipe, then the draft can be recorded as it is."""
    read = desk.run("read", item)
    assert read.code == 0, read.err
    assert "published 21 Apr 2025 (the dateline)" in read.err
    assert "#    1  Political consultations held between Azerbaijan and Iraq" in read.out
    assert "occurred: 2025-04-20                        # 3: yesterday" in read.out
    draft = desk.home / "draft.yaml"
    draft.write_text(read.out, "utf-8")
    recorded = desk.run("record", draft)
    assert recorded.code == 0, recorded.err
    shown = json.loads(desk.run("timeline", "--json").out)["entries"]
    [session] = [one for one in shown if one["kind"] == "consultation"]
    assert session["occurred"]["edtf"] == "2025-04-20"
    assert session["session"] == 2
    assert session["place"] == "Baghdad"
    assert [one["name"] for one in session["participants"]] == ["Yalchin Rafiyev"]
    assert "Jordan" not in json.dumps(shown)


def test_a_second_item_about_the_same_session(desk: Desk, item: Path) -> None:
    """Given a recorded session, when an item reports it again, then the draft names the record."""
    draft = desk.home / "draft.yaml"
    draft.write_text(desk.run("read", item).out, "utf-8")
    assert desk.run("record", draft).code == 0
    other = desk.home / "other.txt"
    other.write_text(ITEM.replace("\n ", " ").replace("yesterday", "on 19 April"), "utf-8")
    read = desk.run("read", other)
    assert "handle: C-1" in read.out
    assert "mechanism: B-1" in read.out
    assert "readings:\n      occurred: 2025-04-19" in read.out
    draft.write_text(read.out, "utf-8")
    again = desk.run("record", draft)
    assert again.code == 0, again.err
    assert "2025-04-19" in desk.run("show", "C-1", "--json").out


def test_what_the_register_knows_goes_first(desk: Desk) -> None:
    """Given a known person, body and topic, then an item need not say what they are."""
    establish = (
        "mechanism",
        "establish",
        "--body",
        "working group",
        "--party",
        "AZ",
        "--party",
        "IQ",
    )
    assert desk.run(*establish, "--title", "Cotton Forum").code == 0
    hold = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    person = ("--participant", "Nadir Bell; envoy; AZ", "--topic", "Cotton and Silk")
    assert desk.run(*hold, "--occurred", "2025-03-01", *person).code == 0
    text = (
        "The third session of the Cotton Forum, led by Nadir Bell and the Iraqi Minister of Trade"
        " Karim Jassim, was held in Baghdad on 20 April. They discussed cotton and silk."
    )
    read = desk.run("read", text, "--published", "2025-04-21")
    assert "mechanism: B-1" in read.out, read.out
    assert "session: 3" in read.out
    assert "name: Nadir Bell" in read.out
    assert "# side: not stated; the register has AZ" in read.out
    assert "- Cotton and Silk" in read.out


def test_the_words_of_every_value_are_in_the_text(desk: Desk, item: Path) -> None:
    """Given an item, when its claims are printed, then each quote is at its offsets."""
    report = json.loads(desk.run("read", item, "--json").out)
    text = ITEM.replace("\n ", " ").strip()
    assert report["schema"] == "dragoman/read/1"
    assert report["sha256"] == sha256(text.encode()).hexdigest()
    assert len(report["claims"]) > 10
    for claim in report["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["by"] == "rules"


# --- In the editor ----------------------------------------------------------------------------


def at_terminal(desk: Desk, editor: Editor, *words: str) -> list[str]:
    """Run a command on a terminal, and return what it printed."""
    terminal = start_forked(desk, *words, **editor.env)
    terminal.end()
    return seen(terminal)


def test_an_unchanged_draft_records_nothing(desk: Desk, item: Path, editor: Editor) -> None:
    """Given a draft in the editor, when nobody changes it, then nothing is recorded."""
    editor.does("true")
    printed = at_terminal(desk, editor, "read", str(item))
    assert "you did not change the draft; nothing was recorded" in "\n".join(printed)
    assert not (desk.home / "register.db").exists() or entries(desk) == 0


@pytest.mark.parametrize("words", [("read",), ("compose", "--from")])
def test_a_checked_draft_is_recorded(
    desk: Desk, item: Path, editor: Editor, words: tuple[str, ...]
) -> None:
    """Given a draft in the editor, when a person checks it, then its records are one entry."""
    editor.does("sed -i '/^# Not checked yet/d' \"$1\"")
    printed = at_terminal(desk, editor, *words, str(item))
    assert "Recorded as entry" in "\n".join(printed)
    assert entries(desk) == 1
    assert not drafts(desk)


def test_a_fault_returns_to_the_editor(desk: Desk, item: Path, editor: Editor) -> None:
    """Given a mistake in a draft, when it is saved, then the draft opens again with the message."""
    editor.does(
        "sed -i 's/place: Baghdad.*/occured: x/' \"$1\"", "sed -i '/occured: x/d; /^#!!/d' \"$1\""
    )
    printed = at_terminal(desk, editor, "read", str(item))
    assert any(line.startswith("#!! ") and "occured" in line for line in editor.seen[1])
    assert "Recorded as entry" in "\n".join(printed)


# --- Publication, language, input -------------------------------------------------------------


def test_the_publication_date_is_asked_for_and_never_today(desk: Desk) -> None:
    """Given an item without a date, when it is read in a pipe, then the option is asked for."""
    text = "The foreign minister of Iraq met with the ambassador of France yesterday."
    refused = desk.run("read", text)
    assert refused.code == 2
    assert refused.err.splitlines()[-1] == (
        "dragoman: --published is missing. When was the item published?"
        " (2025-04-21, 2025-04, or unknown)"
    )
    given = desk.run("read", text, "--published", "2025-04-21")
    assert "occurred: 2025-04-20" in given.out
    unknown = desk.run("read", text, "--published", "unknown")
    assert "occurred: not stated" in unknown.out
    assert "2026" not in unknown.out.replace("sha256", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["https://example.org/item"], "is a URL, and Dragoman fetches nothing; save the page"),
        (["missing.txt"], "missing.txt: No such file or directory; name a file, or - for stdin"),
        (["-"], "is empty"),
        (
            ["Il ministro ha incontrato il suo omologo a Roma."],
            "cannot tell the lang",
        ),
        (["some words", "--language", "xx"], "--language: 'xx' is not one of de, en, fr"),
        (["the visit of the king", "--published", "someday"], "--published: 'someday' is not a d"),
        (["the visit of the king", "--published", "2031"], "--published: '2031' is in the future"),
    ],
)
def test_bad_input_gets_one_line(desk: Desk, arguments: list[str], message: str) -> None:
    """Given input that cannot be read, when it is read, then one line says what to do instead."""
    refused = desk.run("read", *arguments)
    assert refused.code in (1, 2)
    assert message in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not refused.out


def test_an_item_without_events(desk: Desk) -> None:
    """Given a text that reports nothing, when it is read, then the draft says so."""
    read = desk.run("read", "The weather is fine and the sea is calm.", "--published", "2025-01-01")
    assert read.code == 0
    assert "records: []" in read.out
    assert "note: found no visit, session, meeting or signing in the item" in read.err


@pytest.mark.parametrize("words", [(), ("--json",)])
@pytest.mark.parametrize("option", ["--new", "--strict", "--restore", "--yes", "--dry-run"])
def test_an_option_that_does_not_count_is_named(
    desk: Desk, item: Path, option: str, words: tuple[str, ...]
) -> None:
    """Given a pipe, when an option of recording is typed, then a note says where it counts."""
    read = desk.run("read", item, option, *words)
    assert read.code == 0, read.err
    assert "give --new, --strict, --restore, --dry-run and --yes to the command" in read.err


def test_lines_are_numbered_as_they_are_cited(desk: Desk) -> None:
    """Given a line separator in a line, when the item is read, then both counts of lines agree."""
    text = ITEM.replace("\n ", " ").replace("(Agency) ", "(Agency)\u2028", 1)
    read = desk.run("read", text)
    cited = re.search(r"# (\d+): yesterday", read.out)
    assert cited, read.out
    numbered = re.search(r"^# +(\d+)  (?:(?!^# +\d).)*yesterday", read.out, re.M | re.S)
    assert numbered, read.out
    assert numbered[1] == cited[1], read.out


def test_a_long_title_is_not_cut(desk: Desk, item: Path) -> None:
    """Given a typed title, when the item is read, then the draft has all of it."""
    title = "word " * 80 + "end"
    report = json.loads(desk.run("read", item, "--title", title, "--json").out)
    assert "end" in report["draft"].split("publisher")[0].split("records")[0]


# --- Kept texts -------------------------------------------------------------------------------


def test_a_kept_text(desk: Desk, item: Path) -> None:
    """Given a register, when an item is read with --keep, then its text can be shown."""
    draft = desk.home / "draft.yaml"
    draft.write_text(desk.run("read", item).out, "utf-8")
    assert desk.run("record", draft).code == 0
    kept = desk.run("read", item, "--keep")
    assert "note: kept the text" in kept.err
    shown = desk.run("source", "show", "C-1", "occurred")
    assert "yesterday" in shown.out
    verified = desk.run("audit", "verify", "--sources")
    assert verified.code in (0, 3), verified.out + verified.err


# --- A reader of the user's own ---------------------------------------------------------------

LIAR = r"""
import json, sys
request = json.load(sys.stdin)
text = request["text"]
assert request["schema"] == "dragoman/reader-request/1"
lie = lambda path, value, quote, record="m", **more: dict(
    record=record, path=path, value=value, quote=quote, **more)
claims = [
    lie("kind", "meeting", "consultations", "no-meeting"),              # 1 the kind does not follow
    lie("kind", "consultation", "political consultations"),
    lie("occurred", "2025-04-21", "in Baghdad yesterday"),              # 2 another day
    lie("place", "Basra", "was held in Baghdad"),                       # 3 another place
    lie("session", "3", "The second round"),                            # 4 another number
    lie("status", "cancelled", "was held"),                             # 5 another status
    lie("participants.1.name", "Ilham Aliyev", "Yalchin Rafiyev"),      # 6 another name
    lie("participants.1.side", "IR", "The Azerbaijani delegation"),     # 7 another side
    lie("participants.1.post", "president", "Deputy Foreign Minister"), # 8 another post
    lie("topics.1", "defence", "trade and energy"),                     # 9 another topic
    lie("parties.1", "TR", "Azerbaijan and Iraq"),                      # 10 another state
    lie("summary", "They agreed on everything.", "The sides discussed"),# 11 no table
    lie("participants.2.name", "Hiyam Al-Yasiri", "Hiyam Al-Yasiri"),   # 12 words not in the text
    lie("place", "Baghdad", ""),                                        # 13 no words
    lie("part_of", "nowhere", "consultations"),                         # 14 a link to nothing
    lie("occurred", "2025-04-20", text[:600]),                          # 15 too many words
    lie("mode", "phone", "consultations", start=10**9),                 # 16 beyond the end
    lie("participants.3.side", "IQ", "Iraq"),                           # 17 a side of nobody
    lie("place", "Baghdad", "was held in Baghdad", "ghost"),            # 18 a record without a kind
]
json.dump({"schema": "dragoman/reader-answer/1", "claims": claims}, sys.stdout)
"""


def with_reader(desk: Desk, script: str, more: str = "") -> None:
    """Configure a reader: a Python script."""
    program = desk.home / "reader.py"
    program.write_text(script, "utf-8")
    folder = Path(json.loads(desk.run("config", "show", "--json").out)["paths"]["configuration"])
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = json.dumps([sys.executable, str(program)])
    folder.write_text(f"[reader]\ncommand = {command}\n{more}", "utf-8")


def test_a_reader_that_lies(desk: Desk, item: Path) -> None:
    """Given a reader that lies in 18 ways, when an item is read, then no lie reaches the draft."""
    honest = json.loads(desk.run("read", item, "--json").out)
    with_reader(desk, LIAR)
    read = desk.run("read", item, "--json")
    assert read.code == 0, read.err
    report = json.loads(read.out)
    kept = [one for one in report["claims"] if one["by"] != "rules"]
    assert kept == []
    assert len(report["dropped"]) == 18
    assert {one["by"] for one in report["dropped"]} == {Path(sys.executable).name}
    assert report["draft"] == honest["draft"]
    assert "note: dropped 18 proposed values" in read.err


QUOTE = "political consultations"

ECHO = """
import json, sys
request = json.load(sys.stdin)
open({path!r}, "w").write(json.dumps(request))
print(json.dumps({{"schema": "dragoman/reader-answer/1", "claims": {claims}}}))
"""


def test_what_a_reader_adds(desk: Desk, item: Path) -> None:
    """Given a reader that finds more, when an item is read, then its value has its name."""
    claims = [
        {
            "record": "a",
            "path": "kind",
            "value": "consultation",
            "quote": "political consultations",
        },
        {"record": "a", "path": "topics.1", "value": "political relations", "quote": "Political"},
        {"record": "a", "path": "host", "value": "IQ", "quote": "was held in  Baghdad"},
    ]
    with_reader(desk, ECHO.format(path=str(desk.home / "seen.json"), claims=claims))
    report = json.loads(desk.run("read", item, "--json").out)
    added = [one for one in report["claims"] if one["by"] != "rules"]
    assert ("host", "IQ") in [(one["path"], one["value"]) for one in added]
    assert "host: IQ" in report["draft"]
    assert report["draft"].count("kind: consultation") == 1


def test_readers_that_differ(desk: Desk, item: Path) -> None:
    """Given two values for one field, when an item is read, then the field is left to a person."""
    claims = [
        {
            "record": "a",
            "path": "kind",
            "value": "consultation",
            "quote": "political consultations",
        },
        {"record": "a", "path": "occurred", "value": "2025-04-21", "quote": "21 April 2025"},
    ]
    with_reader(desk, ECHO.format(path=str(desk.home / "seen.json"), claims=claims))
    draft = desk.run("read", item).out
    assert "# occurred: readers differ; 2025-04-20 or 2025-04-21?" in draft
    assert "occurred: 2025" not in draft.split("# occurred")[0]


def test_nothing_of_the_register_is_sent_unless_shared(desk: Desk, item: Path) -> None:
    """Given records with markings, when a reader may see the register, then only to TLP:GREEN."""
    hold = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ", "--occurred")
    people = {"TLP:GREEN": "Green Person", "TLP:AMBER": "Amber Person", "TLP:RED": "Red Person"}
    for day, (marking, name) in enumerate(people.items(), 1):
        done = desk.run(
            *hold, f"2025-03-0{day}", "--marking", marking, "--participant", f"{name}; envoy; IQ"
        )
        assert done.code == 0, done.err
    request = desk.home / "seen.json"
    script = ECHO.format(path=str(request), claims=[])
    with_reader(desk, script)
    assert desk.run("read", item).code == 0
    assert "known" not in json.loads(request.read_text())
    with_reader(desk, script, "share = true\n")
    assert desk.run("read", item).code == 0
    sent = request.read_text()
    assert "Green Person" in sent
    assert "Amber Person" not in sent
    assert "Red Person" not in sent


@pytest.mark.parametrize(
    ("script", "more", "message"),
    [
        ("print('not JSON')", "", "its answer is not dragoman/reader-answer/1"),
        ("print('{}')", "", "its answer is not dragoman/reader-answer/1"),
        ("", "", "it answered nothing"),
        ("import sys; sys.exit('out of memory')", "", "it exited with code 1: out of memory"),
        ("import time; time.sleep(60)", "timeout = 0.5\n", "it did not answer in 0.5 seconds"),
        ("while True: print('x' * 65536)", "", "its answer is larger than 4 MiB"),
    ],
)
def test_a_reader_that_fails(desk: Desk, item: Path, script: str, more: str, message: str) -> None:
    """Given a reader that fails, when an item is read, then one line names it, and a way on."""
    with_reader(desk, script, more)
    refused = desk.run("read", item)
    assert refused.code in (1, 2)
    assert message in refused.err
    assert "add --rules-only" in refused.err
    assert not refused.out
    assert desk.run("read", item, "--rules-only").code == 0


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("reader = 3\n", "reader must be a table"),
        ("[reader]\n", "reader.command must be a list"),
        ('[reader]\ncommand = "x"\n', "reader.command must be a list"),
        ('[reader]\ncommand = ["no-such-program"]\n', "it cannot be started"),
        ('[reader]\ncommand = ["x"]\nshare = "yes"\n', "reader.share must be true or false"),
        ('[reader]\ncommand = ["x"]\ntimeout = 0\n', "reader.timeout must be a number of seconds"),
        ('[reader]\ncommand = ["x"]\nfast = true\n', "unknown setting reader.fast"),
    ],
)
def test_a_table_that_is_wrong(desk: Desk, item: Path, table: str, message: str) -> None:
    """Given a wrong table in config.toml, when an item is read, then the message names it."""
    with_reader(desk, "")
    path = Path(json.loads(desk.run("config", "show", "--json").out)["paths"]["configuration"])
    path.write_text(table, "utf-8")
    assert message in desk.run("read", item).err
    assert desk.run("timeline").code == 0

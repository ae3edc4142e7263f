"""Exports to other programs' formats, and the records that exports withhold."""

import csv
import io
import json
import shlex
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.chronicle import give_story
from tests.conftest import ARTICLE, Answer, Desk
from tests.docs.test_examples import SCHEMA, _numbered

FORMS = ("ics", "jsonl", "csv", "ftm", "cameo", "plover", "dispatch")

NOW = "2026-03-01T12:00:00Z"

SECRET = """\
dispatch: secret
source: {title: A cable, publisher: Embassy, published: 2026-02-03, url: "https://example.org/1"}
records:
  - {kind: visit, handle: quiet, status: announced, title: Quiet visit, parties: [AZ, SA],
     host: AZ, occurred: 2026-05-04, marking: "TLP:RED",
     participants: [{name: Hidden Guest, side: SA}, {name: Known Envoy, side: SA}]}
  - {kind: meeting, handle: aside, status: held, title: Aside, parties: [AZ, SA, TR],
     occurred: 2026-02-01/2026-02-02, part_of: quiet, marking: "TLP:AMBER",
     participants: [{name: Middle Man, side: TR, post: envoy}]}
  - {kind: meeting, handle: open, status: held, title: Open talks, parties: [AZ, SA],
     occurred: 2026-02-02, part_of: quiet, mode: phone, marking: "TLP:GREEN",
     participants: [{name: Known Envoy, side: SA, role: member}], outcomes: [A list]}
  - {kind: follow-up, handle: letter, what: A letter, agreed_in: quiet, due: 2026-06-01,
     parties: [AZ, SA]}
  - {kind: party, handle: known, name: Known Envoy, side: SA, aliases: ["K. Envoy"],
     positions: [{post: Envoy, side: SA, assumed: 2024-05}]}
"""


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk with records of every kind; some records have the marking TLP:RED."""
    give_story(desk)
    desk.record(desk.write("secret.yaml", SECRET), now=NOW)
    desk.now = NOW
    return desk


def exported(desk: Desk, form: str, *options: str) -> Answer:
    """Return the result of an export to stdout."""
    answer = desk.run("export", f"--{form}", "-", *options)
    assert answer.code == 0, answer.err
    return answer


def table(desk: Desk, form: str, *options: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated table."""
    return list(csv.DictReader(io.StringIO(exported(desk, form, *options).out), delimiter="\t"))


# --- Files and options ------------------------------------------------------------------------

IMPOSSIBLE = {
    "": "--ics FILE, --jsonl FILE",
    "--csv ''": "--csv: name a file, or - for stdout",
    "--csv a --jsonl b": "--jsonl and --csv cannot be combined",
    "--jsonl - --json": "stdout is used for the export of records",
    "--all --csv a": "--all works only with --ics",
    "V-99 --csv a": "V-99 does not exist",
    "12 --csv a": "is not a ref",
    "--withhold TLP:BLUE --csv a": "TLP:BLUE",
    "--since 2025 --until 2024 --csv a": "swap the two",
    "--dispatch a --party FR": "no records match",
}


@pytest.mark.parametrize("options", IMPOSSIBLE)
def test_an_impossible_request_writes_nothing(story: Desk, options: str) -> None:
    """If an export is impossible, the command says why in one line and writes no file."""
    refused = story.run("export", *shlex.split(options))
    assert (refused.code, refused.out) == (2, "")
    assert IMPOSSIBLE[options] in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not (story.home / "a").exists()


@pytest.mark.parametrize("form", FORMS)
def test_an_export_replaces_only_an_earlier_export(story: Desk, form: str) -> None:
    """An export replaces an earlier export, and no other file.

    The file has the same content as the output on stdout.
    """
    file = story.write("file", "Dear colleague")
    refused = story.run("export", f"--{form}", file)
    assert (refused.code, refused.out) == (2, "")
    assert "name another file" in refused.err
    file.unlink()
    assert story.run("export", f"--{form}", file, "--as-of", "40").code == 0
    before = file.read_bytes()
    document = story.read("export", f"--{form}", file)
    assert document["file"] == str(file)
    assert document["as_of"]["position"] == story.position
    assert before != file.read_bytes() == exported(story, form).out_bytes


@pytest.mark.parametrize("form", FORMS[:-1])
def test_an_empty_export_can_be_replaced(desk: Desk, form: str) -> None:
    """An export can replace an earlier export that has no records."""
    desk.record(ARTICLE)
    for _ in range(2):
        assert desk.run("export", f"--{form}", "empty", "--party", "FR").code == 0


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_filters_limit_the_export(story: Desk, form: str) -> None:
    """Parties, kinds, periods and refs limit an export in the same way as a report."""
    wanted = {
        "--kind visit": {"V-1", "V-2", "V-3", "V-4", "V-5"},
        "--between AZ SA": {"V-5", "M-13", "M-14", "F-6"},
        "--between AZ SA --since 2026-02-02 --until 2026-02-10": {"M-13", "M-14"},
        "--party SA --kind party": {"P-6", "P-7"},
        "F-1 V-2": {"F-1", "V-2"},
    }
    for options, refs in wanted.items():
        out = exported(story, form, *shlex.split(options)).out
        lines = map(json.loads, out.splitlines()[1:])
        rows = lines if form == "jsonl" else csv.DictReader(io.StringIO(out))
        assert {row["ref"] for row in rows} == refs, options


# --- Withholding ------------------------------------------------------------------------------

WITHHELD = {
    "TLP:RED": ("1 visit, 1 party", ("Quiet visit", "Hidden Guest")),
    "TLP:AMBER": ("1 visit, 1 meeting, 2 parties", ("Quiet visit", "Aside", "Middle Man")),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("label", WITHHELD)
def test_marked_records_are_withheld(story: Desk, form: str, label: str) -> None:
    """``--withhold`` leaves out records with the given marking or a stricter marking.

    The export also leaves out parties that only such records name, and links to such records. A
    note counts the withheld records by kind.
    """
    said, secrets = WITHHELD[label]
    whole = exported(story, form, "--all") if form == "ics" else exported(story, form)
    options = ("--withhold", label, *(["--all"] if form == "ics" else []))
    rest = exported(story, form, *options)
    assert "Quiet visit" in whole.out
    assert not [secret for secret in secrets if secret in rest.out]
    [visit] = [json.loads(line) for line in exported(story, "jsonl", "V-5").lines[1:]]
    assert visit["id"] not in rest.out
    assert visit["id"].replace("-", "") not in rest.out
    assert "V-5" not in rest.out
    assert "visit-5" not in rest.out
    assert "Open talks" in rest.out
    if form in ("jsonl", "csv", "ftm"):
        assert f"withheld: {said} ({label} or stricter)" in rest.err
        assert "Known Envoy" in rest.out


def test_the_document_counts_withheld_records(story: Desk) -> None:
    """The JSON of an export counts the withheld records by kind, even if there are none."""
    document = story.read("export", "--csv", "a.csv", "--withhold", "TLP:RED")
    assert document["withheld"] == {"marking": "TLP:RED", "kinds": {"visit": 1, "party": 1}}
    document = story.read(
        "export", "--csv", "a.csv", "--withhold", "TLP:RED", "--between", "AZ", "IQ"
    )
    assert document["withheld"]["kinds"] == {}
    result = exported(story, "csv", "--withhold", "TLP:RED", "M-1")
    assert result.err == "withheld: nothing (TLP:RED or stricter)\n"


def test_a_merge_does_not_reveal_a_name(story: Desk) -> None:
    """If only a secret record has a name, the export withholds the name even after a merge."""
    merged = ("party", "merge", "P-6", "P-7", "--reason", "one man", "--yes")
    hidden = [json.loads(line) for line in exported(story, "jsonl", "--kind", "party").lines[1:]]
    [guest] = [item["ref"] for item in hidden if item["name"] == "Hidden Guest"]
    [envoy] = [item["ref"] for item in hidden if item["name"] == "Known Envoy"]
    assert story.run(*merged[:2], guest, envoy, *merged[4:-1]).code == 0
    assert "Hidden Guest" in exported(story, "jsonl").out
    assert "Hidden Guest" not in exported(story, "jsonl", "--withhold", "TLP:RED").out
    assert "Known Envoy" in exported(story, "jsonl", "--withhold", "TLP:RED").out


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_secret_first", [True, False])
def test_a_fact_that_only_a_secret_record_has_is_withheld(
    desk: Desk, form: str, is_secret_first: bool
) -> None:
    """If only secret records have a spelling or a post of a party, the export withholds it."""
    plainly = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    openly = (*plainly, "--occurred", "2025-04-20", "--participant", "Ali Hasan; ; IQ")
    closed = (*plainly, "--occurred", "2025-05-20", "--marking", "TLP:AMBER", "--participant")
    if is_secret_first:
        desk.run(*closed, "Ali Hasan; negotiator; IQ")
    desk.run(*openly)
    desk.run(*closed, "Abu Jack; chief; IQ; P-1")
    whole, rest = exported(desk, form), exported(desk, form, "--withhold", "TLP:AMBER")
    said = ["Abu Jack", "negotiator"] if is_secret_first else ["Abu Jack"]
    assert not [secret for secret in said if secret in rest.out]
    if form in ("jsonl", "csv", "ftm"):
        assert all(secret in whole.out for secret in said)
        assert "Ali Hasan" in rest.out
        assert "facts about 1 party (TLP:AMBER or stricter)" in rest.err


def test_a_fact_that_an_open_record_has_too_is_exported(desk: Desk) -> None:
    """If an open record also has a spelling or a post of a party, the export keeps it."""
    plainly = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    closed = (*plainly, "--occurred", "2025-05-20", "--marking", "TLP:AMBER", "--participant")
    desk.run(*closed, "Ali Hasan; envoy; IQ")
    desk.run(*closed, "Abu Jack; envoy; IQ; P-1", "--new")
    desk.run(*plainly, "--occurred", "2025-03", "--participant", "Ali Hasan; ; IQ")
    desk.run(*plainly, "--occurred", "2025-04", "--participant", "Abu Jack; envoy; IQ; P-1")
    rest = exported(desk, "jsonl", "--withhold", "TLP:AMBER")
    party = next(one for one in map(json.loads, rest.lines[1:]) if one["kind"] == "party")
    known = party["name"], party["post"], party["aliases"]
    assert known == ("Ali Hasan", "envoy", ["Abu Jack"])


# --- FollowTheMoney ---------------------------------------------------------------------------


def entities(desk: Desk, *options: str) -> list[dict[str, Any]]:
    """Return the entities of an export."""
    return [json.loads(line) for line in exported(desk, "ftm", *options).lines]


@pytest.mark.parametrize("options", ["", "--between AZ IQ", "V-1", "--withhold TLP:AMBER"])
def test_entities_are_valid(story: Desk, options: str) -> None:
    """The FollowTheMoney library accepts an export without errors.

    The library checks every schema, property, value and reference.
    """
    reason = "followthemoney is not installed"
    model = pytest.importorskip("followthemoney", reason=reason, exc_type=ImportError).model
    found = entities(story, *shlex.split(options))
    schemata = {item["id"]: model.get(item["schema"]) for item in found}
    assert len(schemata) == len(found) > 5
    for item in found:
        schema = schemata[item["id"]]
        schema.validate(item)
        assert set(schema.required) <= set(item["properties"]) <= set(schema.properties)
        proxy = model.get_proxy(item, cleaned=False)
        for name, values in item["properties"].items():
            assert len(proxy.get(name)) == len(values), (item, name)
            target = schema.get(name).range
            assert all(schemata[value].is_a(target) for value in values if target), (item, name)


def test_entities_describe_meetings_and_posts(story: Desk) -> None:
    """An exported meeting has its date, participants and source.

    An exported post has its holder and start.
    """
    found = entities(story)
    by_id = {item["id"]: item["properties"] for item in found}
    [talks] = [
        item["properties"] for item in found if item["properties"].get("name") == ["Open talks"]
    ]
    involved = {by_id[item]["name"][0] for item in talks["involved"]}
    assert involved == {"Azerbaijan", "Saudi Arabia", "Known Envoy"}
    assert (talks["date"], talks["country"]) == (["2026-02-02"], ["az", "sa"])
    assert [by_id[item]["title"] for item in talks["proof"]] == [["A cable"]]
    [aside] = [item for item in by_id.values() if item.get("name") == ["Aside"]]
    assert (aside["startDate"], aside["endDate"]) == (["2026-02-01"], ["2026-02-02"])
    [held] = [
        item["properties"]
        for item in found
        if item["schema"] == "Occupancy" and item["properties"].get("startDate") == ["2024-05"]
    ]
    assert by_id[held["holder"][0]]["alias"] == ["K. Envoy"]
    assert held["status"] == ["current"]
    assert entities(story) == found


# --- Event data -------------------------------------------------------------------------------


def test_events_are_rows(story: Desk) -> None:
    """A CAMEO export has a row with codes and dates for each ordered pair of sides.

    A note counts the records that have no code.
    """
    rows = table(story, "cameo", "--between", "AZ", "SA")
    assert Counter(row["Ref"] for row in rows) == {"V-5": 2, "M-13": 6, "M-14": 2, "F-6": 2}
    assert len({row["EventID"] for row in rows}) == len(rows)
    [there, _] = [row for row in rows if row["Ref"] == "M-14"]
    assert list(there.values())[1:13] == [
        *["2026-02-02"] * 4,
        *("AZE", "Azerbaijan", "SAU", "Saudi Arabia"),
        *("041", "04", "1", "1.0"),
    ]
    [plan, _] = [row for row in rows if row["Ref"] == "V-5"]
    assert (plan["EventCode"], plan["PlannedFor"], plan["EDTF"]) == (
        "036",
        "2026-05-04",
        "2026-02-03",
    )
    assert plan["SOURCEURL"] == "https://example.org/1"
    answer = exported(story, "cameo", "P-1", "M-14")
    assert answer.err == "not coded: 1 party\n"


def test_events_in_plover_terms(story: Desk) -> None:
    """In a PLOVER export, an event has a type, a mode and a context instead of a code."""
    [row, _] = table(story, "plover", "M-14")
    assert (row["SourceCode"], row["RecipientCode"]) == ("AZE", "SAU")
    assert (row["EventType"], row["Mode"], row["Context"]) == ("CONSULT", "phone", "")
    [plan, _] = table(story, "plover", "V-5")
    assert (plan["EventType"], plan["Mode"], plan["Context"]) == ("AGREE", "", "diplomatic")


# --- Dispatches -------------------------------------------------------------------------------

ABOUT_THE_REGISTER = {
    *("ref", "id", "events", "sources", "setbacks", "formerly", "readings", "as_written"),
    *("retracted", "duplicate_of", "part_of", "mechanism", "agreed_in", "by", "awaits"),
    *("signed_in", "founds", "participants"),
}


def facts(desk: Desk, *options: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the facts of every record that is not retracted, without ids, refs and links.

    The keys identify a record by kind, name, session, date and status.
    """
    lines = desk.run(*options, "export", "--jsonl", "-").lines[1:]
    records = [json.loads(line) for line in lines]
    return {
        _key(record): {k: v for k, v in record.items() if k not in (*ABOUT_THE_REGISTER, "since")}
        for record in records
        if not record["retracted"]
    }


def _key(record: dict[str, Any]) -> tuple[str, ...]:
    names = ("kind", "title", "what", "name", "subject", "side", "session", "occurred", "status")
    return tuple(str(record.get(name)) for name in names)


def test_a_dispatch_has_the_same_facts(story: Desk) -> None:
    """If you record an exported dispatch in an empty register, that register has the same facts."""
    done = story.run("export", "--dispatch", "all.yaml")
    assert "left out of the dispatch: 5 retracted records" in done.err
    answer = story.run("--register", "other.db", "record", "all.yaml")
    assert answer.code == 0, answer.err
    assert facts(story, "--register", "other.db") == facts(story)
    again = story.run("--register", "other.db", "record", "all.yaml", "--json")
    assert again.json["events"] == []


def test_a_dispatch_fits_the_schema(story: Desk) -> None:
    """An exported dispatch is valid under the JSON schema that editors use."""
    from dragoman.exchange.yaml_file import parsed

    data = _numbered(parsed("-", exported(story, "dispatch").out).data)
    assert not list(Draft202012Validator(SCHEMA).iter_errors(data))


def test_a_dispatch_includes_linked_records(story: Desk) -> None:
    """The dispatch of a session includes the records that the session links to.

    Each linked record has a handle.
    """
    answer = exported(story, "dispatch", "C-1")
    assert "mechanism: mechanism-1" in answer.out
    assert "handle: mechanism-1" in answer.out
    assert "part_of: visit-1" in answer.out
    assert "includes 2 linked records that you did not select" in answer.err
    file = story.write("one.yaml", answer.out)
    assert story.run("--register", "other.db", "record", file).code == 0


def test_merged_parties_are_one_in_a_dispatch(desk: Desk) -> None:
    """In a dispatch, merged parties are one party that has both names."""
    desk.record(ARTICLE)
    assert desk.run("party", "register", "--name", "Y. Rafi", "--side", "AZ").code == 0
    assert desk.run("party", "merge", "P-4", "P-1", "--reason", "one man").code == 0
    text = exported(desk, "dispatch").out
    assert text.count("kind: party") == 3
    assert "- Y. Rafi" in text


def test_stdout_named_as_a_file_is_refused(desk: Desk) -> None:
    """Dragoman refuses ``/dev/stdout``, because Dragoman cannot replace a pipe atomically.

    The message does not say that the file is missing.
    """
    desk.record(ARTICLE)

    answer = desk.command("export", "--jsonl", "/dev/stdout")

    assert (answer.code, answer.out) == (2, "")
    assert "/dev/stdout: already exists and is not an export of records" in answer.err


# --- Replies ----------------------------------------------------------------------------------

NOTE = "demarche deliver --from AZ --to IQ --reply awaited --subject"
REPLIES = (
    f"{NOTE} Visas --occurred 2026-01-05",
    f"{NOTE} Transit --reply-due 2026-02",
    "demarche answer D-2 --answered 2026-01-09",
    f"{NOTE} Water",
    "follow-up revise F-3 --due 2026-05",
    "follow-up agree --what 'A list' --agreed-in D-1",
)


@pytest.fixture
def awaiting(desk: Desk) -> Desk:
    """A desk that has sent notes.

    One note has an answer, and the reply to another note has a new due date.
    """
    for line in REPLIES:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err
    return desk


def owed(desk: Desk, *options: str) -> list[tuple[str, str, str | None]]:
    """Return the follow-ups of a register: description, status, and fulfilling record."""
    items = desk.run(*options, "follow-ups", "--all", "--json").json["items"]
    return sorted((item["what"], item["state"], item["fulfilled_by"]) for item in items)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_copy_has_each_reply_once(awaiting: Desk, form: str) -> None:
    """After an import of all records, each awaited reply still has exactly one follow-up."""
    assert awaiting.run("export", f"--{form}", "all").code == 0
    assert awaiting.run("--register", "other.db", "import", "all").code == 0
    assert owed(awaiting, "--register", "other.db") == owed(awaiting)
    assert len(owed(awaiting)) == 4


def test_a_copied_answer_opens_and_fulfils_its_missing_follow_up(awaiting: Desk) -> None:
    """If an import has a message without its follow-up, ``demarche answer`` adds the follow-up.

    The imported message already has an answer, so the added follow-up is fulfilled.
    """
    assert awaiting.run("export", "--jsonl", "some", "--kind", "demarche").code == 0
    assert awaiting.run("--register", "other.db", "import", "some").code == 0
    answer = awaiting.run("--register", "other.db", "demarche", "answer", "D-1")
    assert answer.code == 0, answer.err
    assert owed(awaiting, "--register", "other.db") == [("Reply to: Visas", "fulfilled", "D-1")]


def test_a_dispatch_leaves_replies_to_their_messages(awaiting: Desk) -> None:
    """A dispatch leaves out the follow-ups for replies; recording its messages opens them again.

    If such a follow-up was changed, a note says that the dispatch leaves out the change.
    """
    answer = awaiting.run("export", "--dispatch", "all.yaml")
    assert answer.err == "left out of the dispatch: 1 change to a follow-up for a reply\n"
    for _ in range(2):
        assert awaiting.run("--register", "other.db", "record", "all.yaml").code == 0
        states = [state for _, state, _ in owed(awaiting, "--register", "other.db")]
        assert sorted(states) == ["fulfilled", "undated", "undated", "undated"]


def test_an_owed_reply_is_not_an_event(awaiting: Desk) -> None:
    """A CAMEO export has rows for messages and answers, but no row for an awaited reply."""
    rows = table(awaiting, "cameo")
    assert [(row["Ref"], row["EventCode"], row["EDTF"]) for row in rows] == [
        *(("D-1", "020", "2026-01-05"), ("D-2", "020", ""), ("D-2", "040", "2026-01-09")),
        *(("D-3", "020", ""), ("F-4", "030", "2026-01-05"), ("F-4", "030", "2026-01-05")),
    ]


def test_a_copy_with_an_unknown_sender_is_refused(awaiting: Desk) -> None:
    """An import refuses a message whose sender has an unknown code."""
    lines = exported(awaiting, "jsonl").out.replace('"sender":"AZ"', '"sender":"QQ"')
    answer = awaiting.run("--register", "other.db", "import", awaiting.write("bad.jsonl", lines))
    assert "'QQ' is not the code of a country or an organisation" in answer.out + answer.err


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "later", ["party split P-1 --record M-1", "correct M-1 participants.1.name=B"]
)
def test_a_name_of_an_earlier_version_of_a_secret_record_is_withheld(
    desk: Desk, form: str, later: str
) -> None:
    """An export withholds a name that a secret record had, even if the name has changed since."""
    plainly = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")
    secret = (*plainly, "--occurred", "2025-05-20", "--marking", "TLP:AMBER", "--participant")
    desk.run(*secret, "Secret Hussein; agent; IQ")
    desk.run(*plainly, "--occurred", "2025-05-21", "--participant", "Open Hussein; ; IQ; P-1")
    assert desk.run(*shlex.split(later), "--reason", "x").code == 0
    rest = exported(desk, form, "--withhold", "TLP:AMBER").out
    assert not [word for word in ("Secret Hussein", "agent") if word in rest]


def test_a_record_that_was_marked_later_is_withheld_from_an_earlier_position(desk: Desk) -> None:
    """``--withhold`` with ``--as-of`` leaves out a record that has the marking now."""
    plainly = ("meeting", "hold", "--title", "Quiet talks", "--party", "AZ", "--party", "IQ")
    desk.run(*plainly, "--occurred", "2025-05-20")
    desk.run("meeting", "add", "M-1", "--marking", "TLP:RED")
    rest = exported(desk, "jsonl", "--withhold", "TLP:AMBER", "--as-of", "1")
    assert "Quiet talks" not in rest.out


# --- Excel ------------------------------------------------------------------------------------


def test_a_table_for_excel_begins_with_a_byte_order_mark(desk: Desk) -> None:
    """With ``--bom``, Excel reads the table as UTF-8, and Dragoman reads it back as it was."""
    held = "meeting hold --title Köln --host NA --party NA --party IQ --occurred 2025-01-01"
    desk.run(*held.split())
    plain, marked = exported(desk, "csv"), exported(desk, "csv", "--bom")
    assert marked.out_bytes == "\ufeff".encode() + plain.out_bytes
    assert desk.run("export", "--bom", "--csv", "all.csv").code == 0
    assert desk.run("export", "--csv", "all.csv", "--bom").code == 0
    other = ("--register", desk.home / "other.db")
    assert desk.run(*other, "import", "all.csv").code == 0
    shown = desk.read(*other, "timeline")["entries"]
    assert [(one["title"], one["host"]) for one in shown] == [("Köln", "NA")]


def test_namibia_in_a_report_stays_namibia(desk: Desk) -> None:
    """A cell that holds the code NA is Namibia if a report is imported again as a table."""
    for host, title in (("NA", "Windhoek"), ("IQ", "Baghdad")):
        held = f"meeting hold --title {title} --host {host} --party {host} --party AZ"
        desk.run(*held.split(), "--occurred", "2025-01-01")
    rows = desk.write("rows.csv", "\ufeff" + desk.run("timeline", "--csv").out)
    mapping = desk.write(
        "rows.yaml",
        "dataset: rows\nkey: ref\nsource: {title: Rows}\nrecord:\n  kind: meeting\n  status: held\n"
        "  title: {column: title}\n  occurred: {column: occurred}\n  host: {column: host}\n"
        '  parties: [{column: parties, split: ";"}]\n',
    )
    other = ("--register", desk.home / "other.db")
    assert desk.run(*other, "import", rows, "--map", mapping).code == 0
    hosts = {one["title"]: one["host"] for one in desk.read(*other, "timeline")["entries"]}
    assert hosts == {"Windhoek": "NA", "Baghdad": "IQ"}


def test_only_a_table_has_a_byte_order_mark(desk: Desk) -> None:
    """``--bom`` with another format is refused before anything is written."""
    answer = desk.run("export", "--jsonl", "all.jsonl", "--bom")
    assert (answer.code, (desk.home / "all.jsonl").exists()) == (2, False)
    assert "--bom works only with --csv" in answer.err

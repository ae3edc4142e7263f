"""End-to-end tests: record an article and related events, then read the reports and the log."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Desk
from tests.copies import after

MAY = "2025-05-02T09:00:00Z"
DECEMBER = "2025-12-05T10:00:00Z"
DAY_BEFORE = "2025-12-04"

AS_OF = {"day": DAY_BEFORE, "instant": "2025-12-04T23:59:59Z", "position": "11"}


def record_article(desk: Desk) -> None:
    """Record the sample article in May 2025."""
    desk.record(ARTICLE, now=MAY)


def record_chain(desk: Desk) -> None:
    """Record the sample article in May 2025, and the sample chain of events in December 2025."""
    record_article(desk)
    desk.record(CHAIN, now=DECEMBER)


@pytest.fixture
def article(desk: Desk) -> Desk:
    """A desk that recorded the sample article in May 2025."""
    return after(desk, record_article)


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A desk that recorded the sample article in May and the chain of events in December 2025."""
    return after(desk, record_chain)


def by_ref(document: dict[str, Any], name: str = "entries") -> dict[str, Any]:
    """Return the items of a report, keyed by ref."""
    return {item["ref"]: item for item in document[name]}


def follow_up(desk: Desk, what: str, *options: str) -> dict[str, Any]:
    """Return the only follow-up whose description contains ``what``."""
    items = desk.read("follow-ups", "--all", *options)["items"]
    [found] = [item for item in items if what in item["what"]]
    return dict(found)


def is_replayed_equal(desk: Desk) -> bool:
    """Return whether a replay of the whole log gives the same views."""
    return desk.run("audit", "replay").code == 0


def documents(kind: str) -> list[dict[str, Any]]:
    """Return the records of this kind from the sample article's YAML file."""
    content = YAML(typ="safe").load(EXAMPLES / "baghdad-2025.yaml")
    return [record for record in content["records"] if record["kind"] == kind]


# --- The article ------------------------------------------------------------------------------


def test_the_timeline_shows_the_visit_with_its_parts(article: Desk) -> None:
    """The timeline lists the consultation and the three meetings as parts of the visit."""
    entries = article.read("timeline")["entries"]
    assert [(entry["ref"], entry["part_of"]) for entry in entries] == [
        ("V-1", None),
        ("C-1", "V-1"),
        ("M-1", "V-1"),
        ("M-2", "V-1"),
        ("M-3", "V-1"),
    ]
    assert entries[1]["session"] == 2
    assert entries[1]["mechanism"] == "B-1"


def test_the_printed_timeline_nests_the_parts_under_the_visit(desk: Desk) -> None:
    """The printed timeline of the installed command nests the four parts below the visit."""
    assert desk.command("record", ARTICLE).code == 0
    lines = desk.command("timeline").lines
    visit = next(number for number, line in enumerate(lines) if " V-1 " in line)
    branches = [line for line in lines[visit + 1 :] if "├" in line or "└" in line][:4]
    assert [ref in line for ref, line in zip(("C-1", "M-1", "M-2", "M-3"), branches, strict=True)]
    assert "session 2" in branches[0]
    assert "opened F-1" in lines[visit + 1]


def test_the_next_session_of_the_commission_is_pending_and_undated(article: Desk) -> None:
    """The commission's next session is pending and has no date.

    The timeline shows the session's follow-up first among future events.
    """
    owed = follow_up(article, "joint commission")
    assert owed["state"] == "undated"
    assert owed["due"] is None
    assert owed["awaits"] == {"mechanism": "B-2", "session": None}
    assert owed["agreed_in"] == "V-1"
    ahead = article.run("timeline").out.split("AHEAD", 1)[1]
    first = ahead.splitlines()[1]
    assert "F-1" in first
    assert first.startswith("undated")


def test_every_participant_is_shown(article: Desk) -> None:
    """Records show every person and post that an article names."""
    shown = [article.read("show", ref)["record"] for ref in ("V-1", "C-1", "M-1", "M-2", "M-3")]
    said = [*documents("visit"), *documents("consultation"), *documents("meeting")]
    for record, document in zip(shown, said, strict=True):
        people = [
            (participant["name"], participant["post"], participant["role"])
            for participant in record["participants"]
        ]
        wanted = [
            (participant.get("name"), participant.get("post"), participant.get("role"))
            for participant in document["participants"]
        ]
        assert people == wanted


def test_every_topic_is_shown(article: Desk) -> None:
    """Records show every topic that an article names, in the same order."""
    for ref, kind, number in (
        ("C-1", "consultation", 0),
        *((f"M-{n}", "meeting", n - 1) for n in (1, 2, 3)),
    ):
        topics = article.read("show", ref)["record"]["topics"]
        assert topics == documents(kind)[number]["topics"]


def test_a_follow_up_is_shown_with_the_visit_and_alone(article: Desk) -> None:
    """``show`` shows the follow-up both with its visit and on its own."""
    [opened] = article.read("show", "V-1")["record"]["follow_ups"]
    alone = article.read("show", "F-1")["record"]
    assert opened["ref"] == alone["ref"] == "F-1"
    assert alone["what"] == documents("follow-up")[0]["what"]
    assert alone["state"] == "undated"


def test_the_words_of_the_source_are_kept_with_the_parsed_date(article: Desk) -> None:
    """Dragoman keeps the source's word ``kürzlich`` with the date ``../2025-04``."""
    occurred = article.read("show", "V-1")["record"]["occurred"]
    assert occurred == {
        "edtf": "../2025-04",
        "earliest": None,
        "latest": "2025-04-30",
        "as_written": "kürzlich",
    }
    assert by_ref(article.read("timeline"))["V-1"]["occurred"] == occurred
    line = next(line for line in article.run("show", "V-1").lines if "../2025-04" in line)
    assert "kürzlich" in line


def test_the_source_is_kept_with_the_record(article: Desk) -> None:
    """A record keeps its source's language, date of publication and dispatch."""
    [source] = article.read("show", "C-1")["record"]["sources"]
    assert source["language"] == "de"
    assert source["published"] == "../2025-04"
    assert source["dispatch"] == "baghdad-2025"


def test_a_dispatch_is_read_from_standard_input(desk: Desk) -> None:
    """``record -`` reads a dispatch from stdin."""
    text = (EXAMPLES / "baghdad-2025.yaml").read_bytes()
    answer = desk.command("record", "-", stdin=text)
    assert answer.code == 0, answer.err
    assert "V-1" in answer.out


# --- Repetition and order ---------------------------------------------------------------------

ORDERS = {"article first": (ARTICLE, CHAIN), "chain first": (CHAIN, ARTICLE)}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_recording_again_adds_nothing_and_says_so(desk: Desk, order: tuple[str, str]) -> None:
    """Recording the same files again, in either order, adds no event, and the receipt says so."""
    desk.record(*order)
    before = desk.events()
    for file in order:
        answer = desk.record(file)
        assert "Nothing new" in answer.lines[0]
        assert all(" already " in line for line in answer.lines[1:])
        assert desk.read("record", file)["events"] == []
    assert desk.events() == before


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_either_order_gives_the_same_story(desk: Desk, order: tuple[str, str]) -> None:
    """The order in which you record two dispatches does not change the records.

    In either order, the same follow-up is fulfilled.
    """
    desk.record(*order)
    entries = desk.read("timeline")["entries"]
    kinds = [entry["kind"] for entry in entries]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "visit": 2,
        "consultation": 7,
        "meeting": 3,
        "mechanism": 1,
    }
    second = [entry for entry in entries if entry["kind"] == "consultation" and entry["part_of"]]
    assert [len(item["participants"]) for item in second] == [2]
    assert follow_up(desk, "joint commission")["state"] == "fulfilled"
    assert follow_up(desk, "consular")["state"] == "overdue"


def test_a_later_article_adds_to_a_known_session(desk: Desk) -> None:
    """If the register already has a session, an article can add topics and a source."""
    desk.record(CHAIN, ARTICLE)
    [session] = [
        entry
        for entry in desk.read("timeline", "--kind", "consultation")["entries"]
        if entry["part_of"]
    ]
    assert session["topics"] == documents("consultation")[0]["topics"]
    assert len(session["sources"]) == 2


def test_the_real_command_shows_the_status_of_a_repeated_record(desk: Desk) -> None:
    """If you record a dispatch again, the receipt shows the ref and status of each record."""
    assert desk.command("record", ARTICLE).code == 0
    again = desk.command("record", ARTICLE)
    assert again.code == 0
    assert [line.split()[:3] for line in again.lines[1:]] == [
        ["V-1", "already", "concluded"],
        ["B-1", "already", "standing"],
        ["C-1", "already", "held"],
        ["M-1", "already", "held"],
        ["M-2", "already", "held"],
        ["M-3", "already", "held"],
        ["B-2", "already", "standing"],
        ["F-1", "already", "open"],
    ]


# --- The chain of events ----------------------------------------------------------------------


def test_the_fourth_session_fulfils_the_item_in_the_same_entry(chain: Desk) -> None:
    """If a session fulfils a follow-up, one entry has both the session and the fulfilment."""
    entries = chain.read("audit", "log")["entries"]
    fourth = follow_up(chain, "joint commission")["fulfilled_by"]
    [together] = [
        entry["events"]
        for entry in entries
        if any(event["type"] == "FollowUpFulfilled" for event in entry["events"])
    ]
    assert {"ConsultationHeld", "FollowUpFulfilled"} <= {event["type"] for event in together}
    held = [event["ref"] for event in together if event["type"] == "ConsultationHeld"]
    assert fourth in held
    assert chain.read("show", fourth)["record"]["session"] == 4


def test_the_reports_say_that_the_item_is_fulfilled(chain: Desk) -> None:
    """Reports name the session that fulfilled a follow-up.

    The follow-up is no longer pending.
    """
    fourth = follow_up(chain, "joint commission")["fulfilled_by"]
    printed = chain.run("follow-ups", "--all").out
    assert f"fulfilled by {fourth}" in printed
    timeline = chain.run("timeline").lines
    line = next(n for n, one in enumerate(timeline) if f" {fourth} " in one)
    assert "fulfilled F-1" in timeline[line + 1]
    assert "F-1" not in {item["ref"] for item in chain.read("follow-ups")["items"]}


@pytest.mark.parametrize("as_of", AS_OF.values(), ids=AS_OF)
def test_the_day_before_the_item_is_still_open(chain: Desk, as_of: str) -> None:
    """As of a time before the fulfilling session was recorded, the follow-up is still open."""
    document = chain.read("follow-ups", "--as-of", as_of)
    assert document["as_of"]["position"] == 11
    assert [(item["ref"], item["state"]) for item in document["items"]] == [("F-1", "undated")]
    assert follow_up(chain, "joint commission", "--as-of", as_of)["fulfilled_by"] is None
    assert "F-1" in chain.run("timeline", "--as-of", as_of).out.split("── DEC")[0]
    assert chain.read("show", "F-1", "--as-of", as_of)["record"]["state"] == "undated"


@pytest.mark.parametrize("as_of", AS_OF.values(), ids=AS_OF)
@pytest.mark.parametrize("report", ["timeline", "follow-ups --all", "mechanism list", "audit log"])
def test_reports_as_of_the_day_before_are_those_of_the_day_before(
    desk: Desk, report: str, as_of: str
) -> None:
    """A report as of a past day equals the report that ran on that day."""
    desk.record(ARTICLE, now=MAY)
    then = desk.read(*report.split(), now="2025-12-04T23:59:59Z")
    desk.record(CHAIN, now=DECEMBER)
    assert desk.read(*report.split(), "--as-of", as_of, now="2026-02-01T00:00:00Z") == then


def test_a_later_record_is_unknown_as_of_the_day_before(chain: Desk) -> None:
    answer = chain.run("show", "V-2", "--as-of", DAY_BEFORE)
    assert (answer.code, answer.out) == (2, "")
    assert "V-2" in answer.err


def test_reports_as_of_before_the_first_entry_are_empty(chain: Desk) -> None:
    """As of a time before the first entry, reports say that nothing is recorded."""
    document = chain.read("timeline", "--as-of", "2024-01-01")
    assert document["entries"] == []
    assert document["as_of"] == {"position": 0, "recorded_at": None}
    assert "Nothing" in chain.run("follow-ups", "--as-of", "2024-01-01").out


def test_an_earlier_undated_session_fulfils_a_follow_up_of_its_number(desk: Desk) -> None:
    """A follow-up that awaits a numbered session is fulfilled at once if that session was held."""
    body = ["--body", "working group", "--title", "Group", "--party", "AZ", "--party", "IQ"]
    assert desk.run("mechanism", "establish", *body).code == 0
    held = desk.run("consultation", "hold", "--mechanism", "B-1", "--session", "3")
    assert held.code == 0, held.err
    owed = ["--what", "Third session", "--awaits", "B-1", "--awaits-session", "3"]
    agreed = desk.run("follow-up", "agree", *owed)
    assert agreed.code == 0, agreed.err
    assert follow_up(desk, "Third session")["fulfilled_by"] == "C-1"


# --- The log ----------------------------------------------------------------------------------


def test_the_log_says_who_when_and_why(desk: Desk) -> None:
    """The log shows who recorded each entry, when and why, both as text and as JSON."""
    desk.record(ARTICLE, now=MAY)
    desk.write("config/dragoman/config.toml", 'name = "Second Secretary"')
    note = ["visit", "announce", "--title", "Return visit", "--host", "AZ", "--party", "IQ"]
    assert desk.run(*note, "--reason", "asked for on the phone", now=DECEMBER).code == 0
    first, second = desk.read("audit", "log")["entries"]
    assert first["recorded_by"] == "officer"
    assert first["recorded_at"] == "2025-05-02T09:00:00+00:00"
    assert first["reason"] == "dispatch baghdad-2025"
    assert (first["first_position"], first["last_position"]) == (1, 11)
    assert second["recorded_by"] == "Second Secretary"
    assert second["reason"] == "asked for on the phone"
    printed = desk.run("audit", "log").out
    for words in ("2025-12-05 10:00:00Z", "Second Secretary", "asked for on the phone"):
        assert words in printed


def test_the_log_is_complete_and_in_order(chain: Desk) -> None:
    """The log has every event in order of position, and each event has a ref."""
    entries = chain.read("audit", "log")["entries"]
    events = [event for entry in entries for event in entry["events"]]
    assert [event["position"] for event in events] == list(range(1, chain.position + 1))
    assert all(event["ref"] for event in events)
    assert all(one["last_position"] + 1 == two["first_position"] for one, two in pairwise(entries))


def test_the_log_can_be_limited_to_the_last_entries(chain: Desk) -> None:
    """``--limit 1`` shows only the last entry of the log."""
    [entry] = chain.read("audit", "log", "--limit", "1")["entries"]
    assert entry["reason"] == "dispatch azerbaijan-iraq"


# --- JSON -------------------------------------------------------------------------------------

ENTRY = """ref kind status title occurred place host parties participants topics level mechanism
session part_of sources formerly disputed late"""
ITEM = "ref state what due slippage awaits agreed_in split_from owners"
LOGGED = (
    "entry first_position last_position recorded_at recorded_by reason clock os_user host events"
)


def keys(words: str) -> set[str]:
    """Split a line into a set of words."""
    return set(words.split())


def test_the_timeline_has_the_keys_that_scripts_rely_on(chain: Desk) -> None:
    """The JSON of the timeline has exactly the keys that scripts rely on."""
    document = chain.read("timeline")
    assert document.keys() == keys("schema as_of context entries")
    assert document["schema"] == "dragoman/timeline/1"
    assert document["as_of"].keys() == keys("position recorded_at")
    for entry in document["entries"]:
        assert entry.keys() == keys(ENTRY)
        assert entry["occurred"].keys() == keys("edtf earliest latest as_written")
        for person in entry["participants"]:
            assert person.keys() == keys("name post side role")


def test_the_follow_ups_have_the_keys_that_scripts_rely_on(chain: Desk) -> None:
    """The JSON of the follow-ups has the keys and states that scripts rely on."""
    document = chain.read("follow-ups", "--all")
    assert document.keys() == keys("schema as_of context items scheduled unconfirmed inferred")
    assert document["schema"] == "dragoman/follow-ups/1"
    for item in document["items"]:
        assert item.keys() >= keys(ITEM)
        assert item["state"] in keys("overdue soon later undated fulfilled dropped")
        assert item["awaits"].keys() == keys("mechanism session")


def test_the_log_has_the_keys_that_scripts_rely_on(chain: Desk) -> None:
    """The JSON of the log has exactly the keys that scripts rely on."""
    document = chain.read("audit", "log")
    assert document.keys() == keys("schema entries")
    assert document["schema"] == "dragoman/audit-log/1"
    for entry in document["entries"]:
        assert entry.keys() == keys(LOGGED)
        for event in entry["events"]:
            assert event.keys() == keys("position type ref")


@pytest.mark.parametrize(
    "words",
    [
        "timeline",
        "follow-ups",
        "audit log",
        "audit replay",
        "mechanism list",
        "register info",
        "register rebuild",
        "show V-1",
        f"record {ARTICLE}",
    ],
)
def test_json_may_come_before_or_after_the_verb(article: Desk, words: str) -> None:
    """``--json`` works before and after the verb, and prints the same document."""
    before = article.run("--json", *words.split())
    after = article.run(*words.split(), "--json")
    assert before.code == after.code == 0
    # The size on disk depends on which processes have the file open.
    assert before.json | {"bytes": 0} == after.json | {"bytes": 0}
    assert before.json["schema"].startswith("dragoman/")


# --- Handles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("handle", ["v1", "m1", "c7"])
def test_a_handle_is_not_taken_for_the_ref_of_another_record(article: Desk, handle: str) -> None:
    """Dragoman refuses a handle that looks like a ref, such as ``v1``, and changes no record."""
    text = f"""\
dispatch: other
source: {{title: Another report}}
records:
  - {{kind: visit, handle: {handle}, status: announced, title: Another visit, host: IQ}}
"""
    done = article.run("record", article.write("other.yaml", text))
    assert done.code == 2
    assert "looks like a ref" in done.err
    assert len(article.read("show", "V-1")["record"]["sources"]) == 1


# --- The language of a source -----------------------------------------------------------------


def test_a_state_is_read_in_the_language_of_the_source(desk: Desk) -> None:
    """Dragoman reads the name of a state in the language of its source.

    In a Spanish source, "Congo" means the Republic of the Congo.
    """
    text = Path(ARTICLE).read_text("utf-8").replace("language: de", "language: es")
    file = desk.write("congo.yaml", text.replace("host: Iraq", "host: Congo"))
    assert desk.record(file).code == 0
    assert desk.read("show", "V-1")["record"]["host"] == "CG"

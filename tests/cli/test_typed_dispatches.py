"""Dispatches as people type them: people as text, names instead of refs, no handles."""

import pytest

from tests.conftest import Desk

HEAD = "dispatch: desk\nsource: {title: A report}\nrecords:\n"
COMMISSION = """\
- kind: mechanism
  body: joint commission
  title: Joint Commission on Trade
  parties: [AZ, IQ]
"""
TALKS = """\
- kind: meeting
  status: held
  title: Talks
  parties: [AZ, IQ]
  occurred: 2025-03-02
"""
OWED = """\
- kind: follow-up
  what: Send the draft
"""
ALI = [{"name": "Ali Hasan", "post": "minister of oil", "side": "IQ"}]


def recorded(desk: Desk, records: str, code: int = 0) -> str:
    """Record a dispatch with these records; return what the command printed on stderr."""
    answer = desk.run("record", desk.write("desk.yaml", HEAD + records).name)
    assert answer.code == code, answer.err
    return answer.err


def people(desk: Desk, ref: str, field: str) -> list[dict[str, str]]:
    """Return the people of a record, with the parts that a person types."""
    found = desk.read("show", ref)["record"][field]
    parts = ("name", "post", "side", "role")
    return [{part: one[part] for part in parts if one.get(part)} for one in found]


@pytest.mark.parametrize(
    "typed",
    [
        "participants: [Ali Hasan; minister of oil; IQ]",
        "participants: ['Ali Hasan, minister of oil, IQ']",
        "participants: Ali Hasan; minister of oil; IQ",
        "participants: [{name: Ali Hasan, post: minister of oil, side: IQ}]",
        "participant: Ali Hasan; minister of oil; IQ",
        "participant: {name: Ali Hasan, post: minister of oil, side: IQ}",
    ],
)
def test_participants_can_be_text(desk: Desk, typed: str) -> None:
    recorded(desk, f"{TALKS}  {typed}\n")
    assert people(desk, "M-1", "participants") == ALI


def test_participants_in_another_order_are_shown_as_understood(desk: Desk) -> None:
    path = desk.write("desk.yaml", f"{HEAD}{TALKS}  participants: ['Ali Hasan, IQ']\n")
    assert (
        "understood 'Ali Hasan, IQ' as name Ali Hasan; side Iraq (IQ)"
        in desk.run("record", path.name).out
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("[Iraq]", "9: record 1, participants 1: 'Iraq' is a state or an organisation"),
        ("[Iraq]", "write parties: [IQ], or add the name"),
        ("['Ararat Mirzoyan, AM']", "9: record 1, participants 1: cannot tell the parts"),
    ],
)
def test_participants_that_are_unclear_are_refused(desk: Desk, typed: str, message: str) -> None:
    assert message in recorded(desk, f"{TALKS}  participants: {typed}\n", code=2)


@pytest.mark.parametrize(
    ("typed", "owners"),
    [
        ("owner: Iraq", [{"side": "IQ"}]),
        ("owners: Iraq, AZ", [{"side": "IQ"}, {"side": "AZ"}]),
        ("owners: [Iraq, {side: AZ}]", [{"side": "IQ"}, {"side": "AZ"}]),
        ("owners: [Ali Hasan; IQ]", [{"name": "Ali Hasan", "side": "IQ"}]),
    ],
)
def test_owners_can_be_text(desk: Desk, typed: str, owners: list[dict[str, str]]) -> None:
    recorded(desk, f"{OWED}  {typed}\n  parties: [AZ, IQ]\n")
    assert people(desk, "F-1", "owners") == owners


def test_the_words_of_options_are_fields(desk: Desk) -> None:
    """``topic: oil`` is ``topics: [oil]``, and an error names the line of the typed word."""
    recorded(desk, f"{TALKS}  topic: oil\n  outcome: A statement\n")
    state = desk.read("show", "M-1")["record"]
    assert (state["topics"], state["outcomes"]) == (["oil"], ["A statement"])
    assert "desk.yaml:9: record 1, topics 1: is empty" in recorded(
        desk, f"{TALKS}  topic: ''\n", code=2
    )
    assert "desk.yaml:10: record 1, topic" in recorded(
        desk, f"{TALKS}  topics: [oil]\n  topic: gas\n", code=2
    )


LINKS = {
    "a mechanism": (
        "- {kind: consultation, status: held, occurred: 2025-03-01, session: 1, mechanism: %s}\n",
        "Joint Commission on Trade",
        ("C-1", "mechanism", "B-1"),
    ),
    "a meeting": (f"{OWED}  agreed_in: %s\n", "Talks", ("F-1", "agreed_in", "M-1")),
    "a mechanism that is awaited": (
        f"{OWED}  awaits: {{mechanism: %s}}\n",
        "joint commission on trade",
        ("F-1", "awaits", {"mechanism": "B-1"}),
    ),
    "a conference": (
        TALKS.replace("Talks", "Lunch") + "  margins_of: %s\n",
        "UNGA 81",
        ("M-2", "margins", "E-1"),
    ),
    "a person": (
        TALKS.replace("Talks", "Lunch") + "  participants: [{name: A. Hasan, party: %s}]\n",
        "Ali Hasan",
        ("M-2", "participants", [{"name": "Ali Hasan", "party": "P-1"}]),
    ),
}
KNOWN = f"""\
{COMMISSION}{TALKS}- kind: conference
  status: announced
  title: UNGA 81
- {{kind: party, name: Ali Hasan}}
"""


@pytest.mark.parametrize("case", LINKS)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_link_can_be_a_name(desk: Desk, case: str, is_known: bool) -> None:
    """The name is that of a record in the register, or of a record in the same file."""
    record, name, (ref, field, value) = LINKS[case]
    linking = record % name
    for records in [KNOWN, linking] if is_known else [KNOWN + linking]:
        recorded(desk, records)
    found = desk.read("show", ref)["record"][field]
    if field == "participants":
        found = [{part: one[part] for part in ("name", "party")} for one in found]
    if field == "awaits":
        found = {"mechanism": found["mechanism"]}
    assert found == value


def test_a_name_of_several_records_is_refused(desk: Desk) -> None:
    second = COMMISSION.replace("Trade", "Transport")
    recorded(desk, COMMISSION + second)
    before = desk.position
    message = recorded(desk, f"{OWED}  awaits: {{mechanism: Joint Commission}}\n", code=2)
    assert "6: record 1, awaits, mechanism: 'Joint Commission' may be B-" in message
    assert "type the ref of one of them" in message
    assert desk.position == before


def test_a_wrong_handle_is_not_a_part_of_a_name(desk: Desk) -> None:
    recorded(desk, TALKS.replace("Talks", "Energy talks"))
    message = recorded(desk, f"{OWED}  agreed_in: talks\n", code=2)
    assert "'talks' is not a handle of this file" in message


def test_a_new_topic_like_a_known_topic_is_noted(desk: Desk) -> None:
    recorded(desk, f"{TALKS}  topics: [energy]\n")
    again = TALKS.replace("Talks", "Lunch").replace("03-02", "04-02")
    message = recorded(desk, f"{again}  topics: [energi]\n")
    assert "'energi' is a new topic; 'energy' is known" in message
    assert "write topics: ['energy']" in message

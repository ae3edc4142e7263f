"""The CAMEO and PLOVER codes that a record gives for each pair of participants."""

from typing import Any

import pytest

from dragoman.domain.codes import actor_code, dyads, event_date
from dragoman.domain.countries import is_code
from dragoman.domain.country_names import ALPHA_3

HELD: dict[str, Any] = {"status": "held", "parties": ["AZ", "IQ"]}
NOTE: dict[str, Any] = {"parties": [], "sender": "AZ", "recipients": ["IQ"]}
ASKING = NOTE | {"reply": "awaited"}


def coded(kind: str, **facts: Any) -> set[tuple[str, str, str, str, str]]:
    """Return the source, target, CAMEO code, PLOVER type and mode of each event of a record."""
    found = dyads(kind, HELD | facts)
    return {(d.source, d.target, d.code.cameo, d.code.plover, d.code.mode) for d in found}


def both(cameo: str, plover: str, mode: str = "") -> set[tuple[str, str, str, str, str]]:
    """Return one event from Azerbaijan to Iraq, and the same event from Iraq to Azerbaijan."""
    return {("AZ", "IQ", cameo, plover, mode), ("IQ", "AZ", cameo, plover, mode)}


@pytest.mark.parametrize("status", ["started", "concluded"])
def test_guests_visit_and_the_host_receives(status: str) -> None:
    """A visit gives code 042 from the guest to the host, and 043 from the host to the guest."""
    assert coded("visit", status=status, host="IQ") == {
        ("AZ", "IQ", "042", "CONSULT", "visit"),
        ("IQ", "AZ", "043", "CONSULT", "host"),
    }


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        ("visit", {"status": "concluded"}, both("040", "CONSULT")),
        ("meeting", {}, both("040", "CONSULT")),
        ("meeting", {"host": "AZ"}, both("040", "CONSULT")),
        ("consultation", {"host": "AZ"}, both("040", "CONSULT")),
        ("meeting", {"mode": "phone"}, both("041", "CONSULT", "phone")),
        ("meeting", {"mode": "video"}, both("040", "CONSULT", "phone")),
        ("meeting", {"mode": "written"}, both("040", "CONSULT")),
        ("visit", {"status": "announced", "host": "IQ"}, both("036", "AGREE")),
        ("consultation", {"status": "scheduled"}, both("036", "AGREE")),
        ("visit", {"status": "postponed"}, set()),
        ("meeting", {"status": "cancelled"}, set()),
        ("instrument", {"status": "signed", "form": "treaty"}, both("057", "SUPPORT")),
        ("instrument", {"status": "terminated"}, both("057", "SUPPORT")),
        ("instrument", {"form": "joint statement"}, both("050", "SUPPORT")),
        ("follow-up", {"status": "open"}, both("030", "AGREE")),
        ("demarche", {"status": "delivered", **NOTE}, {("AZ", "IQ", "040", "CONSULT", "")}),
        ("demarche", {"status": "delivered", **ASKING}, {("AZ", "IQ", "020", "REQUEST", "")}),
        (
            "demarche",
            {"status": "answered", **ASKING},
            {("AZ", "IQ", "020", "REQUEST", ""), ("IQ", "AZ", "040", "CONSULT", "")},
        ),
        ("demarche", {"status": "withdrawn", **NOTE}, set()),
        ("follow-up", {"awaits": {"mechanism": "x"}}, both("036", "AGREE")),
        ("mechanism", {"status": "standing"}, set()),
        ("party", {"parties": []}, set()),
        ("meeting", {"parties": ["AZ"]}, set()),
    ],
)
def test_the_code_of_a_record(kind: str, facts: dict[str, Any], expected: set[Any]) -> None:
    """The code of a record depends on the kind, status, mode, form and other facts."""
    assert coded(kind, **facts) == expected


def test_every_ordered_pair_is_an_event() -> None:
    """A meeting of n sides gives n(n-1) events, because each side acts toward each other side.

    The sides of participants count in the same way as the parties of the meeting.
    """
    people = [{"name": "A", "side": "TR"}, {"name": "B", "side": "AZ"}, {"post": "envoy"}]
    found = coded("meeting", parties=["AZ", "IQ", "org:UN"], participants=people)
    assert len(found) == 4 * 3
    assert {mode for *_, mode in found} == {"multilateral"}


def test_a_message_is_an_event_of_sender_and_recipients() -> None:
    """A message gives events between the sender and each recipient, but none between recipients."""
    found = coded("demarche", **ASKING | {"status": "answered", "recipients": ["IQ", "TR"]})
    assert {(source, target) for source, target, *_ in found} == {
        *(("AZ", "IQ"), ("AZ", "TR"), ("IQ", "AZ"), ("TR", "AZ"))
    }


def test_a_third_party_hosts() -> None:
    """If a third party hosts, the guests meet each other, and each guest visits the host."""
    found = coded("meeting", host="TR")
    assert found == both("044", "CONSULT", "third-party") | {
        (guest, host, code, "CONSULT", mode)
        for side in ("AZ", "IQ")
        for guest, host, code, mode in ((side, "TR", "042", "visit"), ("TR", side, "043", "host"))
    }


def test_scores_and_classes() -> None:
    """Signing a document scores higher than talking, and counts as verbal cooperation."""
    [signed, _] = dyads("instrument", HELD)
    [met, _] = dyads("meeting", HELD)
    assert (signed.code.goldstein, met.code.goldstein) == (8.0, 1.0)
    assert (signed.code.root, signed.code.quad_class) == ("05", 1)


def test_the_date_of_an_event() -> None:
    """The event for a plan has the date on which a source reported the plan.

    The event for an agreement has the date on which the parties agreed.
    """
    sources = [{"title": "A"}, {"title": "B", "published": "2025-01"}]
    plan = {"status": "announced", "occurred": "2026-05", "sources": sources}
    assert event_date("visit", plan) == "2025-01"
    assert event_date("visit", plan | {"status": "concluded"}) == "2026-05"
    assert event_date("follow-up", {"agreed": "2025", "due": "2026"}) == "2025"
    assert event_date("instrument", {"signed": "2024", "in_force": "2025"}) == "2024"
    note = NOTE | {"status": "answered", "occurred": "2025-01", "answered": "2025-02"}
    assert [event_date("demarche", note, one) for one in ("AZ", "IQ")] == ["2025-01", "2025-02"]


def test_actors() -> None:
    """States, including former states, have alpha-3 codes; organisations have CAMEO codes."""
    codes = ("AZ", "IQ", "SUHH", "YUCS", "XK", "CSHH", "org:UN", "org:EU", "org:ACME")
    assert [actor_code(one) for one in codes] == [
        *("AZE", "IRQ", "SUN", "YUG", "KSV", "CZA"),
        *("IGOUNO", "IGOEUREEC", ""),
    ]
    assert all(len(actor_code(one)) == 3 for one in ALPHA_3)
    assert all(map(is_code, ALPHA_3))

"""Resemblance: two records of the same thing, or records of different things that look similar."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.follow_up import Awaits, Undertaking
from dragoman.domain.instrument import Provisions
from dragoman.domain.mechanism import Charter
from dragoman.domain.participant import Participant
from dragoman.domain.resemblance import are_titles_alike, in_common, pairs, profile_of
from dragoman.domain.source import Source
from tests.domain.strategies import told

ONE_BODY, OTHER_BODY = UUID(int=1), UUID(int=2)
FACTS = {"instrument": Provisions, "follow-up": Undertaking, "mechanism": Charter}
Told = dict[str, Any]


def person(text: str) -> Participant:
    """Parse a participant from a string ``NAME; POST; SIDE``, in which each part can be empty."""
    name, post, side = (part.strip() or None for part in text.split(";"))
    return Participant(name=name, post=post, side=side)


def profile(kind: str, told: Told) -> Any:
    """Return the profile that Dragoman compares, made from EDTF dates and participants as text."""
    facts = dict(told)
    for name in ("occurred", "signed", "due", "agreed"):
        if name in facts:
            facts[name] = parse_date(facts[name])
    facts.setdefault("parties", ("AZ", "IQ"))
    if "who" in facts:
        facts["participants"] = tuple(person(one) for one in facts.pop("who"))
    source = Source(title=facts.pop("source", "A paper"), dispatch=facts.pop("dispatch", None))
    return profile_of(kind, FACTS.get(kind, Particulars)(**facts, sources=(source,)))


GUEST = "Yalchin Rafiyev; deputy foreign minister; AZ"
VISIT = {
    "title": "Visit to Baghdad",
    "occurred": "2025-04-20/2025-04-21",
    "host": "IQ",
    "who": [GUEST],
}
MEETING = {"title": "Energy talks", "occurred": "2025-04-03"}
SESSION = {"mechanism": ONE_BODY, "session": 4, "occurred": "2025-12-04"}
TREATY = {"title": "Agreement on visa-free travel", "signed": "2025-05-10"}
OWED = {"what": "Send the draft of the transit agreement", "agreed": "2025-04-20"}
DRAFT = {"title": "Joint Commission on Trade", "body": "joint commission"}

SAME: list[tuple[str, Told, Told]] = [
    ("visit", VISIT, {**VISIT, "title": "Rafiyev in Iraq", "who": ["Y. Rafiyev; ; AZ"]}),
    ("visit", VISIT, {**VISIT, "occurred": "../2025-04", "who": ["Yaltschin Rafijew; ; AZ"]}),
    ("visit", VISIT, {**VISIT, "occurred": "2025-04", "who": ["Yalçın Rəfiyev; ; AZ"]}),
    ("visit", VISIT, {**VISIT, "who": [], "place": "Baghdad", "title": "Delegation in Iraq"}
     | {"title": "Visit to Baghdad by a delegation"}),
    ("visit", {**VISIT, "place": "Baghdad"}, {**VISIT, "who": [], "place": "Bagdad", "title": "X"}),
    ("visit", VISIT, {**VISIT, "occurred": "2025-04-22", "title": "X", "dispatch": "other"}),
    ("meeting", MEETING, {**MEETING, "title": "Talks on energy", "parties": ("IQ", "AZ")}),
    ("meeting", MEETING, {**MEETING, "occurred": "2025-04", "title": "Energy talks in Baku"}),
    ("meeting", {**MEETING, "occurred": "2025-04-03T14:00:00+04:00/2025-04-03T16:00:00+04:00"},
     {**MEETING, "occurred": "2025-04-03T10:30:00Z"}),
    ("meeting", {**MEETING, "who": [GUEST, "; minister of communications; IQ"]},
     {**MEETING, "title": "Rafiyev meets Al-Yasiri",
      "who": [GUEST, "Hiyam Al-Yasiri; minister of communications; IQ"]}),
    ("meeting", {**MEETING, "title": "Roundtable at the Rewaq Baghdad Center for Public Policy"},
     {**MEETING, "title": "Visit to the Rewaq Baghdad Center"}),
    ("meeting", {**MEETING, "who": ["Mohammed Hussein; ; IQ"]},
     {**MEETING, "title": "Call on the deputy minister", "who": ["محمد حسين; ; IQ"]}),
    ("consultation", SESSION, {**SESSION, "parties": ()}),
    ("consultation", SESSION, {"mechanism": ONE_BODY, "occurred": "2025-12", "parties": ()}),
    ("consultation", SESSION, {**SESSION, "occurred": "2025-11-30"}),
    ("instrument", TREATY, {**TREATY, "title": "Visa-free travel agreement with Iraq"}),
    ("instrument", TREATY, {"title": "Agreement on visa free travel", "signed": "2025-05"}),
    ("follow-up", OWED, {**OWED, "what": "Send draft of transit agreement", "due": "2025-06"}),
    ("follow-up", {"what": "Next session", "awaits": Awaits(mechanism=ONE_BODY)},
     {"what": "Fourth meeting of the commission", "awaits": Awaits(mechanism=ONE_BODY, session=4)}),
    ("follow-up", OWED, {"what": "Send the draft of the transit agreement to Baku"}),
    ("mechanism", DRAFT, {**DRAFT, "title": "Joint Commission on Trade and Economic Cooperation"}),
]  # fmt: skip
"""Pairs of reports about the same thing from two sources."""

OTHER: list[tuple[str, Told, Told]] = [
    ("visit", VISIT, {**VISIT, "parties": ("TR", "IQ"), "who": ["Hakan Fidan; ; TR"]}),
    ("visit", VISIT, {**VISIT, "occurred": "2025-05-20"}),
    ("visit", VISIT, {**VISIT, "who": ["Jeyhun Bayramov; foreign minister; AZ"]}),
    ("visit", VISIT, {**VISIT, "host": "AZ", "parties": ("AZ", "TR")}),
    ("visit", {**VISIT, "dispatch": "list"},
     {**VISIT, "dispatch": "list", "occurred": "2025-04-21/2025-04-24"}),
    ("visit", {**VISIT, "dispatch": "list", "place": "Baghdad"},
     {**VISIT, "dispatch": "list", "place": "Erbil"}),
    ("visit", {**VISIT, "who": []},
     {**VISIT, "occurred": "2025", "who": [], "title": "Trade talks"}),
    ("meeting", MEETING, {**MEETING, "title": "Water talks"}),
    ("meeting", {**MEETING, "place": "Baghdad"}, {"title": "Roundtable", "occurred": "2025-04-03",
                                                  "place": "Baghdad"}),
    ("meeting", {**MEETING, "who": [GUEST, "Hiyam Al-Yasiri; minister of communications; IQ"]},
     {"title": "Talks", "occurred": "2025-04-03",
      "who": [GUEST, "Jassim Hamadi; deputy minister of environment; IQ"]}),
    ("meeting", {**MEETING, "mode": "phone"}, {**MEETING, "mode": "in person"}),
    ("meeting", MEETING, {**MEETING, "occurred": "2026-04-03"}),
    ("meeting", {**MEETING, "occurred": "2025-04-03T09:00:00+04:00"},
     {**MEETING, "occurred": "2025-04-03T16:00:00+04:00/2025-04-03T17:00:00+04:00"}),
    ("consultation", SESSION, {**SESSION, "session": 5}),
    ("consultation", SESSION, {**SESSION, "mechanism": OTHER_BODY}),
    ("consultation", {**SESSION, "session": None},
     {**SESSION, "session": None, "occurred": "2024"}),
    ("instrument", TREATY, {**TREATY, "title": "Agreement on customs"}),
    ("instrument", {**TREATY, "title": "Protocol of the 3rd session"},
     {**TREATY, "title": "Protocol of the 4th session"}),
    ("follow-up", OWED, {**OWED, "what": "Send the list of experts"}),
    ("follow-up", OWED, {**OWED, "agreed": "2026-04-20"}),
    ("mechanism", DRAFT, {**DRAFT, "body": "working group"}),
]  # fmt: skip
"""Pairs of reports about different things that look similar."""


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_two_wordings_of_the_same_thing_are_recognised(kind: str, one: Told, other: Told) -> None:
    """Two records of the same thing in different words resemble each other."""
    first, second = profile(kind, one), profile(kind, {"source": "Another paper", **other})
    assert in_common(first, second)
    assert in_common(first, second) == in_common(second, first)


@pytest.mark.parametrize(("kind", "one", "other"), OTHER)
def test_different_things_are_not_confused(kind: str, one: Told, other: Told) -> None:
    """Two records of different things do not resemble each other, even if they share some facts."""
    first, second = profile(kind, one), profile(kind, {"source": "Another paper", **other})
    assert in_common(first, second) == in_common(second, first) == ()


@given(told(Particulars), told(Particulars))
def test_resemblance_is_mutual(one: Particulars, other: Particulars) -> None:
    """If one record resembles another, then the other resembles the first."""
    for kind in ("visit", "meeting", "consultation"):
        first, second = profile_of(kind, one), profile_of(kind, other)
        assert in_common(first, second) == in_common(second, first)


@given(told(Particulars))
def test_pairs_are_found_by_a_sweep(facts: Particulars) -> None:
    """The fast search for similar records finds the same pairs as a comparison of all pairs."""
    profiles = dict(enumerate(profile("meeting", one) for _, one, _ in SAME[6:11]))
    profiles[99] = profile_of("meeting", facts)
    compared = {
        frozenset((a, b))
        for a, one in profiles.items()
        for b, other in profiles.items()
        if a < b and in_common(one, other)
    }
    assert {frozenset(pair[:2]) for pair in pairs(profiles.items())} == compared


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Protocol of the fourth session", "Protocol of session 4", True),
        ("Iraqi–Azerbaijani energy talks", "Energy talks", True),
        ("Official visit", "Working visit", False),
        ("Official visit", "Official Visit", True),
        ("Energy talks", "Talks about water", False),
    ],
)
def test_titles_are_compared_by_the_words_that_matter(one: str, other: str, alike: bool) -> None:
    """Two titles are alike if their distinctive words and their numbers agree."""
    assert are_titles_alike(one, other, frozenset(("AZ", "IQ"))) is alike


PART = {
    "part_of": UUID(int=3),
    "occurred": "2026-04-02T10:00:00Z",
    "who": [GUEST],
    "title": "Talks",
}


@pytest.mark.parametrize(
    ("change", "is_alike"),
    [
        ({}, True),
        ({"title": "Dinner of the ministers"}, False),
        ({"occurred": "2026-04-02T11:00:00Z"}, False),
        ({"occurred": "2026-04-03"}, False),
        ({"part_of": UUID(int=4), "occurred": "2026-04-02T11:00:00Z"}, True),
    ],
)
def test_parts_of_one_visit_with_other_hours_or_titles_are_different(
    change: Told, is_alike: bool
) -> None:
    one, other = profile("meeting", PART), profile("meeting", {**PART, **change})
    assert bool(in_common(one, other)) == is_alike

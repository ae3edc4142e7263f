"""Parties that look alike: which names mean one person, and what speaks against one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain import KnownParty, Office, alike_pairs
from dragoman.domain.alike import evidence, relation

SAME = [
    ("Leopold Sedar Senghor", "Leopold-Sedar Senghor", "spelt with other letters"),
    ("Yalchin Rafiyev", "Yalçın Rəfiyev", "spelt with other letters"),
    ("Rafiyev Yalchin", "Yalchin Rafiyev", "another order"),
    ("Abdul Salam Jalloud", "Abdulsalam Jalloud", "together or apart"),
    ("Bill Clinton", "William J. Clinton", "short form"),
    ("Bob Gates", "Robert Gates", "short form"),
    ("J. Kerry", "John Kerry", "shorter"),
    ("Franklin D. Roosevelt", "Franklin Delano Roosevelt", "shorter"),
    ("George H.W. Bush", "George H. W. Bush", "spelt with other letters"),
    ("Anwar es-Sadat", "Mohamed Anwar el-Sadat", "part of the other"),
    ("Mikhail Gorbachev", "Michail Gorbatschow", "sound alike"),
    ("محمد علي", "Mohammed Ali", "sound alike"),
    ("Sheikh Sabah al-Ahmad", "Sabah al-Ahmad", "spelt with other letters"),
    ("王毅", "Wang Yi", "together or apart"),
]

OTHERS = [
    ("John Smith", "Jane Smith"),
    ("Kim Jong Il", "Kim Jong Un"),
    ("Ivan Ivanov", "Ivan Petrov"),
    ("Salman bin Hamad Al Khalifa", "Hamad bin Isa bin Salman al-Khalifa"),
    ("Jabir al-Ahmed al-Sabah", "Sabah al-Ahmed al-Jaber al-Sabah"),
    ("Paul VI", "John Paul II"),
    ("Isa bin Sulman al-Khalifa", "Hamad Bin Isa Bin Salman al-Khalifa"),
    ("Mohammed Ali Hasan", "Mohammed Ali Karim"),
    ("", "Ali Hasan"),
]


@pytest.mark.parametrize(("one", "other", "how"), SAME)
def test_names_of_one_person(one: str, other: str, how: str) -> None:
    """Names of one person are related, in either direction, and the relation says how."""
    found = relation(one, other)
    assert found is not None
    assert how in found[1]
    assert relation(other, one) == found


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_different_people(one: str, other: str) -> None:
    """Names of two people are not related."""
    assert relation(one, other) is None or evidence(known(one), known(other)) is None


def known(name: str, *posts: str, since: int = 2000, until: int = 2001) -> KnownParty:
    """Return a party of Iraq that records name in these years, with posts in these years."""
    first, last = date(since, 1, 1).toordinal(), date(until, 12, 31).toordinal()
    offices = tuple(Office(post=post, first=first, last=last) for post in posts)
    return KnownParty(
        names=(name,), sides=frozenset({"IQ"}), offices=offices, first=first, last=last
    )


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (known("George H. W. Bush"), known("George W. Bush"), "other initials: H. W. and W."),
        (known("Abdullah I"), known("Abdullah II"), "other numbers: I and II"),
        (known("Mohamed V"), known("Mohammed VI"), "other numbers: V and VI"),
        (known("Ali Hasan"), known("Ali Hasan Jr."), "Jr in one name only"),
        (known("Ali Hasan", since=1950, until=1960), known("Ali Hasan"), "39 years apart"),
        (
            known("Ali Hasan", "minister of oil"),
            known("Ali Hassan", "minister of trade"),
            "other posts at the same time: minister of oil; minister of trade",
        ),
    ],
)
def test_what_speaks_against_one_person(one: KnownParty, other: KnownParty, against: str) -> None:
    """Numbers, initials, Jr, years and posts can speak against one person."""
    found = evidence(one, other)
    assert found is not None
    assert found.verdict == "unlikely"
    assert against in found.against


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (known("Hussein"), known("Hussein I"), "likely"),
        (known("Justin Trudeau"), known("Justin P. J. Trudeau"), "possible"),
        (known("John Key", "prime minister"), known("John P. Key", "prime minister"), "likely"),
        (
            known("Kissinger", "foreign minister"),
            known("Henry Kissinger", "foreign minister"),
            "likely",
        ),
        (
            known("Ali Hasan", "judge", until=2000),
            known("Ali Hasan", "poet", since=2001),
            "possible",
        ),
        (known("Ziaur Rahman", "president"), known("Khaleda Ziaur Rahman"), "possible"),
        (known("Omar Bongo", "president"), known("El Hadj Omar Bongo", "president"), "likely"),
        (known("Luiz Lula da Silva"), known("Luiz Inacio Lula da Silva"), "possible"),
    ],
)
def test_how_likely_one_person_is(one: KnownParty, other: KnownParty, verdict: str) -> None:
    """A shorter name alone is only possible; with the same post, it is likely."""
    found = evidence(one, other)
    assert found is not None
    assert found.verdict == verdict


def test_a_surname_alone_needs_a_post() -> None:
    """A surname alone is evidence only if both held the same post, and nothing speaks against."""
    assert evidence(known("Kissinger"), known("Henry Kissinger")) is None
    old = known("Papandreou", "prime minister", since=1964, until=1964)
    assert evidence(old, known("George Papandreou", "prime minister")) is None


_WORD = st.sampled_from(
    ("Ali", "Hasan", "Hassan", "William", "Bill", "J.", "al-Sabah", "Sedar", "Yalçın", "محمد", "II")
)
_NAME = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)


@given(st.lists(_NAME, max_size=8))
def test_all_pairs_are_found_once(names: list[str]) -> None:
    """The index of names misses no pair that a comparison of all parties finds."""
    people = {number: known(name) for number, name in enumerate(names)}
    found = [(one, other) for one, other, _ in alike_pairs(people)]
    every = [
        (one, other)
        for one in people
        for other in people
        if one < other and evidence(people[one], people[other])
    ]
    assert set(found) <= set(every)
    assert len(found) == len(set(found))
    certain = [
        pair for pair in every if (rel := relation(*(names[one] for one in pair))) and rel[2]
    ]
    assert set(certain) <= set(found)

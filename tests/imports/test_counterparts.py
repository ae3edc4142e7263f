"""The states and people whom a traveller met, found in prose.

``meetings.txt`` has invented sentences. ``counterparts.jsonl`` has what two random samples of the
published lists say, labelled by hand; these tests run only if the lists are available (see
``test_real_lists``).
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dragoman.exchange.profiles.historian.counterparts import counterparts
from dragoman.exchange.profiles.historian.travels import HistorianTravels
from dragoman.exchange.profiles.historian.visits import HistorianVisits
from tests.imports.samples import trip, visit, write_trips, write_visits
from tests.imports.test_historian import imported, people, shown
from tests.imports.test_real_lists import FOLDER, drafts

HERE = Path(__file__).parent
DAYS = date(1991, 6, 3), date(1991, 6, 5)
PRECISION, RECALL = 0.98, 0.85


def sentences():
    """Return the invented sentences: host, sentence, third parties and people."""
    for line in (HERE / "meetings.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            host, sentence, states, some = (part.strip() for part in line.split("|"))
            named = [tuple(one.strip().rsplit(", ", 2)) for one in some.split(";") if one.strip()]
            yield host, sentence, states.split(), named


def rates(counts):
    """Return the precision and the recall for counts of right, wrong and missing facts."""
    right = counts["right"]
    return right / (right + counts["wrong"]), right / (right + counts["missing"])


def compared(found, expected):
    """Return the number of right, wrong and missing facts."""
    found, expected = set(found), set(expected)
    return Counter(
        right=len(found & expected),
        wrong=len(found - expected),
        missing=len(expected - found),
    )


@pytest.mark.parametrize(("host", "sentence", "states", "named"), list(sentences()))
def test_the_meetings_in_a_sentence(host, sentence, states, named):
    """A sentence names the people, states and organisations whom the traveller met."""
    found = counterparts(sentence, host, ("US", host), *DAYS)
    assert set(found.states) == set(states)
    assert [(one.name, one.post, one.side) for one in found.people] == named
    for words in (*found.states_words.split("; "), *found.people_words.split("; ")):
        assert words in sentence


def test_a_president_of_the_united_states_has_a_full_name():
    """A President or President-elect is known by the day; a surname alone is not a full name."""
    found = counterparts("Met with President Bush.", "MX", ("US", "MX"), *DAYS)
    assert [(one.name, one.side) for one in found.people] == [("George H. W. Bush", "US")]
    elected = date(1992, 12, 1)
    found = counterparts("Met with President-elect Clinton.", "US", ("US",), elected, elected)
    assert [(one.name, one.post) for one in found.people] == [("Bill Clinton", "President-elect")]
    assert counterparts("Met with President Fox.", "MX", ("US",), *DAYS).people[0].side == "MX"


def test_a_third_state_is_a_party_of_the_record(desk):
    """The state of somebody whom the traveller met abroad is a party; the words are kept."""
    prose = "Met with Soviet General Secretary Boris Examplov and President Ana Vorbild."
    leg = trip("1", "1986-10-11", "1986-10-12", "Iceland", "Reykjavik", prose)
    imported(desk, write_trips(desk, leg), "historian-travels")
    record = shown(desk, "V-1")
    assert (record["host"], record["parties"]) == ("IS", ["US", "IS", "SUHH"])
    assert people(record)[1:] == [
        ("Boris Examplov", "General Secretary", "SUHH"),
        ("Ana Vorbild", "President", "IS"),
    ]
    words = "inferred: Met with Soviet General Secretary Boris Examplov and President Ana Vorbild"
    assert record["as_written"]["parties"] == record["as_written"]["participants"] == words


def visits_of_ministers():
    """Return visits of two people with one surname, in different years."""
    return (
        visit("1", "1990-02-01", "1990-02-02", "Prime Minister Emil Example", "Croatia", "Visit."),
        visit("2", "1994-02-01", "1994-02-02", "Prime Minister Emil Example", "Croatia", "Visit."),
        visit("3", "1994-05-01", "1994-05-02", "Prime Minister Ivo Muster", "Croatia", "Visit."),
        visit("4", "1994-06-01", "1994-06-02", "Prime Minister Jan Muster", "Croatia", "Visit."),
    )


@pytest.mark.parametrize(
    ("year", "surname", "name"),
    [
        ("1992", "Example", "Emil Example"),
        ("1999", "Example", None),
        ("1994", "Muster", None),
        ("1992", "Nobody", None),
    ],
)
def test_a_surname_means_the_only_known_person(desk, year, surname, name):
    """A surname means a known person only if post, side and year fit exactly one person."""
    imported(desk, write_visits(desk, *visits_of_ministers()))
    leg = trip("9", f"{year}-03-01", f"{year}-03-01", "Croatia", "Zagreb",
               f"Met with Prime Minister {surname}.")  # fmt: skip
    imported(desk, write_trips(desk, leg), "historian-travels")
    met = shown(desk, "V-5")["participants"][1]
    if name:
        assert (met["name"], met["post"], met["side"]) == (name, "Prime Minister", "HR")
        assert met["party"] == "P-1"
    else:
        assert (met.get("name"), met["post"]) == (None, f"Prime Minister {surname}")
        assert met["party"] is None
    assert imported(desk, write_trips(desk, leg), "historian-travels")["unchanged"] == 1


def test_the_word_of_a_post_finds_somebody_without_a_link(desk):
    """Search finds a person whom the list only calls by the surname."""
    leg = trip("9", "1992-03-01", "1992-03-01", "Croatia", "Zagreb", "Met with President Nobodic.")
    imported(desk, write_trips(desk, leg), "historian-travels")
    assert "President Nobodic" in desk.run("search", "Nobodic").out


@pytest.mark.parametrize("sample", [1, 2])
@pytest.mark.skipif(not (FOLDER / "visits").is_dir(), reason="the lists are not at hand")
def test_precision_and_recall_on_records_labelled_by_hand(sample, capsys):
    """At least 98 % of what the profiles find is right, and they find at least 85 %."""
    read = {"visit": (HistorianVisits, "visits"), "trip": (HistorianTravels, "secretary-travels")}
    known = {
        (name, one.key): one
        for name, (kind, folder) in read.items()
        for one in drafts(kind, folder)
    }
    labels = map(json.loads, (HERE / "counterparts.jsonl").read_text("utf-8").splitlines())
    states, met = Counter(), Counter()
    for label in (one for one in labels if one["sample"] == sample):
        draft = known[label["list"], label["row"]]
        states += compared(draft.data["parties"][2:], label["states"])
        met += compared(_met(draft, label["list"]), (tuple(one) for one in label["people"]))
    with capsys.disabled():
        for what, counts in (("states", states), ("people", met)):
            print(f"\nsample {sample}, {what}: %.3f precision, %.3f recall" % rates(counts), end="")
    for counts in (states, met):
        precision, recall = rates(counts)
        assert precision >= PRECISION
        assert recall >= RECALL


def _met(draft, kind):
    """Return the people whom the traveller met: surname or name as written, post and side."""
    said = draft.data["as_written"].get("participants", "") if "as_written" in draft.data else ""
    if "inferred: " not in said:
        return
    for place, one in enumerate(draft.data["participants"]):
        is_guest = (
            place == 0 if kind == "trip" else one["side"] != "US" and place not in draft.surnames
        )
        if is_guest:
            continue
        name, post = draft.surnames.get(place, (one.get("name"), one["post"]))
        if one["side"] == "US" and post.startswith("President"):
            name = name.split()[-1]
        for title in ("Sheikh ", "Prince ", "Sir "):
            name = name.removeprefix(title)
        yield name, post, one["side"]

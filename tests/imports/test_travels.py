"""The Historian's travels of Presidents and of Secretaries: two lists of the same form."""

import json
from datetime import date

import pytest

from dragoman.exchange.profiles.historian.countries import code_of
from dragoman.exchange.profiles.historian.prose import (
    format_with,
    level_of_leg,
    not_yet_in_office,
)
from tests.imports.samples import PRESIDENTS, TRIPS, trip, visit, write_trips, write_visits
from tests.imports.test_historian import imported, people, shown


def test_travels_of_presidents_are_a_data_set(desk):
    """The travels of Presidents have their own keys and their own source."""
    imported(desk, write_trips(desk), "historian-travels")
    path = write_trips(desk, *PRESIDENTS, name="presidents.xml")
    answer = imported(desk, path, "historian-presidents")
    assert (answer["dataset"], answer["new"], answer["inferred"]) == ("historian-presidents", 5, 1)
    record = shown(desk, "V-8")
    [source] = record["sources"]
    assert (source["dispatch"], source["row"]) == ("historian-presidents", "11")
    assert source["title"] == "Travels Abroad of the President"
    assert source["url"].endswith("travels/president")
    assert record["part_of"] == "V-7"
    assert record["parties"] == ["US", "IS", "SUHH"]
    assert shown(desk, "V-2")["sources"][0]["row"] == "11"


def test_a_president_elect_and_the_levels_of_journeys(desk):
    """The prose says that the traveller was only elected, and which level a visit had."""
    imported(desk, write_trips(desk, *PRESIDENTS), "historian-presidents")
    state, holiday, elect = (shown(desk, ref) for ref in ("V-3", "V-4", "V-5"))
    assert elect["title"] == "Visit of President-elect John Roe"
    assert people(elect)[0] == ("John Roe", "President-elect", "US")
    assert [one["level"] for one in (state, holiday, elect)] == ["state", "private", "informal"]


@pytest.mark.parametrize("profile", ["historian-travels", "historian-presidents", None])
@pytest.mark.parametrize(
    ("records", "dataset"),
    [(TRIPS, "historian-travels"), (PRESIDENTS, "historian-presidents")],
)
def test_the_content_says_which_list_a_file_is(desk, records, dataset, profile):
    """Neither the name of the file nor the profile decides which list of travels a file is."""
    path = write_trips(desk, *records, name="list.xml")
    answer = desk.run("import", path, *(("--profile", profile) if profile else ()), "--json")
    assert answer.code == 0, answer.err
    assert answer.json["dataset"] == dataset
    assert (f"reading {path} as {dataset}" in answer.err) == (profile is None)


def test_visits_need_no_profile(desk):
    """Dragoman recognises a list of visits, too; also a folder of such lists."""
    path = write_visits(desk, name="list.xml")
    for where in (path, path.parent):
        answer = desk.run("import", where, "--json")
        assert answer.code == 0, answer.err
        assert answer.json["dataset"] == "historian-visits"


def test_a_folder_with_two_lists_is_refused(desk):
    """Records of two lists in one folder are refused in one line; nothing is recorded."""
    mixed = write_trips(desk, TRIPS[0], PRESIDENTS[0])
    answer = desk.run("import", mixed, "--profile", "historian-travels")
    assert answer.code == 2
    assert "has travels with the roles 'president' and 'secretary'" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (desk.home / "data" / "dragoman" / "register.db").exists()


def test_a_file_without_a_known_list_is_refused(desk):
    """Dragoman does not guess a list from other XML."""
    answer = desk.run("import", desk.write("other.xml", "<trips><leg/></trips>"))
    assert answer.code == 2
    assert "unknown kind of file" in answer.err


def test_inferred_journeys_count_nowhere(desk):
    """Reports count the legs of a journey, and not the journey that holds them together."""
    imported(desk, write_trips(desk), "historian-travels")  # five legs, and the journey V-1
    assert desk.read("activity", "--year", "2005")["engagements"] == 5
    brief = desk.read("brief", "US")
    assert brief["engagements"] == 5
    assert desk.read("who", "Jane Doe")["engagements"] == 4
    lanes = desk.read("lanes", "--since", "2005-02-01")
    silence = desk.read("silence")
    [us] = [one for one in silence["parties"] if one["code"] == "US"]
    assert us["times"] == 5
    for report in (brief, lanes, silence):
        refs = _refs(report)
        assert "V-1" not in refs
        assert {"V-2", "V-4"} & refs
    timeline = desk.read("timeline")["entries"]
    assert "V-1" in {one["ref"] for one in timeline}


def test_a_planned_journey_is_no_plan_of_a_contact(desk):
    """The legs of a journey to come are plans; the journey itself is not."""
    legs = (
        trip("1", "2025-12-10", "2025-12-11", "Germany", "Berlin"),
        trip("2", "2025-12-11", "2025-12-12", "France", "Paris"),
    )
    imported(desk, write_trips(desk, *legs), "historian-travels")
    assert "V-1" not in _refs(desk.read("silence"))
    assert "V-1" not in _refs(desk.read("lanes", "--since", "2025-12-08"))


def test_a_visit_without_a_host_counts(desk):
    """A visit that somebody records with one party counts: it is no inferred journey."""
    desk.run("visit", "conclude", "--title", "Tour", "--party", "AZ", "--occurred", "2025-03-01")
    assert desk.read("activity", "--year", "2025")["engagements"] == 1


def _refs(report):
    """Return the refs of engagements in a report, except links to larger engagements."""
    return set(json.dumps(_without(report, "part_of")).replace('"', " ").split()) & {
        f"V-{number}" for number in range(1, 20)
    }


def _without(data, name):
    """Return data without the values called ``name``."""
    if isinstance(data, dict):
        return {key: _without(value, name) for key, value in data.items() if key != name}
    return [_without(one, name) for one in data] if isinstance(data, list) else data


@pytest.mark.parametrize(
    ("prose", "level"),
    [
        ("Official visit; signed a convention.", "official"),
        ("Accompanied President Nobody on a State visit.", "state"),
        ("Accompanied President Nobody during an official working visit.", "official working"),
        ("Attended a meeting. Working visit.", "working"),
        ("Vacation trip for health reasons.", "private"),
        ("Official visit. Stopped en route to Asia.", "transit"),
        ("Made arrangements for President Nobody's state visit.", None),
        ("Briefed officials on his official visit to China.", None),
        ("Repaid an official visit by President Nobody.", None),
        ("Met with officials.", None),
    ],
)
def test_the_level_of_a_leg(prose, level):
    """The level of a leg is that of the visit on the leg, not of another visit."""
    found = level_of_leg(prose)
    assert (found.value if found else None) == level
    assert found is None or found.words in prose


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Attended a meeting of the U.S.-Mexico Binational Commission.", "bilateral"),
        ("Co-chaired the U.S.–India Strategic Dialogue.", "bilateral"),
        ("Attended the U.S.-EU Summit.", "multilateral"),
        ("Attended the ASEAN Summit and the U.S.-Thailand Dialogue.", "multilateral"),
        ("Attended the NATO Summit.", "multilateral"),
        ("Discussed the U.S.-Soviet summit.", None),
    ],
)
def test_a_meeting_with_one_state_is_bilateral(desk, prose, expected):
    """A "U.S.-X meeting" is bilateral, unless the record also has a larger meeting."""
    leg = trip("1", "2011-05-01", "2011-05-02", "Mexico", "Mexico, D.F.", prose)
    imported(desk, write_trips(desk, leg), "historian-travels")
    assert shown(desk, "V-1").get("format") == expected
    assert format_with("", "") is None


@pytest.mark.parametrize(
    ("name", "slug", "year", "code"),
    [
        ("China, Republic of", "china", 1945, "CN"),
        ("China, Republic of", "taiwan", 1961, "TW"),
        ("China, Republic of", "", 1945, "CN"),
        ("China, Republic of", "", 1955, "TW"),
        ("Republic of China", "taiwan", 1954, "TW"),
        ("China, People’s Republic of", "china", 1972, "CN"),
    ],
)
def test_the_republic_of_china(desk, name, slug, year, code):
    """The Republic of China is China until 1949 and Taiwan afterwards; the id takes precedence."""
    assert code_of(name, slug, date(year, 1, 1)) == code
    guest = visit("1", f"{year}-01-01", f"{year}-01-02", "President Example", f"{slug}|{name}")
    imported(desk, write_visits(desk, guest))
    assert shown(desk, "V-1")["parties"] == ["US", code]


def test_somebody_who_is_only_elected():
    """Only words about the traveller's own post say that the traveller was not yet in office."""
    assert not_yet_in_office("Private visit as President-elect.").value == "President-elect"
    assert not_yet_in_office("Visited while Prime Minister-designate.").value == (
        "Prime Minister-designate"
    )
    assert not_yet_in_office("Met with President-elect Example.") is None
    assert not_yet_in_office("Visited as President of the European Council.") is None

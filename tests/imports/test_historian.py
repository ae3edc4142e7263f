"""Importing the lists of the Office of the Historian, once and repeatedly."""

import json
import os

import pytest

from tests.imports.samples import TRIPS, VISITS, listed, trip, visit, write_trips, write_visits


def imported(desk, path, profile="historian-visits", *options, code=0):
    """Import a file and return the number of rows for each outcome."""
    answer = desk.run("import", path, "--profile", profile, *options, "--json")
    assert answer.code == code, answer.err
    return answer.json


def shown(desk, ref):
    """Return a record in the form that ``show`` prints as JSON."""
    return desk.read("show", ref)["record"]


def test_a_visit_has_the_findings_of_its_prose(desk):
    """A visit takes its level, stay and stops from the description, and keeps the wording."""
    imported(desk, write_visits(desk))
    record = shown(desk, "V-2")
    assert record["title"] == "State visit of President Carl Example"
    assert record["level"] == "state"
    assert record["stay"]["edtf"] == "1958-05-25/1958-06-27"
    assert record["stops"] == ["Williamsburg", "Chicago", "Detroit (Michigan)"]
    assert (record["host"], record["parties"]) == ("US", ["US", "DE"])
    assert record["as_written"]["stay"] == "In U.S. May 25–June 27"
    assert record["as_written"]["level"] == "State visit"
    assert record["summary"].startswith("State visit. In U.S. May 25–June 27; visited")
    [source] = record["sources"]
    assert (source["dispatch"], source["row"]) == ("historian-visits", "2")


@pytest.mark.parametrize(
    ("ref", "code", "words"),
    [
        ("V-1", "SUHH", "U.S.S.R."),
        ("V-4", "TW", "China, Republic of"),
        ("V-5", "CN", "China, People’s Republic of"),
    ],
)
def test_countries_have_the_names_of_their_time(desk, ref, code, words):
    """Former states have their own codes: the U.S.S.R. is not Russia, for example."""
    imported(desk, write_visits(desk))
    record = shown(desk, ref)
    assert record["parties"] == ["US", code]
    assert record["as_written"]["parties"] == words


def test_several_visitors_in_one_field(desk):
    """If a field names two visitors, each becomes a participant with the post before the name."""
    imported(desk, write_visits(desk))
    record = shown(desk, "V-3")
    assert people(record) == [
        ("Dora Example", "President", "HR"),
        ("Emil al-Example", "Prime Minister", "HR"),
    ]
    assert record["as_written"]["participants"].startswith("President Dora Example and")


def people(record):
    """Return the name, post and side of every participant."""
    return [(one["name"], one["post"], one["side"]) for one in record["participants"]]


def test_a_president_whom_a_visitor_met(desk):
    """The President whom a visitor met becomes a participant, identified by surname and date."""
    met = visit(
        "1", "2004-03-12", "2004-03-12", "President Jo Example", "Iraq",
        "Working visit. Met with President Bush.",
    )  # fmt: skip
    imported(desk, write_visits(desk, met))
    record = shown(desk, "V-1")
    assert people(record) == [
        ("Jo Example", "President", "IQ"),
        ("George W. Bush", "President", "US"),
    ]
    assert record["title"] == "Working visit of President Jo Example"
    assert record["as_written"]["participants"] == (
        "President Jo Example; inferred: Met with President Bush"
    )


def test_a_president_whom_a_secretary_accompanied(desk):
    """A President whom the Secretary accompanied takes part in the leg, not in the journey."""
    message = "Accompanied President Bush to a meeting."
    legs = (
        trip("1", "2005-02-04", "2005-02-05", "Germany", "Berlin", message),
        trip("2", "2005-02-05", "2005-02-06", "France", "Paris"),
    )
    imported(desk, write_trips(desk, *legs), "historian-travels")
    doe, bush = ("Jane Doe", "Secretary of State", "US"), ("George W. Bush", "President", "US")
    journey, first, second = (people(shown(desk, ref)) for ref in ("V-1", "V-2", "V-3"))
    assert (journey, first, second) == ([doe], [doe, bush], [doe])
    written = shown(desk, "V-2")["as_written"]
    assert written["participants"] == "inferred: Accompanied President Bush"


def test_two_visits_with_the_same_content_stay_two(desk):
    """Two rows with the same content are two visits."""
    imported(desk, write_visits(desk))
    titles = [one["title"] for one in desk.read("timeline")["entries"]]
    assert titles.count("Visit of Prime Minister Hugh Example") == 2


def test_a_second_import_adds_nothing(desk):
    """Importing the same list again changes no record and adds nothing to the log."""
    path = write_visits(desk)
    first = imported(desk, path)
    assert (first["rows"], first["new"], first["rejected"]) == (7, 7, 0)
    before = desk.events()
    second = imported(desk, path)
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, 7)
    assert second["entries"] == []
    assert desk.events() == before


def test_a_newer_version_yields_corrections(desk):
    """Importing a newer list corrects the changed values.

    The reason for the new entry names the import.
    """
    imported(desk, write_visits(desk))
    newer = VISITS[5].replace("2009-09-25", "2009-09-26")
    last = visit("8", "2020-01-02", "2020-01-02", "King Ivo", "Jordan", "Working visit.")
    path = write_visits(desk, *VISITS[:5], newer, last)
    answer = imported(desk, path)
    message = {name: answer[name] for name in ("new", "changed", "unchanged", "gone", "withdrawn")}
    assert message == {"new": 1, "changed": 1, "unchanged": 5, "gone": 1, "withdrawn": 0}
    [event] = [one for one in desk.events() if one[3] == "VisitCorrected"]
    assert json.loads(event[4])["occurred"] == "2009-09-24/2009-09-26"
    assert event[8] == "import of historian-visits from visits.xml"
    assert shown(desk, "V-7")["retracted"] is False


def test_gone_rows_are_retracted_only_on_request(desk):
    """Only ``--retract-gone`` retracts the records of rows that a newer list lacks."""
    imported(desk, write_visits(desk))
    path = write_visits(desk, *VISITS[:6])
    answer = imported(desk, path, "historian-visits", "--retract-gone")
    assert (answer["gone"], answer["withdrawn"]) == (1, 1)
    assert shown(desk, "V-7")["retracted"] is True
    again = imported(desk, path, "historian-visits", "--retract-gone")
    assert (again["gone"], again["withdrawn"], again["unchanged"]) == (0, 0, 6)


def test_nothing_is_retracted_while_rows_without_an_id_are_rejected(desk):
    """If the import rejects a row whose id it cannot read, ``--retract-gone`` retracts nothing."""
    imported(desk, write_visits(desk))
    broken = VISITS[6].replace("<id>7</id>", "<id></id>")
    path = write_visits(desk, *VISITS[:6], broken)
    answer = desk.run("import", path, "--profile", "historian-visits", "--retract-gone")
    assert answer.code == 1
    assert "nothing was retracted" in answer.err
    assert shown(desk, "V-7")["retracted"] is False


def test_a_row_with_a_new_key_keeps_its_record(desk):
    """If only the key of a row has changed, the row keeps its record."""
    twice = visit(
        "1", "2011-01-09", "2011-01-10", "President Jo Example", "France", "Working visit."
    )
    first = imported(desk, write_visits(desk, VISITS[0], twice))
    assert first["new"] == 2
    moved = twice.replace("<id>1</id>", "<id>9</id>")
    again = imported(desk, write_visits(desk, VISITS[0], moved))
    assert (again["renumbered"], again["new"], again["gone"]) == (1, 0, 0)
    third = imported(desk, write_visits(desk, VISITS[0], moved))
    assert (third["unchanged"], third["renumbered"]) == (2, 0)
    assert len(desk.read("timeline")["entries"]) == 2


def test_a_manual_correction_is_kept(desk):
    """An import keeps a manual correction, and reports a different value in a newer list."""
    imported(desk, write_visits(desk))
    reason = ("--reason", "the list errs")
    assert desk.run("correct", "V-6", "occurred=2009-09-23/2009-09-25", *reason).code == 0
    same = imported(desk, write_visits(desk))
    assert same["unchanged"] == 7
    newer = VISITS[5].replace("2009-09-25", "2009-09-26")
    answer = desk.run(
        "import", write_visits(desk, *VISITS[:5], newer, VISITS[6]), "--profile", "historian-visits"
    )
    assert "V-6 occurred: the import keeps the corrected value of the register" in answer.err
    assert shown(desk, "V-6")["occurred"]["edtf"] == "2009-09-23/2009-09-25"


def test_legs_that_share_a_day_are_one_journey(desk):
    """Legs of one traveller that share a day become parts of one inferred journey."""
    answer = imported(desk, write_trips(desk), "historian-travels")
    assert (answer["rows"], answer["inferred"], answer["new"]) == (5, 1, 6)
    journey = shown(desk, "V-1")
    assert journey["title"] == "Journey of Secretary of State Jane Doe"
    assert journey["occurred"]["edtf"] == "2005-02-04/2005-02-06"
    assert journey["as_written"]["occurred"].startswith("inferred from 3 legs")
    assert [one["ref"] for one in journey["parts"]] == ["V-2", "V-3", "V-4"]
    leg = shown(desk, "V-4")
    assert leg["as_written"]["part_of"] == "inferred: begins on a day of leg 12"
    assert (leg["level"], leg["host"]) == ("transit", "TR")
    assert shown(desk, "V-2")["stops"] == ["London", "Oxford"]
    assert shown(desk, "V-5")["place"] == "Mexico, D.F."
    assert "stops" not in shown(desk, "V-5")


def test_a_second_import_of_journeys(desk):
    """Importing the same trips again adds nothing.

    If a leg of a journey gets longer, the journey gets longer too.
    """
    imported(desk, write_trips(desk), "historian-travels")
    assert imported(desk, write_trips(desk), "historian-travels")["unchanged"] == 6
    longer = TRIPS[2].replace("2005-02-06", "2005-02-08")
    answer = imported(desk, write_trips(desk, *TRIPS[:2], longer, *TRIPS[3:]), "historian-travels")
    assert (answer["changed"], answer["unchanged"]) == (2, 4)
    assert shown(desk, "V-1")["occurred"]["edtf"] == "2005-02-04/2005-02-08"


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("", "not well-formed"),
        ("no xml", "not well-formed"),
        (listed("visits"), "has no <visit>"),
        (listed("visits", *VISITS)[:-40], "not well-formed"),
        (listed("trips", *TRIPS), "<trip> is not a <visit>"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><visits><visit/></visits>', "a DOCTYPE is not allowed"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><visits/>', "a DOCTYPE is not allowed"),
        ("<visits><visit><id><b><c/></b></id></visit></visits>", "nested too deeply"),
        ("<visits><visit><id>1</id><id>2</id></visit></visits>", "appears twice"),
        (f"<visits><visit><id>{'1' * 200_000}</id></visit></visits>", "longer than"),
        (b"\0" * 1_000_000, "not well-formed"),
        ("<visits>&lol;</visits>", "not well-formed"),
    ],
)
def test_a_file_that_is_not_such_a_list_is_refused(desk, content, part):
    """If a file is not a list of visits, Dragoman prints a one-line message and records nothing."""
    path = desk.write("visits.xml", content)
    answer = desk.run("import", path, "--profile", "historian-visits")
    assert answer.code == 2
    assert part in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (desk.home / "data" / "dragoman" / "register.db").exists()


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (
            visit("1", "2005-02-30", "2005-03-01", "King A", "Jordan"),
            "start-date: '2005-02-30' is not a day",
        ),
        (
            visit("1", "2005-05-17", "2005-05-08", "King A", "Jordan"),
            "end-date 2005-05-08 is before",
        ),
        (visit("1", "2005-05-07", "2005-05-08", "King A", "Jordania X"), "unknown country"),
        (visit("", "2005-05-07", "2005-05-08", "King A", "Jordan"), "id is missing"),
        (visit("1", "2005-05-07", "2005-05-08", "King " + "A" * 600, "Jordan"), "too long"),
    ],
)
def test_an_invalid_record_is_rejected(desk, record, reason):
    """The import writes an invalid record to the file of rejected rows, with the reason.

    The import still records the other records.
    """
    answer = desk.run(
        "import", write_visits(desk, VISITS[0], record), "--profile", "historian-visits"
    )
    assert answer.code == 1, answer.err
    message = (desk.home / "visits.xml.rejected.csv").read_text()
    assert reason in message
    assert len(desk.read("timeline")["entries"]) == 1


def test_strict_records_all_or_nothing(desk):
    """With ``--strict``, one rejected row prevents the whole import."""
    bad = visit("9", "2005-02-30", "2005-03-01", "King A", "Jordan")
    answer = desk.run(
        "import", write_visits(desk, *VISITS, bad), "--profile", "historian-visits", "--strict"
    )
    assert answer.code == 1
    assert "Nothing was recorded" in answer.out
    assert desk.position == 0
    words = ("--profile", "historian-visits", "--strict", "--new")  # the list has one visit twice
    assert desk.run("import", write_visits(desk), *words).code == 0
    assert desk.position > 7


def test_a_dry_run_records_nothing(desk):
    """A dry run counts what it would record, and records nothing."""
    path = write_visits(desk)
    first = imported(desk, path, "historian-visits", "--dry-run")
    assert (first["new"], first["recorded"]) == (7, False)
    assert not (desk.home / "data" / "dragoman" / "register.db").exists()
    imported(desk, path)
    before = desk.events()
    newer = VISITS[5].replace("2009-09-25", "2009-09-26")
    again = imported(desk, write_visits(desk, *VISITS[:5], newer), "historian-visits", "--dry-run")
    assert (again["changed"], again["gone"]) == (1, 1)
    assert desk.events() == before


def test_a_dispatch_links_to_rows(desk):
    """A dispatch can link to an imported record with DATASET/KEY."""
    imported(desk, write_visits(desk))
    dispatch = """\
dispatch: notes
source: {title: Notes}
records:
  - {kind: meeting, handle: talk, status: held, title: A talk, parties: [US, DE],
     occurred: 1958-06-04, part_of: historian-visits/2}
"""
    desk.record(desk.write("notes.yaml", dispatch))
    assert shown(desk, "M-1")["part_of"] == "V-2"


def test_a_pipe_is_refused(desk):
    """Dragoman refuses to import from a pipe, because a program can read a pipe only once."""
    os.mkfifo(desk.home / "pipe.xml")
    answer = desk.run("import", desk.home / "pipe.xml", "--profile", "historian-visits")
    assert answer.code == 2
    assert "is not a file or a folder" in answer.err

"""Dragoman imports almost every record of the published lists of the Office of the Historian.

The tests run only if the lists are available. ``DRAGOMAN_LISTS`` is the path of a folder that
contains the folders ``visits``, ``visits-2015`` and ``secretary-travels``.
"""

import os
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from dragoman.exchange.imports.drafts import Draft
from dragoman.exchange.profiles.historian.travels import HistorianTravels
from dragoman.exchange.profiles.historian.visits import HistorianVisits

FOLDER = Path(os.environ.get("DRAGOMAN_LISTS", "not named"))
TODAY = date(2026, 11, 26)

pytestmark = pytest.mark.skipif(
    not (FOLDER / "visits").is_dir(), reason="the lists are not at hand; DRAGOMAN_LISTS names them"
)


def count(folder, element):
    """Count the records in the files of a folder with an independent parser."""
    files = (FOLDER / folder).glob("*.xml")
    return sum(len(ElementTree.parse(one).getroot().findall(element)) for one in files)


def drafts(kind, folder):
    """Return the draft records that Dragoman makes from a list."""
    return list(kind(FOLDER / folder, TODAY).drafts())


def test_every_visit_is_a_record():
    """The newest list of visits gives one draft per record, and no rejected rows."""
    found = drafts(HistorianVisits, "visits")
    assert len(found) == count("visits", "visit") > 3_000
    assert all(isinstance(one, Draft) for one in found)
    assert sum("level" in one.data for one in found) > 2_000
    assert sum("stay" in one.data for one in found) > 400
    people = [one.data["participants"] for one in found]
    assert sum(sum(one["side"] != "US" for one in some) > 1 for some in people) >= 7
    assert sum(any(one["side"] == "US" for one in some) for some in people) > 750


def test_every_leg_is_a_record():
    """The list of travels gives a draft for each leg and some journeys, and no rejected rows."""
    found = drafts(HistorianTravels, "secretary-travels")
    legs = [one for one in found if not one.inferred]
    assert len(legs) == count("secretary-travels", "trip") > 3_000
    assert all(isinstance(one, Draft) for one in found)
    assert sum("stops" in one.data for one in legs) > 300
    assert len(found) - len(legs) > 700


def test_an_older_version_then_the_newest_then_nothing(desk):
    """Importing an old list and then the newest list corrects, adds and renumbers records.

    Importing the newest list again changes nothing.
    """

    def imported(folder):
        return desk.run("import", FOLDER / folder, "--profile", "historian-visits", "--rejected",
                        desk.home / "rejected.csv", "--json").json  # fmt: skip

    first = imported("visits-2015")
    assert (first["rows"], first["new"], first["rejected"]) == (2_708, 2_707, 1)
    second = imported("visits")
    assert second["rows"] == count("visits", "visit")
    assert (second["renumbered"], second["gone"], second["rejected"]) == (3, 0, 0)
    assert second["new"] + second["changed"] + second["unchanged"] + 3 == second["rows"]
    assert min(second["new"], second["changed"]) > 250
    before = desk.position
    third = imported("visits")
    assert third["unchanged"] == third["rows"]
    assert desk.position == before

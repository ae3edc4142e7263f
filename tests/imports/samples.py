"""Small test lists in the format of the Office of the Historian."""

from pathlib import Path

from tests.conftest import Desk


def visit(id_: str, first: str, last: str, visitor: str, country: str, prose: str = "") -> str:
    """Return a ``<visit>`` element; ``country`` is a name, or ``id|name``."""
    slug, _, name = country.rpartition("|")
    slug = slug or name.lower().replace(" ", "-")
    return f"""
    <visit>
        <id>{id_}</id>
        <start-date>{first}</start-date>
        <end-date>{last}</end-date>
        <visitor>{visitor}</visitor>
        <from id="{slug}">{name}</from>
        <description>{prose}</description>
        <created-by>somebody</created-by>
    </visit>"""


def trip(
    id_: str,
    first: str,
    last: str,
    country: str,
    locale: str,
    prose: str = "",
    who: str = "doe-jane",
    role: str = "secretary",
) -> str:
    """Return a ``<trip>`` element of the Secretary of State or of a President."""
    slug, _, name = country.rpartition("|")
    slug = slug or name.lower().replace(" ", "-")
    return f"""
    <trip role="{role}" who="{who}">
        <id>{id_}</id>
        <role>{role}</role>
        <name>{who.split("-")[1].capitalize()} {who.split("-")[0].capitalize()}</name>
        <start-date>{first}</start-date>
        <end-date>{last}</end-date>
        <country id="{slug}">{name}</country>
        <locale>{locale}</locale>
        <remarks>{prose}</remarks>
    </trip>"""


def listed(element: str, *records: str) -> str:
    """Return the text of an XML file with these records."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{element}>{"".join(records)}\n</{element}>\n'


VISITS = (
    visit(
        "1",
        "1987-12-07",
        "1987-12-10",
        "General Secretary Anna B. Example",
        "russia|U.S.S.R.",
        "Summit meeting in Washington, D.C.",
    ),
    visit(
        "2",
        "1958-06-03",
        "1958-06-05",
        "President Carl\n            Example",
        "Germany, Federal Republic of",
        "State visit. In U.S. May 25–June 27; visited Williamsburg,\n Chicago,"
        " and Detroit (Michigan).",
    ),
    visit(
        "3",
        "2004-10-01",
        "2004-10-01",
        "President Dora Example and Prime MinisterEmil al- Example",
        "Croatia",
        "Official Working Visit.",
    ),
    visit(
        "4",
        "1943-11-01",
        "1943-11-02",
        "Prime Minister Fan",
        "taiwan|China, Republic of",
        "Private visit.",
    ),
    visit("5", "2019-03-04", "2019-03-04", "Vice Premier Gao", "China, People’s Republic of"),
    visit(
        "6",
        "2009-09-24",
        "2009-09-25",
        "Prime Minister Hugh Example",
        "United Kingdom",
        "Attended a Summit in Pittsburgh, Pennsylvania.",
    ),
    visit(
        "7",
        "2009-09-24",
        "2009-09-25",
        "Prime Minister Hugh Example",
        "United Kingdom",
        "Attended a Summit in Pittsburgh, Pennsylvania.",
    ),
)

TRIPS = (
    trip("11", "2005-02-04", "2005-02-04", "United Kingdom", "London, Oxford", "Met with many."),
    trip("12", "2005-02-04", "2005-02-05", "Germany", "Berlin"),
    trip(
        "13", "2005-02-05", "2005-02-06", "Turkey", "Ankara", "Stopped while returning to the U.S."
    ),
    trip("14", "2005-03-01", "2005-03-02", "Mexico", "Mexico, D.F."),
    trip("15", "2005-02-06", "2005-02-07", "Iraq", "Baghdad", who="roe-john"),
)


PRESIDENTS = (
    trip(
        "11",
        "1986-10-10",
        "1986-10-12",
        "Iceland",
        "Reykjavik",
        "Met with Soviet General Secretary Boris Examplov and President Ana Vorbild.",
        role="president",
    ),
    trip(
        "12",
        "1986-10-12",
        "1986-10-13",
        "United Kingdom",
        "London",
        "State visit. Met with Queen Exempla II.",
        role="president",
    ),
    trip(
        "13",
        "1988-12-02",
        "1988-12-03",
        "Mexico",
        "Mexico, D.F.",
        "Informal meeting with President Ejemplo; visited as President-elect.",
        who="roe-john",
        role="president",
    ),
    trip("14", "1990-01-05", "1990-01-06", "Spain", "Madrid", "Vacation.", role="president"),
)


def write_visits(desk: Desk, *records: str, name: str = "visits.xml") -> Path:
    """Write a file of visits, by default the sample visits."""
    return desk.write(name, listed("visits", *(records or VISITS)))


def write_trips(desk: Desk, *records: str, name: str = "trips.xml") -> Path:
    """Write a file of trips, by default the sample trips."""
    return desk.write(name, listed("trips", *(records or TRIPS)))

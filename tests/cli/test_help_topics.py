"""The topics of the help: the format of a dispatch, dates, and the fields of each kind."""

from textwrap import dedent

import pytest

from dragoman.cli.help_topics import DATES, DISPATCH
from dragoman.domain import KINDS, declared, foreign, understand
from tests.conftest import Desk

pytestmark = pytest.mark.once

TYPED = [one for _, examples in DATES for one in examples]


@pytest.mark.parametrize("typed", TYPED)
def test_every_date_in_the_help_is_understood(desk: Desk, typed: str) -> None:
    """The help shows each example with its meaning today."""
    from datetime import date

    day = understand(typed, date(2026, 1, 15), 0, "UTC")
    lines = desk.run("help", "dates").lines
    [line] = [line for line in lines if line.startswith(f"  {typed}  ")]
    assert line.endswith(f"{day.for_people()}  [{day}]")


def test_a_refused_date_names_the_help(desk: Desk) -> None:
    answer = desk.run("meeting", "hold", "--title", "x", "--party", "AZ", "--occurred", "someday")
    assert "dragoman help dates" in answer.err


@pytest.mark.parametrize("words", [("help", "record"), ("record", "--help")])
def test_the_help_on_dispatches_shows_a_dispatch(desk: Desk, words: tuple[str, ...]) -> None:
    shown = desk.run(*words).out
    assert DISPATCH in shown
    assert "dragoman help fields" in " ".join(shown.split())


def test_the_dispatch_in_the_help_can_be_recorded(desk: Desk) -> None:
    """The example is complete: nothing in it is doubtful, and a second time nothing is new."""
    path = desk.write("example.yaml", dedent(DISPATCH) + "\n")
    assert desk.record(path).err == ""
    assert desk.read("show", "F-1")["record"]["agreed_in"] == "M-1"
    assert "Nothing new" in desk.record(path).out


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_kind_are_all_in_the_help(desk: Desk, kind: str) -> None:
    shown = desk.run("help", "fields", kind).out
    names = [line[2:].split()[0] for line in shown.splitlines() if line[:2] in ("* ", "  ")]
    typed = {name for name, one in declared(KINDS[kind].state).items() if one.help}
    assert typed - foreign(KINDS[kind].state).keys() <= set(names)


def test_the_help_on_fields_lists_the_kinds(desk: Desk) -> None:
    shown = desk.run("help", "fields").lines
    assert [line.split()[0] for line in shown[: len(KINDS)]] == list(KINDS)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("fields trip", "'trip' is not a kind of record; the kinds are: visit,"),
        ("fields meeting visit", "'meeting visit' is not a kind of record"),
        ("dates x", "type: dragoman help dates"),
    ],
)
def test_a_topic_that_does_not_exist_is_refused(desk: Desk, words: str, message: str) -> None:
    answer = desk.run("help", *words.split())
    assert answer.code == 2
    assert message in answer.err


# --- Handles ----------------------------------------------------------------------------------

HEAD = "dispatch: desk\nsource: {title: A report}\nrecords:\n"
KIND = {
    "visit": "status: announced, title: Visit, host: IQ, parties: [AZ]",
    "meeting": "status: held, title: Talks, parties: [AZ, IQ], occurred: 2025-03-01",
    "follow-up": "what: Send the draft, parties: [AZ, IQ]",
    "instrument": "status: signed, form: agreement, title: Agreement, parties: [AZ, IQ],"
    " signed: 2025-03-01",
    "demarche": "status: delivered, form: note verbale, subject: Visas, sender: AZ,"
    " recipients: [IQ], occurred: 2025-03-01",
    "conference": "status: announced, title: COP31",
}


@pytest.mark.parametrize("kind", KIND)
def test_a_record_needs_no_handle(desk: Desk, kind: str) -> None:
    path = desk.write("one.yaml", f"{HEAD}- {{kind: {kind}, {KIND[kind]}}}\n")
    desk.record(path)
    before = desk.position
    assert "Nothing new" in desk.record(path).out
    assert desk.position == before


def test_a_record_without_handle_stays_the_same_in_a_longer_file(desk: Desk) -> None:
    """A record before it in the file does not take its place."""
    one, other = (
        f"- {{kind: meeting, {KIND['meeting']}}}\n".replace("Talks", title)
        for title in ("Talks on oil", "Lunch")
    )
    desk.record(desk.write("one.yaml", HEAD + one))
    answer = desk.record(desk.write("one.yaml", HEAD + other.replace("03-01", "05-01") + one))
    assert [line.split()[:3] for line in answer.lines[1:]] == [["M-2", "meeting", "held"]] or (
        "M-1" in answer.out and "already held" in answer.out
    )
    assert desk.read("show", "M-1")["record"]["title"] == "Talks on oil"
    assert desk.read("show", "M-2")["record"]["title"] == "Lunch"


def test_two_records_with_one_title_are_two_records(desk: Desk) -> None:
    one = f"- {{kind: meeting, {KIND['meeting']}}}\n"
    desk.record(desk.write("two.yaml", HEAD + one + one.replace("03-01", "09-01")))
    assert desk.read("show", "M-2")["record"]["occurred"]["edtf"] == "2025-09-01"

"""The sequence of a mechanism's sessions: irregularities, and the next session."""

import pytest

from dragoman.domain.dates import parse_date
from dragoman.domain.sequence import Flag, Next, SequencedSession, flags, next_session, unconfirmed
from tests.domain.samples import TODAY

PARTIES = ("AZ", "IQ")


def held(number=None, occurred=None, host=None, name=None):
    """Return a session with the status "held"."""
    return session("held", number, occurred, host, name)


def session(status, number=None, occurred=None, host=None, name=None):
    """Return a session; if ``name`` is empty, the name is "C-" followed by the number."""
    when = parse_date(occurred) if occurred else None
    name = name or f"C-{number}"
    return SequencedSession(name=name, number=number, status=status, occurred=when, host=host)


def messages(*sessions):
    """Return the messages about irregularities in a sequence of sessions."""
    return [flag.message for flag in flags(sessions, TODAY)]


def years(*hosts, first=2020):
    """Return a held session for each host, one a year, beginning in the year after ``first``."""
    return [held(n, f"{first + n}-05-01", host) for n, host in enumerate(hosts, 1)]


# --- Irregularities ------------------------------------------------------------------------------


def test_consecutive_sessions_are_regular():
    """Sessions with consecutive numbers have no irregularities."""
    assert messages() == []
    assert messages(held(1, "2023"), held(2, "2024"), session("scheduled", 3, "2026")) == []


def test_a_missing_number_is_a_gap():
    """Each number that is missing between two held sessions is a gap."""
    found = flags([held(3), held(6)], TODAY)
    assert [(flag.kind, flag.session, flag.message) for flag in found] == [
        ("gap", None, "session 4 is not recorded"),
        ("gap", None, "session 5 is not recorded"),
    ]


@pytest.mark.parametrize("status", ["scheduled", "postponed"])
def test_a_planned_session_leaves_no_gap(status):
    """A planned or postponed session fills the gap at its number."""
    assert messages(held(1), session(status, 2), held(3)) == []


def test_a_cancelled_session_is_no_gap():
    """A cancelled session fills the gap at its number."""
    assert messages(held(1), session("cancelled", 2), held(3)) == []


def test_a_plan_after_the_last_session_makes_no_gap():
    """A plan with a higher number than the last held session makes no gap."""
    assert messages(held(1), session("scheduled", 5, "2027")) == []


def test_sessions_without_numbers_have_no_gaps():
    assert messages(held(name="C-1"), held(name="C-2")) == []


def test_an_unconfirmed_plan_may_fill_a_gap():
    """The message about a gap names an unconfirmed plan that may be the missing session.

    A plan with a number cannot be the missing session.
    """
    plan = session("scheduled", None, "2024-05", name="C-7")
    numbered = session("scheduled", 9, "2024-06")
    assert messages(held(1, "2023"), held(3, "2025"), plan, numbered) == [
        "session 2 is not recorded; C-7 may be this session",
        "C-7 was planned but not confirmed as held",
        "C-9 was planned but not confirmed as held",
    ]


def test_an_earlier_date_with_a_higher_number_is_out_of_order():
    """A session with a higher number and an earlier date is out of order."""
    assert flags([held(1, "2024"), held(2, "2023"), held(3, "2025")], TODAY) == [
        Flag(
            kind="out of order",
            session="C-2",
            message="C-2, session 2, was held before session 1",
        )
    ]


@pytest.mark.parametrize("occurred", ["2024", "2024-03", None])
def test_unclear_dates_are_not_out_of_order(occurred):
    """Two sessions are out of order only if their dates leave no doubt."""
    assert messages(held(1, "2024-06"), held(2, occurred)) == (
        ["C-2, session 2, was held before session 1"] if occurred == "2024-03" else []
    )


def test_only_held_sessions_are_out_of_order():
    """A cancelled session with an earlier date is not out of order."""
    assert messages(held(1, "2025"), session("cancelled", 2, "2020")) == []


@pytest.mark.parametrize(
    ("status", "occurred", "open_still"),
    [
        ("scheduled", "2025-04-21", True),
        ("scheduled", "2025-04-22", False),
        ("scheduled", "2025-04", False),
        ("scheduled", "2025-03", True),
        ("scheduled", "2025-01-01/..", False),
        ("scheduled", None, False),
        ("postponed", "2025-03", False),
        ("cancelled", "2025-03", False),
        ("held", "2025-03", False),
    ],
)
def test_a_plan_is_unconfirmed_after_its_last_day(status, occurred, open_still):
    """A plan is unconfirmed after its last possible day."""
    planned = session(status, 1, occurred)
    assert unconfirmed(planned, TODAY) is open_still
    kinds = [(flag.kind, flag.session) for flag in flags([planned], TODAY)]
    assert kinds == ([("not confirmed", "C-1")] if open_still else [])


# --- The next session ----------------------------------------------------------------------------


@pytest.mark.parametrize("sessions", [[], [session("scheduled", 1, "2026", "AZ")]])
def test_nothing_is_inferred_without_a_held_session(sessions):
    """If no session was held, Dragoman infers no next session."""
    assert next_session(sessions, PARTIES, "P1Y", "alternating") is None


def test_the_next_number_follows_the_last_one_held():
    """The next number is one more than the highest number of a held session."""
    sessions = [held(4), held(7), held(None, "2025"), session("scheduled", 9)]
    assert next_session(sessions, PARTIES, None, None) == Next(
        number=8, host=None, window=None, basis=()
    )


def test_little_is_inferred_from_a_session_without_number_host_and_date():
    """If the last session has no number, host or date, Dragoman infers nothing from it.

    The next session then has no number, host or date.
    """
    assert next_session([held()], PARTIES, "P1Y", "alternating") == Next(
        number=None, host=None, window=None, basis=()
    )


@pytest.mark.parametrize(
    ("hosts", "hosting", "host", "basis"),
    [
        (["AZ"], "alternating", "IQ", ("hosts alternate, AZ hosted C-1",)),
        (["AZ", "AZ"], "alternating", "IQ", ("hosts alternate, AZ hosted C-2",)),
        (["AZ", "IQ"], "fixed", "IQ", ("the host is fixed",)),
        (["TR"], "fixed", "TR", ("the host is fixed",)),
        (["AZ", "IQ", "AZ"], None, "IQ", ("hosts have alternated so far",)),
        (["AZ", "IQ"], None, None, ()),
        (["AZ", "AZ", "IQ"], None, None, ()),
        (["AZ", "IQ", "TR"], "alternating", None, ()),
        (["AZ", "IQ", None], "alternating", None, ()),
    ],
)
def test_the_next_host_follows_from_the_charter_or_from_habit(hosts, hosting, host, basis):
    """Dragoman infers the next host from the charter, or from how the hosts have alternated."""
    sessions = [held(n, None, code) for n, code in enumerate(hosts, 1)]
    expected = Next(number=len(hosts) + 1, host=host, window=None, basis=basis)
    assert next_session(sessions, PARTIES, None, hosting) == expected


@pytest.mark.parametrize("hosting", ["alternating", None])
def test_hosts_of_more_than_two_parties_do_not_alternate(hosting):
    """If a mechanism has more than two parties, Dragoman infers no next host."""
    sessions = [held(n, None, code) for n, code in enumerate(["AZ", "IQ", "AZ"], 1)]
    assert next_session(sessions, ("AZ", "IQ", "TR"), None, hosting).host is None


@pytest.mark.parametrize(
    ("occurred", "cadence", "window"),
    [
        ("2024-05-01", "P1Y", "2025-05"),
        ("2024-05-01", "P2Y", "2026-05"),
        ("2024-05-01", "P6M", "2024-11"),
        ("2024-08-31", "P6M", "2025-02"),
        ("2024-12-31/2025-01-02", "P1Y", "2026-01"),
        ("2024-05", "P1Y", "2025-05"),
        ("2024", "P1Y", "2025-12"),
        ("../2024-05-01", "P1Y", "../2025-05"),
        ("9999-05-01", "P1Y", None),
        ("2024-05-01", "P1W", "2024-05-06/2024-05-12"),
        ("2024-12-23", "P2W", "2025-01-06/2025-01-12"),
        ("2024-02-28", "P1D", "2024-02-29"),
        ("../2024-05-01", "P1W", "../2024-05-12"),
        ("../2024-05-01", "P10D", "../2024-05-11"),
        ("9999-12-30", "P1W", None),
        ("0000-05-01", "P1W", None),
    ],
)
def test_the_next_window_follows_from_the_agreed_cadence(occurred, cadence, window):
    """The next session is due one agreed interval after the last session.

    The window is a month, a week or a day, depending on the unit of the interval.
    """
    following = next_session([held(1, occurred)], PARTIES, cadence, None)
    assert following.window == (window and parse_date(window))
    assert following.basis == (f"agreed cadence {cadence}",)


@pytest.mark.parametrize("occurred", [None, "2024-05-01/.."])
@pytest.mark.parametrize("cadence", ["P1Y", None])
def test_a_session_without_a_last_day_gives_no_window(occurred, cadence):
    """If the end of the last session is unknown, Dragoman infers no date for the next session."""
    assert next_session([held(1, occurred)], PARTIES, cadence, None).window is None


def test_a_session_without_a_first_day_gives_no_habit():
    """If the first day of any session is unknown, Dragoman infers no usual interval."""
    sessions = [held(n, day) for n, day in enumerate(("2021", "2022", "2023", "../2024"), 1)]
    assert next_session(sessions, PARTIES, None, None).window is None


@pytest.mark.parametrize(
    ("dates", "window", "basis"),
    [
        (["2021-05", "2022-05", "2023-05"], "2024~", "a year"),
        (["2019-05", "2021-05", "2023-05"], "2025~", "2 years"),
        (["2022-01", "2022-07", "2023-01", "2023-07"], "2024~", "6 months"),
        (["2018-01", "2020-07", "2023-01"], "2025~", "30 months"),
    ],
)
def test_the_next_window_follows_from_habit(dates, window, basis):
    """From at least three sessions, Dragoman infers a usual interval and the next date."""
    following = next_session([held(n, day) for n, day in enumerate(dates, 1)], PARTIES, None, None)
    assert following.window == parse_date(window)
    assert following.basis == (f"sessions were about {basis} apart",)


def test_two_sessions_are_no_habit():
    """From fewer than three different dates, Dragoman infers no date for the next session."""
    for dates in (["2021", "2022"], ["2021", None, "2022"], ["2021", "2021", "2022"]):
        sessions = [held(n, day) for n, day in enumerate(dates, 1)]
        following = next_session(sessions, PARTIES, None, None)
        assert (following.window, following.basis) == (None, ())


def test_a_monthly_cadence_is_singular():
    """The basis of an inference says "about a month", not "about 1 months"."""
    sessions = [held(n, f"2025-0{n}-01") for n in range(1, 4)]
    following = next_session(sessions, PARTIES, None, None)
    assert following.basis == ("sessions were about a month apart",)


def test_every_inference_has_a_basis():
    """Every inference has a basis: first the basis of the host, then the basis of the date."""
    assert next_session(years("AZ", "IQ", "AZ"), PARTIES, "P1Y", "alternating") == Next(
        number=4,
        host="IQ",
        window=parse_date("2024-05"),
        basis=("hosts alternate, AZ hosted C-3", "agreed cadence P1Y"),
    )

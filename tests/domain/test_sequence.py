"""The sequence of sessions: what is odd about it, and what comes next."""

import pytest

from dragoman.domain.dates import parse_date
from dragoman.domain.sequence import Flag, Next, SequencedSession, flags, next_session, unconfirmed
from tests.domain.samples import TODAY

PARTIES = ("AZ", "IQ")


def held(number=None, occurred=None, host=None, name=None):
    """A session that was held."""
    return session("held", number, occurred, host, name)


def session(status, number=None, occurred=None, host=None, name=None):
    """A session; it is called after its number where nothing else is told."""
    when = parse_date(occurred) if occurred else None
    name = name or f"C-{number}"
    return SequencedSession(name=name, number=number, status=status, occurred=when, host=host)


def messages(*sessions):
    """What is odd about the sessions, in words."""
    return [flag.message for flag in flags(sessions, TODAY)]


def years(*hosts, first=2020):
    """A session each year, the hosts in turn."""
    return [held(n, f"{first + n}-05-01", host) for n, host in enumerate(hosts, 1)]


# --- What is odd ---------------------------------------------------------------------------------


def test_nothing_is_odd_about_sessions_one_after_the_other():
    """Nor about none at all."""
    assert messages() == []
    assert messages(held(1, "2023"), held(2, "2024"), session("scheduled", 3, "2026")) == []


def test_a_number_that_is_missing_is_a_gap():
    """Each of them, between the first and the last that were held."""
    found = flags([held(3), held(6)], TODAY)
    assert [(flag.kind, flag.session, flag.message) for flag in found] == [
        ("gap", None, "session 4 is not recorded"),
        ("gap", None, "session 5 is not recorded"),
    ]


@pytest.mark.parametrize("status", ["scheduled", "postponed"])
def test_a_session_that_is_planned_leaves_no_gap(status):
    """It is recorded, held or not."""
    assert messages(held(1), session(status, 2), held(3)) == []


def test_a_session_that_was_given_up_is_no_gap():
    """It is recorded why none of its number was held."""
    assert messages(held(1), session("cancelled", 2), held(3)) == []


def test_what_is_planned_beyond_the_last_one_makes_no_gap():
    """Nobody knows yet what will be held before it."""
    assert messages(held(1), session("scheduled", 5, "2027")) == []


def test_sessions_without_numbers_have_no_gaps():
    """There is nothing to count."""
    assert messages(held(name="C-1"), held(name="C-2")) == []


def test_a_plan_that_was_never_confirmed_may_fill_a_gap():
    """It is named with the gap, unless it bears another number."""
    plan = session("scheduled", None, "2024-05", name="C-7")
    numbered = session("scheduled", 9, "2024-06")
    assert messages(held(1, "2023"), held(3, "2025"), plan, numbered) == [
        "session 2 is not recorded; C-7 may be it",
        "C-7 was planned but not confirmed as held",
        "C-9 was planned but not confirmed as held",
    ]


def test_a_session_that_came_before_one_of_a_smaller_number_is_out_of_order():
    """Each pair is told."""
    assert flags([held(1, "2024"), held(2, "2023"), held(3, "2025")], TODAY) == [
        Flag(
            kind="out of order",
            session="C-2",
            message="C-2, session 2, was held before session 1",
        )
    ]


@pytest.mark.parametrize("occurred", ["2024", "2024-03", None])
def test_where_the_dates_do_not_tell_nothing_is_out_of_order(occurred):
    """Both may have been in the same year."""
    assert messages(held(1, "2024-06"), held(2, occurred)) == (
        ["C-2, session 2, was held before session 1"] if occurred == "2024-03" else []
    )


def test_only_what_was_held_is_out_of_order():
    """A plan proves nothing."""
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
def test_a_plan_is_unconfirmed_when_its_last_day_is_over(status, occurred, open_still):
    """An imprecise date is over when every day of it is."""
    planned = session(status, 1, occurred)
    assert unconfirmed(planned, TODAY) is open_still
    kinds = [(flag.kind, flag.session) for flag in flags([planned], TODAY)]
    assert kinds == ([("not confirmed", "C-1")] if open_still else [])


# --- What comes next -----------------------------------------------------------------------------


@pytest.mark.parametrize("sessions", [[], [session("scheduled", 1, "2026", "AZ")]])
def test_nothing_is_next_where_nothing_was_held(sessions):
    """A plan is no habit."""
    assert next_session(sessions, PARTIES, "P1Y", "alternating") is None


def test_the_next_number_follows_the_last_one_held():
    """Also where the last one bears none."""
    sessions = [held(4), held(7), held(None, "2025"), session("scheduled", 9)]
    assert next_session(sessions, PARTIES, None, None) == Next(
        number=8, host=None, window=None, basis=()
    )


def test_nothing_is_known_of_what_follows_a_session_without_number_host_and_date():
    """Only that there may be a next one."""
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
    """Of two parties, and where the last host is known."""
    sessions = [held(n, None, code) for n, code in enumerate(hosts, 1)]
    expected = Next(number=len(hosts) + 1, host=host, window=None, basis=basis)
    assert next_session(sessions, PARTIES, None, hosting) == expected


@pytest.mark.parametrize("hosting", ["alternating", None])
def test_hosts_of_more_than_two_parties_do_not_alternate(hosting):
    """Nothing tells which of them is next."""
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
    ],
)
def test_the_next_window_follows_from_the_agreed_cadence(occurred, cadence, window):
    """It is the month that lies so far after the last day."""
    following = next_session([held(1, occurred)], PARTIES, cadence, None)
    assert following.window == (window and parse_date(window))
    assert following.basis == (f"agreed cadence {cadence}",)


@pytest.mark.parametrize("occurred", [None, "2024-05-01/.."])
@pytest.mark.parametrize("cadence", ["P1Y", None])
def test_there_is_no_window_after_a_session_without_a_last_day(occurred, cadence):
    """Nothing tells by when it was."""
    assert next_session([held(1, occurred)], PARTIES, cadence, None).window is None


def test_a_session_without_a_first_day_is_no_habit():
    """Nothing tells how far it lay from the others."""
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
    """From three sessions on it is the year that lies as far ahead as they lay apart."""
    following = next_session([held(n, day) for n, day in enumerate(dates, 1)], PARTIES, None, None)
    assert following.window == parse_date(window)
    assert following.basis == (f"sessions were about {basis} apart",)


def test_two_sessions_are_no_habit():
    """Nor are three of which one has no date, or two fall on one day."""
    for dates in (["2021", "2022"], ["2021", None, "2022"], ["2021", "2021", "2022"]):
        sessions = [held(n, day) for n, day in enumerate(dates, 1)]
        following = next_session(sessions, PARTIES, None, None)
        assert (following.window, following.basis) == (None, ())


def test_a_month_is_one():
    """Bodies that meet every month are told so."""
    sessions = [held(n, f"2025-0{n}-01") for n in range(1, 4)]
    following = next_session(sessions, PARTIES, None, None)
    assert following.basis == ("sessions were about a month apart",)


def test_everything_that_is_inferred_says_from_what():
    """The host first, then the window."""
    assert next_session(years("AZ", "IQ", "AZ"), PARTIES, "P1Y", "alternating") == Next(
        number=4,
        host="IQ",
        window=parse_date("2024-05"),
        basis=("hosts alternate, AZ hosted C-3", "agreed cadence P1Y"),
    )

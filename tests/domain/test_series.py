"""Series: the dates of their meetings, and what becomes of the meetings when a series changes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from dragoman.domain import corrections, recurrence, terms, use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.refusal import Refused
from dragoman.domain.rhythm import rhythm_of
from dragoman.domain.series import KIND as SERIES
from dragoman.domain.series import (
    Outline,
    SeriesAdded,
    SeriesAmended,
    SeriesEnded,
    SeriesScheduled,
    amend,
    end,
    schedule,
)
from tests.domain.ledger import Ledger
from tests.domain.samples import AGENCY, number, particulars
from tests.given import given

CALL = number(70)
FACTS: dict[str, Any] = {
    "title": "Weekly call",
    "parties": ("AZ", "GE"),
    "every": "P1W",
    "occurred": parse_date("2026-02-02T10:00:00+01:00[Europe/Berlin]"),
    "until": parse_date("2026-06-30"),
}


def outline(**facts: Any) -> Outline:
    """Return the facts of the sample series, with changes; text becomes a date."""
    days = ("occurred", "until")
    said = {name: parse_date(one) if name in days else one for name, one in facts.items()}
    return Outline(**{**FACTS, **said})


def change(since: str, **facts: Any) -> SeriesAmended:
    """Return a change of a series from a day on; text becomes a date."""
    days = ("occurred", "until")
    said = {name: parse_date(one) if name in days else one for name, one in facts.items()}
    return SeriesAmended(since=parse_date(since), **said)


def scheduled(uow: Ledger, **facts: Any) -> None:
    """Record the sample series with its meetings."""
    recurrence.schedule(uow, CALL, outline(**facts))


def meetings(uow: Ledger) -> list[tuple[UUID, Any]]:
    """Return the meetings of the sample series, in the order of their slots."""
    found = uow.find(MEETING, terms.in_series(CALL))
    return sorted(found, key=lambda one: one[1].slot.sort_key)


def plan(uow: Ledger, *statuses: str) -> list[str]:
    """Return the days of the meetings with one of the statuses (default: scheduled)."""
    wanted = statuses or ("scheduled",)
    days = [one.occurred.earliest for _, one in meetings(uow) if one.status in wanted]
    return sorted(filter(None, days))


def on(uow: Ledger, day: str) -> UUID:
    """Return the meeting on a day."""
    return recurrence.meeting_on(uow, CALL, parse_date(day), str)


# --- Decisions --------------------------------------------------------------------------------


def test_a_series_is_scheduled_once():
    """Scheduling a series again adds only facts that were unknown."""
    given(SERIES).when(schedule, Outline(**FACTS)).then(SeriesScheduled(**FACTS))
    known = given(SERIES, SeriesScheduled(**FACTS))
    known.when(schedule, Outline(**FACTS)).then()
    known.when(schedule, outline(place="Baku")).then(SeriesAdded(place="Baku"))


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"title": None}, "title is missing"), ({"parties": ()}, "parties are missing")],
)
def test_a_series_needs_a_title_and_parties(facts, why):
    """A series without a title or without parties is refused."""
    given(SERIES).when(schedule, Outline(**{**FACTS, **facts})).then_refused(why)


def test_a_series_is_amended_from_a_day():
    """An amendment has the day and the new facts; the former first date is kept."""
    known = given(SERIES, SeriesScheduled(**FACTS))
    known.when(amend, change("2026-03-01", place="Baku")).then(change("2026-03-01", place="Baku"))
    known.when(amend, change("2026-03-01", every="P1W")).then()
    known.when(amend, SeriesAmended(place="Baku")).then_refused("first day of the change")
    known.when(amend, change("2026-03-01")).then_refused("nothing to amend")
    moved = given(SERIES, SeriesScheduled(**FACTS), change("2026-03-01", occurred="2026-03-03"))
    assert moved.state.formerly == (FACTS["occurred"],)
    given(SERIES).when(amend, change("2026-03-01", place="Baku")).then_refused("no such series")


def test_an_ended_series_stays_ended():
    """A series ends once, and cannot be amended afterwards."""
    ending = SeriesEnded(since=parse_date("2026-03-01"), cause="elections")
    known = given(SERIES, SeriesScheduled(**FACTS))
    known.when(end, ending).then(ending)
    known.when(end, SeriesEnded()).then_refused("first day without a meeting")
    ended = given(SERIES, SeriesScheduled(**FACTS), ending)
    assert ended.state.status == "ended"
    ended.when(end, ending).then()
    ended.when(amend, change("2026-03-01", place="Baku")).then_refused("was ended")


# --- Scheduling -------------------------------------------------------------------------------


def test_a_series_has_a_meeting_on_each_date(uow):
    """Scheduling a series records its meetings, each with the facts and the link of the series."""
    scheduled(uow, mode="video", topics=("energy",), sources=(AGENCY,))
    found = [one for _, one in meetings(uow)]
    assert len(found) == 22
    assert {(one.title, one.parties, one.mode, one.topics) for one in found} == {
        ("Weekly call", ("AZ", "GE"), "video", ("energy",))
    }
    assert {one.series for one in found} == {CALL}
    assert all(one.slot == one.occurred and one.sources == (AGENCY,) for one in found)


def test_hours_are_local_hours(uow):
    """A meeting at 10:00 in Berlin is at 10:00 in summer and in winter."""
    scheduled(uow)
    texts = [one.occurred.text for _, one in meetings(uow)]
    assert "2026-03-23T10:00:00+01:00[Europe/Berlin]" in texts
    assert "2026-03-30T10:00:00+02:00[Europe/Berlin]" in texts


@pytest.mark.parametrize(
    ("first", "until", "expected"),
    [  # on 29 March 2026, 02:30 does not exist in Berlin; on 25 October, 02:30 occurs twice
        ("2026-03-22T02:30:00+01:00[Europe/Berlin]", "2026-03-31", "2026-03-29T03:30:00+02:00"),
        ("2026-10-18T02:30:00+02:00[Europe/Berlin]", "2026-10-31", "2026-10-25T02:30:00+02:00"),
        ("2026-03-22T02:30:00+04:00", "2026-03-31", "2026-03-29T02:30:00+04:00"),
        ("2026-03-22T02:30:00", "2026-03-31", "2026-03-29T02:30:00"),
        (
            "2026-03-22T23:00:00+01:00/2026-03-23T01:00:00+01:00[Europe/Berlin]",
            "2026-03-31",
            "2026-03-29T23:00:00+02:00/2026-03-30T01:00:00+02:00",
        ),
        ("2026-03-22/2026-03-23", "2026-03-31", "2026-03-29/2026-03-30"),
    ],
)
def test_hours_when_the_clocks_change(uow, first, until, expected):
    """A skipped hour becomes the next hour, and of an hour that occurs twice, the first counts."""
    scheduled(uow, occurred=first, until=until)
    assert meetings(uow)[1][1].occurred.edtf == expected


def test_months_have_the_31st_or_the_last_day(uow):
    """A monthly meeting on the 31st takes place on the last day of shorter months."""
    scheduled(uow, every="P1M", occurred="2026-01-31", until="2026-06")
    assert plan(uow)[1:4] == ["2026-02-28", "2026-03-31", "2026-04-30"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"every": None}, "every: is missing: give the rhythm"),
        ({"occurred": "2026-02"}, "occurred: 2026-02 is not an exact day"),
        ({"occurred": "2026-02-02?"}, "is not an exact day"),
        ({"occurred": "2026-02-02/.."}, "is not an exact day"),
        ({"until": "../2026-02-03"}, "leaves a single meeting"),
        ({"until": "2026-01-01/.."}, "until: 2026-01-01/.. has no end"),
        ({"until": "2026-01-31"}, "until: 2026-01-31 is before the first meeting on 2026-02-02"),
        ({"until": "2026-02-08"}, "leaves a single meeting"),
        ({"every": "P1D", "until": "2028"}, "more than 500 meetings"),
        ({"every": "P1D", "until": "9999"}, "more than 500 meetings"),
        ({"every": "P1M last friday"}, "2026-02-02 is not the last Friday of a month; write"),
    ],
)
def test_dates_that_do_not_follow_are_refused(uow, facts, why):
    """A series whose dates are unclear, or too many, is refused, and nothing is recorded."""
    with pytest.raises(Refused) as refusal:
        scheduled(uow, **facts)
    assert why in f"{refusal.value.field}: {refusal.value}"
    assert not uow.told()


# --- Amending ---------------------------------------------------------------------------------


def test_a_shift_moves_the_later_meetings(uow):
    """A new weekday moves each later meeting within its week; the earlier meetings stay."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-05-01", occurred="2026-05-05T15:00:00+02:00"))
    days = plan(uow)
    assert len(days) == 22
    assert days[12:15] == ["2026-04-27", "2026-05-05", "2026-05-12"]
    later = [one for _, one in meetings(uow) if one.occurred.earliest >= "2026-05-01"]
    assert all(one.slot == one.occurred for one in later)
    assert later[0].formerly[0].earliest == "2026-05-04"


def test_meetings_that_somebody_changed_by_hand_stay(uow):
    """An amendment leaves meetings that were moved, postponed, cancelled or held by hand.

    It names those that are still planned, and moves no other meeting into their places.
    """
    scheduled(uow)
    moved, cancelled, postponed, extra = (*(on(uow, day) for day in HAND), number(71))
    use_cases.engage(
        uow, MEETING, moved, "rescheduled", particulars_of(occurred=parse_date("2026-05-14"))
    )
    use_cases.engage(uow, MEETING, cancelled, "cancelled", particulars_of(cause="holidays"))
    use_cases.engage(uow, MEETING, postponed, "postponed", particulars_of())
    facts = particulars(title="Extra", series=CALL, occurred=parse_date("2026-06-10"))
    use_cases.engage(uow, MEETING, extra, "scheduled", facts)
    corrections.retract(uow, on(uow, "2026-06-15"))
    uow.told()
    outcome = recurrence.amend(uow, CALL, change("2026-05-01", occurred="2026-05-05"))
    assert set(outcome.left) == {moved, postponed, extra}
    touched = {record for record, _ in uow.told()}
    assert touched.isdisjoint({moved, cancelled, postponed, extra})
    days = [
        one.occurred.earliest
        for record, one in uow.find(MEETING, terms.in_series(CALL))
        if record in touched
    ]
    assert sorted(days) == ["2026-05-05", "2026-06-02", "2026-06-09", "2026-06-23", "2026-06-30"]


HAND = ("2026-05-11", "2026-05-18", "2026-05-25")


def particulars_of(**facts: Any) -> Any:
    """Return particulars with only these facts."""
    return Particulars(**facts)


def test_a_slower_rhythm_cancels_every_other_meeting(uow):
    """A rhythm of two weeks keeps every other meeting where it is, and cancels the rest."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-05-01", every="P2W", cause="budget"))
    assert plan(uow)[13:] == ["2026-05-04", "2026-05-18", "2026-06-01", "2026-06-15", "2026-06-29"]
    assert plan(uow, "cancelled") == ["2026-05-11", "2026-05-25", "2026-06-08", "2026-06-22"]
    assert {one.cause for _, one in meetings(uow) if one.status == "cancelled"} == {"budget"}


def test_a_new_day_without_hours_keeps_the_hours(uow):
    """If a change gives only a day, the meetings keep their local hours; new hours replace them."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-03-20", occurred="2026-03-24"))
    texts = [one.occurred.text for _, one in meetings(uow)]
    assert "2026-03-31T10:00:00+02:00[Europe/Berlin]" in texts
    recurrence.amend(uow, CALL, change("2026-03-20", occurred="2026-03-24T09:00:00Z"))
    assert meetings(uow)[-1][1].occurred.text == "2026-06-30T09:00:00Z"


def test_a_later_end_adds_meetings_and_an_earlier_end_cancels_some(uow):
    """A new end adds or cancels meetings at the end, and leaves all others untouched."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-05-01", until="2026-07-15"))
    assert plan(uow)[-3:] == ["2026-06-29", "2026-07-06", "2026-07-13"]
    uow.told()
    recurrence.amend(uow, CALL, change("2026-05-01", until="2026-06-20"))
    assert len(uow.told()) == 1 + 4
    assert plan(uow)[-1] == "2026-06-15"
    recurrence.amend(uow, CALL, change("2026-05-01", until="2026-06-30"))
    assert plan(uow)[-2:] == ["2026-06-22", "2026-06-29"]  # new meetings on the same days
    assert plan(uow, "cancelled")[:2] == ["2026-06-22", "2026-06-29"]


def test_a_dropped_week_comes_back_with_the_rhythm(uow):
    """If a series becomes slower and then as fast as before, the dropped weeks have new meetings.

    A week that somebody cancelled by hand stays cancelled.
    """
    scheduled(uow)
    use_cases.engage(uow, MEETING, on(uow, "2026-06-15"), "cancelled", Particulars())
    recurrence.amend(uow, CALL, change("2026-05-01", every="P2W"))
    recurrence.amend(uow, CALL, change("2026-05-01", every="P1W"))
    weeks = [day for day in plan(uow) if day >= "2026-05-01"]
    assert weeks == [
        *("2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25", "2026-06-01", "2026-06-08"),
        *("2026-06-22", "2026-06-29"),
    ]


def test_a_meeting_moved_by_hand_keeps_its_week_in_later_changes(uow):
    """Further changes neither fill the week of a moved meeting, nor shift the weeks after it."""
    scheduled(uow)
    to = Particulars(occurred=parse_date("2026-05-13"))
    use_cases.engage(uow, MEETING, on(uow, "2026-05-11"), "rescheduled", to)
    for day in ("2026-05-05", "2026-05-06", "2026-05-07"):
        recurrence.amend(uow, CALL, change("2026-05-01", occurred=day))
        recurrence.amend(uow, CALL, change("2026-05-01", place=f"room {day}"))
    later = [day for day in plan(uow) if day >= "2026-05-01"]
    assert later[:4] == ["2026-05-07", "2026-05-13", "2026-05-21", "2026-05-28"]
    assert len(later) == 8
    assert plan(uow, "cancelled") == ["2026-06-30"]  # the next Thursday is after the end


def test_another_place_changes_the_later_meetings_only(uow):
    """A new place changes the later meetings, without a new date."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-06-01", place="Tbilisi"))
    places = {one.occurred.earliest: one.place for _, one in meetings(uow)}
    assert (places["2026-05-25"], places["2026-06-01"]) == (None, "Tbilisi")
    assert not any(one.formerly for _, one in meetings(uow))


def test_an_amendment_before_an_earlier_one(uow):
    """An amendment can begin before an earlier amendment, and then changes both rhythms."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-06-01", occurred="2026-06-02"))
    recurrence.amend(uow, CALL, change("2026-05-01", place="Tbilisi"))
    places = {one.occurred.earliest: one.place for _, one in meetings(uow)}
    assert places["2026-05-04"] == places["2026-06-02"] == "Tbilisi"
    recurrence.amend(uow, CALL, change("2026-05-20", occurred="2026-05-28"))
    assert (
        plan(uow)[-6:]
        == [
            *("2026-05-28", "2026-06-04", "2026-06-11", "2026-06-18", "2026-06-25"),
        ][-6:]
        or len(plan(uow)) == 21
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"since": "2026-05", "place": "Baku"}, "since: 2026-05 is not an exact day"),
        ({"since": "2026-05-01", "occurred": "2026-04-28"}, "is before --from 2026-05-01"),
        ({"since": "2026-05-01", "until": "2026-04-28"}, "until: 2026-04-28 is before"),
        ({"since": "2026-08-01", "every": "P2W"}, "has no meeting on or after this day"),
        ({"since": "2026-05-01", "every": "P1D", "until": "2030"}, "more than 500 meetings"),
    ],
)
def test_an_unclear_change_is_refused(uow, facts, why):
    """A change whose dates do not follow is refused, and nothing is recorded."""
    scheduled(uow)
    uow.told()
    since = facts.pop("since")
    with pytest.raises(Refused) as refusal:
        recurrence.amend(uow, CALL, change(since, **facts))
    assert why in f"{refusal.value.field}: {refusal.value}"
    assert not uow.told()


def test_the_end_cancels_what_is_still_planned(uow):
    """The end of a series cancels its later meetings, including those moved by hand."""
    scheduled(uow)
    moved = on(uow, "2026-06-01")
    to = particulars_of(occurred=parse_date("2026-06-20"))
    use_cases.engage(uow, MEETING, moved, "rescheduled", to)
    ending = SeriesEnded(since=parse_date("2026-06-10"), cause="elections")
    recurrence.end(uow, CALL, ending)
    assert plan(uow)[-1] == "2026-06-08"
    cancelled = plan(uow, "cancelled")
    assert cancelled == ["2026-06-15", "2026-06-20", "2026-06-22", "2026-06-29"]
    assert uow.load(CALL).status == "ended"


def test_a_dispatch_that_repeats_the_founding_facts_changes_nothing(uow):
    """If the same facts arrive again after an amendment, they do not contradict the amendment."""
    scheduled(uow)
    recurrence.amend(uow, CALL, change("2026-05-01", occurred="2026-05-05", place="Baku"))
    uow.told()
    outcome = recurrence.schedule(uow, CALL, Outline(**FACTS))
    assert not uow.told()
    assert not outcome.unrecorded


def test_the_dates_of_a_series_are_not_corrected(uow):
    """A correction of the dates of a series is refused, because its meetings depend on them."""
    scheduled(uow)
    with pytest.raises(Refused, match="type: dragoman series amend"):
        corrections.correct(uow, CALL, {"every": "P2W"}, ())
    corrections.correct(uow, CALL, {"title": "Call"}, ())
    assert uow.load(CALL).title == "Call"


@pytest.mark.parametrize(("which", "left"), [("all", 0), ("planned", 1), ("none", 22)])
def test_a_retraction_says_what_becomes_of_the_meetings(uow, which, left):
    """A series with meetings is retracted only if the user says which meetings to retract."""
    scheduled(uow, occurred="2025-04-14", until="2025-09-10")
    use_cases.engage(uow, MEETING, on(uow, "2025-04-14"), "held", particulars_of())
    with pytest.raises(Refused, match="has 22 meetings"):
        corrections.retract(uow, CALL)
    corrections.retract(uow, CALL, meetings=which)
    assert len(meetings(uow)) == left


def test_a_meeting_is_found_by_its_day(uow):
    """A day stands for the meeting of a series on that day, or planned for that day."""
    scheduled(uow)
    moved = on(uow, "2026-05-11")
    to = particulars_of(occurred=parse_date("2026-05-14"))
    use_cases.engage(uow, MEETING, moved, "rescheduled", to)
    assert on(uow, "2026-05-14") == on(uow, "2026-05-11") == moved
    with pytest.raises(Refused, match=r"no meeting on 6 May 2026; the nearest is .* on 4 May"):
        on(uow, "2026-05-06")
    with pytest.raises(Refused, match="has several meetings on May 2026"):
        on(uow, "2026-05")


CHANGES = st.fixed_dictionaries(
    {"days": st.integers(0, 6), "weeks": st.integers(0, 20)},
    optional={
        "every": st.sampled_from(("week", "2 weeks", "3 weeks", "10 days", "month", "last friday")),
        "until": st.integers(-30, 60),
        "place": st.sampled_from(("Baku", "Tbilisi")),
    },
)


@for_any(st.lists(CHANGES, min_size=1, max_size=3))
def test_after_any_amendments_the_plan_is_the_rhythm(changes):
    """After amendments, the untouched later meetings are exactly on the dates of the new rhythm.

    The meetings before the change stay where they were, and no two meetings share a slot.
    """
    uow = Ledger()
    scheduled(uow)
    for one in changes:
        since = date(2026, 2, 2) + timedelta(weeks=one["weeks"])
        before = {day for day in plan(uow) if day < str(since)}
        state = uow.load(CALL)
        facts: dict[str, Any] = {"place": one["place"]} if "place" in one else {}
        if "every" in one:
            facts["every"] = rhythm_of(one["every"])
        elif "place" not in one:
            facts["occurred"] = str(since + timedelta(days=one["days"]))
        if "until" in one:
            facts["until"] = str(date(2026, 6, 30) + timedelta(days=one["until"]))
        try:
            recurrence.amend(uow, CALL, change(str(since), **facts))
        except Refused:
            assert uow.load(CALL) == state
            continue
        after = uow.load(CALL)
        if after == state:
            continue
        slots = [each.slot for _, each in meetings(uow) if each.status == "scheduled"]
        assert len(set(slots)) == len(slots)
        assert {day for day in plan(uow) if day < str(since)} == before
        if (after.every, after.occurred) != (state.every, state.occurred):
            last = after.until.latest
            expected = [
                day.earliest
                for day in recurrence.slots(after.occurred, after.every, after.until)
                if str(since) <= day.earliest <= last
            ]
            cancelled = plan(uow, "cancelled")
            found = [day for day in plan(uow) if day >= str(since)]
            assert set(found) <= set(expected)
            assert len(expected) - len(found) <= len(cancelled)

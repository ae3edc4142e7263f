"""The longest gap between contacts, computed from their dates."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.silence import Gap, longest_gap

days = st.tuples(st.integers(-500, 500), st.integers(0, 40)).map(lambda one: (one[0], sum(one)))


def test_two_days_have_a_gap_between_them() -> None:
    """A gap lasts from the latest day of one contact to the earliest day of the next."""
    assert longest_gap([(10, 12), (1, 3)]) == Gap(7, 3, 10)


def test_fewer_than_two_contacts_have_no_gap() -> None:
    assert longest_gap([]) is longest_gap([(1, 1)]) is None


@given(st.lists(days, min_size=2, max_size=20))
def test_the_gap_is_the_longest(contacts: list[tuple[int, int]]) -> None:
    """No contact falls within the longest gap, whatever the order of the contacts."""
    gap = longest_gap(contacts)
    assert gap is not None
    assert gap.days >= 0
    if gap.days:
        assert not [one for one in contacts if one[0] < gap.before and one[1] > gap.after]
    assert longest_gap(reversed(contacts)) == gap

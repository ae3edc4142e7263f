"""An import compares each new row with the earlier rows that may describe the same thing."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain import Profile, Span, in_common
from dragoman.exchange.recognition import Made, Named

BODY = UUID(int=1)
spans = st.builds(
    lambda first, days: Span(first=first, last=first + days),
    st.integers(1, 700),
    st.sampled_from([0, 0, 1, 2, 6, 7, 8, 30, 63, 64, 100, 300, 511]),
)
profiles = st.builds(
    Profile,
    kind=st.sampled_from(["visit", "consultation", "instrument"]),
    states=st.sets(st.sampled_from(["AZ", "IQ", "DE"]), min_size=1).map(frozenset),
    when=spans,
    title=st.sampled_from(["Talks on water", "Energy"]),
    body=st.sampled_from([None, BODY]),
    number=st.sampled_from([None, 1, 2]),
)


@given(st.lists(profiles, max_size=12))
def test_a_row_is_compared_with_every_earlier_row_that_it_resembles(some: list[Profile]) -> None:
    """The index of earlier rows misses no row that resembles the new row."""
    made = Made()
    for number, profile in enumerate(some):
        found = {one.name for one in made.near(profile) if in_common(profile, one.profile)}
        alike = (index for index, one in enumerate(some[:number]) if in_common(profile, one))
        assert found == {str(index) for index in alike}
        made.add(Named(UUID(int=number), str(number), profile))

"""An import compares each new row with the earlier rows that may describe the same thing."""

from unittest import mock
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain import Profile, Span, in_common
from dragoman.exchange import made
from dragoman.exchange.made import Made, Named

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


@given(st.lists(profiles, max_size=12), st.integers(0, 12))
def test_a_row_is_compared_with_every_earlier_row_that_it_resembles(
    some: list[Profile], kept: int
) -> None:
    """Looking a row up in the index finds the same rows as comparing it with every row.

    The index keeps only some profiles in memory and reads the others again.
    """
    named = [Named(UUID(int=number), str(number), one) for number, one in enumerate(some)]
    index = Made()
    with mock.patch.object(made, "KEPT", kept):
        for number, one in enumerate(named):
            near = index.near(one.profile, lambda record: named[record.int])
            found = {other.name for other in near if in_common(one.profile, other.profile)}
            alike = (
                other.name for other in named[:number] if in_common(one.profile, other.profile)
            )
            assert found == {*alike}
            index.add(one)

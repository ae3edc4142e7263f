"""Presidents of the United States, found by surname and date.

The date is necessary, because ``Met with President Bush`` may mean two Presidents.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from attrs import frozen

from dragoman.exchange.profiles.historian.days import took_place

_SINCE = {
    "1869-03-04": "Ulysses S. Grant",
    "1877-03-04": "Rutherford B. Hayes",
    "1881-03-04": "James A. Garfield",
    "1881-09-19": "Chester A. Arthur",
    "1885-03-04": "Grover Cleveland",
    "1889-03-04": "Benjamin Harrison",
    "1893-03-04": "Grover Cleveland",
    "1897-03-04": "William McKinley",
    "1901-09-14": "Theodore Roosevelt",
    "1909-03-04": "William Howard Taft",
    "1913-03-04": "Woodrow Wilson",
    "1921-03-04": "Warren G. Harding",
    "1923-08-02": "Calvin Coolidge",
    "1929-03-04": "Herbert Hoover",
    "1933-03-04": "Franklin D. Roosevelt",
    "1945-04-12": "Harry S. Truman",
    "1953-01-20": "Dwight D. Eisenhower",
    "1961-01-20": "John F. Kennedy",
    "1963-11-22": "Lyndon B. Johnson",
    "1969-01-20": "Richard M. Nixon",
    "1974-08-09": "Gerald R. Ford",
    "1977-01-20": "Jimmy Carter",
    "1981-01-20": "Ronald Reagan",
    "1989-01-20": "George H. W. Bush",
    "1993-01-20": "Bill Clinton",
    "2001-01-20": "George W. Bush",
    "2009-01-20": "Barack Obama",
    "2017-01-20": "Donald J. Trump",
    "2021-01-20": "Joseph R. Biden",
    "2025-01-20": "Donald J. Trump",
}
_DAYS = [*map(date.fromisoformat, _SINCE), date.max]
_TERMS = [
    (*days, name, name.rpartition(" ")[2])
    for days, name in zip(pairwise(_DAYS), _SINCE.values(), strict=True)
]
_NAMES = {name for *_, full, surname in _TERMS for name in (full, surname)}
_SURNAMES = "|".join(sorted({surname for *_, surname in _TERMS}))
_CALLED = re.compile(
    rf"\b(?:[Mm]et|with|[Aa]cco+mpan(?:ied|ying)|[Jj]oined)"
    rf" President (?:[A-Z][\w.]* ){{0,2}}({_SURNAMES})\b"
)


@frozen
class Called:
    """A President, and the words of the prose that refer to the President."""

    name: str
    words: str


def president(prose: str, first: date, last: date) -> Called | None:
    """Return the President in office whom the traveller met or joined, according to the prose.

    ``first`` and ``last`` are the days of the record. Meetings that were only intended, or were on
    another day, do not count.
    """
    for found in _CALLED.finditer(prose):
        for name, surname in _in_office(first, last):
            if surname == found[1] and took_place(prose, *found.span(), first, last):
                return Called(name, found[0])
    return None


def _in_office(first: date, last: date) -> Iterator[tuple[str, str]]:
    """Yield the full name and surname of each President in office between two days."""
    for start, end, name, surname in _TERMS:
        if start <= last and first <= end:
            yield name, surname


ELECTED = timedelta(days=80)
"""The longest time between an election and the day on which the President takes office."""


def president_called(surname: str, post: str, first: date, last: date) -> str | None:
    """Return the full name of the President, or President-elect, with a surname on some days."""
    if surname not in _NAMES:
        return None
    if post == "President":
        names = _in_office(first, last)
    elif post == "President-elect":
        names = _in_office(first + ELECTED, last + ELECTED)
    else:
        return None
    return next((name for name, its in names if surname in (its, name)), None)

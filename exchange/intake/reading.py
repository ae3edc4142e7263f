"""Read a text: find what it mentions, and then the events that it reports."""

from dragoman.domain import ImpreciseDate
from dragoman.exchange.intake.days import dateline_of, days_in
from dragoman.exchange.intake.events import Event, Mentions
from dragoman.exchange.intake.gazetteer import cities_in, states_in
from dragoman.exchange.intake.known import NOTHING, Known
from dragoman.exchange.intake.lexicon import lexicon_of
from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.names import NameFinder
from dragoman.exchange.intake.people import PeopleFinder
from dragoman.exchange.intake.posts import posts_in
from dragoman.exchange.intake.reports import EventFinder
from dragoman.exchange.intake.source_text import SourceText


def mentions_in(
    text: str, lexicon: Lexicon, published: ImpreciseDate | None, known: Known = NOTHING
) -> Mentions:
    """Return the states, cities, dates, posts and people that a text mentions."""
    source = SourceText(text)
    states = states_in(source, lexicon)
    cities = cities_in(source, lexicon)
    days = days_in(source, lexicon, published)
    posts = posts_in(source, lexicon, states)
    taken = [one.span for some in (states, posts, days) for one in some]
    names = NameFinder.of(source, lexicon, taken)
    begin = source.headline.end if source.headline else 0
    named = known.names_in(source, lexicon)
    towns = [one.span for one in cities]
    people = PeopleFinder(source, lexicon, states, posts, names, begin, towns, named).people()
    names_of_people = {
        letter
        for one in people
        if one.named_at
        for letter in range(one.named_at.start, one.named_at.end)
    }
    return Mentions(
        source=source,
        lexicon=lexicon,
        states=[one for one in states if one.span.start not in names_of_people],
        cities=[one for one in cities if one.span.start not in names_of_people],
        days=days,
        posts=posts,
        people=people,
        published=published.text if published else None,
        known=known,
    )


def events_in(mentions: Mentions) -> list[Event]:
    """Return the events that a text reports."""
    return EventFinder(mentions).find()


def dateline(text: str, language: str) -> ImpreciseDate | None:
    """Return the date of publication in the dateline of a text, if it has one."""
    return dateline_of(text, lexicon_of(language))

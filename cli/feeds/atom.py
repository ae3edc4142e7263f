"""News of the register as an Atom feed (RFC 4287): an entry for each entry of the log."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from attrs import frozen

from dragoman.cli.wording import change_in_words, words
from dragoman.domain import many
from dragoman.exchange import safe

if TYPE_CHECKING:
    from dragoman.projections import DifferenceEvent

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 100
"""The maximum number of entries in a feed."""

BEGINNING = "1970-01-01T00:00:00+00:00"
"""The time of a feed without entries, and of an entry whose time cannot be read."""


@frozen
class News:
    """A feed of news: its id, its title, what it leaves out, and its events, oldest first."""

    id: UUID
    title: str
    left_out: str
    events: "Sequence[DifferenceEvent]"

    def xml(self) -> bytes:
        """Return the feed as XML; the newest entry comes first."""
        entries = [list(some) for _, some in groupby(self.events, lambda one: one.entry)][-MOST:]
        feed = Element("feed", xmlns=NAMESPACE)
        feed.set("xml:lang", "en")
        _add(feed, "id", self.id.urn)
        _add(feed, "title", self.title)
        if self.left_out:
            _add(feed, "subtitle", self.left_out)
        _add(feed, "updated", _time(entries[-1][-1]) if entries else BEGINNING)
        _add(SubElement(feed, "author"), "name", "Dragoman")
        SubElement(feed, "link", href="/")
        for events in reversed(entries):
            _add_entry(feed, events)
        indent(feed)
        text: bytes = tostring(feed, "utf-8", xml_declaration=True)
        return text + b"\n"


def _add_entry(feed: Element, events: "Sequence[DifferenceEvent]") -> None:
    first = events[0]
    entry = SubElement(feed, "entry")
    _add(entry, "id", UUID(first.entry).urn)
    refs = list(dict.fromkeys(one.ref for one in events if one.ref))
    more = f", and {many(len(refs) - 1, 'more record')}" if len(refs) > 1 else ""
    _add(entry, "title", f"{_headline(first)}{more}")
    _add(entry, "updated", _time(events[-1]))
    _add(SubElement(entry, "author"), "name", first.recorded_by)
    SubElement(entry, "link", href=f"/{refs[0]}" if refs else "/audit/log")
    _add(entry, "content", "\n".join(_lines(events)))


def _headline(event: "DifferenceEvent") -> str:
    return f"{event.ref or ''} {event.called or ''}: {words(event.type)}".strip()


def _lines(events: "Iterable[DifferenceEvent]") -> Iterator[str]:
    for event in events:
        yield _headline(event)
        yield from (f"  {change_in_words(one)}" for one in event.changes)


def _time(event: "DifferenceEvent") -> str:
    return event.recorded_at or BEGINNING


def _add(parent: Element, name: str, text: str) -> None:
    """Add an element with text, without characters that XML does not allow."""
    lines = "\n".join(safe(line) for line in text.split("\n"))
    SubElement(parent, name).text = lines

"""The draft of a dispatch: the records that the claims propose, with the words of the source.

The draft is YAML that ``dragoman record`` takes. Comments show the text with numbered lines, the
words on which each value rests, the fields that are empty, and the sentences that gave nothing.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from dragoman.domain import country_name
from dragoman.exchange.drafts import dumped, fields_of_document
from dragoman.exchange.intake.claims import Claim
from dragoman.exchange.intake.events import Mentions
from dragoman.exchange.intake.merging import Conflicts
from dragoman.exchange.intake.source_text import folded

UNCHECKED = "# Not checked yet. Delete this line when you have checked the values below."
"""The line that tells an unchecked draft from a checked one."""

_WIDTH = 96
_COLUMN = 46
"""The width of the values, left of the words on which they rest."""
_QUOTED_DATE = re.compile(r"(?<=: )'([0-9][-0-9./TXZ~?%:+]*)'$")
"""A date or a number that YAML would quote; Dragoman reads every value as text."""
_BESIDE = "\0"
_LONGEST_QUOTE = 60
_INTERPRETED = ("post", "occurred", "signed", "due", "place", "session", "level", "form", "mode")
"""The fields whose original words the record keeps."""


@define
class DraftRecord:
    """A proposed record: its document, and the claim of each value by its path in the document.

    ``candidates`` says, for each empty field, what the field may be.
    """

    key: str
    kind: str
    document: dict[str, Any] = field(factory=dict)
    words: dict[str, str] = field(factory=dict)
    """The words of the source for each value, by its path."""
    claims: dict[str, Claim] = field(factory=dict)
    candidates: dict[str, str] = field(factory=dict)


def records_of(
    claims: Sequence[Claim], mentions: Mentions, conflicts: Conflicts
) -> list[DraftRecord]:
    """Return the records that claims propose, in the order of their first claim.

    ``conflicts`` are the fields for which readers give different values.
    """
    own: dict[str, list[Claim]] = {}
    for claim in claims:
        own.setdefault(claim.record, []).append(claim)
    records = [_record(key, some, mentions) for key, some in own.items()]
    for record in records:
        _complete(record, mentions)
        for (key, path), values in conflicts.items():
            if key == record.key:
                record.candidates[path] = f"readers differ; {' or '.join(values)}?"
    return records


def _record(key: str, claims: Sequence[Claim], mentions: Mentions) -> DraftRecord:
    kind = next(claim.value for claim in claims if claim.path == "kind")
    record = DraftRecord(key, kind, {"kind": kind, "handle": key})
    numbers: dict[str, dict[str, int]] = {}
    for claim in claims:
        path = _numbered_again(claim.path, numbers)
        record.claims[path] = claim
        record.words[path] = mentions.source.words_of(claim.span)
        if path != "kind":
            _put(record.document, path.split("."), claim.value)
    return record


def _numbered_again(path: str, numbers: dict[str, dict[str, int]]) -> str:
    """Return a path whose part numbers have no gaps; a dropped claim may have left a gap."""
    steps = path.split(".")
    if len(steps) > 1 and steps[1].isdigit():
        known = numbers.setdefault(steps[0], {})
        steps[1] = str(known.setdefault(steps[1], len(known) + 1))
    return ".".join(steps)


def _put(document: dict[str, Any], steps: Sequence[str], value: str) -> None:
    """Put a value at a path of a document."""
    name, *rest = steps
    if not rest:
        document[name] = value
    elif not rest[0].isdigit():
        _put(document.setdefault(name, {}), rest, value)
    else:
        parts = document.setdefault(name, [])
        number, *inner = rest
        if not inner:
            parts.append(value)
        else:
            if int(number) > len(parts):
                parts.append({})
            _put(parts[int(number) - 1], inner, value)


# --- What follows from the values --------------------------------------------------------------


def _complete(record: DraftRecord, mentions: Mentions) -> None:
    """Add the title, the original words and the candidates of a record; order its fields."""
    document = record.document
    if title := _title(record):
        document.setdefault("what" if record.kind == "follow-up" else "title", title)
    written = {
        path: words
        for path, claim in record.claims.items()
        if path.split(".")[-1] in _INTERPRETED
        and folded(words := mentions.source.words_of(claim.span)) != folded(claim.value)
    }
    if written:
        document["as_written"] = written
    own = [name for name in fields_of_document(record.kind) if name != "as_written"]
    fields = ("kind", "handle", *own, "readings", "as_written")
    record.document = {name: document[name] for name in fields if name in document}
    record.candidates = _candidates(record, mentions)


def _title(record: DraftRecord) -> str | None:
    """Return a short title made of the values of a record."""
    document = record.document
    parties = [country_name(code) for code in document.get("parties", ())]
    among = f" of {_listed(parties)}" if parties else ""
    people = [_called(one) for one in document.get("participants", ())]
    if record.kind == "mechanism":
        body = str(document.get("body", "")).capitalize()
        return f"{body}{among}"
    if record.kind == "instrument":
        return f"{str(document.get('form', 'Instrument')).capitalize()}{among}"
    if record.kind == "follow-up":
        body = str(document.get("awaits", {}).get("mechanism", "")).replace("-", " ")
        return f"Next session of the {body}" if body else None
    if record.kind == "visit":
        return f"Visit of {people[0]}" if people else f"Visit{among}"
    if record.kind == "meeting":
        noun = {"phone": "Phone call", "video": "Video call"}.get(document.get("mode", ""))
        return f"{noun or 'Meeting'} of {_listed(people)}" if people else f"Meeting{among}"
    return None


_MOST_NAMED = 3


def _listed(names: Sequence[str]) -> str:
    """Join names: "A, B and C"; of many names, only the first ones."""
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and others"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _called(person: Mapping[str, str]) -> str:
    """Return the name of a participant or, without a name, the post."""
    if name := person.get("name"):
        return name
    side = person.get("side")
    return f"the {person['post']}{f' of {country_name(side)}' if side else ''}"


def _candidates(record: DraftRecord, mentions: Mentions) -> dict[str, str]:
    """Return what the important empty fields of an engagement may be."""
    document, found = record.document, dict[str, str]()
    if record.kind not in ("visit", "consultation", "meeting", "mechanism"):
        return found
    states = dict.fromkeys(one.code for one in mentions.states)
    sides = document.get("parties") or list(states)
    for number, person in enumerate(document.get("participants", ()), 1):
        if "side" not in person:
            known = mentions.known.side_of(person.get("name", ""))
            offered = f"not stated; the register has {known}" if known else _offered(sides)
            found[f"participants.{number}.side"] = offered
    if len(document.get("parties", ())) < _FEWEST_PARTIES:
        found["parties"] = _offered(one for one in states if one not in sides)
    if record.kind == "mechanism":
        return found
    if "occurred" not in document:
        days = (one.past or mentions.source.words_of(one.span) for one in mentions.days)
        found["occurred"] = _offered(days)
    if "place" not in document and "mode" not in document:
        found["place"] = _offered(one.city for one in mentions.cities)
    return found


_FEWEST_PARTIES = 2
_MOST_OFFERED = 4


def _offered(values: Iterable[str]) -> str:
    """Return a note about an empty field: "not stated; AZ or IQ?"."""
    *others, last = list(dict.fromkeys(values))[:_MOST_OFFERED] or [""]
    if not last:
        return "not stated"
    return f"not stated; {', '.join(others)} or {last}?" if others else f"not stated; {last}?"


def _with_comment(line: str) -> str:
    """Return a line with the words of its value in a column of their own."""
    value, mark, words = line.partition(_BESIDE)
    return f"{value:<{_COLUMN}}  # {words}" if mark else line


# --- The text of the draft ---------------------------------------------------------------------


@frozen
class Draft:
    """A draft of a dispatch: the head, the source, the records, and what was not used."""

    dispatch: str
    source: Mapping[str, str]
    records: Sequence[DraftRecord]
    mentions: Mentions
    notes: Sequence[str] = ()

    def text(self) -> str:
        """Return the YAML of the draft, with its comments."""
        lines = [UNCHECKED, *(f"# {note}" for note in self.notes), "#", *self._source_lines(), ""]
        head = dumped({"dispatch": self.dispatch, "source": dict(self.source)})
        lines += [_QUOTED_DATE.sub(r"\1", line) for line in head.splitlines()]
        lines.append("records:" if self.records else "records: []")
        for record in self.records:
            lines += ["", *self._record_lines(record)]
        if unused := list(self._unused()):
            lines += ["", "# These sentences have names or dates, and gave nothing:", *unused]
        return "\n".join(_with_comment(line).rstrip() for line in lines) + "\n"

    def _source_lines(self) -> Iterator[str]:
        """Yield the lines of the source, numbered, as comments."""
        for number, line in enumerate(self.mentions.source.lines, 1):
            wrapped = textwrap.wrap(" ".join(line.splitlines()), _WIDTH - 8) or [""]
            yield f"# {number:>4}  {wrapped[0]}"
            yield from (f"#       {rest}" for rest in wrapped[1:])

    def _record_lines(self, record: DraftRecord) -> Iterator[str]:
        for number, line in enumerate(self._fields(record, record.document, "")):
            yield f"  {'- ' if number == 0 else '  '}{line}"
        for path, note in record.candidates.items():
            if not path.startswith("participants."):
                yield f"    # {path}: {note}"

    def _fields(self, record: DraftRecord, values: Mapping[str, Any], above: str) -> Iterator[str]:
        """Yield the lines of the fields of a record, or of a part of it at the path ``above``."""
        for name, value in values.items():
            path = f"{above}{name}"
            if isinstance(value, list):
                yield f"{name}:"
                yield from self._items(record, value, path)
            elif isinstance(value, dict) and name != "as_written":
                yield f"{name}:"
                yield from (f"  {line}" for line in self._fields(record, value, f"{path}."))
            else:
                yield from self._line(record, {name: value}, path)

    def _items(self, record: DraftRecord, values: Sequence[Any], path: str) -> Iterator[str]:
        for number, value in enumerate(values, 1):
            inner = f"{path}.{number}"
            if isinstance(value, dict):
                lines = list(self._fields(record, value, f"{inner}."))
                if note := record.candidates.get(f"{inner}.side"):
                    lines.append(f"# side: {note}")
            else:
                lines = [
                    line.removeprefix("x: ") for line in self._line(record, {"x": value}, inner)
                ]
            yield f"  - {lines[0]}"
            yield from (f"    {line}" for line in lines[1:])

    def _line(self, record: DraftRecord, value: Mapping[str, Any], path: str) -> Iterator[str]:
        """Yield a field with its value and, as a comment, the words on which it rests."""
        first, *others = dumped(value).splitlines()
        first = _QUOTED_DATE.sub(r"\1", first)
        claim = record.claims.get(path)
        yield f"{first}{_BESIDE}{self._words(claim)}" if claim and not others else first
        yield from others

    def _words(self, claim: Claim) -> str:
        source = self.mentions.source
        words = " ".join(source.words_of(claim.span).split())
        return f"{source.line_of(claim.start)}: {textwrap.shorten(words, _LONGEST_QUOTE, placeholder=' …')}"

    def _unused(self) -> Iterator[str]:
        """Yield the sentences with names or dates that no claim uses."""
        source = self.mentions.source
        used = {
            source.sentence_of(claim.start)
            for record in self.records
            for claim in record.claims.values()
        }
        places = [place for person in self.mentions.people for place in person.places]
        places += [day.span for day in self.mentions.days]
        for number, span in enumerate(source.sentence_spans):
            if number not in used and any(span.holds(place) for place in places):
                words = " ".join(source.words_of(span).split())
                yield f"# {source.line_of(span.start):>4}  {textwrap.shorten(words, 160, placeholder=' …')}"

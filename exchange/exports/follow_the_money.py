"""FollowTheMoney entities, one per line, for network analysis.

The model (followthemoney 4) has people, organisations, posts, events and documents, but no
diplomacy. Records that do not fit these schemas use the closest schema.

- A state is a ``PublicBody``, because only legal entities can take part in events; its country is
  the FollowTheMoney country, if there is one. An organisation is an ``Organization``.
- A party is a ``Person`` or an ``Organization``; merged parties are one entity, with the other
  names as aliases. The ``country`` of the entity is the side that the party acts for, not its
  nationality.
- A post is a ``Position``; its holder has an ``Occupancy``.
- A visit, session, meeting or signing is an ``Event``. The property ``involved`` has the
  participants; ``notes`` has their posts and roles. The ``organizer`` is the host.
- A conference is an ``Event``; its ``organizer`` is the organisation that holds the conference or,
  without one, the host country.
- A series of meetings is an ``Event`` from its first to its last day; each meeting is an event, too.
- A mechanism is an ``Organization`` whose members are states (``Membership``).
- A follow-up is a ``Project`` from its agreement to its due date (``ProjectParticipant``).
- A source is an ``Article``, and the ``proof`` of the records that cite it. All sources are in a
  ``Folder`` that represents the register.

The file leaves out retracted records, readings that nobody chose, and the history of records. Links
between events, which FollowTheMoney does not have, are in ``notes``.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import IO, TypeAlias, TypedDict

import msgspec
from attrs import define, field

from dragoman.domain import (
    KINDS,
    called,
    country_name,
    declared,
    natural_id,
    parse_date,
    term_of,
)
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
)
from dragoman.exchange.safe_text import safe, safe_lines
from dragoman.exchange.wording import in_words, which_session
from dragoman.projections import (
    PersonDoc,
    PersonNames,
    PositionDoc,
    RecordDoc,
    Snapshot,
    SourceDoc,
    awaits_shape,
    involved,
    link_shapes,
    name_of,
    parties,
    people_of,
    person_names,
    text_at,
)
from dragoman.projections.reports.selection import SelectedRecord, SelectionBatch, leads_to, named
from dragoman.projections.reports.withholding import Withheld
from dragoman.store import queries

SCHEMA = "dragoman/ftm/1"


class Entity(TypedDict):
    """A FollowTheMoney entity: its id, its schema and its properties."""

    id: str
    schema: str
    properties: dict[str, list[str]]


Value: TypeAlias = str | list[str] | list[str | None] | None
Properties = Mapping[str, Value]

REMEMBERED = 50_000
"""The number of written entities to remember. To write an entity twice is harmless."""


# --- Entities ---------------------------------------------------------------------------------


def entity(schema: str, id_: str, properties: Properties) -> Entity:
    """Build an entity from its properties; leave out unknown values."""
    listed: dict[str, Sequence[str | None]] = {
        name: value if isinstance(value, list) else [value] for name, value in properties.items()
    }
    known = {name: list(dict.fromkeys(filter(None, one))) for name, one in listed.items()}
    return {"id": id_, "schema": schema, "properties": {k: v for k, v in known.items() if v}}


def id_of(kind: str, *key: str | None) -> str:
    """Return the id of an entity that is not a record; the id is the same in all exports."""
    return natural_id(f"ftm-{kind}", "|".join(term_of(one or "") for one in key)).hex


_COUNTRIES = {"CSHH": "cshh", "CSXX": "csxx", "DDDE": "dd", "SUHH": "suhh", "YUCS": "yucs"}
"""The former states for which FollowTheMoney has a country code."""


def country(code: str | None) -> str | None:
    """Return the FollowTheMoney country of a side, if any; organisations have no country."""
    if code is None or code.startswith("org:"):
        return None
    return code.lower() if len(code) == 2 else _COUNTRIES.get(code)


_PREFIX = re.compile(r"([1-9][0-9]{3})(-(?:0[1-9]|1[0-2])(-[0-3][0-9])?)?(?![0-9X])")


def prefix(edtf: str | None) -> str | None:
    """Return the part of a date that FollowTheMoney supports: ``2025-04``.

    A season becomes its year, and a time becomes its day. Returns ``None`` for open or unknown
    dates, and for years that do not have four digits.
    """
    found = _PREFIX.match(edtf or "")
    return found[0] if found else None


def dates(edtf: str | None) -> dict[str, str | None]:
    """Return a date as properties: a start and an end for a period, or else a single date."""
    start, is_interval, end = (parse_date(edtf).edtf if edtf else "").partition("/")
    if is_interval:
        return {"startDate": prefix(start), "endDate": prefix(end)}
    return {"date": prefix(start)}


# --- Records ----------------------------------------------------------------------------------


@define
class Entities:
    """The entities for a batch of records, and for everything that the records refer to.

    ``folder`` is the id of the register. ``bearers`` maps the search terms of participants to
    parties. ``people`` are all parties that the records refer to. ``merges`` maps each merged party
    to its target, and ``merged`` maps each target to the parties merged into it. ``names``
    are the present names of the participants.
    """

    snapshot: Snapshot
    folder: str
    bearers: Mapping[str, int]
    merges: Mapping[int, int]
    merged: parties.Merged
    people: Mapping[int, SelectedRecord]
    names: PersonNames
    found: dict[str, Entity] = field(factory=dict)

    def of(self, item: SelectedRecord) -> None:
        """Add the entities for a record, unless the record is retracted."""
        if not item.is_retracted:
            _OF_KIND.get(item.kind, Entities.other)(self, item)

    def add(self, schema: str, id_: str, properties: Properties) -> str:
        """Add an entity and return its id."""
        if id_ not in self.found:
            self.found[id_] = entity(schema, id_, properties)
        return id_

    def engagement(self, item: SelectedRecord) -> None:
        """Add a visit, session or meeting as an event."""
        doc = item.doc
        number_ = f", session {doc['session']}" if doc.get("session") else ""
        off = f"{doc['status']}: " if doc["status"] in ("postponed", "cancelled") else ""
        host = doc.get("host")
        own = {
            "name": f"{off}{doc.get('title') or item.kind}{number_}",
            "organizer": self.side(host) if host else None,
            "keywords": [item.kind, *doc.get("topics", ())],
        }
        self._event(item, own, doc.get("occurred"))

    def instrument(self, item: SelectedRecord) -> None:
        """Add the signing of an instrument as an event."""
        doc = item.doc
        own = {"name": doc.get("title"), "keywords": [doc.get("form"), *doc.get("topics", ())]}
        self._event(item, own, doc.get("signed"))

    def conference(self, item: SelectedRecord) -> None:
        """Add a conference as an event that its organiser or, without one, its host holds."""
        doc = item.doc
        off = f"{doc['status']}: " if doc["status"] == "cancelled" else ""
        holder = doc.get("organiser") or doc.get("host")
        own = {
            "name": f"{off}{doc['title']}",
            "alias": doc.get("aliases", []),
            "organizer": self.side(holder) if holder else None,
            "keywords": [item.kind, *doc.get("topics", ())],
        }
        self._event(item, own, doc.get("occurred"))

    def series(self, item: SelectedRecord) -> None:
        """Add a series as an event that lasts from its first to its last day."""
        doc = item.doc
        host = doc.get("host")
        own = {
            "name": doc["title"],
            "organizer": self.side(host) if host else None,
            "keywords": [item.kind, *doc.get("topics", ())],
        }
        first = parse_date(doc.get("formerly", [doc["occurred"]])[0]).earliest
        self._event(item, own, f"{first}/{parse_date(doc['until']).latest}")

    def other(self, item: SelectedRecord) -> None:
        """Add a record of another kind as an event."""
        doc = item.doc
        own = {
            "name": called(doc),
            "keywords": [item.kind, doc.get("form"), *doc.get("topics", ())],
        }
        self._event(item, own, doc.get("occurred"))

    def _event(self, item: SelectedRecord, own: Properties, when: str | None) -> None:
        doc = item.doc
        participants = doc.get("participants", ())
        people = list(filter(None, map(self.participant, participants)))
        sides = involved(doc)
        properties = {
            **own,
            **dates(when),
            "location": doc.get("place"),
            "country": [country(code) for code in sides],
            "involved": [*map(self.side, sides), *people],
            "notes": [
                *self._notes(item, when),
                *(f"participant: {self._named(one)}" for one in participants),
                *(f"outcome: {one}" for one in doc.get("outcomes", ())),
            ],
        }
        self.add("Event", item.id, properties | self._common(item))

    def _named(self, person: PersonDoc) -> str:
        """Describe a participant by the present name; add the name as written if it differs."""
        name, written = name_of(person, self.names)
        about = _listed(person, *_OF_PERSON)
        return ", ".join(filter(None, (name, about, f"as written: {written}" if written else None)))

    def mechanism(self, item: SelectedRecord) -> None:
        """Add a standing body and its members."""
        doc = item.doc
        sides = doc.get("parties", ())
        properties = {
            "name": doc["title"],
            "alias": doc.get("aliases", []),
            "legalForm": doc["body"],
            "status": doc["status"],
            "incorporationDate": prefix(doc.get("established")),
            "dissolutionDate": prefix(doc.get("dissolved")),
            "country": [country(code) for code in sides],
            "notes": self._notes(item, doc.get("established")),
        }
        self.add("Organization", item.id, properties | self._common(item, has_record=False))
        for code in sides:
            link = {"member": self.side(code), "organization": item.id}
            self.add("Membership", id_of("membership", item.id, code), link)

    def follow_up(self, item: SelectedRecord) -> None:
        """Add a follow-up as a project, with its parties."""
        doc = item.doc
        properties = {
            "name": doc["what"],
            "status": doc["status"],
            "startDate": prefix(doc.get("agreed")),
            "endDate": prefix(doc.get("due")),
            "notes": self._notes(item, doc.get("due")),
        }
        self.add("Project", item.id, properties | self._common(item))
        for code in doc.get("parties", ()):
            link = {"participant": self.side(code), "project": item.id, "role": "party"}
            self.add("ProjectParticipant", id_of("owes", item.id, code), link)
        for index, owner in enumerate(doc.get("owners", ())):
            self._owner(item.id, index, owner)

    def _owner(self, project: str, index: int, owner: PersonDoc) -> None:
        """Add somebody who has to act: the person or organisation, or else the side."""
        side = owner.get("side")
        who = self.participant(owner) or (self.side(side) if side else None)
        if who:
            post = ", ".join(filter(None, ("owner", owner.get("post"), owner.get("role"), side)))
            link = {"participant": who, "project": project, "role": post}
            self.add("ProjectParticipant", id_of("owner", project, str(index)), link)

    def party(self, item: SelectedRecord) -> None:
        """Add a person or an organisation; replace a merged party with its target."""
        if item.record in self.merges:
            self._root(parties.root(item.record, self.merges))
        else:
            self.known(item)

    def known(self, item: SelectedRecord) -> None:
        """Add a party with its names and posts, and with the names of parties merged into it."""
        doc = item.doc
        merged = parties.absorbed(self.snapshot, item.record, self.merged).values()
        is_person = doc.get("type", "person") == "person"
        others = [name for one in merged for name in parties.names_of(one)]
        posts = doc.get("positions", ())
        properties = {
            "name": doc["name"],
            "alias": [*doc.get("aliases", ()), *others],
            "country": country(doc.get("side")),
            "position" if is_person else "classification": parties.current_post(doc),
            "notes": self._notes(item, None)
            + [f"post: {_listed(one, *_OF_POST)}" for one in posts if not is_person],
            **self._sources(doc),
        }
        self.add("Person" if is_person else "Organization", item.id, properties)
        for post in posts if is_person else ():
            self._occupancy(item.id, post)

    def _occupancy(self, holder: str, post: PositionDoc) -> None:
        side = post.get("side")
        position = id_of("position", post["post"], side)
        body = self.side(side) if side and side.startswith("org:") else None
        of_post = {"name": post["post"], "country": country(side), "organization": body}
        self.add("Position", position, of_post)
        term = {
            "holder": holder,
            "post": position,
            "startDate": prefix(post.get("assumed")),
            "endDate": prefix(post.get("left")),
            "status": "current" if post.get("held") else "ended",
        }
        key = (holder, position, post.get("assumed"), post.get("left"))
        self.add("Occupancy", id_of("occupancy", *key), term)

    def participant(self, person: PersonDoc) -> str | None:
        """Add the party that a participant refers to; return its id, or ``None`` if unknown."""
        record = self.bearers.get(parties.term_of_person(person) or "")
        return self._root(record) if record is not None else None

    def _root(self, record: int) -> str | None:
        """Add the party with this record number; return its id, or ``None`` if it is retracted."""
        item = self.people.get(record)
        if item is None or item.is_retracted:
            return None
        if item.id not in self.found:
            self.known(item)
        return item.id

    def side(self, code: str) -> str:
        """Add a side, which is a state or an organisation, and return its id."""
        kind = "organisation" if code.startswith("org:") else "state"
        about = {"name": country_name(code), "country": country(code)}
        if kind == "organisation":
            about["abbreviation"] = code.removeprefix("org:")
            return self.add("Organization", id_of(kind, code), about)
        return self.add("PublicBody", id_of(kind, code), about | {"legalForm": "State"})

    def _common(self, item: SelectedRecord, has_record: bool = True) -> dict[str, Value]:
        number_ = {"recordId": item.ref} if has_record else {}
        return {"summary": item.doc.get("summary"), **number_, **self._sources(item.doc)}

    def _sources(self, doc: RecordDoc) -> dict[str, list[str | None]]:
        sources = doc.get("sources", ())
        return {
            "proof": [self._source(one) for one in sources],
            "publisher": [one.get("publisher") for one in sources],
            "sourceUrl": [one.get("url") for one in sources],
        }

    def _source(self, source: SourceDoc) -> str:
        key = [text_at(source, name) for name in _KEY]
        details = [text for name in _DETAILS if (text := text_at(source, name))]
        properties = {
            "title": source["title"],
            "publisher": source.get("publisher"),
            "sourceUrl": source.get("url"),
            "publishedAt": prefix((source.get("published") or "").rpartition("/")[2]),
            "retrievedAt": prefix((source.get("retrieved") or "").rpartition("/")[2]),
            "description": source.get("note"),
            "notes": [
                f"{name}: {text}" for name in NOTED_OF_SOURCE if (text := text_at(source, name))
            ],
            "parent": self.folder,
        }
        return self.add("Article", id_of("source", *key, *details), properties)

    def _notes(self, item: SelectedRecord, when: str | None) -> list[str]:
        """Return a line for each fact for which FollowTheMoney has no property."""
        doc: Mapping[str, object] = item.doc
        facts = {name: in_words(doc[name]) for name in noted(item.kind) if doc.get(name)}
        links = link_shapes(self.snapshot, item.doc)
        if awaited := awaits_shape(self.snapshot, item.doc):
            links["awaits"] = f"{which_session(awaited.session)} of {awaited.mechanism}"
        place = item.doc.get("place") if item.kind == "follow-up" else None
        date = f"{parse_date(when).for_people()} ({when})" if when else None
        all_facts = {"ref": item.ref, "date": date, "place": place, **facts, **links}
        return [f"{name.replace('_', ' ')}: {one}" for name, one in all_facts.items() if one]


_KEY = ("title", "publisher", "published", "url")
_DETAILS = ("language", "retrieved", "note", "reliability", "credibility", "sha256")
"""The fields that distinguish sources with the same title, publisher, date and address."""

_PROPERTIES = (
    *("subject", "sender", "recipients"),
    *(
        "title",
        "what",
        "name",
        "host",
        "organiser",
        "topics",
        "occurred",
        "signed",
        "established",
        "dissolved",
    ),
    *(
        "agreed",
        "due",
        "place",
        "parties",
        "participants",
        "owners",
        "outcomes",
        "summary",
        "aliases",
    ),
    *("body", "form", "side", "post", "type", "positions", "awaits"),
)
"""The fields that become properties or separate entities."""


@cache
def noted(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind that go into ``notes``, because no property can hold them."""
    fields = declared(KINDS[kind].state).items()
    own = {name for name, one in fields if name in _PROPERTIES or one.holds == "link"}
    return ("status", *(name for name, _ in fields if name not in own))


NOTED_OF_SOURCE = ("language", "reliability", "credibility", "sha256")
"""The fields of a source that go into ``notes``."""


_OF_POST = ("post", "side", "assumed", "left")
_OF_PERSON = ("post", "side", "role")


def _listed(part: Mapping[str, object], *names: str) -> str:
    return ", ".join(filter(None, (text_at(part, name) for name in names)))


_OF_KIND: dict[str, Callable[[Entities, SelectedRecord], None]] = {
    **dict.fromkeys(("visit", "consultation", "meeting"), Entities.engagement),
    "mechanism": Entities.mechanism,
    "follow-up": Entities.follow_up,
    "instrument": Entities.instrument,
    "conference": Entities.conference,
    "series": Entities.series,
    "party": Entities.party,
}


# --- Files ------------------------------------------------------------------------------------


def write(material: Material, file: IO[bytes]) -> Summary:
    """Write the entities, but do not repeat an entity that is still in memory."""
    folder = queries.identity(material.register).id
    about = {"title": f"Register {folder}", "generator": SCHEMA}
    written: dict[str, None] = {}
    counts: Counter[str] = Counter()
    file.write(_line(entity("Folder", folder.hex, about)))
    for part in material.parts():
        found = _found(material, part, folder.hex)
        once = {id_: one for id_, one in found.items() if id_ not in written}
        counts.update(one["schema"] for one in once.values())
        file.write(b"".join(map(_line, once.values())))
        written |= dict.fromkeys(once)
        if len(written) > REMEMBERED:
            written = {}
    report = partial(ExportReport, entities=counts.total(), schemata=dict(counts))
    return Summary(report, (number(counts.total(), "entity"),))


def _found(material: Material, part: SelectionBatch, folder: str) -> dict[str, Entity]:
    """Return the entities for a batch of records."""
    merges, merged = parties.merges(part.snapshot), parties.merged(part.snapshot)
    bearers = parties.bearers(part.snapshot, _names(part))
    people = _people(part, merges, bearers, material.selection.withheld)
    docs = (item.doc for item in part.items)
    names = person_names(part.snapshot, docs, material.selection.withheld.records)
    entities = Entities(part.snapshot, folder, bearers, merges, merged, people, names)
    for item in part.items:
        entities.of(item)
    return entities.found


def _names(part: SelectionBatch) -> set[str]:
    """Return the search terms of the participants in a batch of records."""
    people = (one for item in part.items for one in people_of(item.doc))
    return {term for one in people if (term := parties.term_of_person(one))}


def _people(
    part: SelectionBatch, merges: Mapping[int, int], bearers: Mapping[str, int], withheld: Withheld
) -> dict[int, SelectedRecord]:
    """Return the parties that a batch of records refers to, with targets for merged parties."""
    rows = (part.snapshot.row(id_) for item in part.items for id_ in leads_to(item.doc))
    linked = (row.record for row in rows if row and row.kind == "party")
    own = (item.record for item in part.items if item.kind == "party")
    records = {parties.root(one, merges) for one in (*bearers.values(), *linked, *own)}
    part.snapshot.learn(records)
    found = named(part.snapshot, (part.snapshot.id_of(one).hex for one in records), withheld)
    return {item.record: item for item in found.items}


def _line(one: Entity) -> bytes:
    """Return an entity as a line of JSON, without control characters."""
    plain = {
        name: list(map(safe_lines if name == "summary" else safe, values))
        for name, values in one["properties"].items()
    }
    return msgspec.json.encode({**one, "properties": plain}) + b"\n"


ENTITIES = ExportFormat("file of entities", f'"{SCHEMA}"'.encode(), write)

"""Records as a dispatch, which other people can record in their registers.

The dispatch also includes the records that selected records link to. A handle consists of the kind
and the number of the record. Each record keeps only its first source. A record without a source has
the source of the dispatch, which is the register. A dispatch has the current state of records, not
their history. The export counts the facts that a dispatch cannot express.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import IO, Any, TypedDict
from uuid import UUID

from attrs import define, field

from dragoman.domain import (
    KINDS,
    PEOPLE,
    PartPath,
    foreign,
    holding,
    is_for_reply,
    is_part,
    known_path,
    non_empty,
    what_is_owed,
    who_owes,
)
from dragoman.exchange.dispatch_document import DispatchDocument
from dragoman.exchange.documents import SourceDocument, document_class
from dragoman.exchange.drafts import dumped
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
    numbers,
)
from dragoman.exchange.faults import Fault, converted
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.yaml_file import LARGEST, SPLIT, parsed
from dragoman.projections import (
    PersonDoc,
    RecordDoc,
    digest_in,
    parties,
    people_at,
    people_of,
    text_at,
)
from dragoman.projections.reports.selection import SelectedRecord, leads_to, named
from dragoman.store import STEERING, queries

SCHEMA = "dragoman/dispatch/1"

Document = dict[str, object]


class DispatchData(TypedDict):
    """The data of a dispatch, as the export writes it to a file."""

    dispatch: str
    source: Document
    records: list[Document]


_HEAD = """\
# {schema}: {records} of a register, as of event {position}.
# To record them in another register: dragoman record FILE

"""


@define
class Bundle:
    """The records of a dispatch, by id: the selected records, and the records they link to.

    ``linked`` is the number of records that are in the dispatch only because other records link to
    them. ``lost`` counts the facts that a dispatch cannot express.
    """

    material: Material
    items: dict[str, SelectedRecord] = field(factory=dict)
    linked: int = 0
    lost: Counter[str] = field(factory=Counter)

    @cached_property
    def _merged(self) -> parties.Merged:
        return parties.merged(self.material.snapshot)

    @cached_property
    def _shared(self) -> Mapping[str, UUID]:
        return parties.shared_names(self.material.snapshot)

    def _party(self, person: PersonDoc) -> str | None:
        """Return the id of the party to which the dispatch has to link a participant, if any.

        A participant needs a link if the register has several people with the participant's name.
        """
        if party := person.get("party"):
            return party
        meant = self._shared.get(parties.term_of_person(person) or "")
        return str(meant) if meant else None

    def gather(self) -> None:
        """Collect the selected records, the records that these link to, and so on."""
        self._take(self.material.items())
        asked, seen = len(self.items), set[str]()
        while missing := self._missing() - seen:
            seen |= missing
            withheld = self.material.selection.withheld
            self._take(named(self.material.snapshot, missing, withheld).items)
        self.linked = len(self.items) - asked

    def _take(self, items: Iterable[SelectedRecord]) -> None:
        for item in items:
            if item.is_retracted:
                self.lost["retracted record"] += 1
            else:
                self.items[item.id] = item

    def _missing(self) -> set[str]:
        items = self.items.values()
        linked = {one for item in items for one in leads_to(item.doc)}
        if self._shared:
            people = (one for item in items for one in people_of(item.doc))
            linked |= {UUID(party).hex for one in people if (party := self._party(one))}
        return linked - self.items.keys()

    def documents(self) -> list[Document]:
        """Return the documents of the records; parties come first, as other records name them."""
        order = sorted(self.items.values(), key=lambda one: (one.kind != "party", one.record))
        return [self._document(one) for one in order if self._can_come(one)]

    def _can_come(self, item: SelectedRecord) -> bool:
        """Return whether the dispatch includes a record.

        The dispatch leaves out merged parties, sessions that have no mechanism, and follow-ups that
        a recorded message opens for its reply.
        """
        if item.kind == "consultation" and not self._handle(item.doc.get("mechanism")):
            self.lost["session without its mechanism"] += 1
            return False
        if message := self._message_of(item):
            opened = _as_opened(message.doc)
            is_same = all(item.doc.get(name) == one for name, one in opened.items())
            self.lost["change of a follow-up for a reply"] += not is_same
            return False
        return self._stands_for(item) is item

    def _message_of(self, item: SelectedRecord) -> SelectedRecord | None:
        """Return the message that opens this follow-up for its reply, or ``None``."""
        message = self._item(item.doc.get("agreed_in"))
        is_its = message is not None and is_for_reply(UUID(item.id), UUID(message.id))
        return message if is_its else None

    def _stands_for(self, item: SelectedRecord) -> SelectedRecord:
        """Return the party that ``item`` was merged into if both share a side, else ``item``."""
        into = self._item(item.doc.get("merged_into"))
        if into is None or into.doc.get("side") != item.doc.get("side"):
            return item
        return self._stands_for(into)

    def _item(self, id_: str | None) -> SelectedRecord | None:
        return self.items.get(UUID(id_).hex) if id_ else None

    def _handle(self, id_: str | None) -> str | None:
        """Return a record's handle (kind and number); ``None`` if the dispatch leaves it out."""
        item = self._item(id_)
        if item is None:
            return None
        it = self._stands_for(item)
        return f"{it.kind}-{it.ref.partition('-')[2]}"

    def _document(self, item: SelectedRecord) -> Document:
        doc, fields = item.doc, document_class(item.kind).__struct_fields__
        known: Mapping[str, object] = doc
        said = {name: known[name] for name in fields if name in doc and self._is_said(item, name)}
        said = _without(said, *holding(KINDS[item.kind].state, "link"), "awaits")
        if "as_written" in said:
            words = doc["as_written"].items()
            said["as_written"] = {k: v for k, v in words if k in said or is_part(k)}
        said |= self._links(item) | self._made_of_parts(doc)
        if item.kind == "party":
            said |= self._names(item)
        if "as_written" in said:
            said["as_written"] = dict(_words(doc, said))
        if item.kind == "follow-up" and self._is_dated_by_what_agreed_it(doc):
            said.pop("agreed", None)
        self._count(item)
        self.material.cited.update(filter(None, map(digest_in, doc.get("sources", ())[:1])))
        head = {"kind": item.kind, "handle": self._handle(item.id)}
        return head | {name: one for name, one in said.items() if one} | _source(doc)

    def _is_dated_by_what_agreed_it(self, doc: RecordDoc) -> bool:
        """Return whether the date of agreement is the engagement's date, which is the default."""
        engagement = self._item(doc.get("agreed_in"))
        return engagement is not None and doc.get("agreed") == engagement.doc.get("occurred")

    @staticmethod
    def _is_said(item: SelectedRecord, name: str) -> bool:
        """Return whether a document can give the field for a record with this status."""
        statuses = KINDS[item.kind].statuses_with(name)
        return not statuses or item.doc.get("status") in statuses

    def _links(self, item: SelectedRecord) -> Document:
        """Return the links from a record to other records in the dispatch, as handles."""
        doc, state = item.doc, KINDS[item.kind].state
        own = [name for name in holding(state, "link") if doc.get(name)]
        given = [name for name in own if name not in foreign(state) and self._is_said(item, name)]
        links: Document = {name: self._handle(text_at(doc, name)) for name in given}
        if awaited := doc.get("awaits"):
            mechanism = self._handle(awaited["mechanism"])
            links["awaits"] = mechanism and {**awaited, "mechanism": mechanism}
        self.lost["link to records that are left out"] += list(links.values()).count(None)
        apart = map(self._handle, doc.get("amendments", {}).get("distinct_from", ()))
        links["distinct_from"] = list(filter(None, apart))
        return links

    def _made_of_parts(self, doc: RecordDoc) -> Document:
        """Return the participants, the posts and, for a postponed engagement, its former date."""
        parts: Document = {}
        for name in PEOPLE:
            if people := people_at(doc, name):
                parts[name] = [self._participant(one) for one in people]
        if "positions" in doc:
            parts["positions"] = [_without(one, "held") for one in doc["positions"]]
        if doc.get("status") == "postponed" and doc.get("formerly"):
            parts["occurred"] = doc["formerly"][-1]
        return parts

    def _participant(self, person: PersonDoc) -> Document:
        handle = self._handle(self._party(person))
        plain = _without(person, "party", *(["type"] if person.get("type") == "person" else []))
        return plain | ({"party": handle} if handle else {})

    def _names(self, item: SelectedRecord) -> Document:
        """Return the other spellings of a party's name, and the names of parties merged into it."""
        merged = parties.absorbed(self.material.snapshot, item.record, self._merged).values()
        same = [one for one in merged if one.get("side") == item.doc.get("side")]
        self.lost["merger of parties of two sides"] += len(merged) - len(same)
        names = (*item.doc.get("aliases", ()), *(n for one in same for n in parties.names_of(one)))
        return {"aliases": [one for one in dict.fromkeys(names) if one != item.doc["name"]]}

    def _count(self, item: SelectedRecord) -> None:
        """Count the facts of a record that a document cannot express."""
        doc = item.doc
        kept = 1 if doc.get("status") == "postponed" else 0
        endless = [
            one for one in doc.get("positions", ()) if not one.get("held") and "left" not in one
        ]
        misplaced = [name for name in foreign(KINDS[item.kind].state) if doc.get(name)]
        self.lost["field of another kind"] += len(misplaced)
        self.lost["source beyond the first"] += max(len(doc.get("sources", ())) - 1, 0)
        self.lost["former date"] += max(len(doc.get("formerly", ())) - kept, 0)
        self.lost["disputed reading"] += len(doc.get("amendments", {}).get("readings", ()))
        self.lost["end of a post without a day"] += len(endless)


def _as_opened(message: RecordDoc) -> Document:
    """Return the fields of the follow-up that Dragoman opens for the reply to a message."""
    is_answered = message["status"] == "answered"
    return {
        "status": "fulfilled" if is_answered else "open",
        "what": what_is_owed(message["subject"]),
        "due": message.get("reply_due"),
        "owners": [non_empty(one) for one in who_owes(message["recipients"])],
        "fulfilled": message.get("answered"),
        **dict.fromkeys(("place", "awaits", "summary", "note")),
    }


def _words(doc: RecordDoc, said: Document) -> Iterator[tuple[str, str]]:
    """Yield the words of the source, with the paths to the parts as the dispatch has them."""
    written: Mapping[str, str] = said["as_written"]  # type: ignore[assignment]
    for text, words in written.items():
        path = known_path(text) if is_part(text) else None
        found = _path_in(path, doc, said) if path else text
        if found:
            yield str(found), words


def _path_in(path: PartPath, doc: Mapping[str, Any], said: Mapping[str, Any]) -> PartPath | None:
    """Return the path to the same part in a dispatch; ``None`` if the dispatch lacks the part."""
    has, known = said.get(path.field), path.item_in(doc.get(path.field))
    if not has or not known:
        return None
    if path.part:
        is_there = path.part in (path.item_in(has) or {}) or path.part == "type"
        return path if is_there else None
    return path.at(has.index(known) + 1) if known in has else None


def _without(part: Mapping[str, object], *names: str) -> Document:
    return {name: one for name, one in part.items() if name not in names}


def _source(doc: RecordDoc) -> Document:
    """Return the first source of a record as a document."""
    fields = SourceDocument.__struct_fields__
    sources = doc.get("sources", ())
    found = [
        {name: text for name in fields if (text := text_at(one, name)) is not None}
        for one in sources[:1]
    ]
    return {"source": found[0]} if found else {}


# --- Files ------------------------------------------------------------------------------------


def write(material: Material, file: IO[bytes]) -> Summary:
    """Write the dispatch. Raises :class:`UsageError` if no register could record it."""
    bundle = Bundle(material)
    bundle.gather()
    documents = bundle.documents()
    register = queries.identity(material.register).id
    dispatch: DispatchData = {
        "dispatch": f"register-{register.hex[:12]}",
        "source": {"title": f"Register {register}"},
        "records": documents,
    }
    _refuse_unfit(dispatch)
    text = _text(material, dispatch)
    _refuse_unreadable(text)
    file.write(text)
    words = (number(len(documents), "record"),)
    lost = {what: count for what, count in bundle.lost.items() if count}
    report = partial(ExportReport, records=len(documents), linked=bundle.linked, left_out=lost)
    return Summary(report, words, tuple(_notices(bundle)))


def _refuse_unfit(dispatch: DispatchData) -> None:
    if not dispatch["records"]:
        raise UsageError("--dispatch: no records match; a dispatch needs at least one")
    try:
        converted(dispatch, DispatchDocument)
    except Fault as fault:
        number_ = next((step for step in fault.path if isinstance(step, int)), 0)
        handle = dispatch["records"][number_]["handle"]
        where = ".".join(map(str, fault.path[2:]))
        raise UsageError(f"--dispatch: {handle}: {where}: {fault.message}") from fault


def _refuse_unreadable(text: bytes) -> None:
    """Raise :class:`UsageError` for a dispatch that is too large to record."""
    try:
        if len(text) > LARGEST:
            raise UsageError(f"more than {LARGEST >> 20} MiB")
        parsed("the dispatch", text.decode())
    except UsageError as error:
        cause = str(error).removesuffix(f"; {SPLIT}")
        raise UsageError(f"--dispatch: {cause}; select fewer records, or use --jsonl") from error


def _text(material: Material, dispatch: DispatchData) -> bytes:
    records = number(len(dispatch["records"]), "record")
    head = _HEAD.format(schema=SCHEMA, records=records, position=material.snapshot.position)
    plain = dumped(dispatch)
    if STEERING.search(plain):
        plain = dumped(dispatch, ascii=True)
    return f"{head}{plain}\n".encode()


_IN_WORDS = {
    "source beyond the first": "source (a dispatch includes only the first source of each record)",
    "change of a follow-up for a reply": "change to a follow-up for a reply",
    "link to records that are left out": "link to records outside the dispatch",
    "merger of parties of two sides": "merger of parties from two sides",
    "end of a post without a day": "end of a post on an unknown day",
}
"""Words for a kind of lost fact: a notice uses these words, and JSON uses the short key."""


def _notices(bundle: Bundle) -> Iterator[str]:
    if bundle.linked:
        yield f"includes {number(bundle.linked, 'linked record')} that you did not select"
    if lost := numbers({_IN_WORDS.get(what, what): count for what, count in bundle.lost.items()}):
        yield f"left out of the dispatch: {lost}"


DISPATCH = ExportFormat("dispatch", f"# {SCHEMA}".encode(), write, cites=True)

"""Posts: each post of a person, from recorded positions and from the records that name the person.

A later post does not end an earlier post: a post ends only if somebody recorded its end. Different
wordings of a post are one post; see :func:`dragoman.domain.careers.post_key`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter

from attrs import field, frozen
from msgspec.structs import asdict

from dragoman.domain import PLANNED, ImpreciseDate, PostKey, Ref, parse_date, post_key, typed_ref
from dragoman.projections import parties
from dragoman.projections.appearances import read_attended
from dragoman.projections.documents import of_record
from dragoman.projections.parties import PartyShape
from dragoman.projections.record_doc import PositionDoc, RecordDoc, text_at
from dragoman.projections.report import AsOf, DateShape, Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, refs, terms, valid_at
from dragoman.projections.timeline import EVER
from dragoman.store import select


class PostShape(Shape, frozen=True, kw_only=True):
    """A post of a person.

    ``wordings`` lists every wording of the post. ``assumed`` and ``left`` (EDTF) are recorded
    dates. ``held`` says whether the person still holds the post; it is ``None`` unless somebody
    recorded that the person took or left the post. ``seen_from`` and ``seen_until`` are the dates
    of the first and the last record in which the person appears in this post. ``records`` lists the
    refs of the records that give the post, newest first.
    """

    post: str
    side: str | None
    wordings: list[str]
    assumed: str | None
    left: str | None
    held: bool | None
    seen_from: DateShape | None
    seen_until: DateShape | None
    records: list[str]

    def is_on(self, day: int) -> bool:
        """Return whether the recorded dates, or the dates of the records, include a day."""
        first = _first(self.assumed) if self.assumed else None
        last = _last(self.left) if self.left else None
        if (self.assumed or self.left) and (self.held or self.left):
            return (first or -EVER) <= day <= (EVER if last is None else last)
        if self.seen_from is None or self.seen_until is None:
            return False
        begin, end = _first(self.seen_from.text), _last(self.seen_until.text)
        return begin is not None and end is not None and begin <= day <= end

    def may_be_on(self, day: int) -> bool:
        """Return whether no recorded date excludes a day, and some date is near the day."""
        assumed = _first(self.assumed) if self.assumed else None
        left = _last(self.left) if self.left else None
        if (assumed and day < assumed) or (left and day > left) or self.held is False:
            return False
        if self.held:
            return True
        ends = (self.seen_from, self.seen_until)
        days = [_last(one.text) for one in ends if one is not None]
        return any(one is not None and abs(one - day) <= _NEAR for one in days)


_NEAR = 366
"""The number of days before and after a sighting on which a person probably has the same post."""


@frozen
class _Sighting:
    """A record that gives a post: its ref, its date (EDTF), and the post as worded."""

    ref: str
    when: str | None
    post: str
    side: str | None
    is_past: bool

    @property
    def place(self) -> tuple[int, str]:
        """The sort key, by date."""
        return (_last(self.when) if self.when else None) or -EVER, self.ref


@frozen
class _Post:
    """A post while it is put together: the recorded position, if any, and the sightings."""

    position: PositionDoc | None = None
    sightings: list[_Sighting] = field(factory=list)

    def may_be_on(self, when: str | None) -> bool:
        """Return whether the position may have been held on a date."""
        assert self.position is not None
        assumed, left = self.position.get("assumed"), self.position.get("left")
        if when is None:
            return True
        day = parse_date(when)
        if assumed and day.certainly_before(parse_date(assumed)):
            return False
        return not (left and parse_date(left).certainly_before(day))

    @property
    def latest(self) -> int:
        """The sort key: the last day on which the person is known to have had the post."""
        position = self.position or {}
        if position.get("held") and not (position.get("assumed") or self.sightings):
            return EVER
        days = [_last(text) for name in ("assumed", "left") if (text := text_at(position, name))]
        days += [one.place[0] for one in self.sightings if one.is_past]
        return max((day for day in days if day is not None), default=-EVER)


def posts(snapshot: Snapshot, record: int) -> list[PostShape]:
    """Return the posts of a party and of the parties merged into it, latest first."""
    return posts_of(snapshot, [record]).get(record, [])


def posts_of(snapshot: Snapshot, records: Sequence[int]) -> dict[int, list[PostShape]]:
    """Return the posts of several parties, by record number; see :func:`posts`."""
    groups = parties.grouped(snapshot, parties.read_parties(snapshot, records))
    owners = parties.terms_of_all(snapshot, groups)
    sightings: dict[int, list[_Sighting]] = {}
    for term, sighting in _sightings(snapshot, owners):
        sightings.setdefault(owners[term], []).append(sighting)
    return {
        record: _posts(docs.values(), sightings.get(record, ())) for record, docs in groups.items()
    }


def present_post(found: Sequence[PostShape]) -> str | None:
    """Return the latest post that the person, as far as is recorded, has not left."""
    return next((one.post for one in found if one.held is not False), None)


def post_on(found: Sequence[PostShape], day: int) -> str | None:
    """Return the post that the person had on a day; ``None`` if no recorded period includes it."""
    return next((one.post for one in found if one.is_on(day)), None)


def known_post(found: Sequence[PostShape], when: ImpreciseDate | None) -> PostShape | None:
    """Return the post that the register knows for a date; ``None`` if it knows none or several.

    A recorded period that includes the date goes before posts that only may include it: the person
    took the post before or was seen in the post within a year, and is not known to have left.
    """
    day = None if when is None else when.first if when.last is None else when.last
    if day is None:
        holding = [one for one in found if one.held is not False]
        return holding[0] if len(holding) == 1 else None
    on = [one for one in found if one.is_on(day)]
    maybe = [one for one in found if one.may_be_on(day)]
    return on[0] if on else maybe[0] if len(maybe) == 1 else None


def _posts(docs: Collection[RecordDoc], sightings: Iterable[_Sighting]) -> list[PostShape]:
    seen: dict[tuple[PostKey, str | None], list[_Sighting]] = {}
    positions: dict[tuple[PostKey, str | None], list[PositionDoc]] = {}
    for doc in docs:
        for position in doc.get("positions", ()):
            key = post_key(position["post"], position.get("side")), position.get("side")
            positions.setdefault(key, []).append(position)
    firsts = [
        _Sighting("", None, first, doc.get("side"), is_past=True)
        for doc in docs
        if (first := doc.get("post"))
    ]
    for one in (*firsts, *sightings):
        seen.setdefault((post_key(one.post, one.side), one.side), []).append(one)
    found = [
        post
        for key in dict.fromkeys((*positions, *seen))
        for post in _of_key(positions.get(key, []), seen.get(key, []))
    ]
    newest = sorted(enumerate(found), key=lambda one: (one[1].latest, one[0]), reverse=True)
    return [_shape(one) for _, one in newest]


def _of_key(positions: Sequence[PositionDoc], sightings: Sequence[_Sighting]) -> list[_Post]:
    """Return one post or, if the person held the post several times, one for each time."""
    times = [_Post(one) for one in _joined(positions)] or [_Post()]
    for one in sightings:
        fitting = [time for time in times if time.position is None or time.may_be_on(one.when)]
        (fitting or times)[-1].sightings.append(one)
    return times


def _joined(positions: Iterable[PositionDoc]) -> list[PositionDoc]:
    """Join the beginning and the end of a position that two wordings give."""
    found: list[PositionDoc] = []
    for one in positions:
        known = next((n for n, other in enumerate(found) if _completes(other, one)), None)
        if known is None:
            found.append(one)
        else:
            held = found[known].get("held", False) and one.get("held", False)
            found[known] = {**one, **found[known], "held": held}
    return found


def _completes(one: PositionDoc, other: PositionDoc) -> bool:
    """Return whether no date contradicts that two wordings mean the same time in a post."""
    for name in ("assumed", "left"):
        ours, theirs = text_at(one, name), text_at(other, name)
        if ours and theirs and ours != theirs:
            return False
    begin = text_at(one, "assumed") or text_at(other, "assumed")
    end = text_at(one, "left") or text_at(other, "left")
    return not (begin and end and parse_date(end).certainly_before(parse_date(begin)))


def _shape(one: _Post) -> PostShape:
    position = one.position
    newest = sorted(one.sightings, key=attrgetter("place"), reverse=True)
    dated = [seen.when for seen in newest if seen.when and seen.is_past]
    wordings = Counter(seen.post for seen in newest)
    recorded = [str(position["post"])] if position else []
    usual = [post for post, _ in wordings.most_common()]
    named = list(dict.fromkeys((*recorded, *usual)))
    sides = [position.get("side")] if position else [newest[0].side]
    return PostShape(
        post=named[0],
        side=sides[0],
        wordings=named,
        assumed=position.get("assumed") if position else None,
        left=position.get("left") if position else None,
        held=position.get("held", False) if position else None,
        seen_from=_end(dated[-1], 0) if dated else None,
        seen_until=_end(dated[0], -1) if dated else None,
        records=list(dict.fromkeys(seen.ref for seen in newest if seen.ref)),
    )


def _end(when: str, which: int) -> DateShape:
    """Return the first or the last day of a date; the whole date if either end is open."""
    edtf = parse_date(when).edtf
    ends = edtf.split("/")
    is_open = not {"", ".."}.isdisjoint(ends)
    return DateShape.of(edtf if is_open else ends[which].partition("T")[0])


def _first(text: str) -> int | None:
    return parse_date(text).first


def _last(text: str) -> int | None:
    when = parse_date(text)
    return when.first if when.last is None else when.last


def _sightings(snapshot: Snapshot, wanted: Collection[str]) -> Iterator[tuple[str, _Sighting]]:
    """Yield a sighting for each record that gives a post, with the term for the person."""
    query = select(terms.c.record, refs.c.kind, refs.c.number, documents.c.doc)
    query = query.join(refs, refs.c.record == terms.c.record)
    query = query.join(documents, of_record(terms.c.record, snapshot))
    query = query.where(valid_at(terms, snapshot.position))
    rows = {
        row.record: row
        for row in snapshot.chunked(query, terms.c.term, list(wanted))
        if row.kind != "party"
    }
    for record in sorted(rows):
        row = rows[record]
        one = read_attended(row.doc)
        is_past = one.status not in (*PLANNED, "cancelled")
        for who in one.participants:
            if who.post and (term := who.term) and term in wanted:
                ref = str(Ref.of(row.kind, row.number))
                yield term, _Sighting(ref, one.when, who.post, who.side, is_past)


class ListedParty(PartyShape, frozen=True, kw_only=True):
    """A party, with its posts, latest first; ``post`` is the present post."""

    posts: list[PostShape]


class PartiesReport(Report, tag=report_tag("parties"), frozen=True, kw_only=True):
    """Persons and organisations."""

    as_of: AsOf
    parties: list[ListedParty]


def with_posts(snapshot: Snapshot, found: Sequence[PartyShape]) -> list[ListedParty]:
    """Return parties with their posts."""
    places = {one.ref: place for one in found if (place := typed_ref(one.ref))}
    records = snapshot.numbered(places.values())
    held = posts_of(snapshot, list(records.values()))
    return [_listed(one, held.get(records[places[one.ref]], [])) for one in found]


def _listed(one: PartyShape, held: list[PostShape]) -> ListedParty:
    return ListedParty(**asdict(one) | {"post": present_post(held), "posts": held})

"""The subjects of reports: states and organisations by code, and registered parties."""

from attrs import frozen
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from dragoman.domain import involves
from dragoman.projections import parties
from dragoman.projections.report import Shape
from dragoman.projections.reports.posts import PostShape, posts, present_post
from dragoman.projections.snapshot import Snapshot, Term


class SubjectShape(Shape, frozen=True, kw_only=True):
    """The subject of a report; only a party has the fields from ``type`` on.

    ``predecessors`` has the codes of the former states that the report counts as the state.

    ``post`` is the present post, and ``posts`` lists all posts, latest first.
    """

    code: str | None
    ref: str | None
    name: str
    type: str | UnsetType = UNSET
    side: str | UnsetType | None = UNSET
    predecessors: list[str] | UnsetType = UNSET
    post: str | UnsetType | None = UNSET
    posts: list[PostShape] | UnsetType = UNSET


@frozen
class Subject:
    """The subject of a report: a state or organisation with a ``code``, or a registered party.

    For a party, ``terms`` find the records in which the party takes part, and ``record`` is the
    number of the party's own record.
    """

    name: str
    code: str | None = None
    ref: str | None = None
    terms: tuple[str, ...] = ()
    about: parties.PartyShape | None = None
    record: int | None = None
    predecessors: tuple[str, ...] = ()
    """The codes of former states that count as the state."""

    @property
    def term(self) -> Term:
        """The search term that finds the records of the subject."""
        if self.code and self.predecessors:
            return tuple(map(involves, (self.code, *self.predecessors)))
        return involves(self.code) if self.code else self.terms


def of_party(snapshot: Snapshot, record: int) -> Subject | None:
    """Return a person or organisation with all search terms; ``None`` if the party is retracted."""
    record = parties.merge_target(snapshot, record)
    if not parties.is_party(snapshot, record):
        return None
    about = parties.whole(snapshot, record)
    terms = parties.terms_of(snapshot, record, parties.merged(snapshot))
    return Subject(about.name, ref=about.ref, terms=terms, about=about, record=record)


def subject_shape(snapshot: Snapshot, one: Subject) -> SubjectShape:
    """Return a subject as shown in reports."""
    shape = SubjectShape(
        code=one.code, ref=one.ref, name=one.name, predecessors=list(one.predecessors) or UNSET
    )
    if (about := one.about) is None or one.record is None:
        return shape
    held = posts(snapshot, one.record)
    post = present_post(held)
    return replace(shape, type=about.type, side=about.side, post=post, posts=held)

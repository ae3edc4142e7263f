"""Party: a person or an organisation, and the spellings of its name."""

from functools import lru_cache
from typing import Literal, get_args
from uuid import UUID

from attrs import NOTHING, frozen
from attrs import evolve as replaced

from dragoman.domain import terms
from dragoman.domain.additions import Addition, supplement
from dragoman.domain.amendments import (
    Amendments,
    Correction,
    is_retracted,
    refuse_retracted,
    settled_for,
)
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import (
    Declared,
    Searched,
    as_written,
    choice,
    code,
    day,
    posts,
    text,
    texts,
)
from dragoman.domain.kind import Kind, Step, regardless_of_day
from dragoman.domain.participant import Participant
from dragoman.domain.record import Applied, natural_id, to_event, united
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

PartyType = Literal["person", "organisation"]


@frozen(kw_only=True)
class Identity:
    """The known facts about a party. ``side`` is a code, and ``post`` is the first known post."""

    name: str | None = text(
        "Name, as the source spells it.",
        searched=Searched(12, is_name=True),
        is_required=True,
    )
    type: PartyType = choice("Type of party (default person).", default="person")
    side: str | None = code("State or organisation that the party belongs to: AZ.")
    post: str | None = text("First known post of the person.", searched=Searched(6))
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


def _aliases() -> Declared:
    return texts(
        "Another spelling of the name (repeatable).",
        one="alias",
        label="also",
        example="[another spelling]",
        searched=Searched(9, "alias"),
    )


@frozen(kw_only=True)
class Registration(Identity):
    """The facts about a new party: its identity, and other spellings of its name."""

    aliases: tuple[str, ...] = _aliases()


@frozen(kw_only=True)
class PartyRegistered(Applied, Identity):
    """Somebody registered a person or organisation, perhaps again after a retraction."""

    def applied_to(self, state: "Party") -> "Party":
        """Return the newly registered party; a restored party keeps its earlier spellings."""
        return replaced(to_event(Party, self), aliases=state.aliases)


@frozen(kw_only=True)
class PartyAliased(Applied):
    """Other spellings of the party's name became known."""

    aliases: tuple[str, ...]
    sources: tuple[Source, ...] = ()

    def applied_to(self, state: "Party") -> "Party":
        """Return the party with the new spellings."""
        aliases = united(state.aliases, self.aliases)
        return replaced(state, aliases=aliases, sources=united(state.sources, self.sources))


@frozen(kw_only=True)
class Position:
    """A post that a party held for a ``side``, with the known dates ``assumed`` and ``left``."""

    post: str = text(default=NOTHING, is_required=True)
    side: str | None = code()
    assumed: ImpreciseDate | None = day(is_past=True)
    left: ImpreciseDate | None = day(is_past=True)
    held: bool = True


@frozen(kw_only=True)
class PositionAssumed(Applied):
    """The party took up a post."""

    post: str
    side: str | None = None
    assumed: ImpreciseDate | None = None
    sources: tuple[Source, ...] = ()

    def applied_to(self, state: "Party") -> "Party":
        """Return the party with the new post or, for a known post, with the new start date."""
        former = _begun(state, self)
        if former is None:
            new = Position(post=self.post, side=self.side, assumed=self.assumed)
            return _with_position(state, None, new, self.sources)
        return _with_position(state, former, replaced(former, assumed=self.assumed), self.sources)


@frozen(kw_only=True)
class PositionLeft(Applied):
    """The party left a post."""

    post: str
    side: str | None = None
    left: ImpreciseDate | None = None
    sources: tuple[Source, ...] = ()

    def applied_to(self, state: "Party") -> "Party":
        """Return the party after it left the post."""
        former = _to_be_left(state, self)
        post = former or Position(post=self.post, side=self.side)
        return _with_position(
            state, former, replaced(post, left=self.left, held=False), self.sources
        )


@frozen(kw_only=True)
class PartiesMerged(Applied):
    """Somebody merged the party ``into`` another party, because both are the same."""

    into: UUID

    def applied_to(self, state: "Party") -> "Party":
        """Return the party, marked as merged into the other party."""
        return replaced(state, merged_into=self.into)


@frozen(kw_only=True)
class PartiesSplit(Applied):
    """Somebody undid the merge of the party into another party."""

    def applied_to(self, state: "Party") -> "Party":
        """Return the party, no longer marked as merged."""
        return replaced(state, merged_into=None)


@frozen(kw_only=True)
class PartyCorrected(Correction, Identity):
    """Somebody corrected the record of the party."""

    type: PartyType | None = None  # type: ignore[assignment]
    aliases: tuple[str, ...] = _aliases()
    cleared: tuple[str, ...] = ()

    def applied_to(self, state: "Party") -> "Party":
        """Return the corrected party. You can still find it by its former name and side."""
        after: Party = super().applied_to(state)
        renamed = after.name != state.name and not self.aliases and "aliases" not in self.cleared
        names = (state.name,) if renamed and state.name else ()
        sides = (state.side or "",) if after.side != state.side else ()
        return replaced(
            after,
            aliases=united(after.aliases, names),
            former_sides=united(state.former_sides, sides),
        )


@frozen(kw_only=True)
class IdentityAdded(Addition, Identity):
    """More facts about a party became known. The event has only facts that were unknown before."""

    type: PartyType | None = None  # type: ignore[assignment]


POST_EVENTS = (PositionAssumed, PositionLeft)
"""The events about the posts of a party, whose facts are not facts about the party itself."""

PartyEvent = (
    PartyRegistered
    | PartyAliased
    | PositionAssumed
    | PositionLeft
    | PartiesMerged
    | PartiesSplit
    | PartyCorrected
    | IdentityAdded
)


@frozen(kw_only=True)
class Party(Identity):
    """The state of a party; ``positions`` lists its posts, in the order of recording.

    ``former_sides`` lists the sides that the party had before corrections. A participant with the
    party's name and one of these sides still counts as this party.
    """

    aliases: tuple[str, ...] = _aliases()
    positions: tuple[Position, ...] = posts()
    merged_into: UUID | None = None
    former_sides: tuple[str, ...] = ()
    amendments: Amendments | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings of the name, the original one first."""
        return united((self.name or "",), self.aliases)

    @property
    def sides(self) -> tuple[str | None, ...]:
        """The side, and the former sides."""
        return (self.side, *(one or None for one in self.former_sides))

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the party."""
        side = (terms.involves(self.side),) if self.side else ()
        into = (terms.merged_into(self.merged_into),) if self.merged_into else ()
        return (*side, *into, *self.name_terms)

    @property
    def name_terms(self) -> tuple[str, ...]:
        """The terms for the names of the party, on each of its sides."""
        return tuple(terms.known_as(name, one) for one in self.sides for name in self.names)


def party_id(name: str, side: str | None) -> UUID:
    """Return the id of the party that the register first knew as ``name`` on ``side``."""
    return id_born_with(terms.known_as(name, side))


@lru_cache(maxsize=8192)
def id_born_with(term: str) -> UUID:
    """Return the id of the party that was first recorded under a term.

    The term is from :func:`dragoman.domain.terms.known_as`.
    """
    return natural_id("party", term)


def register(party: Party | None, identity: Identity) -> list[PartyEvent]:
    """Decide to register a party, or to add missing facts to a registered party.

    If a retracted party takes part in an engagement again, this decision registers the party again.
    """
    if not identity.name:
        raise Refused("name is missing: give the name of the party")
    if party is None or is_retracted(party):
        return [to_event(PartyRegistered, identity)]
    return [*supplement(party, identity, IdentityAdded, settled_for(party, identity))]


def met(participant: Participant) -> Identity:
    """Return the facts that a participant in a record gives about a party."""
    return Identity(
        name=participant.name,
        type=participant.type,
        side=participant.side,
        post=participant.post,
    )


def alias(party: Party | None, names: tuple[str, ...]) -> list[PartyEvent]:
    """Decide to add spellings that the party does not have yet."""
    if party is None:
        raise Refused("there is no such party", None, ("party",))
    new = terms.new_spellings(party.names, names)
    return [PartyAliased(aliases=new)] if new and not is_retracted(party) else []


def positions(party: Party, post: str, side: str | None) -> list[Position]:
    """Return the recorded posts that a post and a side mean, in the order of recording.

    These are the posts with the same name or, if there are none, those with another wording of it:
    "foreign minister" for "ministro dos Negócios Estrangeiros".
    """
    there = [one for one in party.positions if one.side == side]
    wanted = terms.term_of(post)
    if found := [one for one in there if terms.term_of(one.post) == wanted]:
        return found
    if not there:
        return []
    from dragoman.domain.careers import post_key

    key = post_key(post, side)
    return [one for one in there if post_key(one.post, side) == key]


def _begun(party: Party, assumed: PositionAssumed) -> Position | None:
    """Return the recorded post that ``assumed`` is about, or ``None`` for a new post."""
    for one in positions(party, assumed.post, assumed.side):
        over = one.left and assumed.assumed and one.left.certainly_before(assumed.assumed)
        if one.held or (one.assumed is None and not over):
            return one
    return None


def _to_be_left(party: Party, left: PositionLeft) -> Position | None:
    """Return the post that ``left`` ends: a post that the party holds, or one with no end date."""
    known = positions(party, left.post, left.side)
    held = [one for one in known if one.held]
    return next(iter(held or [one for one in known if one.left is None]), None)


def _with_position(
    party: Party, former: Position | None, new: Position, sources: tuple[Source, ...]
) -> Party:
    if former is None:
        after = (*party.positions, new)
    else:
        after = tuple(new if one is former else one for one in party.positions)
    return replaced(party, positions=after, sources=united(party.sources, sources))


def assume(party: Party | None, assumed: PositionAssumed) -> list[PartyEvent]:
    """Decide to record that a party took up a post, unless this is already known."""
    party = _present(party)
    known = positions(party, assumed.post, assumed.side)
    if known and assumed.assumed in (None, *(one.assumed for one in known)):
        return []
    return [assumed]


def leave(party: Party | None, left: PositionLeft) -> list[PartyEvent]:
    """Decide to record that a party left a post, whether or not the post is known.

    Raises :class:`Refused` if the date of leaving is before the date of taking up the post.
    """
    party = _present(party)
    known = positions(party, left.post, left.side)
    if any(not one.held and left.left in (None, one.left) for one in known):
        return []
    former = _to_be_left(party, left)
    assumed = former.assumed if former else None
    if assumed and left.left and left.left.certainly_before(assumed):
        raise Refused(f"{left.left} is before the post was assumed ({assumed})", "left")
    return [left]


def merge(
    party: Party | None, record: UUID, into: UUID, chain: tuple[UUID, ...]
) -> list[PartyEvent]:
    """Decide to merge a party ``into`` another party.

    ``chain`` lists the parties that the other party was itself merged into.

    Raises :class:`Refused` if the merge would close a circle, or if the party is already merged.
    """
    party = _present(party)
    if record in (into, *chain):
        raise Refused("would be merged into itself")
    if party.merged_into == into:
        return []
    if party.merged_into is not None:
        raise Refused("is already merged into {other}; split it first", other=party.merged_into)
    return [PartiesMerged(into=into)]


def split(party: Party | None) -> list[PartyEvent]:
    """Decide to undo the merge of a party."""
    party = _present(party)
    return [PartiesSplit()] if party.merged_into else []


def _present(party: Party | None) -> Party:
    """Return the party. Raises :class:`Refused` if it does not exist or is retracted."""
    refuse_retracted(party, "party")
    assert party is not None
    return party


KIND = Kind(
    name="party",
    about="A person or organisation, with the other spellings of the name.",
    facts=Identity,
    state=Party,
    own_events=get_args(PartyEvent),
    corrected=PartyCorrected,
    steps={"registered": Step(regardless_of_day(register), Registration)},
    usual="registered",
    when=(),
    founded_with=("name",),
    required=("name", "type"),
)

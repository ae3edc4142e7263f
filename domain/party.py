"""Party: a person or an organisation, under every name it is written."""

from typing import Literal
from uuid import UUID

from attrs import frozen

from domain import terms
from domain.participant import Participant
from domain.record import cast, merged, natural_id, united
from domain.refusal import Refused
from domain.source import Source, SourceCited


@frozen(kw_only=True)
class PartyRegistered:
    """A person or an organisation is known; ``side`` is a code, ``post`` as first met."""

    name: str
    type: Literal["person", "organisation"] = "person"
    side: str | None = None
    post: str | None = None
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class PartyAliased:
    """The party is also written this way."""

    aliases: tuple[str, ...]
    sources: tuple[Source, ...] = ()


PartyEvent = PartyRegistered | PartyAliased | SourceCited


@frozen(kw_only=True)
class Party(PartyRegistered):
    """The state of a party."""

    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the first one first."""
        return united((self.name,), self.aliases)

    @property
    def terms(self) -> tuple[str, ...]:
        """What the party is found by."""
        side = (terms.involves(self.side),) if self.side else ()
        return (*side, *(terms.known_as(name, self.side) for name in self.names))


def party_id(name: str, side: str | None) -> UUID:
    """The id of the party first met as ``name`` on ``side``."""
    return natural_id("party", terms.known_as(name, side))


def evolve(party: Party | None, event: PartyEvent) -> Party:
    """The party after ``event``."""
    if party is None:
        return cast(Party, event)
    if isinstance(event, PartyAliased):
        event = PartyAliased(aliases=united(party.aliases, event.aliases), sources=event.sources)
    return merged(party, event)


def register(party: Party | None, participant: Participant) -> list[PartyEvent]:
    """Decide to register a participant that has a name; a known party is left as it is."""
    if party is not None:
        return []
    if not participant.name:
        raise Refused("name is missing: a party is registered under its name")
    return [
        PartyRegistered(
            name=participant.name,
            type=participant.type,
            side=participant.side,
            post=participant.post,
        )
    ]


def alias(party: Party, names: tuple[str, ...]) -> list[PartyEvent]:
    """Decide to add spellings; those it has are left out."""
    new = terms.new_spellings(party.names, names)
    return [PartyAliased(aliases=new)] if new else []

"""Mechanism: a standing body of two or more parties that meets in sessions."""

from typing import Literal

from attrs import evolve as replaced
from attrs import field, frozen

from domain import terms
from domain.dates import ImpreciseDate
from domain.record import cast, known, merged, news, supplement, united
from domain.refusal import Refused
from domain.source import Source, SourceCited

MechanismKind = Literal[
    "political consultations",
    "consular consultations",
    "joint commission",
    "intergovernmental commission",
    "strategic dialogue",
    "working group",
    "inter-parliamentary group",
]


@frozen(kw_only=True)
class Charter:
    """What is known of a standing body; ``None`` or empty where it is not.

    ``parties`` are codes; ``aliases`` are further titles under which it is reported;
    ``established`` is when it was founded, ``instrument`` by which agreement; ``cadence`` is the
    agreed interval of sessions (ISO 8601 duration: ``P1Y``); ``hosting`` says whether hosts
    alternate.
    """

    body: MechanismKind | None = None
    title: str | None = None
    parties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    established: ImpreciseDate | None = None
    instrument: str | None = None
    cadence: str | None = None
    hosting: Literal["alternating", "fixed"] | None = None
    summary: str | None = None
    as_written: dict[str, str] = field(factory=dict)
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class MechanismEstablished(Charter):
    """The standing body exists."""


@frozen(kw_only=True)
class MechanismAmended(Charter):
    """More became known of the body, or its charter changed."""


MechanismEvent = MechanismEstablished | MechanismAmended | SourceCited


@frozen(kw_only=True)
class Mechanism(Charter):
    """The state of a mechanism."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The title and every alias."""
        return united((self.title or "",), self.aliases)

    @property
    def terms(self) -> tuple[str, ...]:
        """What the mechanism is found by: its parties, and each title it is known under."""
        names = (terms.standing_body(self.body or "", self.parties, name) for name in self.titles)
        return (*map(terms.involves, self.parties), *names)


def evolve(mechanism: Mechanism | None, event: MechanismEvent) -> Mechanism:
    """The mechanism after ``event``."""
    return cast(Mechanism, event) if mechanism is None else merged(mechanism, event)


def establish(mechanism: Mechanism | None, charter: Charter) -> list[MechanismEvent]:
    """Decide to establish a mechanism; one that exists is left as it is.

    Refused without a kind, a title and at least two parties.
    """
    if mechanism is not None:
        return []
    if not charter.body or not charter.title:
        raise Refused("body and title are missing: say what kind of mechanism it is, and its name")
    if len(set(charter.parties)) < 2:
        raise Refused("parties: a mechanism has at least two different ones")
    return [cast(MechanismEstablished, charter)]


def amend(mechanism: Mechanism, charter: Charter) -> list[MechanismEvent]:
    """Decide to amend a mechanism; what it says already is left out, aliases add up."""
    change = cast(MechanismAmended, charter)
    change = news(mechanism, _with_aliases(change, mechanism))
    return [change] if known(change) else []


def complete(mechanism: Mechanism, charter: Charter) -> list[MechanismEvent]:
    """Decide to add what is not known yet of a mechanism, and to change nothing.

    Another title is added to the aliases.
    """
    titles = (charter.title,) if charter.title else ()
    new = terms.new_spellings(mechanism.titles, (*titles, *charter.aliases))
    aliases = (*mechanism.aliases, *new) if new else ()
    facts = replaced(charter, title=None, aliases=())
    return [*supplement(mechanism, facts, MechanismAmended, aliases=aliases)]


def _with_aliases(change: MechanismAmended, mechanism: Mechanism) -> MechanismAmended:
    if not change.aliases:
        return change
    facts = known(change) | {"aliases": united(mechanism.aliases, change.aliases)}
    return MechanismAmended(**facts)

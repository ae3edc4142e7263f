"""Mechanism: a standing body of two or more parties that meets in sessions."""

from typing import ClassVar, Literal, get_args
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import terms
from dragoman.domain.additions import supplement
from dragoman.domain.amendments import Amendments, Correction, is_retracted, settled_for, unsettled
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import (
    Declared,
    Searched,
    as_written,
    choice,
    codes,
    day,
    prose,
    text,
    texts,
)
from dragoman.domain.kind import Kind, Step, regardless_of_day
from dragoman.domain.original_words import placed
from dragoman.domain.record import (
    as_dict,
    delta,
    natural_id,
    tells_nothing,
    to_event,
    united,
)
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source

Hosting = Literal["alternating", "fixed"]
Status = Literal["standing", "dissolved"]

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
    """The known facts about a standing body. Unknown facts are ``None`` or empty.

    ``parties`` are codes; ``aliases`` are other titles that sources use. ``established`` is the
    founding date, and ``instrument`` is the founding agreement. ``cadence`` is the agreed interval
    between sessions (ISO 8601 duration: ``P1Y``). ``hosting`` says whether hosts alternate.
    """

    body: MechanismKind | None = choice(
        "Kind of mechanism.", searched=Searched(4, "kind of body"), is_required=True
    )
    title: str | None = text(
        "Official title of the mechanism.", searched=Searched(10, is_name=True), is_required=True
    )
    parties: tuple[str, ...] = codes(
        "Party to the mechanism (repeatable).", is_required=True, fewest=2
    )
    aliases: tuple[str, ...] = texts(
        "Another title that sources use (repeatable).",
        one="alias",
        label="also",
        example="[another spelling]",
        searched=Searched(9, "alias"),
    )
    established: ImpreciseDate | None = day(
        "Date of foundation.", example="2019-05, 2019", is_past=True
    )
    instrument: str | None = text("Founding agreement.", label="founded by", searched=Searched(4))
    cadence: str | None = text(
        "Agreed interval between sessions: yearly, 6 months, every 2 weeks, P1W.",
        example="yearly, every 2 weeks, P6M",
        reads="interval",
        longest=100,
        searched=None,
    )
    hosting: Hosting | None = choice("Whether hosts alternate.")
    summary: str | None = prose("Purpose of the mechanism.")
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class MechanismEstablished(Charter):
    """The parties established a standing body."""


@frozen(kw_only=True)
class MechanismAmended(Charter):
    """More facts about the body became known, or its charter changed."""


def _dissolved() -> Declared:
    help = "Date of dissolution."
    return day(help, example="2024, 2024-06-30", is_past=True)


def _note() -> Declared:
    return prose("How the mechanism ended.")


@frozen(kw_only=True)
class MechanismDissolved:
    """The parties dissolved the body on the date ``dissolved``; ``note`` says why."""

    status: ClassVar = "dissolved"
    dissolved: ImpreciseDate | None = _dissolved()
    note: str | None = _note()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class MechanismCorrected(Correction, Charter):
    """Somebody corrected the record of the body."""

    status: Status | None = None
    dissolved: ImpreciseDate | None = _dissolved()
    note: str | None = _note()
    cleared: tuple[str, ...] = ()


MechanismEvent = MechanismEstablished | MechanismAmended | MechanismDissolved | MechanismCorrected


@frozen(kw_only=True)
class Mechanism(Charter):
    """The state of a mechanism."""

    status: Status = "standing"
    dissolved: ImpreciseDate | None = _dissolved()
    note: str | None = _note()
    amendments: Amendments | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The title and every alias."""
        return united((self.title or "",), self.aliases)

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the mechanism: its parties and all its titles."""
        names = (terms.standing_body(self.body or "", self.parties, name) for name in self.titles)
        return (*map(terms.involves, self.parties), *names)


def establish(mechanism: Mechanism | None, charter: Charter) -> list[MechanismEvent]:
    """Decide to establish a mechanism; if the mechanism already exists, change nothing.

    Raises :class:`Refused` if the kind or title is missing, or if there are fewer than two parties.
    """
    if mechanism is not None:
        return []
    if not charter.body or not charter.title:
        raise Refused("body and title are missing: give the kind of mechanism and its title")
    if len(set(charter.parties)) < 2:
        raise Refused("a mechanism needs at least two different parties", "parties")
    return [to_event(MechanismEstablished, charter)]


def amend(mechanism: Mechanism | None, charter: Charter) -> list[MechanismEvent]:
    """Decide to replace facts of a mechanism with new facts, and to add the new aliases.

    Raises :class:`Refused` if the mechanism was dissolved.
    """
    if mechanism is None:
        raise Refused("there is no such mechanism to amend", None, ("mechanism",))
    if is_retracted(mechanism):
        return []
    aliases = united(mechanism.aliases, charter.aliases) if charter.aliases else ()
    amended = to_event(MechanismAmended, _with_aliases(charter, aliases))
    change = delta(mechanism, unsettled(mechanism, amended))
    if tells_nothing(change):
        return []
    if mechanism.status == "dissolved":
        raise Refused("was dissolved and cannot be amended; to fix a mistake: dragoman correct")
    return [change]


def dissolve(mechanism: Mechanism | None, dissolution: MechanismDissolved) -> list[MechanismEvent]:
    """Decide to dissolve a mechanism, or to add missing facts about its dissolution."""
    if mechanism is None:
        raise Refused("there is no such mechanism to dissolve", None, ("mechanism",))
    if is_retracted(mechanism):
        return []
    if mechanism.status == "dissolved":
        settled = settled_for(mechanism, dissolution)
        return [*supplement(mechanism, dissolution, MechanismDissolved, settled)]
    return [] if "status" in settled_for(mechanism, dissolution) else [dissolution]


def complete(mechanism: Mechanism, charter: Charter) -> list[MechanismEvent]:
    """Decide to add missing facts to a mechanism without changing existing facts.

    A different title becomes an alias.
    """
    if is_retracted(mechanism):
        return []
    titles = (charter.title,) if charter.title else ()
    new = terms.new_spellings(mechanism.titles, (*titles, *charter.aliases))
    aliases = (*mechanism.aliases, *new) if new else ()
    facts = replaced(_with_aliases(charter, aliases), title=None, aliases=())
    settled = settled_for(mechanism, charter)
    fixed = (*settled, "parties")
    return [*supplement(mechanism, facts, MechanismAmended, fixed, aliases=aliases)]


def _with_aliases(charter: Charter, aliases: tuple[str, ...]) -> Charter:
    """Return a charter with other aliases; the words of the source stay with their aliases."""
    after = replaced(charter, aliases=aliases)
    return replaced(after, as_written=placed(after.as_written, as_dict(charter), as_dict(after)))


def mechanism_id(charter: Charter) -> UUID:
    """Return the id of a new mechanism, derived from its kind, parties and title."""
    key = terms.standing_body(charter.body or "", charter.parties, charter.title or "")
    return natural_id("mechanism", key)


KIND = Kind(
    name="mechanism",
    about="A standing body, identified by the kind of body, its parties and any of its titles.",
    facts=Charter,
    state=Mechanism,
    own_events=get_args(MechanismEvent),
    corrected=MechanismCorrected,
    steps={
        "standing": Step(regardless_of_day(establish), Charter),
        "amended": Step(regardless_of_day(amend), Charter),
        "dissolved": Step(regardless_of_day(dissolve), MechanismDissolved, after="standing"),
    },
    usual="standing",
    when=("established",),
    founded_with=("title", "parties"),
    required=("body", "title", "status"),
)

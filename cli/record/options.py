"""The options of the commands that record by hand: the fields of a document, one option each."""

from typing import TYPE_CHECKING, Annotated, Any

from attrs import asdict, frozen
from attrs import evolve as replaced
from cyclopts import Parameter

from dragoman.cli.prompts import asked
from dragoman.domain.engagement import Confidence, Format, Level, Marking, Mode, VisitMode
from dragoman.domain.instrument import Form
from dragoman.domain.mechanism import Hosting, MechanismKind
from dragoman.domain.party import PartyType
from dragoman.domain.source import Credibility, Reliability
from dragoman.domain.text import quoted
from dragoman.exchange.faults import Fault, elsewhere, unfit_value
from dragoman.exchange.typed_fields import PARTICIPANT, PLURAL, participant_of

if TYPE_CHECKING:
    from dragoman.cli.session import Session

Many = tuple[str, ...]


def _help(text: str, name: str | None = None) -> Parameter:
    return Parameter(name=name, help=text, negative_iterable=())


DryRun = Annotated[
    bool, Parameter(negative=(), help="Show what would be recorded, and record nothing.")
]

Yes = Annotated[bool, Parameter(negative=(), help="Do not ask, even if the clock looks wrong.")]


@Parameter(name="*")
@frozen(kw_only=True)
class ActOptions:
    """What every act takes."""

    reason: Annotated[str | None, _help("Why it is recorded; kept with the entry.")] = None
    dry_run: DryRun = False
    yes: Yes = False

    def with_reason(self, session: "Session", question: str) -> "ActOptions":
        """The same with a reason: asked for on a terminal, refused without one elsewhere."""
        if self.reason and self.reason.strip():
            return self
        return replaced(self, reason=asked(session, "reason", question))


PLAIN_ACT = ActOptions()

Ref = Annotated[str | None, Parameter(help="The record it is about (V-12); a new one if left out.")]


@Parameter(name="*")
@frozen(kw_only=True)
class SourceOptions:
    """Where it is known from."""

    source: Annotated[str | None, _help("Title of the source.")] = None
    publisher: Annotated[str | None, _help("Publisher of the source.")] = None
    language: Annotated[str | None, _help("Language of the source: de, en, az.")] = None
    published: Annotated[str | None, _help("When the source was published.")] = None
    retrieved: Annotated[str | None, _help("When the source was retrieved.")] = None
    url: Annotated[str | None, _help("Address of the source.")] = None
    reliability: Annotated[
        Reliability | None, _help("Admiralty grade of the source: A (reliable) to F.")
    ] = None
    credibility: Annotated[
        Credibility | None, _help("Admiralty grade of what it says: 1 (confirmed) to 6.")
    ] = None
    sha256: Annotated[str | None, _help("SHA-256 of a kept copy, 64 hexadecimal digits.")] = None
    source_note: Annotated[str | None, _help("A note about the source.")] = None


@Parameter(name="*")
@frozen(kw_only=True)
class EngagementOptions(SourceOptions):
    """What is known of a meeting, and of other engagements."""

    title: Annotated[str | None, _help("What it is, in a few words.")] = None
    occurred: Annotated[
        str | None, _help("When: 2025-04-20, 2025-04, ../2025-04-21, '20 April 2025', yesterday.")
    ] = None
    place: Annotated[str | None, _help("Where.")] = None
    host: Annotated[str | None, _help("The hosting state or organisation: IQ, Iraq, org:UN.")] = (
        None
    )
    parties: Annotated[
        Many, _help("A state or organisation that takes part; repeat.", "--party")
    ] = ()
    participants: Annotated[
        Many,
        _help(f"'{PARTICIPANT}'; any part can be empty; repeat for more.", "--participant"),
    ] = ()
    format: Annotated[Format | None, _help("How many sides.")] = None
    mode: Annotated[Mode | None, _help("In person or not.")] = None
    topics: Annotated[Many, _help("A topic; repeat.", "--topic")] = ()
    summary: Annotated[str | None, _help("What it was about.")] = None
    outcomes: Annotated[Many, _help("An outcome; repeat.", "--outcome")] = ()
    part_of: Annotated[str | None, _help("The engagement it took place within: V-12.")] = None
    cause: Annotated[
        str | None, _help("Why it was moved, put off or given up, as the source says.")
    ] = None
    confidence: Annotated[Confidence | None, _help("How sure the recorder is.")] = None
    marking: Annotated[Marking | None, _help("Traffic light of who may read it.")] = None
    external_ids: Annotated[
        Many, _help("SYSTEM=ID of another system; repeat.", "--external-id")
    ] = ()
    as_written: Annotated[
        Many, _help("FIELD=WORDS of the source, where they were interpreted; repeat.")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class VisitOptions(EngagementOptions):
    """What is known of a visit."""

    level: Annotated[Level | None, _help("Level of the visit.")] = None
    mode: Annotated[VisitMode | None, _help("A visit is always in person.")] = None
    stay: Annotated[
        str | None,
        _help("When the guests were in the country, if longer: 2025-04-18/2025-04-25."),
    ] = None
    stops: Annotated[
        Many, _help("A place on the route, if several; repeat for more.", "--stop")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class SessionOptions(EngagementOptions):
    """What is known of a session of a mechanism."""

    mechanism: Annotated[str | None, _help("The standing body: B-2.")] = None
    session: Annotated[str | None, _help("Number of the session within it.", "--session")] = None


@Parameter(name="*")
@frozen(kw_only=True)
class MechanismOptions(SourceOptions):
    """What is known of a standing body."""

    body: Annotated[MechanismKind | None, _help("What kind of body.")] = None
    title: Annotated[str | None, _help("Its official title.")] = None
    parties: Annotated[Many, _help("A party to it; repeat.", "--party")] = ()
    aliases: Annotated[Many, _help("Another title it is reported under; repeat.", "--alias")] = ()
    established: Annotated[str | None, _help("When it was founded.")] = None
    instrument: Annotated[str | None, _help("The agreement that founded it.")] = None
    cadence: Annotated[str | None, _help("Agreed interval of sessions: P1Y, P6M.")] = None
    hosting: Annotated[Hosting | None, _help("Whether hosts alternate.")] = None
    summary: Annotated[str | None, _help("What it is for.")] = None
    as_written: Annotated[
        Many, _help("The words of the source: FIELD=WORDS; repeat for more.")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class InstrumentOptions(SourceOptions):
    """What is known of an instrument."""

    title: Annotated[str | None, _help("What it is called.")] = None
    form: Annotated[Form | None, _help("What kind of instrument.")] = None
    parties: Annotated[Many, _help("A party to it; repeat.", "--party")] = ()
    participants: Annotated[
        Many,
        _help(
            f"Who signed: '{PARTICIPANT}'; any part can be empty; repeat for more.", "--participant"
        ),
    ] = ()
    signed: Annotated[str | None, _help("When it was signed: 2025-04-20, 2025-04, today.")] = None
    place: Annotated[str | None, _help("Where it was signed.")] = None
    signed_in: Annotated[str | None, _help("The engagement at which it was signed: V-3.")] = None
    founds: Annotated[str | None, _help("The mechanism that it founds: B-2.")] = None
    in_force: Annotated[str | None, _help("When it entered into force.")] = None
    terminated: Annotated[str | None, _help("When it ended.")] = None
    registration: Annotated[str | None, _help("Its number in a treaty series.")] = None
    topics: Annotated[Many, _help("A topic; repeat.", "--topic")] = ()
    summary: Annotated[str | None, _help("What it provides.")] = None
    cause: Annotated[str | None, _help("Why it ended, as the source says.")] = None
    marking: Annotated[Marking | None, _help("Traffic light of who may read it.")] = None
    external_ids: Annotated[
        Many, _help("SYSTEM=ID of another system; repeat.", "--external-id")
    ] = ()
    as_written: Annotated[
        Many, _help("The words of the source: FIELD=WORDS; repeat for more.")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class FollowUpOptions(SourceOptions):
    """What is known of something owed."""

    what: Annotated[str | None, _help("What is owed, in a few words.")] = None
    due: Annotated[str | None, _help("By when: 2026-03-01, 2026-03, 'in 2 weeks', Q1 2026.")] = None
    place: Annotated[str | None, _help("Where it is to be done.")] = None
    awaits: Annotated[str | None, _help("The mechanism whose next session settles it: B-2.")] = None
    awaits_session: Annotated[str | None, _help("The number of that session.")] = None
    agreed: Annotated[str | None, _help("When it was agreed; else as --agreed-in.")] = None
    agreed_in: Annotated[str | None, _help("The engagement that agreed it: C-3.")] = None
    owner: Annotated[str | None, _help("Who has to act.")] = None
    parties: Annotated[Many, _help("A party to it; repeat.", "--party")] = ()
    summary: Annotated[str | None, _help("More about it.")] = None
    marking: Annotated[Marking | None, _help("Traffic light of who may read it.")] = None
    as_written: Annotated[
        Many, _help("The words of the source: FIELD=WORDS; repeat for more.")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class DroppingOptions(SourceOptions):
    """How a follow-up ended."""

    note: Annotated[str | None, _help("How it ended.")] = None


@Parameter(name="*")
@frozen(kw_only=True)
class FulfilmentOptions(DroppingOptions):
    """How a follow-up was fulfilled."""

    by: Annotated[str | None, _help("The engagement that fulfilled it: C-4.")] = None
    fulfilled: Annotated[str | None, _help("When it was fulfilled.")] = None


@Parameter(name="*")
@frozen(kw_only=True)
class DissolutionOptions(DroppingOptions):
    """How a mechanism was dissolved."""

    dissolved: Annotated[str | None, _help("Since when it does not meet any more.")] = None
    as_written: Annotated[
        Many, _help("The words of the source: FIELD=WORDS; repeat for more.")
    ] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class PartyOptions(SourceOptions):
    """What is known of a person or an organisation."""

    name: Annotated[str | None, _help("The name, as the source writes it.")] = None
    side: Annotated[str | None, _help("The state or organisation it belongs to: AZ.")] = None
    type: Annotated[PartyType | None, _help("A person (the usual) or an organisation.")] = None
    post: Annotated[str | None, _help("The post in which it was first met.")] = None
    aliases: Annotated[Many, _help("Another spelling of the name; repeat.", "--alias")] = ()
    as_written: Annotated[
        Many, _help("The words of the source: FIELD=WORDS; repeat for more.")
    ] = ()


ReasonNeeded = Annotated[
    str | None, _help("Why; kept with the entry. Asked for on a terminal if left out.")
]


def fields_of(options: SourceOptions) -> dict[str, Any]:
    """The fields of a document as options give them. Raises :class:`Fault`."""
    fields = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(options).items()
        if value is not None and value != ()
    }
    _source(fields)
    _awaits(fields)
    for name in ("as_written", "external_ids"):
        if name in fields:
            fields[name] = _mapping(fields[name], name)
    if "participants" in fields:
        fields["participants"] = [participant_of(text) for text in fields["participants"]]
    return fields


def misplaced(kind: str, option: str, value: str) -> str | None:
    """What to say of an option, or its value, that belongs to another kind of record."""
    word = option.partition("=")[0].removeprefix("--").replace("-", "_")
    name = PLURAL.get(word, word)
    if owner := elsewhere(kind, name):
        return f"{name} {owner}"
    why = unfit_value(kind, name, value)
    return f"{name}: {why}" if why else None


def _source(fields: dict[str, Any]) -> None:
    details = {name: fields.pop(name) for name in OF_SOURCES if name in fields}
    if "source" in fields:
        own = {OF_SOURCES[name]: value for name, value in details.items()}
        fields["source"] = {"title": fields["source"], **own}
    elif details:
        raise Fault("give the title of the source too, with --source", (next(iter(details)),))


OF_SOURCES = {
    **{
        name: name
        for name in (
            *("publisher", "language", "published", "retrieved", "url"),
            *("reliability", "credibility", "sha256"),
        )
    },
    "source_note": "note",
}
"""The options about a source, and the fields of the source that they set."""

NO_OPTION = {
    "handle": "belongs to a dispatch; commands name a record by its ref",
    "status": "is the verb: dragoman visit conclude",
    "readings": "has a command: dragoman reading dispute",
    "positions": "has a command: dragoman party position",
}
"""The fields of documents that no option takes, and why."""


def _awaits(fields: dict[str, Any]) -> None:
    number = fields.pop("awaits_session", None)
    if "awaits" in fields:
        session = {"session": number} if number else {}
        fields["awaits"] = {"mechanism": fields["awaits"], **session}
    elif number:
        raise Fault("name the mechanism too, with --awaits", ("awaits_session",))


def _mapping(pairs: list[str], name: str) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        key, value = _pair(pair, name)
        if key in mapping:
            raise Fault(f"{quoted(key)} is given twice", (name,))
        mapping[key] = value
    return mapping


def _pair(text: str, name: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise Fault(f"{quoted(text)} is not of the form NAME=VALUE", (name,))
    return key, value

"""Propose the records in a press item: read the text, check every claim, write the draft."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from attrs import evolve, frozen

from dragoman.domain import ImpreciseDate
from dragoman.exchange.intake.checks import Checked, checked
from dragoman.exchange.intake.claims import Claim, ClaimWriter
from dragoman.exchange.intake.draft import Draft, DraftRecord, records_of
from dragoman.exchange.intake.events import Mentions
from dragoman.exchange.intake.known import NOTHING, Known
from dragoman.exchange.intake.lexicon import lexicon_of
from dragoman.exchange.intake.merging import Merger
from dragoman.exchange.intake.reading import events_in, mentions_in


@frozen(kw_only=True)
class Item:
    """A press item to read: its text, its language, and what is known about the source.

    ``language`` is the tag of a lexicon. ``published`` is the date of publication, or ``None`` if
    nobody knows it.
    """

    text: str
    language: str
    published: ImpreciseDate | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def source(self) -> dict[str, str]:
        """The source of the dispatch, as its document has it."""
        headline = next((line.strip() for line in self.text.splitlines() if line.strip()), "")
        fields = {
            "title": self.title or headline[:_LONGEST_HEADLINE],
            "publisher": self.publisher,
            "language": self.language,
            "published": self.published.text if self.published else None,
            "url": self.url,
            "sha256": self.digest,
        }
        return {name: value for name, value in fields.items() if value}


_LONGEST_HEADLINE = 300
"""Where a headline that is used as the title is cut, in characters."""

MOST_CHARACTERS = 200_000
"""The maximum length of a text, in characters; Dragoman reads such a text in a few seconds."""


@frozen
class Proposal:
    """The claims about a press item that passed the checks, and the records that they make."""

    item: Item
    mentions: Mentions
    checked: Checked
    records: Sequence[DraftRecord]

    def with_records(self, records: Sequence[DraftRecord]) -> "Proposal":
        """Return the proposal with other records, such as those of a comparison."""
        return evolve(self, records=records)

    def draft(self, notes: Sequence[str] = ()) -> Draft:
        """Return the draft of a dispatch with the proposed records."""
        name = f"read-{self.item.digest[:12]}"
        return Draft(name, self.item.source, self.records, self.mentions, notes)


Reader = Callable[[Item, Mentions], Iterable[Claim]]
"""A function that proposes claims about an item; nobody trusts it."""


def read_by_rules(item: Item, mentions: Mentions) -> list[Claim]:
    """Return the claims of our own rules."""
    return list(ClaimWriter(events_in(mentions)).claims())


def propose(
    item: Item, readers: Sequence[Reader] = (read_by_rules,), known: Known = NOTHING
) -> Proposal:
    """Return the records that readers propose for an item, after all checks.

    ``known`` is what the register knows.
    """
    mentions = mentions_in(item.text, lexicon_of(item.language), item.published, known)
    merger = Merger(mentions.source)
    results = [checked(reader(item, mentions), mentions) for reader in readers]
    for one in results:
        merger.add(one.kept)
    kept = list(merger.claims.values())
    dropped = [failed for one in results for failed in one.dropped]
    records = records_of(kept, mentions, merger.conflicts)
    return Proposal(item, mentions, Checked(kept, dropped), records)

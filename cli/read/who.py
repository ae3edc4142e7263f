"""``dragoman who``: who a person is, and what the person has done."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from attrs import frozen

from dragoman.cli.output import StyledText
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Block, Fields, Page
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.blocks import (
    follow_ups_list,
    instruments_list,
    past_list,
    people_list,
    planned_list,
)
from dragoman.cli.read.posts import posts_list
from dragoman.cli.read.reports import AsOf
from dragoman.cli.read.subjects import person
from dragoman.cli.session import Injected
from dragoman.cli.wording import facts
from dragoman.domain import country_name, many
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.projections.reports.who import WhoReport


def who(
    *name: Annotated[
        str, Parameter(help="The person or organisation: P-5, or a name, in any spelling.")
    ],
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show who somebody is: names, posts, engagements, follow-ups and instruments."""
    from dragoman.projections.reports.who import who as looked_up

    prepare(session, forms)
    text = " ".join(name).strip()
    if not text:
        raise UsageError("name a person: dragoman who P-5, dragoman who Rafiyev")
    with session.reading(as_of) as (reading, today):
        found = looked_up(reading, today, person(reading, text))
        head = facts(reading, today, as_of)
    return give(session, forms, found, lambda: WhoView(found, today).page(head))


@frozen
class WhoView:
    """The view of the report on a person or an organisation."""

    found: "WhoReport"
    today: date

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the report, without empty lists."""
        title = f"Who: {self.found.subject.name}"
        counts = many(self.found.engagements, "engagement")
        return Page(title, [*head, counts], list(self._blocks()), explored=False)

    def _blocks(self) -> Iterator[Block]:
        found, today = self.found, self.today
        yield Fields(list(self._about()))
        yield from posts_list(found.subject.posts or ())
        yield from planned_list("PLANNED", found.scheduled, today)
        yield from past_list("LAST ENGAGEMENTS", found.last_engagements, today, None)
        yield from people_list(found.met)
        yield from follow_ups_list("FOLLOW-UPS", found.follow_ups, today)
        yield from instruments_list(found.instruments, where=True)

    def _about(self) -> Iterator[tuple[str, Sequence[StyledText]]]:
        one = self.found.subject
        yield "who", [(one.ref or "", "ref"), f" {one.name}"]
        if one.type == "organisation":
            yield "type", ["organisation"]
        if one.side:
            yield "side", [f"{country_name(one.side)} ({one.side})"]
        if one.post:
            yield "post", [one.post]
        if self.found.aliases:
            yield "also", [", ".join(self.found.aliases)]
        for other in self.found.merged:
            yield "merged", [(other.ref, "ref"), f" {other.name}"]

"""Participants: the people and organisations in an engagement, with their posts and sides."""

from typing import Literal
from uuid import UUID

from attrs import frozen

from dragoman.domain.field import choice, code, link, text

Role = Literal["head of delegation", "co-chair", "host", "member", "observer", "interpreter"]


@frozen(kw_only=True)
class Participant:
    """One person or organisation that took part.

    ``name`` is spelled as in the source, or ``None`` if only a post is known. ``side`` is the code
    of a state or organisation. ``party`` links to a registered party if the name alone does not
    identify the party.
    """

    name: str | None = text()
    post: str | None = text()
    side: str | None = code()
    role: Role | None = choice()
    type: Literal["person", "organisation"] = choice(default="person")
    party: UUID | None = link("", to=("party",))

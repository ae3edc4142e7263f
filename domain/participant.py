"""Participants: who took part in an engagement, in what post, for which side."""

from typing import Literal
from uuid import UUID

from attrs import frozen

from dragoman.domain.field import choice, code, link, text

Role = Literal["head of delegation", "co-chair", "host", "member", "observer", "interpreter"]


@frozen(kw_only=True)
class Participant:
    """One person or organisation that took part.

    ``name`` is as the source writes it, ``None`` where only a post is known; ``side`` is a state
    or organisation code; ``party`` links to a registered party where the name alone would not.
    """

    name: str | None = text()
    post: str | None = text()
    side: str | None = code()
    role: Role | None = choice()
    type: Literal["person", "organisation"] = choice(default="person")
    party: UUID | None = link("", to=("party",))

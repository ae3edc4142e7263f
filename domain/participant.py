"""Participants: who took part in an engagement, in what post, for which side."""

from typing import Literal
from uuid import UUID

from attrs import frozen

Role = Literal["head of delegation", "co-chair", "host", "member", "observer", "interpreter"]


@frozen(kw_only=True)
class Participant:
    """One person or organisation that took part.

    ``name`` is as the source writes it, ``None`` where only a post is known; ``side`` is a state
    or organisation code; ``party`` links to a registered party where the name alone would not.
    """

    name: str | None = None
    post: str | None = None
    side: str | None = None
    role: Role | None = None
    type: Literal["person", "organisation"] = "person"
    party: UUID | None = None

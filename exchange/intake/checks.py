"""Checks: a claim counts only if its words are in the text, and its value follows from them.

The checks do not trust who made a claim. They read the words of the claim again with the tables
that our own rules use, and compare the result with the proposed value.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from dragoman.exchange.intake.claims import Claim, status_of
from dragoman.exchange.intake.events import Mentions, is_after, pattern, up_to
from dragoman.exchange.intake.names import name_stems
from dragoman.exchange.intake.source_text import folded

_CONTEXT = 400
"""How many letters after its words a pattern may look at."""
_LONGEST_WORDS = 400
"""The maximum length, in characters, of the words of a claim; more words prove nothing."""

ENGAGEMENTS = ("visit", "consultation", "meeting")


@frozen
class Dropped:
    """A claim that failed its check, and why."""

    claim: Claim
    reason: str


@frozen
class Checked:
    """The claims that passed, and those that were dropped."""

    kept: Sequence[Claim]
    dropped: Sequence[Dropped]

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many claims were dropped, by reason."""
        return Counter(one.reason for one in self.dropped)


def checked(claims: Iterable[Claim], mentions: Mentions) -> Checked:
    """Return the claims whose values follow from their words; the others are dropped.

    A record whose kind is dropped loses all its claims, and so do links to this record. Of two
    claims for one field of one record, the second is dropped if it differs from the first.
    """
    kept: list[Claim] = []
    dropped: list[Dropped] = []
    values: dict[tuple[str, str], str] = {}
    for claim in claims:
        taken = values.setdefault((claim.record, claim.path), claim.value)
        reason = "another value has the field" if taken != claim.value else None
        reason = reason or failure_of(claim, mentions)
        if reason:
            dropped.append(Dropped(claim, reason))
            if taken == claim.value:
                del values[claim.record, claim.path]
        else:
            kept.append(claim)
    return _with_records(kept, dropped)


def _with_records(kept: Sequence[Claim], dropped: list[Dropped]) -> Checked:
    """Drop the claims of records without a kind, of people without a name or post, and dead links."""
    kinds = {one.record: one.value for one in kept if one.path == "kind"}
    people = {(one.record, _person(one)) for one in kept if one.path.endswith((".name", ".post"))}
    good: list[Claim] = []
    for claim in kept:
        target = LINKS.get(claim.path)
        if claim.record not in kinds:
            reason = "the record has no kind"
        elif target and kinds.get(claim.value) not in target:
            reason = "the link leads nowhere"
        elif _person(claim) and (claim.record, _person(claim)) not in people:
            reason = "nobody has this part"
        else:
            good.append(claim)
            continue
        dropped.append(Dropped(claim, reason))
    return Checked(good, dropped)


def _person(claim: Claim) -> str:
    """Return ``participants.1`` for ``participants.1.side``; "" for other claims."""
    found = re.match(r"(participants\.[0-9]+)\.", claim.path)
    return found[1] if found else ""


LINKS = {
    "mechanism": ("mechanism",),
    "awaits.mechanism": ("mechanism",),
    "part_of": ("visit",),
    "agreed_in": ENGAGEMENTS,
}
"""The fields that link to another record, and the kinds of record to which they may link."""


def failure_of(claim: Claim, mentions: Mentions) -> str | None:
    """Return why a claim fails, or ``None`` if its value follows from its words."""
    length = len(mentions.source.text)
    if not 0 <= claim.start < claim.end <= length:
        return "the words are not in the text"
    if claim.end - claim.start > _LONGEST_WORDS:
        return "the words are too many"
    field = re.sub(r"\.[0-9]+", "", claim.path)
    follows = _CHECKS.get(field)
    if follows is None:
        return "no table knows the field"
    return None if follows(claim, mentions) else "the value does not follow from the words"


def _words(claim: Claim, mentions: Mentions) -> str:
    return mentions.source.between(claim.start, claim.end)


def _has(form: str, claim: Claim, mentions: Mentions) -> bool:
    """Return whether a pattern matches among the words of a claim, seen in their sentence."""
    source = mentions.source
    start, end = source.place(claim.start), source.place(claim.end)
    return any(
        found.end() <= end for found in pattern(form).finditer(source.plain, start, end + _CONTEXT)
    )


def _one_of(forms: Sequence[tuple[str, str]], claim: Claim, mentions: Mentions) -> bool:
    """Return whether a pattern with the value of the claim matches its words."""
    return any(value == claim.value and _has(form, claim, mentions) for form, value in forms)


def _kind(claim: Claim, mentions: Mentions) -> bool:
    acts, lexicon = mentions.lexicon.acts, mentions.lexicon
    forms = {
        "visit": [acts.visit],
        "meeting": [acts.meet, acts.receive, acts.call, acts.video, acts.gathering],
        "consultation": [form for form, _ in mentions.bodies],
        "mechanism": [form for form, _ in mentions.bodies],
        "instrument": [form for form, _ in lexicon.instruments],
        "follow-up": [
            *(lexicon.marks.following, lexicon.marks.agreed, lexicon.marks.invited),
            *(acts.visit, acts.meet, acts.receive, acts.call, acts.video, acts.consult),
            *(form for form, _ in (*mentions.bodies, *lexicon.instruments)),
        ],
    }
    return any(_has(form, claim, mentions) for form in forms.get(claim.value, []))


def _status(claim: Claim, mentions: Mentions) -> bool:
    marks = mentions.lexicon.marks
    words = {name: getattr(marks, name) for name in ("planned", "postponed", "cancelled")}
    for kind in (*ENGAGEMENTS, "instrument"):
        if status_of(kind, "planned") == claim.value and _lies_ahead(claim, mentions):
            return True
        for name, form in words.items():
            if status_of(kind, name) == claim.value and _has(form, claim, mentions):
                return True
        if status_of(kind, "held") == claim.value:
            held = any(_has(form, claim, mentions) for form in _held_forms(kind, mentions))
            undone = (marks.denied, *words.values())
            if held and not any(_has(form, claim, mentions) for form in undone):
                return True
    return False


def _lies_ahead(claim: Claim, mentions: Mentions) -> bool:
    """Return whether the words are a date after the publication."""
    published = mentions.published
    days = [one.near or one.past for one in mentions.days if claim.span.holds(one.span)]
    return bool(published) and any(day and is_after(day, published or day) for day in days)


def _held_forms(kind: str, mentions: Mentions) -> Sequence[str]:
    acts, lexicon = mentions.lexicon.acts, mentions.lexicon
    return {
        "visit": [acts.visit],
        "meeting": [acts.meet, acts.receive, acts.call, acts.video, acts.gathering],
        "consultation": [acts.meet, acts.receive, acts.consult, *(f for f, _ in mentions.bodies)],
        "instrument": [acts.sign, *(form for form, _ in lexicon.instruments)],
    }[kind]


def _name(claim: Claim, mentions: Mentions) -> bool:
    """Return whether the words are the name, perhaps in a case whose nominative is the name."""
    if any(
        one.name == claim.value and one.named_at and claim.span.holds(one.named_at)
        for one in mentions.people
    ):
        return True
    said = name_stems(_words(claim, mentions), mentions.lexicon)
    wanted = name_stems(folded(claim.value), mentions.lexicon)
    return bool(wanted) and any(
        said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)
    )


def _state(claim: Claim, mentions: Mentions) -> bool:
    named = any(one.code == claim.value and claim.span.holds(one.span) for one in mentions.states)
    return named or any(
        one.state == claim.value and claim.span.holds(one.span) for one in mentions.cities
    )


def _side(claim: Claim, mentions: Mentions) -> bool:
    return any(one.code == claim.value and claim.span.holds(one.span) for one in mentions.states)


def _post(claim: Claim, mentions: Mentions) -> bool:
    return any(
        one.post == claim.value and claim.span.holds(one.span) for one in mentions.posts
    ) or folded(claim.value) in _words(claim, mentions)


def _role(claim: Claim, mentions: Mentions) -> bool:
    """Return whether the words say that somebody leads a delegation; no other role is known."""
    return claim.value == "head of delegation" and _has(
        mentions.lexicon.links.head, claim, mentions
    )


def _day(claim: Claim, mentions: Mentions) -> bool:
    for day in mentions.days:
        dates = [one for one in (day.past, day.ahead, day.near) if one]
        first_days = [one.split("/")[0] for one in dates]
        if claim.span.holds(day.span) and claim.value in (*dates, *first_days):
            return True
    published = mentions.published
    is_open = published is not None and claim.value == up_to(published)
    return is_open and _has(mentions.lexicon.marks.recently, claim, mentions)


def _place(claim: Claim, mentions: Mentions) -> bool:
    named = any(one.city == claim.value and claim.span.holds(one.span) for one in mentions.cities)
    return named or folded(claim.value) in _words(claim, mentions)


def _number(claim: Claim, mentions: Mentions) -> bool:
    return any(
        str(number) == claim.value for number in mentions.ordinals_in(_words(claim, mentions))
    )


def _mode(claim: Claim, mentions: Mentions) -> bool:
    acts = mentions.lexicon.acts
    forms = {"phone": acts.call, "video": acts.video}
    return claim.value in forms and _has(forms[claim.value], claim, mentions)


def _owed(claim: Claim, mentions: Mentions) -> bool:
    """Return whether the words name what is owed: "Sign: agreement" needs an agreement."""
    form = claim.value.removeprefix("Sign: ")
    return any(
        value == form and _has(words, claim, mentions)
        for words, value in mentions.lexicon.instruments
    ) or folded(claim.value) in " ".join(_words(claim, mentions).split())


def _link(claim: Claim, mentions: Mentions) -> bool:
    """Return whether the words name the kind of the record to which the claim links."""
    acts = mentions.lexicon.acts
    acts_of_engagements = [
        acts.visit,
        acts.meet,
        acts.receive,
        acts.call,
        acts.video,
        acts.gathering,
    ]
    forms = [*acts_of_engagements, *(form for form, _ in mentions.bodies)]
    return any(_has(form, claim, mentions) for form in forms)


def _topic(claim: Claim, mentions: Mentions) -> bool:
    return _one_of(mentions.topics, claim, mentions) or _side(claim, mentions)


def _of(name: str) -> "Callable[[Claim, Mentions], bool]":
    return lambda claim, mentions: _one_of(getattr(mentions.lexicon, name), claim, mentions)


def _body(claim: Claim, mentions: Mentions) -> bool:
    return _one_of(mentions.bodies, claim, mentions)


_CHECKS: Mapping[str, Callable[[Claim, Mentions], bool]] = {
    "kind": _kind,
    "status": _status,
    "participants.name": _name,
    "participants.post": _post,
    "participants.side": _side,
    "participants.role": _role,
    "parties": _state,
    "host": _state,
    "occurred": _day,
    "signed": _day,
    "due": _day,
    "place": _place,
    "session": _number,
    "awaits.session": _number,
    "mode": _mode,
    "level": _of("levels"),
    "form": _of("instruments"),
    "body": _body,
    "topics": _topic,
    "mechanism": _link,
    "awaits.mechanism": _link,
    "part_of": _link,
    "agreed_in": _link,
    "what": _owed,
}
"""The check of each field, by its path without the numbers of parts."""

CHECKED_FIELDS = tuple(_CHECKS)
"""The fields that claims can have; all other fields are for people."""

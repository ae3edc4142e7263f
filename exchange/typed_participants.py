"""Participants as people type them: parts in any order, separated by semicolons or commas.

``Name; Post; Side`` is the documented order, and text in this order means exactly that. In any
other order, Dragoman recognises the parts by their words: a state or organisation, a role, a type,
a ref, a post. If the words allow two readings, Dragoman returns both readings instead of guessing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import get_args

from attrs import define, field
from attrs import evolve as replaced

from dragoman.domain import (
    ABBREVIATED_POSTS,
    PARTICIPANT,
    Role,
    country_name,
    fold,
    is_surely_post,
    known_side,
    quoted,
    rank_of,
    state_of_adjective,
    typed_ref,
)
from dragoman.exchange.faults import Fault
from dragoman.exchange.synonyms import choice_meant
from dragoman.exchange.typed_fields import OF_PARTICIPANTS as PARTS

Reading = Mapping[str, str]
"""The parts of a participant, by field."""

_ROLES = get_args(Role)
"""The roles of participants."""

_TYPES = {
    "person": "person",
    "organisation": "organisation",
    "organization": "organisation",
}

_LONGEST_CODE = 3
"""The length of the longest code of a state; a longer text is a name of a state."""

_ALSO_NAMES = frozenset(
    fold(one)
    for one in [
        "Georgia",
        "Jordan",
        "Chad",
        "Israel",
        "India",
        "Kenya",
        "Ireland",
        "France",
        "Cuba",
        "Holland",
        "Dominica",
        "Malta",
        "China",
        "Cyprus",
        "French",
        "German",
        "Irish",
        "English",
    ]
)
"""States and adjectives that are also given names or family names."""

_ALSO_STATES = frozenset(("AM", "SG"))
"""Abbreviations of posts that, without another post or side, may also mean Armenia or Singapore."""

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "obe", "cbe", "kc", "esq"))
"""Words that belong to the name before the comma: ``Smith, Jr.``"""

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "y",
        "e",
        "i",
        "oglu",
        "qizi",
        "kizi",
        "zade",
        "abu",
        "abd",
    ]
)


def owners_of(text: str) -> list[dict[str, str]]:
    """Parse one or several owners: sides (``Iraq, AZ``), a ref (``P-12``), or a participant.

    A name that contains the word for an office, such as a ministry, is an organisation. Raises
    :class:`Fault`.
    """
    sides = [known_side(part.strip()) for part in text.split(",")]
    if all(sides):
        return [{"side": side} for side in sides if side]
    if _is_party(text.strip()):
        return [{"party": text.strip()}]
    name, *more = (part.strip() for part in text.split(";"))
    with_side = len(more) == 1 and known_side(more[0])
    owner = {"name": name, "side": more[0]} if with_side else participant_of(text)
    if _OFFICE.search(owner.get("name", "")):
        owner.setdefault("type", "organisation")
    return [owner]


_OFFICE = re.compile(
    r"\b(minist\w*|embass\w*|consulate\w*|department|directorate\w*|secretariat\w*|agency|office"
    r"|committee|commission|council|authority|chancellery|service|bank|company|corporation"
    r"|botschaft|konsulat|amt|auswärtiges amt|behörde|ambassade|secrétariat|agence|embajada"
    r"|bakanlığı|büyükelçiliği|nazirliyi|səfirliyi|komitəsi|agentliyi)\b|министерств|посольств"
    r"|комитет|агентств|وزارة|سفارة",
    re.IGNORECASE,
)
"""Words for offices in English, German, French, Spanish, Turkish, Azerbaijani, Russian, Arabic."""


def participant_of(text: str) -> dict[str, str]:
    """Parse a participant. Raises :class:`Fault` if the text has several readings, or none."""
    first, *others = readings_of(text)
    if others:
        raise Fault(_ambiguous(text, (first, *others)), ("participants",))
    return dict(first)


def participants_of(text: str) -> list[dict[str, str]]:
    """Parse a participant as :func:`owners_of` parses owners. Raises :class:`Fault`."""
    return [participant_of(text)]


def readings_of(text: str) -> Sequence[Reading]:
    """Return the readings of a typed participant: one, or several if the words allow several.

    Raises :class:`Fault` for text that cannot be a participant.
    """
    if ";" in text:
        found = _separated([part.strip() for part in text.split(";")], text)
    elif "," in (text := _without_brackets(text)) or _SHORT_POST_OF.fullmatch(text):
        found = _by_commas(text)
    else:
        found = _alone(text.strip())
    return [_in_order(one) for one in found]


def _without_brackets(text: str) -> str:
    """Write ``Ali Hasan (minister of oil)`` with a comma, if the brackets hold a known part."""
    found = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", text.strip())
    if found is None:
        return text
    pieces = [piece.strip() for piece in found[2].split(",")]
    is_known = any(_is_recognised(one) or rank_of(one) for one in pieces)
    return f"{found[1]}, {found[2]}" if is_known else text


def is_plain(text: str) -> bool:
    """Return whether the reading of a text is the documented order, so that no echo is needed."""
    if _is_ref(text.strip()):
        return True
    parts = [part.strip() for part in text.split(";")]
    party = {"party": parts.pop()} if 1 < len(parts) < len(PARTS) and _is_party(parts[-1]) else {}
    return readings_of(text) == [{**_positional(parts), **party}]


def reading_in_words(reading: Reading) -> str:
    """Describe a reading: ``name Ali Hasan; post minister of oil; side Iraq (IQ)``."""
    shown = {**reading}
    if code := known_side(reading.get("side", "")):
        shown["side"] = f"{country_name(code)} ({code})"
    return "; ".join(f"{name} {words}" for name, words in shown.items())


def as_typed(reading: Reading) -> str:
    """Return the text in the documented order that has only this reading."""
    parts = [reading.get(name, "") for name in PARTS]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    return "; ".join(parts).strip() if parts[2:] != [""] else f"{parts[0]}; {parts[1]};".strip()


def _ambiguous(text: str, readings: Iterable[Reading]) -> str:
    choices = " or ".join(f"{as_typed(one)!r} for {reading_in_words(one)}" for one in readings)
    return f"cannot tell the parts of {quoted(text)}; write {choices}"


def _in_order(reading: Reading) -> Reading:
    return {name: reading[name] for name in PARTS if name in reading}


# --- The documented order ---------------------------------------------------------------------


def _positional(parts: Sequence[str]) -> Reading:
    return {name: part for name, part in zip(PARTS, parts, strict=False) if part}


def _fits(parts: Sequence[str]) -> bool:
    """Return whether each part is valid in its place in the documented order."""
    reading = _positional(parts)
    return (
        len(parts) <= len(PARTS)
        and _is_side_or_none(reading.get("side"))
        and not (_is_recognised(post := reading.get("post", "")) and len(post) > _LONGEST_CODE)
        and _role_of(reading.get("name", "")) is None
        and _role_of(reading.get("role", "host")) is not None
        and reading.get("type", "person") in _TYPES.values()
    )


def _is_recognised(text: str) -> bool:
    """Return whether a text is surely a side, a role or a type, and so not a post."""
    return bool(_side_of(text) or _role_of(text)) or text.casefold() in _TYPES


def _is_side_or_none(text: str | None) -> bool:
    return text is None or known_side(text) is not None


def _separated(parts: list[str], text: str) -> Sequence[Reading]:
    """Return the readings of parts that semicolons separate."""
    if len(given := [one for one in parts if one]) == 1 and _is_ref(given[0]):
        return _alone(given[0])
    if len(parts) < len(PARTS) and _is_party(parts[-1]):
        return [_with_party(parts)]
    if len(parts) > len(PARTS):
        raise Fault(f"{quoted(text)} has more parts than {PARTICIPANT}", ("participants",))
    if "" in parts:
        return [_written(_positional(parts))]
    if _fits(parts) and len(parts) > 2:
        return [_swapped(_positional(parts))]
    sorted_out = _Parts.of(_without_objects(parts))
    if len(sorted_out.texts) > 2:
        return [_written(_positional(parts))]
    return sorted_out.readings()


def _with_party(parts: list[str]) -> Reading:
    """Return the reading of parts that end with a party; the other parts may come in any order."""
    *others, party = parts
    if len(others) < 3 or "" in others or not _fits(others):
        [first, *_] = [_positional(others)] if "" in others else _Parts.of(others).readings()
    else:
        first = _positional(others)
    return {**first, "party": party}


def _written(reading: Reading) -> Reading:
    """Return a reading with the standard words for its role and its type."""
    words = dict(reading)
    for name, meant_by in (("role", _role_of), ("type", _type_of)):
        if name in words:
            words[name] = meant_by(words[name]) or words[name]
    return words


def _role_of(text: str) -> str | None:
    """Return the role that a text means in any language: "co-chair" for "copresidente"."""
    return choice_meant(text, _ROLES)


def _type_of(text: str) -> str | None:
    return _TYPES.get(text.casefold())


def _swapped(reading: Reading) -> Reading:
    """Return a reading with its name and post swapped if surely only the first is a post."""
    name, post = reading.get("name", ""), reading.get("post", "")
    if is_surely_post(name) and post and not rank_of(post) and _looks_like_name(post):
        return _written({**reading, "name": post, "post": name})
    return _written(reading)


# --- Any order --------------------------------------------------------------------------------


@define
class _Parts:
    """The parts of a participant, sorted by what their words say.

    ``texts`` are the parts that may be a name or a post. ``sides`` are the positions of the parts
    that name a state or an organisation. ``short_posts`` are the parts, such as FM, that could also
    be codes of states, but are posts here.
    """

    parts: Sequence[str]
    short_posts: frozenset[str] = frozenset()
    known: dict[str, str] = field(factory=dict)
    texts: list[str] = field(factory=list)
    sides: list[str] = field(factory=list)

    @classmethod
    def of(cls, parts: Sequence[str]) -> "_Parts":
        """Sort the parts. Raises :class:`Fault` if two parts give the same thing."""
        found = cls(parts, _short_posts(parts))
        for part in parts:
            found._take(part)
        return found

    def _take(self, part: str) -> None:
        if part not in self.short_posts and _side_of(part):
            self.sides.append(part)
            return
        for name, value in (
            ("role", _role_of(part)),
            ("type", _type_of(part)),
            ("party", part if _is_party(part) else None),
        ):
            if value:
                self._keep(name, value)
                return
        self.texts.append(part)

    def _keep(self, name: str, value: str) -> None:
        if name in self.known:
            raise Fault(f"gives two {name}s: {self.known[name]}, {value}", ("participants",))
        self.known[name] = value

    def readings(self) -> Sequence[Reading]:
        """Return the readings of the parts. Raises :class:`Fault` if there is none."""
        found = [
            {**_name_and_post(texts), **self.known, **({"side": side} if side else {})}
            for side, texts in self._choices()
        ]
        named = [one for one in found if _is_somebody(one)]
        if not named and self.known.get("type") == "organisation" and len(self.sides) == 1:
            return [{"name": self.sides[0], **self.known}]
        if not named:
            raise Fault(_no_name(self.sides), ("participants",))
        return named

    def _choices(self) -> Iterator[tuple[str | None, list[str]]]:
        """Yield each part that may be the side, with the texts that then remain, in order."""
        sure = [one for one in self.sides if fold(one) not in _ALSO_NAMES]
        if len(sure) > 1:
            raise Fault(f"gives two sides: {', '.join(sure)}; write one", ("participants",))
        may_be = sure or self.sides
        for side in may_be:
            others = [one for one in self.sides if one != side]
            yield _coded(side), [one for one in self.parts if one in (*self.texts, *others)]
        unsure = not sure and self.sides
        if unsure and len(self.sides) == 1 and not any(map(_looks_like_name, self.texts)):
            yield None, [one for one in self.parts if one in (*self.texts, *self.sides)]
        if not may_be:
            yield None, self.texts
            for side in sorted(_ALSO_STATES & self.short_posts):
                yield side, [one for one in self.texts if one != side]


def _is_somebody(reading: Reading) -> bool:
    """Return whether a reading has a name, a post or the ref of a party."""
    return "name" in reading or "post" in reading or _is_ref(reading.get("party", ""))


def _short_posts(parts: Sequence[str]) -> frozenset[str]:
    """Return the parts, such as FM, that are posts here instead of codes of states.

    Such a part is the side if no other part is a side, but another part before it is a post.
    """
    short = [one for one in parts if one in ABBREVIATED_POSTS]
    others = [one for one in parts if one not in short]
    if any(map(_side_of, others)):
        return frozenset(short)
    return frozenset(() if any(map(is_surely_post, others)) else short[:1])


_SHORT_POST_OF = re.compile(rf"(.*\b(?:{'|'.join(sorted(ABBREVIATED_POSTS))})) (?:of|for) (.+)")


def _without_objects(parts: Iterable[str]) -> list[str]:
    """Return the parts; ``FM of Türkiye`` becomes two parts, the post and the side."""
    found: list[str] = []
    for part in parts:
        of = _SHORT_POST_OF.fullmatch(part)
        is_split = of and is_surely_post(of[1]) and _side_of(of[2])
        found += [of[1], of[2]] if of and is_split else [part]
    return found


def _is_post(text: str) -> bool:
    return rank_of(text) is not None or text in ABBREVIATED_POSTS


def _name_and_post(texts: Sequence[str]) -> dict[str, str]:
    """Return the name and the post in one or two texts, in either order."""
    if not texts:
        return {}
    if len(texts) == 1:
        return {"post" if is_surely_post(texts[0]) else "name": texts[0]}
    if len(texts) > 2:
        raise Fault(
            f"cannot tell the parts: {', '.join(map(quoted, texts))}; write NAME; POST; SIDE",
            ("participants",),
        )
    first, second = texts
    if is_surely_post(first) and not _is_post(second):
        first, second = second, first
    return {"name": first, "post": second}


def _no_name(sides: Sequence[str]) -> str:
    if not sides:
        return "a participant needs a name or a post"
    return (
        f"{quoted(sides[0])} is a state or an organisation, not a person; write"
        f" --party {_side_of(sides[0])}, or add the name: 'NAME; POST; {_side_of(sides[0])}'"
    )


def _alone(text: str) -> Sequence[Reading]:
    """Return the readings of a text without separators."""
    if _is_ref(text):
        return [{"party": str(typed_ref(text))}]
    if _is_party(text):
        raise Fault(f"write the name before {text}: NAME; {text}", ("participants",))
    if not _side_of(text) or text in ABBREVIATED_POSTS - _ALSO_STATES:
        return [{"post" if is_surely_post(text) else "name": text}] if text else [{}]
    if fold(text) in _ALSO_NAMES:
        raise Fault(
            f"cannot tell whether {quoted(text)} is a person or a state; write"
            f" '{text};;' for a person with this name, or --party {_side_of(text)}",
            ("participants",),
        )
    raise Fault(_no_name([text]), ("participants",))


def _coded(text: str) -> str:
    """Return the side as the register understands it: an adjective as the code of its state."""
    return text if known_side(text) else state_of_adjective(text) or text


def _side_of(text: str) -> str | None:
    """Return the code that a part names in any place; a short code counts only in capitals."""
    code = known_side(text) or state_of_adjective(text)
    is_short = len(text) <= _LONGEST_CODE and text.isascii()
    return None if code and is_short and not text.isupper() else code


def _is_party(part: str) -> bool:
    """Return whether a part of a participant is the ref of a party, or the word ``new``."""
    return part == "new" or _is_ref(part)


def _is_ref(part: str) -> bool:
    """Return whether a part of a participant is the ref of a party."""
    ref = typed_ref(part)
    return ref is not None and ref.kind == "party"


# --- Commas -----------------------------------------------------------------------------------


def _by_commas(text: str) -> Sequence[Reading]:
    """Return the readings of a text whose parts commas separate.

    A comma may also be part of a name ("Hasanova, Leyla", "Smith, Jr.") or of a post.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    pieces = _without_objects(_with_inverted_sides(parts))
    sorted_out = _Parts.of(pieces)
    unsure = [one for one in sorted_out.sides if fold(one) in _ALSO_NAMES]
    if len(pieces) == 2 and pieces[1] in unsure and _is_family_name(pieces[0]):
        return [{"name": pieces[0], "side": _coded(pieces[1])}, {"name": text.strip()}]
    if len(pieces) == 2 and pieces[0] in unsure and _looks_like_name(pieces[1]):
        return [{"name": pieces[1], "side": _coded(pieces[0])}, {"name": text.strip()}]
    texts = list(_joined(sorted_out.texts, text))
    if not (sorted_out.known or sorted_out.sides) and len(texts) == 1:
        return [{"name": text.strip()}] if not is_surely_post(text) else [{"post": text.strip()}]
    kept = [one for one in pieces if one not in sorted_out.texts]
    return replaced(sorted_out, parts=[*texts, *kept], texts=texts).readings()


def _with_inverted_sides(pieces: list[str]) -> list[str]:
    """Join two pieces that together name one state: ``Korea, Republic of``."""
    for at, (one, other) in enumerate(pairwise(pieces)):
        joined = f"{one}, {other}"
        if known_side(joined) and not (known_side(one) and known_side(other)):
            return [*pieces[:at], joined, *pieces[at + 2 :]]
    return pieces


def _joined(texts: Sequence[str], text: str) -> Iterator[str]:
    """Yield the name and the post in the pieces of a text. Raises :class:`Fault` if unclear."""
    first_post = next((at for at, one in enumerate(texts) if _is_post(one)), len(texts))
    names, posts = texts[:first_post], texts[first_post:]
    if len(names) > 1 and not _is_one_name(names):
        raise Fault(_unclear(text, names, posts), ("participants",))
    if not names and len(posts) > 1 and any(_looks_like_name(one) for one in posts[1:]):
        others = [one for one in posts if _looks_like_name(one)]
        raise Fault(
            _unclear(text, others, [one for one in posts if one not in others]), ("participants",)
        )
    if names:
        yield ", ".join(names)
    if posts:
        yield ", ".join(posts)


def _unclear(text: str, names: Sequence[str], posts: Sequence[str]) -> str:
    post = ", ".join(posts) or ", ".join(names[1:])
    example = f"{names[0]}; {post}; SIDE"
    return (
        f"cannot tell the name and the post in {quoted(text)}; separate the parts with semicolons:"
        f" {example!r}"
    )


def _is_one_name(names: Sequence[str]) -> bool:
    """Return whether pieces are one name: ``Hasanova, Leyla``, ``Martin King, Jr.``"""
    first, *others = names
    if all(fold(one) in _SUFFIXES for one in others):
        return True
    return len(others) == 1 and _is_family_name(first) and _looks_like_name(others[0])


def _is_family_name(text: str) -> bool:
    words = [word for word in text.split() if fold(word) not in _PARTICLES]
    return len(words) == 1 and _looks_like_name(text)


def _looks_like_name(text: str) -> bool:
    """Return whether each word of a text begins like a name, and the text is not a post."""
    words = re.split(r"[\s-]+", text.strip())
    return not _is_post(text) and all(
        not word[:1].islower() or fold(word) in _PARTICLES for word in words if word
    )

"""Parse fields that the user types: ``topic`` for ``topics``, or a participant."""

import re
from collections.abc import Mapping
from functools import cache

from dragoman.domain import (
    KINDS,
    PARTICIPANT,
    Participant,
    declared,
    known_side,
    quoted,
    typed_ref,
)
from dragoman.exchange.faults import Fault

OF_PARTICIPANTS = tuple(declared(Participant))
"""The parts of a participant, in the order in which people type them."""


@cache
def plurals() -> Mapping[str, str]:
    """Return the names of the fields with several values, by the word for a single value."""
    fields = [one for kind in KINDS.values() for one in declared(kind.state).items()]
    return {field.one: name for name, field in fields if field.one}


def field_named(kind: str, word: str) -> str:
    """Return the field that a word means (``topics`` for ``topic``), or else the word itself."""
    fields = declared(KINDS[kind].state)
    own = {field.one: name for name, field in fields.items() if field.one}
    return word if word in fields else own.get(word) or plurals().get(word, word)


@cache
def option_words() -> Mapping[str, str]:
    """Return the word that people type for a field, by the name of the field, if they differ."""
    fields = [one for kind in KINDS.values() for one in declared(kind.state).items()]
    return {name: field.one for name, field in fields if field.one}


def participant_of(text: str) -> dict[str, str]:
    """Parse a participant: ``NAME; POST; SIDE; ROLE; TYPE; PARTY``. Raises :class:`Fault`.

    The party may follow any other part directly: ``NAME; POST; P-12``, ``NAME; new``.
    """
    _refuse_commas(text)
    parts = [part.strip() for part in text.split(";")]
    if len(parts) == 1 and _is_party(parts[0]):
        raise Fault(f"write the name before {parts[0]}: NAME; {parts[0]}", ("participants",))
    if 1 < len(parts) < len(OF_PARTICIPANTS) and _is_party(parts[-1]):
        parts[-1:] = [""] * (len(OF_PARTICIPANTS) - len(parts)) + parts[-1:]
    if len(parts) > len(OF_PARTICIPANTS):
        raise Fault(f"{quoted(text)} has more parts than {PARTICIPANT}", ("participants",))
    return {key: part for key, part in zip(OF_PARTICIPANTS, parts, strict=False) if part}


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


def _refuse_commas(text: str) -> None:
    """Raise :class:`Fault` for text without semicolons in which a side follows the last comma."""
    *others, last = text.split(",")
    if ";" not in text and others and known_side(last.strip()):
        parts = "; ".join(part.strip() for part in text.split(","))
        raise Fault(f"separate the parts with semicolons: {quoted(parts)}", ("participants",))


def _is_party(part: str) -> bool:
    """Return whether a part of a participant is the ref of a party, or the word ``new``."""
    ref = typed_ref(part)
    return part == "new" or (ref is not None and ref.kind == "party")

"""The text of drafts: the fields of a record that are known, and the fields to fill in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, get_type_hints

from dragoman.domain import KINDS, declared
from dragoman.exchange.documents import document_class
from dragoman.exchange.faults import elsewhere
from dragoman.exchange.value_types import choices_in

FAULT = "#!! "
"""The characters with which Dragoman begins an error message in a draft.

Dragoman drops lines that begin with these characters when it reads the draft again.
"""

_HEAD = """\
# {what}
#
# Fill in the fields that you know; leave the other fields empty or delete them. Lines that begin
# with # are ignored. To record, save the file and close the editor. To cancel, empty the file.
"""
LEFT_OUT = ("handle", "readings", "distinct_from")
"""The fields that drafts leave out: a draft is about one record, and a command records readings."""

_EXAMPLES = {
    "source": "{title: …, publisher: …, published: 2025-04-21}",
    "as_written": "{place: the words of the source, participants.1.post: the words}",
}
"""Example values for the fields that every document has."""

_FIRST = ("status", "title", "name", "what", "body")


def fields_of_document(kind: str) -> list[str]:
    """Return the fields that documents of a kind have, with the most common fields first."""
    names = [name for name in document_class(kind).__struct_fields__ if name not in LEFT_OUT]
    return sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))


def draft(
    what: str, kind: str, known: Mapping[str, object], reason: str, left_out: Sequence[str] = ()
) -> str:
    """Return the text of a draft: the known fields, and the other fields with examples.

    Fields that belong to another kind come last, so that the user can delete them.
    """
    lines = [_HEAD.format(what=what), f"kind: {kind}"]
    hints = get_type_hints(document_class(kind))
    fields = declared(KINDS[kind].state)
    for name in fields_of_document(kind):
        if name in left_out:
            continue
        if name in known:
            lines.append(dumped({name: known[name]}))
        else:
            example = fields[name].example if name in fields else _EXAMPLES.get(name)
            retired = fields[name].retired if name in fields else ()
            choices = (one for one in choices_in(hints[name]) if one not in retired)
            hint = example or " | ".join(choices)
            lines.append(f"{name}:".ljust(16) + (f"# {hint}" if hint else ""))
    for name in (one for one in known if one not in hints):
        lines += [f"# {name} {elsewhere(kind, name)}", dumped({name: known[name]})]
    lines.append("reason:".ljust(16) + f"# {reason}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def dumped(document: Mapping[str, object], ascii: bool = False) -> str:
    """Return a document as YAML; with ``ascii``, escape all characters that are not ASCII."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Representer = _representer()
    yaml.default_flow_style = False
    yaml.allow_unicode = not ascii
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False
    stream = StringIO()
    yaml.dump(dict(document), stream)
    return stream.getvalue().rstrip("\n")


@cache
def _representer() -> Any:
    """Return the class that represents values; text of several lines becomes a literal block."""
    from ruamel.yaml.representer import SafeRepresenter

    class Representer(SafeRepresenter):
        def represent_text(self, text: str) -> Any:
            lines = text.split("\n")
            is_plain = text == text.strip() and all(map(str.isprintable, lines))
            style = "|" if is_plain and len(lines) > 1 else None
            return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Representer.add_representer(str, Representer.represent_text)
    return Representer


def with_faults(text: str, faults: Iterable[tuple[int, str]]) -> str:
    """Return the draft with error messages, each inserted above its line."""
    lines = without_faults(text).splitlines()
    for line, message in sorted(faults, reverse=True):
        at = min(max(line - 1, 0), len(lines))
        lines[at:at] = [f"{FAULT}{message}"]
    return "\n".join(lines) + "\n"


def without_faults(text: str) -> str:
    """Return the draft without error messages."""
    kept = (line for line in text.splitlines() if not line.startswith(FAULT))
    return "\n".join(kept) + "\n"


def is_given_up(text: str) -> bool:
    """Return whether the user gave up a draft: only comments and blank lines are left."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())

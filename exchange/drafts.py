"""The text of drafts: what is known of a record, and the fields that may be filled in."""

from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

from dragoman.domain import KINDS, declared
from dragoman.exchange.documents import document_class
from dragoman.exchange.faults import elsewhere
from dragoman.exchange.value_types import choices_in

FAULT = "#!! "
"""Begins the lines that tell what is wrong; they go when the draft is read again."""

_HEAD = """\
# {what}
#
# Fill in what is known, and delete the rest or leave it empty; lines that begin with # are left
# out. Save and close to record. To give up, empty the file.
"""
LEFT_OUT = ("handle", "readings")
"""What a draft leaves out: it is about one record, and readings have a command."""

_EXAMPLES = {
    "source": "{title: …, publisher: …, published: 2025-04-21}",
    "as_written": "{place: the words of the source}",
}
"""Examples of values of the fields that every document has."""

_FIRST = ("status", "title", "name", "what", "body")


def fields_of_document(kind: str) -> list[str]:
    """The fields of a kind's documents, those that everybody fills in first."""
    names = [name for name in document_class(kind).__struct_fields__ if name not in LEFT_OUT]
    return sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))


def draft(
    what: str, kind: str, known: Mapping[str, object], reason: str, left_out: Sequence[str] = ()
) -> str:
    """The text of a draft: what is known, and the other fields with the forms that they take.

    What is known of a field that belongs to another kind comes last, to be deleted.
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
            hint = example or " | ".join(choices_in(hints[name]))
            lines.append(f"{name}:".ljust(16) + (f"# {hint}" if hint else ""))
    for name in (one for one in known if one not in hints):
        lines += [f"# {name} {elsewhere(kind, name)}", dumped({name: known[name]})]
    lines.append("reason:".ljust(16) + f"# {reason}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def dumped(document: Mapping[str, object], ascii: bool = False) -> str:
    """A document as YAML; what is not ASCII is escaped if nothing else is wanted."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = not ascii
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False
    stream = StringIO()
    yaml.dump(dict(document), stream)
    return stream.getvalue().rstrip("\n")


def with_fault(text: str, line: int, message: str) -> str:
    """The draft with what is wrong told above its ``line``."""
    lines = without_faults(text).splitlines()
    at = min(max(line - 1, 0), len(lines))
    return "\n".join([*lines[:at], f"{FAULT}{message}", *lines[at:]]) + "\n"


def without_faults(text: str) -> str:
    """The draft without what was told of its faults."""
    kept = (line for line in text.splitlines() if not line.startswith(FAULT))
    return "\n".join(kept) + "\n"


def is_given_up(text: str) -> bool:
    """Whether a draft holds nothing but comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())

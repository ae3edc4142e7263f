"""The fields that an output may leave out, and the reason for each field."""

from typing import Any

from attrs import fields_dict

from dragoman.domain.field import declared
from dragoman.domain.kinds import KINDS
from dragoman.domain.source import Source
from tests.fields.declared import PARTS, as_document

CALENDAR = {
    "reminders": "are alarms, and what is over has no alarms",
    "owners.party": "is a ref, which says nothing outside the register",
    "owners.role": "is for participants; an owner rarely has a role",
    "owners.type": "follows from the name",
    "source.dispatch": "is shown with the row that came in it, and is of no use otherwise",
    "setbacks": "are among the sources",
    "amendments": "except disputed readings, because a calendar leaves out what was retracted",
}

KINDS_NOT_IN_CALENDAR = {
    "mechanism": "lasts for years; its sessions are in the calendar",
    "instrument": "was signed at an engagement, and nothing is planned or owed",
    "party": "is not something that happens",
    "series": "its meetings are in the calendar",
}

ENTITIES = {
    "type": "is the schema of the entity",
    "participants.party": "is the entity that is involved",
    "participants.type": "is the schema of the entity that is involved",
    "owners.party": "is the entity that takes part in the project",
    "owners.type": "is the schema of the entity that takes part in the project",
    "source.dispatch": "is represented by the folder, which stands for the register",
    "source.row": "is the key of a row in a file that others do not have",
    "formerly": "is history, not the present state",
    "setbacks": "are among the sources",
    "merged_into": "merged parties are one entity",
    "former_sides": "are sides recorded by mistake",
    "amendments": "what was retracted is left out, and so are readings that were not chosen",
}

DISPATCH = {
    "amendments": "a dispatch has the present state: no readings, and nothing that was retracted",
    "formerly": "a dispatch has the present state; if a date was postponed, the last one",
    "setbacks": "a dispatch has the present state, and the first source of each record",
    "merged_into": "merged parties are one, with all their names",
    "former_sides": "are sides recorded by mistake",
    "source.dispatch": "a record comes with the dispatch that it is in",
    "source.row": "a record of a dispatch is not a row",
    "positions.held": "follows from left; posts that ended on an unknown day are counted",
}

TABLE = {
    "source.dispatch": "nobody looks in a spreadsheet for the file of a source; events have it",
    "source.row": "nobody looks in a spreadsheet for the row of a source; events have it",
    "positions.held": "follows from left; events have it",
}

_TITLE = "a change names a source by its title; show has the rest"
HISTORY = {f"source.{name}": _TITLE for name in fields_dict(Source) if name != "title"}

CODED = (
    *("title", "what", "status", "occurred", "signed", "agreed", "host", "parties"),
    *("participants.side", "source.url"),
)
"""The fields that event data contain; the formats have no place for other fields."""

KINDS_NOT_CODED = {
    "mechanism": "is not something that one side does to another: see dragoman.domain.codes",
    "party": "is not an action",
    "conference": "is not something that one side does to another",
    "series": "its meetings are coded",
}

_NO_TEXT = {
    "day": "is a date, not a text; find dates with timeline --since and --until",
    "link": "is a link to a record that has its own text",
    "awaits": "is a link to a record that has its own text",
    "choice": "is one of a few words, each of which would find half the register",
    "text": "has a form, and is copied whole when it is needed",
}


def _unsearched(cls: Any, prefix: str = "") -> dict[str, str]:
    found = declared(cls).items()
    return {
        f"{prefix}{name}": _NO_TEXT[one.holds]
        for name, one in found
        if one.holds in _NO_TEXT and (prefix or not one.searched) and name not in _SEARCHED_PARTS
    }


_SEARCHED_PARTS = ("name", "post", "title", "publisher", "note", "url", "side")

SEARCH = {
    "status": _NO_TEXT["choice"],
    "awaits.session": _NO_TEXT["awaits"],
    "reminders": "is a length of time",
    **{k: why for kind in KINDS.values() for k, why in _unsearched(kind.state).items()},
    **{
        k: why
        for name, cls in PARTS.items()
        for k, why in _unsearched(cls, f"{as_document(name)}.").items()
    },
}

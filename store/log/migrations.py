"""The triggers and indexes of a register, and the schema changes in each schema version."""

from attrs import frozen

from dragoman.store.log.formats import ENTRIES_SINCE, SEALS_SINCE


def is_instant(column: str) -> str:
    """Return SQL that tests whether a string is a valid instant in the stored format.

    SQLite normalises days and hours that do not exist. So the SQL converts the text to seconds and
    back, and compares the result with the original.
    """
    form = "0000-00-00T00:00:00.000000Z".replace("0", "[0-9]")
    seconds = f"substr({column}, 1, 19)"
    return (
        f"({column} GLOB '{form}' AND {column} >= '0001'"
        f" AND datetime(strftime('%s', {seconds}), 'unixepoch')"
        f" IS replace({seconds}, 'T', ' '))"
    )


def _refusal(name: str, message: str, when: str = "", operation: str = "INSERT") -> str:
    """Return the SQL for a trigger that refuses an operation.

    The first part of the trigger's name is the name of its table.
    """
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {operation} ON {name.partition('_')[0]}{condition}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _kept(table: str, message: str) -> tuple[str, str]:
    """Return the SQL for triggers that prevent changing and deleting the rows of a table."""
    return (
        _refusal(f"{table}_keep_update", message, operation="UPDATE"),
        _refusal(f"{table}_keep_delete", message, operation="DELETE"),
    )


_LAST_EVER = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)"
_TAKEN = "EXISTS (SELECT 1 FROM events WHERE position >= NEW.position)"
_SAME_VERSION = (
    "EXISTS (SELECT 1 FROM events WHERE originator_id = NEW.originator_id"
    " AND originator_version = NEW.originator_version)"
)
_LAST_INSTANT = "(SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1)"
_LAST_READABLE_INSTANT = (
    f"(SELECT recorded_at FROM events WHERE {is_instant('recorded_at')}"
    " ORDER BY position DESC LIMIT 1)"
)

# REPLACE deletes rows without firing DELETE triggers, so INSERT triggers refuse to replace rows.
# AUTOINCREMENT remembers the last position ever used, even if its row was deleted.
SQLITE_TRIGGERS = (
    *_kept("events", "events are append-only"),
    _refusal(
        "events_next_position",
        "positions are consecutive",
        f"NEW.position IS NOT {_LAST_EVER} + 1 OR {_TAKEN}",
    ),
    _refusal("events_one_a_version", "an aggregate has one event a version", _SAME_VERSION),
    _refusal(
        "events_no_way_back",
        "recorded_at never decreases",
        f"NEW.recorded_at < {_LAST_INSTANT}",
    ),
    *_kept("register", "a register keeps its identity"),
    _refusal(
        "register_keep_insert",
        "a register keeps its identity",
        "EXISTS (SELECT 1 FROM register)",
    ),
)

SEAL_TRIGGERS = (
    *_kept("seals", "seals are kept as they are"),
    _refusal(
        "seals_next_number",
        "seals are numbered consecutively",
        "NEW.number IS NOT coalesce((SELECT max(number) FROM seals), 0) + 1",
    ),
)

ENTRY_TRIGGERS = (
    *_kept("entries", "the circumstances of entries are append-only"),
    _refusal(
        "entries_next_position",
        "positions are consecutive",
        f"NEW.position IS NOT {_LAST_EVER} + 1 OR {_TAKEN}"
        " OR EXISTS (SELECT 1 FROM entries WHERE position = NEW.position)",
    ),
    *_kept("marks", "a register keeps its marks"),
    _refusal(
        "marks_at_the_beginning",
        "a register is marked when it is made",
        f"{_LAST_EVER} > 0 OR EXISTS (SELECT 1 FROM events)"
        " OR EXISTS (SELECT 1 FROM marks WHERE name = NEW.name)",
    ),
)

# A malformed instant, which another program may write, must not prevent recording.
STAMP_TRIGGERS = (
    _refusal(
        "events_no_way_back",
        "recorded_at never decreases",
        # The second condition is slow and rarely needed: it costs as much as the insert.
        f"NEW.recorded_at < {_LAST_INSTANT} AND NEW.recorded_at < {_LAST_READABLE_INSTANT}",
    ),
)

FOUNDING_INDEX = "CREATE INDEX events_founding ON events (topic) WHERE originator_version = 1"
"""The index for counting the records of a kind.

With this index, refs do not depend on the views.
"""

_NOTE_BEGINS = (
    "'dragoman/' || (SELECT id FROM register) || char(10) || NEW.size || char(10)"  # its origin
)

# A number that is already used, even the last possible one, must not block the next seal. So a new
# number has to follow any used number; the program chooses the number.
SOUND_SEAL_TRIGGERS = (
    _refusal(
        "seals_next_number",
        "seals are numbered consecutively",
        "NEW.number IS NULL OR NEW.number < 1"
        " OR EXISTS (SELECT 1 FROM seals WHERE number = NEW.number) OR (NEW.number > 1"
        " AND NOT EXISTS (SELECT 1 FROM seals WHERE number = NEW.number - 1))",
    ),
    _refusal(
        "seals_of_events",
        "a seal is of events that are recorded",
        "typeof(NEW.size) <> 'integer'"
        " OR NEW.size NOT BETWEEN 1 AND coalesce((SELECT max(position) FROM events), 0)",
    ),
    _refusal(
        "seals_of_this_register",
        "the note of a seal begins with the register that it is of, and its size",
        f"substr(NEW.note, 1, length({_NOTE_BEGINS})) IS NOT {_NOTE_BEGINS}",
    ),
)


@frozen
class Migration:
    """The changes that a schema version makes to the previous version."""

    tables: tuple[str, ...]
    triggers: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    """The names of the triggers from earlier versions that ``triggers`` replaces."""
    indexes: tuple[str, ...] = ()


MIGRATIONS = {
    1: Migration(("events", "register"), SQLITE_TRIGGERS),
    SEALS_SINCE: Migration(("seals",), SEAL_TRIGGERS),
    ENTRIES_SINCE: Migration(
        ("entries", "marks"),
        ENTRY_TRIGGERS + SOUND_SEAL_TRIGGERS + STAMP_TRIGGERS,
        ("seals_next_number", "events_no_way_back"),
        (FOUNDING_INDEX,),
    ),
}
"""The migrations, by schema version."""

"""Change a sealed event, as anyone with write access can: for how-to/audit-a-register.md."""

import sqlite3
import sys

register = sqlite3.connect(sys.argv[1])
triggers = register.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
for name, _ in triggers:
    register.execute(f"DROP TRIGGER {name}")
register.execute(
    "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), 'Baghdad', 'Basra') AS BLOB)"
    " WHERE position = 1"
)
for _, sql in triggers:
    register.execute(sql)
register.commit()

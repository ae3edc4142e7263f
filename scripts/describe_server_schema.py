"""Write what a register on a server consists of: ``python scripts/describe_server_schema.py URL``.

URL is an empty database in which the script may create roles and schemas; the script removes the
schema again. ``audit verify`` compares the schema on a server with this description. ``--check``
writes nothing, and exits 1 if the file is out of date.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from dragoman.store import Location, servers
from dragoman.store.engines.postgresql.creating import connected
from dragoman.store.engines.postgresql.inspection import described

TARGET = Path(__file__).parents[1] / "store/engines/postgresql/expected.json"


def created(location: Location, *, test: bool) -> dict[str, str]:
    """Create a register, and return the definitions of its objects."""
    servers.create_on_server(location, datetime.now(UTC), test=test)
    with connected(location) as connection:
        found = described(connection)
        connection.execute("DROP SCHEMA dragoman CASCADE")
    return {f"{kind}: {name}": definition for (kind, name), definition in sorted(found.items())}


def main(arguments: list[str]) -> int:
    """Write or check the file; return the exit code."""
    location = Location.parse(next(one for one in arguments if "://" in one))
    schema, of_test = created(location, test=False), created(location, test=True)
    test = {name: one for name, one in of_test.items() if schema.get(name) != one}
    text = json.dumps({"schema": schema, "test": test}, indent=1) + "\n"
    if "--check" in arguments:
        return int(not TARGET.exists() or TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

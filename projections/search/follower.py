"""A process that updates the search index while another process records.

The recording process starts this process with :func:`main`, and writes a line to its standard input
whenever the views have new events. After the last line, this process prints its progress. If the
recording process ends, this process ends, too.
"""

import sys
from pathlib import Path

from dragoman.projections.search.index import open_index
from dragoman.projections.views import open_views
from dragoman.store import Location, open_register

TASK = "Building the search index"
"""The name of the task, shown in progress bars."""

MORE, LAST = b"more\n", b"last\n"
COMMAND = (sys.executable, "-P", "-c", f"from {__name__} import main; main()")
"""The command that starts the process; the arguments are the paths of the register and its views.
"""


def main() -> None:
    """Update the index after every line of standard input."""
    register, path = Location.parse(sys.argv[1]), Path(sys.argv[2])
    views = open_views(open_register(register, lambda: path.parent), path)
    with open_index(views) as index:
        for line in sys.stdin.buffer:
            with views.current() as snapshot:
                index.catch_up(snapshot, _print if line == LAST else lambda *_: None)
    views.dispose()


def _print(done: int, total: int) -> None:
    print(done, total, flush=True)

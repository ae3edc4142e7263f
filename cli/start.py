"""The entry point: loads the program, and prints one line if the user interrupts the loading."""

import sys

from dragoman.cli.interrupted import INTERRUPTED
from dragoman.cli.light import answered


def main() -> None:
    """Load the program, run the command line, and exit: 0 done, 1 failed, 2 usage error."""
    try:
        if sys.stdout is not None and sys.stdin is not None:
            code = answered(sys.argv[1:])
            if code is not None:
                sys.exit(code)
        from dragoman.cli.run import main as loaded
    except KeyboardInterrupt:
        print(f"dragoman: {INTERRUPTED}", file=sys.stderr)
        sys.exit(130)
    loaded()

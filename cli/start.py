"""The start of the command: Ctrl-C while the program is still being loaded ends it in one line."""

import sys


def main() -> None:
    """Load the program, run the command line, and exit: 0 done, 1 failed, 2 usage."""
    try:
        from cli.main import main as loaded
    except KeyboardInterrupt:
        print("dragoman: interrupted; nothing was recorded", file=sys.stderr)
        sys.exit(130)
    loaded()

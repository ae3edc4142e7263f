"""Answer shell completion and ``--version``, which need to load almost no modules."""

import os
import sys
from collections.abc import Sequence


def answered(arguments: Sequence[str]) -> int | None:
    """Answer a completion or ``--version``; return the exit code, or else ``None``."""
    try:
        return _answered(arguments)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 141


def _answered(arguments: Sequence[str]) -> int | None:
    if arguments[:1] == ["__complete"]:
        from dragoman.cli.candidates import answer

        return answer(arguments[1:])
    if arguments == ["--version"]:
        from dragoman.cli.version import VERSION

        print(VERSION, flush=True)
        return 0
    return None

"""Who records by the word of the operating system: the account, and the host."""

import os
import sys
from functools import lru_cache

from attrs import frozen


@frozen
class Machine:
    """The account of the operating system under which this process runs, and the host."""

    os_user: str
    host: str


@lru_cache
def this_machine() -> Machine:
    """This process, as its operating system knows it; no environment variable is asked."""
    return Machine(storable(_account()), storable(_host()))


if sys.platform == "win32":

    def _account() -> str:
        try:
            return os.getlogin()
        except OSError:
            return "unknown"

    def _host() -> str:
        from socket import gethostname

        return gethostname()

else:

    def _account() -> str:
        """The name of the effective account; ``uid 1234`` where it has no password entry."""
        from pwd import getpwuid

        number = os.geteuid()
        try:
            return getpwuid(number).pw_name
        except KeyError:
            return f"uid {number}"

    def _host() -> str:
        return os.uname().nodename


def storable(text: str) -> str:
    """Text that can be stored: bytes that are no text are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()

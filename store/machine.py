"""The account and the host of the recording process, as the operating system reports them."""

import os
import sys
from functools import lru_cache

from attrs import frozen


@frozen
class Machine:
    """The operating system account of this process, and its host."""

    os_user: str
    host: str


@lru_cache
def this_machine() -> Machine:
    """Return the account and host of this process, without using environment variables."""
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
        """Return the name of the effective account, or ``uid 1234`` if it has no password entry."""
        from pwd import getpwuid

        number = os.geteuid()
        try:
            return getpwuid(number).pw_name
        except KeyError:
            return f"uid {number}"

    def _host() -> str:
        return os.uname().nodename


def storable(text: str) -> str:
    """Replace invalid bytes in a text with escapes, so that the register can store the text."""
    return text.encode("utf-8", "backslashreplace").decode()

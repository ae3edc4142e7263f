"""The address of a site on this machine."""

LOOPBACK = "127.0.0.1"
PORT = 8770
"""The port if the user names none."""


def address(host: str, port: int) -> str:
    """Return the address of a site: ``http://127.0.0.1:8770/``."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


LOCAL = address(LOOPBACK, PORT).rstrip("/")
"""The address of a site with the default options."""

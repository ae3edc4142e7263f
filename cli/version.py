"""The version of the program; ``pyproject.toml`` reads the version from this module."""

VERSION = "0.2.0"

"""Types of values that are converted: what they are before, and what says what they are to be."""

from typing import TypeAlias

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""Data as YAML or JSON holds them."""

Annotation: TypeAlias = object
"""A type as annotations have it: a class, a union, ``Literal[…]`` or ``Annotated[…]``.

These have no class in common but ``object``; what one is, ``get_origin`` and ``get_args`` tell.
"""

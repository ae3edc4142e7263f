"""Types of values that are converted: what they are before, and what says what they are to be."""

from typing import Literal, TypeAlias, get_args, get_origin

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""Data as YAML or JSON holds them."""

Annotation: TypeAlias = object
"""A type as annotations have it: a class, a union, ``Literal[…]`` or ``Annotated[…]``.

These have no class in common but ``object``; what one is, ``get_origin`` and ``get_args`` tell.
"""


def choices_in(annotation: Annotation) -> tuple[str, ...]:
    """The words among which a type lets choose, itself or with what it is made of; else none."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for inner in get_args(annotation) for choice in choices_in(inner))

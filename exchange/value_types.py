"""Types for unconverted values, and for the annotations that control their conversion."""

from typing import Literal, TypeAlias, get_args, get_origin

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""Plain data of YAML or JSON."""

Annotation: TypeAlias = object
"""A type annotation: a class, a union, ``Literal[…]`` or ``Annotated[…]``.

Annotations have no common class except ``object``; inspect annotations with ``get_origin`` and
``get_args``.
"""


def choices_in(annotation: Annotation) -> tuple[str, ...]:
    """Return the choices of a ``Literal`` type, or of all ``Literal`` types within another type."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for inner in get_args(annotation) for choice in choices_in(inner))

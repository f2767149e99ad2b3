"""The binding types that hosts, extensions and bundles know (bindings.txt)."""

from __future__ import annotations

from collections.abc import Mapping

from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "bindings.txt")


class BindingType:
    """A binding type: ``type`` in its documented spelling, ``directions`` of ``in`` and ``out`` that it takes,
    ``kinds`` of ``trigger``, ``input`` and ``output`` that it can be."""

    __slots__ = ("directions", "kinds", "type")

    def __init__(self, type: str, directions: tuple[str, ...], kinds: tuple[str, ...]) -> None:
        self.type = type
        self.directions = directions
        self.kinds = kinds

    def __repr__(self) -> str:
        return f"BindingType({self.type})"


_types: dict[str, BindingType] = {}


def binding_types() -> Mapping[str, BindingType]:
    """All binding types by their name in lower case: the host compares them ignoring case."""
    if not _types:
        for type, directions, kinds in TABLE.records():
            _types[type.lower()] = BindingType(type, tuple(directions.split()), tuple(kinds.split()))
    return _types

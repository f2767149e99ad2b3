"""The binding types that hosts, extensions and bundles know: bindings.txt, properties.txt, constructors.txt."""

from __future__ import annotations

from collections.abc import Mapping

from funclint.catalogue.kinds import Kind, kind
from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "bindings.txt")
PROPERTIES = Table(FOLDER / "properties.txt")
CONSTRUCTORS = Table(FOLDER / "constructors.txt")

BUNDLES = ("1", "2", "3", "4", "4p", "4e")
"""The majors of the extension bundle, of its Preview and of its Experimental variant."""

COMMON = {
    "name": kind("any"),
    "type": kind("any"),
    "direction": kind("any"),
    "datatype": kind("any"),
    "cardinality": kind("any"),
    "connection": kind("string"),
    "properties": kind("object"),
}
"""What the host reads of every binding (BindingMetadata), by key in lower case; the first five have their own rules."""


class Property:
    """A property of a binding type.

    ``kind``: what the host can convert a value to. ``bundles``: those whose extension reads it, None for all, empty
    for Functions 1.x only. ``by_constructor``: it is only read as part of a set of properties that is there in full.
    ``setting``: how its value names an app setting (``section``, ``exact``, ``connection-string``, ``mixed``), else
    None. ``expressions``: ``both`` (``%setting%`` and ``{expression}``), ``settings``, else None. ``default``: what
    holds without it, as text. ``renamed``: its name in the other bundles.
    """

    __slots__ = ("bundles", "by_constructor", "default", "expressions", "kind", "name", "renamed", "setting")

    def __init__(self, record: list[str]) -> None:
        _, self.name, kind_text, bundles, setter, setting, expressions, default, renamed = record
        self.kind: Kind = kind(kind_text)
        self.bundles = _bundles(bundles)
        self.by_constructor = setter == "constructor"
        self.setting = _optional(setting)
        self.expressions = _optional(expressions)
        self.default = _optional(default)
        self.renamed = _optional(renamed)

    def is_read_by(self, bundle: str | None) -> bool:
        """Whether the extension of a bundle reads it; None for an unknown bundle: whether any does."""
        return self.bundles is None or (bool(self.bundles) if bundle is None else bundle in self.bundles)

    def __repr__(self) -> str:
        return f"Property({self.name}: {self.kind.name})"


class Plan:
    """What is sound in a binding of one type under one bundle, for the quick look.

    ``accepts``: the properties that are read, by name in lower case. ``constructors``: sets of such names, shortest
    first; one of them must be there in full, none to choose from means that nothing is needed. ``by_constructor``:
    properties that are read only as part of such a set. ``certain``: whether the bundle is known.
    """

    __slots__ = ("accepts", "by_constructor", "certain", "constructors", "simple")

    def __init__(
        self,
        accepts: dict[str, Kind],
        constructors: tuple[tuple[str, ...], ...],
        by_constructor: tuple[str, ...],
        certain: bool,
    ) -> None:
        self.accepts = accepts
        self.constructors = constructors
        self.by_constructor = by_constructor
        self.certain = certain
        self.simple = not constructors or constructors == ((),)


class BindingType:
    """A binding type.

    ``type`` in its documented spelling, ``directions`` of ``in`` and ``out`` that it takes, ``kinds`` of ``trigger``,
    ``input`` and ``output`` that it can be. ``bundles``: those that have it, None when it is built into the host,
    empty when only Functions 1.x has it. ``open``: it may have more properties than are known here. ``replacement``:
    what a type of Functions 1.x is called today.
    """

    __slots__ = (
        "_constructors",
        "_plans",
        "_properties",
        "bundles",
        "directions",
        "kinds",
        "open",
        "replacement",
        "type",
    )

    def __init__(self, record: list[str]) -> None:
        self.type, directions, kinds, bundles, properties, replacement = record
        self.directions = tuple(directions.split())
        self.kinds = tuple(kinds.split())
        self.bundles = _bundles(bundles)
        self.open = properties == "open"
        self.replacement = _optional(replacement)
        self._properties: dict[str, Property] | None = None
        self._constructors: list[tuple[frozenset[str] | None, tuple[tuple[str, ...], ...]]] | None = None
        self._plans: dict[str | None, Plan] = {}

    @property
    def is_trigger(self) -> bool:
        return "trigger" in self.kinds

    @property
    def properties(self) -> Mapping[str, Property]:
        """Its properties by name in lower case, without those that all bindings have."""
        if self._properties is None:
            found = (Property(record) for record in PROPERTIES.block(self.type))
            self._properties = {item.name.lower(): item for item in found}
        return self._properties

    def constructors(self, bundle: str | None) -> tuple[tuple[str, ...], ...]:
        """The sets of properties of which the host needs one in full, shortest first; all sets for an unknown bundle.

        Empty for a type that the host reads without a constructor, or whose constructors are not known.
        """
        if self._constructors is None:
            self._constructors = [
                (_bundles(bundles), tuple(_names(text) for text in constructors.split(" | ")))
                for _, bundles, constructors, _ in CONSTRUCTORS.block(self.type)
            ]
        found = {
            names: None
            for bundles, sets in self._constructors
            if bundle is None or bundles is None or bundle in bundles
            for names in sets
        }
        return tuple(sorted(found, key=len))

    def plan(self, bundle: str | None) -> Plan:
        """What is sound in a binding of this type under a bundle; None when it is unknown which one it will be."""
        found = self._plans.get(bundle)
        if found is None:
            accepts = dict(COMMON)
            read = {key: item for key, item in self.properties.items() if item.is_read_by(bundle)}
            accepts.update((key, item.kind) for key, item in read.items())
            if "connection" in self.properties and "connection" not in read:
                del accepts["connection"]  # the host takes it, but the extension has another name for it
            constructors = tuple(tuple(name.lower() for name in names) for names in self.constructors(bundle))
            partial = tuple(key for key, item in read.items() if item.by_constructor)
            found = self._plans[bundle] = Plan(accepts, constructors, partial, bundle is not None)
        return found

    def __repr__(self) -> str:
        return f"BindingType({self.type})"


_types: dict[str, BindingType] = {}


def binding_types() -> Mapping[str, BindingType]:
    """All binding types by their name in lower case: the host compares them ignoring case."""
    if not _types:
        for record in TABLE.records():
            _types[record[0].lower()] = BindingType(record)
    return _types


def _bundles(text: str) -> frozenset[str] | None:
    return None if text == "*" else frozenset() if text == "-" else frozenset(text.split())


def _names(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split(","))


def _optional(text: str) -> str | None:
    return None if text == "-" else text

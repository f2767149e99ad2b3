"""function.json as the host reads it: which keys it looks at, in which case, and what it makes of their values.

Sources: HostFunctionMetadataProvider, BindingMetadata and FunctionDescriptorProvider of azure-functions-host.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from funclint.app.json_file import JsonFile
from funclint.diagnostic import Span
from funclint.jsonc import Node

DIRECTIONS = ("in", "out", "inout")
DATA_TYPES = ("undefined", "string", "binary", "stream")
CARDINALITIES = ("one", "many")


class FunctionJson(JsonFile):
    """The document of one function.json and its four top-level keys, which the host takes in this exact case."""

    KEYS = ("bindings", "scriptFile", "entryPoint", "retry")

    @property
    def root(self) -> Node | None:
        """The root object; None when there is none."""
        root = self.document.root
        return root if root is not None and root.kind == "object" else None

    def value(self, key: str) -> Node | None:
        """The value of a top-level key, None when absent or null."""
        found = self.root.get(key) if self.root is not None else None
        return None if found is None or found.kind in ("null", "undefined") else found

    def text_value(self, key: str) -> str | None:
        """The value of a top-level key as the host's ``Value<string>`` gives it; None when absent, null or empty."""
        return string_of(self.value(key)) or None

    @property
    def bindings(self) -> Node | None:
        """The value of ``bindings``; of that key in another case when there is none in this one."""
        if self.root is None:
            return None
        return self.root.get("bindings") or self.root.get_ci("bindings")

    def binding_nodes(self) -> list[Node]:
        """The items of ``bindings``; empty when it is no array."""
        bindings = self.bindings
        return list(bindings.items) if bindings is not None and bindings.kind == "array" else []


def string_of(node: Node | None) -> str | None:
    """A scalar as the host turns it into text; None for null, arrays and objects."""
    if node is None or node.kind in ("null", "undefined", "array", "object", "constructor"):
        return None
    return str(node.value)


def enumeration(node: Node | None, names: tuple[str, ...]) -> str | None:
    """The member of an enum that a value names for Newtonsoft: any case, padded, by number, or flags; None if none."""
    if node is None:
        return None
    if node.kind == "number" and isinstance(node.value, int):
        return names[node.value] if 0 <= node.value < len(names) else names[-1]
    if node.kind != "string" or not isinstance(node.value, str):
        return None
    total = 0
    parts = node.value.split(",")
    for part in parts:
        word = part.strip().lower()
        if word in names:
            total |= names.index(word)
        elif word.lstrip("+-").isdigit() and word.isascii():
            total |= abs(int(word))
        else:
            return None
    return names[total] if total < len(names) else names[-1]


class Binding:
    """One binding of a function.

    ``name``, ``type``: as written, None when absent or no text. ``direction``: ``in``, ``out`` or ``inout``; None when
    the host refuses what is written. Keys inside a binding are taken in any case, the last spelling wins.
    """

    __slots__ = ("direction", "file", "index", "name", "node", "type")

    def __init__(self, file: FunctionJson, node: Node, index: int) -> None:
        self.file = file
        self.node = node
        self.index = index
        name = node.get_ci("name")
        self.name = name.value if name is not None and isinstance(name.value, str) and name.kind == "string" else None
        self.type = string_of(node.get_ci("type"))
        direction = node.get_ci("direction")
        self.direction = "in" if direction is None else enumeration(direction, DIRECTIONS)

    @property
    def is_trigger(self) -> bool:
        """Whether the host counts it as the trigger: the type ends in "trigger", the direction is not out."""
        return (self.type or "").lower().endswith("trigger") and self.direction != "out"

    @property
    def is_return(self) -> bool:
        """Whether it stands for the return value."""
        return self.name == "$return"

    @property
    def properties(self) -> Mapping[str, object]:
        """All properties as plain data, keys in lower case."""
        return {member.key.lower(): member.value.plain() for member in self.node.members}

    def value(self, key: str) -> Node | None:
        """The node of a property, its key in any case."""
        return self.node.get_ci(key)

    def text(self, key: str) -> str | None:
        """A property as text; None when absent or no scalar."""
        return string_of(self.value(key))

    def span(self, key: str | None = None) -> Span:
        """Where the value of a property stands; without it, or without a key, the beginning of the binding."""
        node = self.node.get_ci(key) if key is not None else None
        if node is None:
            return Span(self.file.path, self.node.start, self.node.start + 1)
        return Span(self.file.path, node.start, node.end)

    def key_span(self, key: str) -> Span:
        """Where the key of a property stands."""
        member = self.node.member(key, ignore_case=True)
        return self.span() if member is None else Span(self.file.path, member.key_start, member.key_end)

    def __repr__(self) -> str:
        return f"Binding({self.name!r}, {self.type!r}, {self.direction!r})"


def bindings_of(file: FunctionJson) -> Iterator[Binding]:
    """The bindings that are objects; what else stands in the array the host refuses."""
    for index, node in enumerate(file.binding_nodes()):
        if node.kind == "object":
            yield Binding(file, node, index)

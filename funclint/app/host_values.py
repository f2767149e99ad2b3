"""The values and keys of host.json against what hosts and extensions read.

As with bindings there are two looks: the walk asks each value's kind for yes or no, and jsonschema names the places
once something was refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funclint.app.host import HostJson
from funclint.catalogue.host_settings import Section, Setting, host_settings
from funclint.jsonc import Member, Node

SPECIAL = frozenset(("version", "functiontimeout", "functions", "extensionbundle", "retry"))
"""Keys at the top that have rules of their own, in lower case."""

EXTENSION_TYPES: dict[str, tuple[str, ...]] = {
    "queues": ("queue",),
    "blobs": ("blob",),
    "tables": ("table",),
    "servicebus": ("servicebus",),
    "eventhubs": ("eventhub",),
    "cosmosdb": ("cosmosdb",),
    "durabletask": ("orchestration", "activity", "entity", "durableclient"),
    "sendgrid": ("sendgrid",),
    "kafka": ("kafka",),
    "signalr": ("signalr",),
    "rabbitmq": ("rabbitmq",),
    "mcp": ("mcp",),
}
"""With which binding types an extension is loaded that a section below ``extensions`` is for: their beginnings."""


class HostFault:
    """A value that the configuration binder cannot convert: its path, its member or item, what is wanted."""

    __slots__ = ("name", "node", "path", "phrase", "words")

    def __init__(self, path: tuple[str, ...], name: str, node: Node, phrase: str, words: tuple[str, ...]) -> None:
        self.path = path
        self.name = name
        self.node = node
        self.phrase = phrase
        self.words = words


def unknown_keys(host: HostJson) -> Iterator[tuple[Member, Section]]:
    """Keys that nothing is known to read, each with the section that it stands in."""
    if host.root is not None:
        yield from _unknown(host.root, host_settings())


def value_faults(host: HostJson) -> Iterator[HostFault]:
    """Values that cannot be converted, apart from those of special keys."""
    root = host.root
    if root is None or all(_is_sound(node, setting) for _, node, setting in _values(root, host_settings(), ())):
        return
    from funclint.catalogue.explain import faults
    from funclint.catalogue.schemas import host_values_schema

    for path in faults(host_values_schema(), _lowered(root)):
        found = _find(root, path)
        setting = _setting(path)
        if found is None or setting is None or str(path[0]) in SPECIAL:
            continue
        name, node = found
        yield HostFault(tuple(map(str, path)), name, node, setting.kind.phrase, setting.kind.words)


def is_sound(node: Node, known: Section | Setting) -> bool:
    """Whether a value, or all values of a section, can be converted."""
    if isinstance(known, Setting):
        return _is_sound(node, known)
    return all(_is_sound(inner, setting) for _, inner, setting in _values(node, known, ("",)))


def _members(node: Node, section: Section) -> Sequence[Member]:
    """The members of an object, none where it is of another type than the one that the section is known for."""
    type_ = node.get_ci("type") if section.type is not None else None
    if section.type is None or type_ is None or type_.value is None:
        return node.members
    return node.members if str(type_.value).lower() == section.type.lower() else ()


def _unknown(node: Node, section: Section) -> Iterator[tuple[Member, Section]]:
    for member in _members(node, section):
        known = section.members.get(member.key.lower())
        if known is None:
            yield member, section
        elif isinstance(known, Section) and member.value.kind == "object":
            yield from _unknown(member.value, known)


def _values(node: Node, section: Section, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node, Setting]]:
    for member in _members(node, section):
        key = member.key.lower()
        known = section.members.get(key)
        if isinstance(known, Section):
            yield from _values(member.value, known, (*path, key))
        elif known is not None and (path or key not in SPECIAL):
            yield (*path, key), member.value, known


def _is_sound(node: Node, setting: Setting) -> bool:
    if setting.is_map:
        return all(setting.kind.accepts(member.value) for member in node.members)
    return setting.kind.accepts(node)


def _lowered(node: Node) -> object:
    """Plain data with all keys in lower case; a later spelling of a key replaces an earlier one."""
    if node.kind == "object":
        return {member.key.lower(): _lowered(member.value) for member in node.members}
    if node.kind == "array":
        return [_lowered(item) for item in node.items]
    return node.plain()


def _find(root: Node, path: tuple[str | int, ...]) -> tuple[str, Node] | None:
    name, node = "", root
    for step in path:
        if isinstance(step, int):
            node = node.items[step]
            continue
        member = next((item for item in reversed(node.members) if item.key.lower() == step), None)
        if member is None:
            return None
        name, node = member.key, member.value
    return name, node


def _setting(path: tuple[str | int, ...]) -> Setting | None:
    at: Section | Setting | None = host_settings()
    for step in path:
        if isinstance(at, Section):
            at = at.members.get(str(step))
    return at if isinstance(at, Setting) else None

"""Fixes of host.json, local.settings.json and .gitignore.

Imported by rules only while they build a fix.
"""

from __future__ import annotations

from collections.abc import Mapping

from funclint.app.host import HostJson
from funclint.app.host_values import is_sound
from funclint.app.local_settings import LocalSettings
from funclint.app.mending import MANUAL, SAFE, UNSAFE
from funclint.catalogue.bundles import DEFAULT_ID
from funclint.catalogue.host_settings import Section, Setting, host_settings
from funclint.diagnostic import Applicability, Edit, Fix, Span
from funclint.json_edits import JsonEditor
from funclint.jsonc import Member, Node
from funclint.text import SourceText

BUNDLE_RANGE = "[4.*, 5.0.0)"
BUNDLE = {"id": DEFAULT_ID, "version": BUNDLE_RANGE}


def editor(file: HostJson | LocalSettings) -> JsonEditor:
    return JsonEditor(file.text, file.document)


def replace(
    file: HostJson | LocalSettings, node: Node, value: object, safety: Applicability, title: str | None = None
) -> Fix:
    """Another value in the place of one."""
    return Fix(title or f"write '{value}'", safety, editor(file).replace(node, value))


def rename(file: HostJson | LocalSettings, container: Node, member: Member, key: str, safety: Applicability) -> Fix:
    """Another key for a property of an object that does not have it yet."""
    return Fix(f"write '{key}'", safety, editor(file).rename(member, key))


def remove(file: HostJson | LocalSettings, container: Node, member: Member) -> Fix:
    """A property goes; not safe where a comment would go with it."""
    edits = editor(file).delete(container, member)
    safety = UNSAFE if editor(file).drops_comment(edits) else SAFE
    return Fix(f"remove '{member.key}'", safety, edits)


# host.json


def add_bundle(host: HostJson) -> Fix | None:
    """The extension bundle that new apps get."""
    if host.root is None or host.value("extensionBundle") is not None:
        return None
    return Fix("add the extension bundle", SAFE, editor(host).insert(host.root, "extensionBundle", BUNDLE))


def complete_bundle(host: HostJson, section: Node, key: str) -> Fix:
    """What is missing of the section, or can be no part of it: unsafe where something else is written."""
    if section.kind != "object":
        safety = SAFE if section.kind in ("null", "undefined") else UNSAFE
        return replace(host, section, BUNDLE, safety, "write the extension bundle of new apps")
    node = section.get_ci(key)
    empty = node is None or node.kind in ("null", "undefined") or node.value == ""
    return Fix(f"write '{BUNDLE[key]}'", SAFE if empty else UNSAFE, editor(host).set(section, key, BUNDLE[key]))


def version(host: HostJson) -> Fix | None:
    """``"version": "2.0"``, at the beginning where it is missing."""
    if host.root is None:
        return None
    here, other = host.root.member("version"), host.root.member("version", ignore_case=True)
    title = 'write "version": "2.0"'
    if here is not None:
        return replace(host, here.value, "2.0", SAFE, title)
    if other is None:
        return Fix(title, SAFE, editor(host).insert_first(host.root, "version", "2.0"))
    edits = editor(host).rename(other, "version")
    if (other.value.kind, other.value.value) != ("string", "2.0"):
        edits += editor(host).replace(other.value, "2.0")
    return Fix(title, SAFE, edits)


def respell(host: HostJson, container: Section, member: Member, meant: str) -> Fix | None:
    """The key that a misspelt one is near to; none if it is there already or cannot take the value."""
    known = container.members.get(meant.lower())
    parent = next((node for node in objects(host.root) if member in node.members), None)
    if parent is None or known is None or parent.get_ci(meant) is not None or not _fits(member.value, known):
        return None
    return rename(host, parent, member, meant, UNSAFE)


def move(host: HostJson, member: Member, place: str) -> Fix | None:
    """A section that is read somewhere else goes there, if nothing of it would be refused."""
    parent, _, key = place.rpartition(".")
    section = host_settings().members.get(parent.lower())
    known = section.members.get(key.lower()) if isinstance(section, Section) else None
    if host.root is None or known is None or "." in parent or not _fits(member.value, known):
        return None
    title = f"move it to '{place}', where it takes effect"
    target = host.value(parent)
    if target is None:
        if member.key != key:
            return None
        return Fix(title, UNSAFE, editor(host).wrap(member, parent))
    removed = editor(host).delete(host.root, member)
    if target.kind != "object" or target.get_ci(key) is not None or editor(host).drops_comment(removed):
        return None
    return Fix(title, UNSAFE, (*removed, *editor(host).insert(target, key, member.value.plain())))


def _fits(node: Node, known: Section | Setting) -> bool:
    return node.kind == "object" and is_sound(node, known) if isinstance(known, Section) else is_sound(node, known)


def repeated(host: HostJson, member: Member) -> Fix | None:
    """A key that stands again further down goes: what it holds is ignored anyway; none where the two differ."""
    if not host.document.accepted:
        return None
    container = next((node for node in objects(host.root) if member in node.members), None)
    counted = container.get(member.key) if container is not None else None
    if container is None or counted is None or counted.plain() != member.value.plain():
        return None
    return remove(host, container, member)


def objects(node: Node | None) -> list[Node]:
    """The objects in a node, itself first."""
    found = [node] if node is not None and node.kind == "object" else []
    for inner in (*(member.value for member in node.members), *node.items) if node is not None else ():
        found += objects(inner)
    return found


# local.settings.json


def not_encrypted(settings: LocalSettings) -> Fix | None:
    """``"IsEncrypted": false``; none where another spelling of it says something else."""
    if settings.root is None:
        return None
    here, other = settings.root.member("IsEncrypted"), settings.root.member("IsEncrypted", ignore_case=True)
    title = 'write "IsEncrypted": false'
    if here is not None:
        says_no = here.value.plain() is None or str(here.value.value).strip().lower() in ("", "no", "off", "0")
        return replace(settings, here.value, False, SAFE if says_no else UNSAFE, title)
    if other is None:
        return Fix(title, SAFE, editor(settings).insert_first(settings.root, "IsEncrypted", False))
    if str(other.value.value).strip().lower() != "false":
        return None
    return Fix(title, SAFE, editor(settings).rename(other, "IsEncrypted"))


def set_value(settings: LocalSettings, name: str, value: str) -> Fix | None:
    """A setting that is missing or empty. It counts on this machine only, and only where the environment lacks it."""
    if settings.root is None or settings.encryption != "no":
        return None
    title = f'set "{name}": "{value}"'
    values = settings.root.get("Values")
    if values is None and settings.root.get_ci("Values") is None:
        return Fix(title, SAFE, editor(settings).insert(settings.root, "Values", {name: value}))
    if values is None or values.kind != "object":
        return None
    return Fix(title, SAFE, editor(settings).set(values, name, value))


def flatten(settings: LocalSettings, member: Member) -> Fix | None:
    """A nested setting becomes several, the way .NET writes sections: ``Hub__Name``."""
    values = settings.root.get("Values") if settings.root is not None else None
    if values is None or member.value.kind != "object" or not member.value.members:
        return None
    flat = _flat(member.value, member.key)
    names = {name.lower() for name in flat}
    if any(other.key.lower() in names for other in values.members) or len(names) < len(flat):
        return None
    changed = editor(settings).replace_member(values, member, flat)
    return Fix(f"write '{next(iter(flat))}' ...", MANUAL, changed)


def _flat(node: Node, name: str) -> Mapping[str, object]:
    if node.kind == "object":
        inner = (_flat(member.value, f"{name}__{member.key}") for member in node.members)
        return {key: value for part in inner for key, value in part.items()}
    if node.kind == "array":
        parts = (_flat(item, f"{name}__{index}") for index, item in enumerate(node.items))
        return {key: value for part in parts for key, value in part.items()}
    return {name: node.plain()}


# .gitignore


def ignore(text: SourceText, line: str) -> Fix:
    """A further line at the end of a .gitignore."""
    written = text.text
    newline = "\r\n" if "\r\n" in written else "\n"
    before = "" if not written or written[-1] in "\r\n" else newline
    edit = Edit(Span(text.path, len(written), len(written)), f"{before}{line}{newline}")
    return Fix(f"add '{line}' to .gitignore", SAFE, (edit,))

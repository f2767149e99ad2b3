"""Fixes of the properties of bindings: misspelt, renamed, left over, with a value that the host cannot convert.

Imported by rules only while they build a fix.
"""

from __future__ import annotations

from funclint.app import mending
from funclint.app.expression import Token
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.mending import SAFE, UNSAFE
from funclint.app.shape import Shape
from funclint.app.suggest import nearest
from funclint.app.wiring import Template
from funclint.catalogue import binding_types
from funclint.diagnostic import Applicability, Edit, Fix, Span
from funclint.jsonc import Member, Node


def rename(shape: Shape, member: Member, name: str, safety: Applicability) -> Fix | None:
    """Another name for a property; none if that one is there already, or cannot take the value."""
    kind = shape.plan.accepts.get(name.lower())
    if name.lower() in shape.members or (kind is not None and not kind.accepts(member.value)):
        return None
    edits = mending.editor(shape.binding.file).rename(member, name)
    return Fix(f"rename '{member.key}' to '{name}'", safety, edits)


def rename_to_today(shape: Shape, member: Member, today: str) -> Fix | None:
    """The name that this bundle reads; none if two properties are to get it."""
    if sum(shape.today_of(other) == today for other in shape.unknown) > 1:
        return None
    return rename(shape, member, today, SAFE)


def remove(binding: Binding, key: str, safety: Applicability) -> Fix | None:
    """The property goes, with its line; not safe where a comment would go with it."""
    member = binding.node.member(key, ignore_case=True)
    if member is None:
        return None
    editor = mending.editor(binding.file)
    edits = editor.delete(binding.node, member)
    dropped = editor.drops_comment(edits) and safety is SAFE
    return Fix(f"remove '{member.key}'", UNSAFE if dropped else safety, edits)


def replace(binding: Binding, node: Node, value: object, title: str, safety: Applicability) -> Fix:
    """Another value in the place of one."""
    return Fix(title, safety, mending.editor(binding.file).replace(node, value))


def word(binding: Binding, node: Node, meant: str | None) -> Fix | None:
    """The word that a misspelt one is near to."""
    return None if meant is None else replace(binding, node, meant, f"write '{meant}'", UNSAFE)


def in_array(binding: Binding, node: Node) -> Fix | None:
    """A single text where an array of texts is wanted becomes that array."""
    if node.kind != "string" or not node.value:
        return None
    return replace(binding, node, [node.value], "write an array", SAFE)


def merged(binding: Binding, member: Member, last: Member) -> Fix | None:
    """Of a key that is there in two spellings the first goes, if both have the same value."""
    if member.value.plain() != last.value.plain():
        return None
    editor = mending.editor(binding.file)
    edits = editor.delete(binding.node, member)
    return Fix(f"remove '{member.key}'", UNSAFE if editor.drops_comment(edits) else SAFE, edits)


def retype(function: Function, binding: Binding, meant: str) -> Fix | None:
    """Another type for a binding; none if the bundle lacks it, or if more than the type would have to change."""
    known = binding_types().get(meant.lower())
    bundle = function.app.bundle
    if known is None or (known.bundles and bundle is not None and bundle not in known.bundles):
        return None
    shape = Shape(binding, known, bundle)
    if not shape.is_complete or shape.faults or (known.is_trigger and function.trigger not in (None, binding)):
        return None
    return mending.set_property(function, binding, "type", meant, f'write "{meant}"', UNSAFE)


def direction(function: Function, binding: Binding, only: str) -> Fix | None:
    """The one direction that a type has; none if the parameter is written for the other."""
    parameter = next((p for p in function.entry_point.parameters or [] if p.name == binding.name), None)
    if parameter is None:
        return None
    is_set, is_read = mending.uses(function, parameter.name)
    out = only == "out"
    agrees = (is_set and not is_read) if out else not is_set
    if parameter.form is not None:
        agrees = parameter.form.is_out == out and parameter.form.kind not in ("unknown", "missing")
    title = f'set "direction": "{only}"'
    return mending.set_property(function, binding, "direction", only, title, SAFE) if agrees else None


def token(template: Template, at: Token, function: Function, offered: list[str]) -> Fix | None:
    """The value that a trigger offers in the place of one that it does not.

    Safe when one name is left over on each side: the trigger offers a single value, which nothing else asks for, and
    all that is asked for in vain has one name.
    """
    edit = Edit(template.span_of(at.start + 1, at.start + 1 + len(at.name)), "")
    if edit.span == template.span:
        return None
    others = [item for item in function.wiring.templates if item.binding is not function.trigger]
    asked = {item.name.lower() for other in others for item in other.expression.tokens if not item.is_system}
    only = len(offered) == 1 and asked == {at.name.lower()}
    name = offered[0] if only else nearest(at.name, offered)
    if name is None:
        return None
    reason = ": the only value of the trigger" if only else ""
    return Fix(f"write '{{{name}}}'{reason}", SAFE if only else UNSAFE, (edit._replace(content=name),))


def inside(binding: Binding, node: Node, old: str, new: str, safety: Applicability) -> Fix | None:
    """A part of a text, which must be there once and without escapes, becomes another one."""
    path, text = binding.file.path, binding.file.text.text
    written = text[node.start : node.end]
    if node.kind != "string" or written[1:-1] != node.value or written.count(old) != 1:
        return None
    start = node.start + written.index(old)
    return Fix(f"write '{new}'", safety, (Edit(Span(path, start, start + len(old)), new),))

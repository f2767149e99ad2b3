"""What fixes of rules share: the code of an entry point, names spelt as its module can write them, edits of bindings.

Imported by rules only while they build a fix.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding, FunctionJson
from funclint.catalogue import Acceptance, converter
from funclint.diagnostic import Applicability, Fix
from funclint.json_edits import Edits, JsonEditor
from funclint.python import rewrite
from funclint.python.module import Module
from funclint.python.types import TypeForm

SAFE, UNSAFE, MANUAL = Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL

_BINDING_NAME = re.compile(r"(?!.*__)[a-zA-Z_][a-zA-Z0-9_]{0,127}")
_EXAMPLE_NAME = re.compile(r"\b(func|typing)\.((?:\w+\.)*)(\w+)")
_PACKAGES = {"func": ("azure.functions", "func"), "typing": ("typing", None)}
_PLAIN = ("str", "bytes", "bytearray", "dict", "object")


def editor(json: FunctionJson) -> JsonEditor:
    return JsonEditor(json.text, json.document)


def set_property(
    function: Function, binding: Binding, key: str, value: object, title: str, safety: Applicability
) -> Fix:
    """A property of a binding is given a value, whether it is there or not."""
    return Fix(title, safety, editor(binding.file).set(binding.node, key, value))


def add_binding(function: Function, properties: Mapping[str, object], title: str, safety: Applicability) -> Fix | None:
    """A binding is added behind the last one."""
    json = function.json
    array = json.bindings if json is not None else None
    if json is None or array is None or array.kind != "array":
        return None
    return Fix(title, safety, editor(json).append(array, properties))


def is_binding_name(name: str) -> bool:
    """Whether the host takes a name for a binding (``$return`` aside)."""
    return _BINDING_NAME.fullmatch(name) is not None


def rename_binding(function: Function, binding: Binding, name: str) -> Edits | None:
    """Another name for a binding; None if the host refuses it, it is taken, or expressions use the old one."""
    if name != "$return" and not is_binding_name(name):
        return None
    if any(other is not binding and (other.name or "").lower() == name.lower() for other in function.bindings):
        return None
    node = binding.value("name")
    if node is None or is_referred_to(function, binding):
        return None
    return editor(binding.file).replace(node, name)


def is_referred_to(function: Function, binding: Binding) -> bool:
    """Whether a binding expression may mean the binding: ``{name}`` or ``{name.property}`` in any binding."""
    pattern = re.compile(rf"\{{{re.escape(binding.name or '')}[.}}:]", re.IGNORECASE)
    return any(
        isinstance(member.value.value, str) and pattern.search(member.value.value)
        for other in function.bindings
        for member in other.node.members
    )


def definition(function: Function) -> tuple[Module, rewrite.FunctionDef] | None:
    """The ``def`` that the worker sees and its module; None if there is none in the app."""
    found = function.entry_point.definition
    if found is None or found.module is None or not isinstance(found.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    return found.module, found.node


def argument(function: Function, parameter: Parameter) -> tuple[Module, rewrite.FunctionDef, ast.arg] | None:
    """The place of a parameter in the code."""
    found = definition(function)
    if found is None:
        return None
    module, node = found
    placed = rewrite.argument_of(node, parameter.name)
    if placed is None or module.span(placed).start != parameter.span.start or module.path != parameter.span.path:
        return None
    return module, node, placed


def uses(function: Function, name: str) -> tuple[bool, bool]:
    """Whether the code calls ``set`` on a parameter, and whether it uses it otherwise; all if the code is not known."""
    found = definition(function)
    return (True, True) if found is None else rewrite.uses_of(found[1], name)


def acceptance(binding: Binding, out: bool) -> Acceptance | None:
    chosen = converter(binding.type or "")
    return chosen.output if out else chosen.input


def example(binding: Binding, out: bool) -> str | None:
    """The annotation that fits a binding best, as the catalogue spells it; None if there is none."""
    check = acceptance(binding, out)
    return check.examples[0] if check is not None and check.examples else None


def spelled(module: Module, text: str) -> tuple[str, Edits] | None:
    """An annotation of the catalogue (``func.HttpRequest``, ``typing.List[str]``) as the module can write it, and the
    edits that add the imports which it lacks."""
    edits: Edits = ()
    result, at = "", 0
    for found in _EXAMPLE_NAME.finditer(text):
        package, alias = _PACKAGES[found[1]]
        way = rewrite.spelling(module, package, found[2] + found[3], alias) or rewrite.spelling(
            module, package, found[2] + found[3], package if "." not in package else None
        )
        if way is None:
            return None
        result += text[at : found.start()] + way[0]
        edits += tuple(edit for edit in way[1] if edit not in edits)
        at = found.end()
    return result + text[at:], edits


def is_specific(form: TypeForm | None) -> bool:
    """Whether a type belongs to few kinds of binding: a class of the SDK, or a generic of one."""
    if form is None:
        return False
    if form.is_out or form.kind == "generic":
        return any(map(is_specific, form.args))
    return form.kind == "class" and form.name not in _PLAIN and form.mro[0].startswith("azure.")

"""What stands at a place: a value or key of function.json, a parameter, the name of an entry point, a setting."""

from __future__ import annotations

import ast
from typing import NamedTuple

from funclint.app import mending
from funclint.app.entry_point import Parameter
from funclint.app.function import FUNCTION_FILE, Function
from funclint.app.function_json import Binding
from funclint.app.model import FunctionApp
from funclint.catalogue.bindings import Property, binding_types
from funclint.diagnostic import Span
from funclint.jsonc import Member, Node
from funclint.lsp.session import Place
from funclint.python.module import Module
from funclint.python.rewrite import FunctionDef


class InJson(NamedTuple):
    """A place in function.json: ``binding`` is None outside the bindings, ``member`` is the property around the place;
    ``in_key``: the place is in its key. ``container``: the innermost object."""

    function: Function
    binding: Binding | None
    container: Node
    member: Member | None
    in_key: bool

    @property
    def key(self) -> str:
        """The key of the property, in lower case in a binding, where case does not count; empty without one."""
        if self.member is None:
            return ""
        return self.member.key.lower() if self.binding is not None else self.member.key

    @property
    def span(self) -> Span:
        """The key or value at the place; nothing but the place itself without one."""
        path = self.function.path
        if self.member is None:
            return Span(path, self.container.start, self.container.start)
        if self.in_key:
            return Span(path, self.member.key_start, self.member.key_end)
        return Span(path, self.member.value.start, self.member.value.end)


class InCode(NamedTuple):
    """A place in the code of a function: ``parameter`` when it is one or a use of it, else its entry point's name."""

    function: Function
    module: Module
    node: FunctionDef
    parameter: Parameter | None
    span: Span


def json_at(place: Place) -> InJson | None:
    """What stands at a place in a function.json; None elsewhere."""
    function = function_at(place)
    json = function.json if function is not None else None
    if function is None or json is None or json.root is None or place.path != function.path:
        return None
    container, member, in_key = json.root, None, False
    while True:
        member = _member_at(container, place.offset)
        if member is None:
            break
        in_key = place.offset <= member.key_end
        inner = _object_at(member.value, place.offset) if not in_key else None
        if inner is None:
            break
        container = inner
    binding = next(
        (item for item in function.bindings if item.node.start <= container.start and container.end <= item.node.end),
        None,
    )
    return InJson(function, binding, container, member, in_key)


def function_at(place: Place) -> Function | None:
    """The function whose function.json the place is in."""
    if place.path.name != FUNCTION_FILE or place.path.parent.parent != place.app.root:
        return None
    return next((item for item in place.app.functions if item.path == place.path), None)


def functions_of(place: Place) -> list[Function]:
    """The functions whose script may be the file of the place: that of its folder, else those that name the file."""
    functions = place.app.functions
    owners = [function for function in functions if function.folder in place.path.parents]
    return owners or [function for function in functions if function.mentions(place.path.name.lower())]


def definition_of(function: Function) -> tuple[Module, FunctionDef] | None:
    """The ``def`` of the entry point, if it stands in the app."""
    return mending.definition(function)


def code_at(place: Place) -> InCode | None:
    """The parameter or entry point at a place in a Python file; None for anything else."""
    if place.path.suffix != ".py":
        return None
    word = word_at(place)
    if word is None:
        return None
    name = place.source.text[word.start : word.end]
    for function in functions_of(place):
        found = definition_of(function)
        if found is None or found[0].path != place.path:
            continue
        module, node = found
        if module.name_span(node) == word:
            return InCode(function, module, node, None, word)
        whole = module.span(node)
        if whole.start <= word.start < whole.end:
            for parameter in function.entry_point.parameters or ():
                if parameter.name == name:
                    return InCode(function, module, node, parameter, word)
    return None


def word_at(place: Place) -> Span | None:
    """The identifier around a place."""
    text, start = place.source.text, place.offset
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    end = place.offset
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return Span(place.path, start, end) if text[start:end].isidentifier() else None


def string_at(place: Place) -> tuple[str, Span, ast.AST | None] | None:
    """The string constant around a place in a Python file, and the call that it is the first argument of."""
    module = place.app.module(place.path) if place.path.suffix == ".py" else None
    if module is None or module.tree is None or module.text is None or module.text.text != place.source.text:
        return None
    row = place.source.location(place.offset)[0]
    calls: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.args:
            calls[node.args[0]] = node
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.lineno <= row <= (node.end_lineno or 0)
        ):
            span = module.span(node)
            if span.start <= place.offset <= span.end:
                return node.value, span, calls.get(node)
    return None


def property_of(app: FunctionApp, binding: Binding, key: str) -> Property | None:
    """What the catalogue knows of a property that is not common to all bindings."""
    known = binding_types().get((binding.type or "").lower())
    found = known.properties.get(key) if known is not None else None
    return found if found is not None and found.is_read_by(app.bundle) else None


def setting_at(place: Place, at: InJson) -> str | None:
    """The app setting that a value names at a place: a connection, or the ``%NAME%`` around it."""
    if at.binding is None or at.member is None or at.in_key or not isinstance(at.member.value.value, str):
        return None
    text = place.source.text[at.span.start : at.span.end]
    inside = place.offset - at.span.start
    before = text[:inside]
    if before.count("%") % 2 or (text[inside : inside + 1] == "%" and before.count("%") % 2 == 0):
        start = inside if text[inside : inside + 1] == "%" and before.count("%") % 2 == 0 else before.rindex("%")
        end = text.find("%", start + 1)
        return text[start + 1 : end] if end > 0 else None
    own = property_of(place.app, at.binding, at.key)
    names_one = at.key == "connection" or (own is not None and own.setting is not None)
    return at.member.value.value if names_one and "%" not in text else None


def setting_span(app: FunctionApp, name: str) -> Span | None:
    """Where local.settings.json has a setting, its key in any case; for a connection the first one of its section."""
    settings = app.settings
    if settings is None:
        return None
    folded = name.replace("__", ":").lower()
    prefixed = (folded, f"azurewebjobs{folded}")
    for member in settings.values():
        key = member.key.replace("__", ":").lower()
        if key in prefixed or key.startswith(tuple(f"{each}:" for each in prefixed)):
            return settings.span(member)
    return None


def _member_at(container: Node, offset: int) -> Member | None:
    for member in container.members:
        if member.key_start <= offset <= max(member.key_end, member.value.end):
            return member
    # A value that is not written yet: the place between the colon and whatever comes.
    before = [member for member in container.members if member.key_end <= offset]
    if before and before[-1].value.kind == "undefined":
        return before[-1]
    return None


def _object_at(node: Node, offset: int) -> Node | None:
    """The innermost object of a value around a place, through arrays."""
    if not node.start < offset or offset > node.end or node.kind not in ("object", "array"):
        return None
    if node.kind == "object":
        return node
    for item in node.items:
        found = _object_at(item, offset)
        if found is not None:
            return found
    return None

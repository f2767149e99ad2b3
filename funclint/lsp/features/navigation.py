"""Definition and references between the two sides of a function, and between orchestrators and activities."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Span
from funclint.lsp.features import cursor
from funclint.lsp.session import Place
from funclint.python import rewrite

_STEMS = ("call_activity", "call_sub_orchestrator", "start_new")
_CALLS = frozenset((*_STEMS, "call_activity_with_retry", "call_sub_orchestrator_with_retry"))
"""Methods of the durable SDK whose first argument is the name of a function."""
_MARK = "funclint_mark_of_uses"


def definitions(place: Place) -> list[Span]:
    """Where what stands at a place is defined, on the other side."""
    found = list(_from_json(place) if place.path.suffix == ".json" else _from_code(place))
    return list(dict.fromkeys(found))


def _from_json(place: Place) -> Iterator[Span]:
    at = cursor.json_at(place)
    if at is None or at.member is None:
        return
    function, key = at.function, at.key
    if at.binding is None:
        if key == "scriptFile" and function.script.path is not None:
            yield Span(function.script.path)
        elif key == "entryPoint" and function.entry_point.state not in ("missing", "unreachable"):
            yield function.entry_point.span
        return
    if key == "name":
        yield from _parameter_spans(function, at.binding)
        return
    setting = cursor.setting_at(place, at)
    if setting is not None:
        span = cursor.setting_span(place.app, setting)
        if span is not None:
            yield span


def _parameter_spans(function: Function, binding: Binding) -> Iterator[Span]:
    if binding.is_return:
        if function.entry_point.state == "found":
            yield function.entry_point.span
        return
    for parameter in function.entry_point.parameters or ():
        if parameter.name == binding.name:
            yield parameter.span


def _from_code(place: Place) -> Iterator[Span]:
    at = cursor.code_at(place)
    if at is not None:
        if at.parameter is None:
            json = at.function.json
            entry = json.value("entryPoint") if json is not None else None
            yield json.span(entry) if json is not None and entry is not None else Span(at.function.path)
        else:
            binding = at.function.bound.get(at.parameter.name)
            if binding is not None:
                yield binding.span("name")
        return
    string = cursor.string_at(place)
    if string is None:
        return
    text, _, call = string
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _CALLS:
        for function in place.app.functions:
            if function.name.lower() == text.lower():
                found = function.entry_point.state == "found"
                yield function.entry_point.span if found else Span(function.path)
                return
    module = place.app.module(place.path)
    if any(read.span == string[1] for read in module.uses.environment) or text in module.uses.known_variables:
        span = cursor.setting_span(place.app, text)
        if span is not None:
            yield span


def references(place: Place) -> list[Span]:
    """All places that mean the same as what stands at a place, itself included."""
    function, name = _meant(place)
    if function is None:
        return []
    if name is None:
        return list(dict.fromkeys(_calls_of(place, function)))
    found = [binding.span("name") for binding in function.bindings if binding.name == name]
    return list(dict.fromkeys([*found, *uses_of(function, name)]))


def uses_of(function: Function, name: str) -> Iterator[Span]:
    """The parameter of a name and its uses in the code."""
    found = cursor.definition_of(function)
    if found is not None:
        for edit in sorted(rewrite.rename_parameter(*found, name, _MARK) or ()):
            yield Span(edit.span.path, edit.span.start, edit.span.end)


def _meant(place: Place) -> tuple[Function | None, str | None]:
    """The function at a place, and the name of its binding or parameter; None for the function itself."""
    if place.path.suffix == ".json":
        at = cursor.json_at(place)
        if at is None or at.member is None or at.in_key:
            return None, None
        if at.binding is not None:
            return (at.function, at.binding.name) if at.key == "name" else (None, None)
        return (at.function, None) if at.key in ("entryPoint", "scriptFile") else (None, None)
    code = cursor.code_at(place)
    if code is not None:
        return code.function, code.parameter.name if code.parameter is not None else None
    return None, None


def _calls_of(place: Place, function: Function) -> Iterator[Span]:
    """The entry point, what names it in function.json, and the orchestrators that call the function."""
    if function.entry_point.state == "found":
        yield function.entry_point.span
    json = function.json
    entry = json.value("entryPoint") if json is not None else None
    if json is not None and entry is not None:
        yield json.span(entry)
    for path in place.app.containing(*(name.encode() for name in _STEMS)):
        module = place.app.module(path)
        for node in ast.walk(module.tree) if module.tree is not None else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and str(first.value).lower() == function.name.lower():
                    yield module.span(first)

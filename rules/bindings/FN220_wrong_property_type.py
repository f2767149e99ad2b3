"""The value of a property cannot be converted to what its extension wants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.shape import Shape, ValueFault
from funclint.diagnostic import Diagnostic, Fix, Severity, Span
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)

_KINDS = {"array": "an array", "object": "an object", "null": "null", "boolean": "a boolean", "number": "a number"}


def check(function: Function) -> Iterator[Diagnostic]:
    """The value of a property cannot be converted to what its extension wants."""
    for shape in function.shapes:
        for fault in shape.faults:
            if fault.words and fault.node.kind == "string":
                continue  # a wrong word: a rule of its own
            inner = "an item of " if fault.node is not fault.member.value else ""
            phrase = "a string" if inner else fault.phrase
            yield Diagnostic(
                Span(function.path, fault.node.start, fault.node.end),
                f"{inner}'{fault.member.key}' must be {phrase}, not {_what(fault.node)}",
                offer=partial(_fix, shape, fault),
            )


def _fix(shape: Shape, fault: ValueFault) -> Fix | None:
    from funclint.app import property_fixes

    if fault.node is not fault.member.value or shape.plan.accepts[fault.member.key.lower()].name != "strings":
        return None
    return property_fixes.in_array(shape.binding, fault.node)


def _what(node: Node) -> str:
    if node.kind == "string":
        return f"'{node.value}'"
    return _KINDS.get(node.kind, "this")

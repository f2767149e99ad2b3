"""A binding has no type."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding has no type."""
    if not function.readable:
        return
    for binding in function.bindings:
        node = binding.value("type")
        if node is None or node.kind in ("null", "undefined") or node.value == "":
            yield Diagnostic(binding.span(), f"the binding '{binding.name}' has no type", help='add "type"')
        elif node.kind in ("array", "object"):
            yield Diagnostic(binding.span("type"), "the type of a binding must be a string")

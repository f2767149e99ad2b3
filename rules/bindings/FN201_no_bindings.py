"""The function.json declares no bindings, or not as an array of objects."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The function.json declares no bindings, or not as an array of objects."""
    json = function.json
    if not function.readable or json is None or json.root is None:
        return
    bindings = json.bindings
    if bindings is None:
        yield Diagnostic(
            json.span(None), "no bindings are declared", help='a function needs a trigger: "bindings": [{ ... }]'
        )
    elif bindings.kind != "array":
        yield Diagnostic(json.span(bindings), "'bindings' must be an array of objects")
    elif not bindings.items:
        yield Diagnostic(json.span(bindings), "no bindings are declared", help="a function needs at least a trigger")
    else:
        for item in bindings.items:
            if item.kind != "object":
                yield Diagnostic(json.span(item), "a binding must be an object with type, name and direction")

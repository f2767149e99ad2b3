"""A direction that the binding type does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.suggest import a_or_an
from funclint.catalogue import binding_types
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A direction that the binding type does not have."""
    if not function.readable:
        return
    types = binding_types()
    for binding in function.bindings:
        known = types.get(binding.type.lower()) if binding.type else None
        if known is None or known.is_trigger or known.type == "http" or binding.is_return or known.open:
            continue
        direction = binding.direction
        if direction not in ("in", "out") or direction in known.directions:
            continue
        only = known.directions[0]
        word = {"in": "an input", "out": "an output"}
        written = binding.value("direction")
        yield Diagnostic(
            binding.span("direction" if written is not None else "type"),
            f"{a_or_an(known.type)} binding can only be {word[only]}"
            + ("" if written is not None else f"; without a direction it is {word[direction]}"),
            help=f'set "direction": "{only}"',
            offer=partial(_fix, function, binding, only),
        )


def _fix(function: Function, binding: Binding, only: str) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.direction(function, binding, only)

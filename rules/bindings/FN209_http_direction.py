"""An http binding is declared as input: it can only be an output."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS)


def check(function: Function) -> Iterator[Diagnostic]:
    """An http binding is declared as input: it can only be an output."""
    if not function.readable:
        return
    for binding in function.bindings:
        if (binding.type or "").lower() == "http" and binding.direction == "in" and not binding.is_return:
            yield Diagnostic(
                binding.span("direction") if binding.value("direction") else binding.span("type"),
                "an http binding can only be an output"
                + ("" if binding.value("direction") else "; without a direction it is an input"),
                help='set "direction": "out"',
                offer=partial(_fix, function, binding),
            )


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import mending

    return mending.set_property(function, binding, "direction", "out", 'set "direction": "out"', mending.SAFE)

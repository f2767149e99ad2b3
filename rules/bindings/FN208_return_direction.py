"""The $return binding does not have direction out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS)


def check(function: Function) -> Iterator[Diagnostic]:
    """The $return binding does not have direction out."""
    if not function.readable:
        return
    for binding in function.bindings:
        if binding.is_return and binding.direction == "in":
            yield Diagnostic(
                binding.span("direction") if binding.value("direction") else binding.span("name"),
                "the '$return' binding must have direction 'out'"
                + ("" if binding.value("direction") else "; without a direction it is 'in'"),
                help='set "direction": "out"',
                offer=None if binding.is_trigger else partial(_fix, function, binding),
            )


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import mending

    return mending.set_property(function, binding, "direction", "out", 'set "direction": "out"', mending.SAFE)

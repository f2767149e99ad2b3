"""A binding has direction inout, which the Python worker does not support."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding has direction inout, which the Python worker does not support."""
    if not function.readable:
        return
    for binding in function.bindings:
        if binding.direction == "inout":
            yield Diagnostic(
                binding.span("direction"),
                f"the binding '{binding.name}' is 'inout': the Python worker does not support that",
                help='declare two bindings, one "in" and one "out"',
            )

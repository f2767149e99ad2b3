"""The $return binding does not have direction out."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


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
            )

"""An output parameter is never used: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """An output parameter is never used: nothing is written."""
    entry = function.entry_point
    if not function.readable or entry.outputs is None:
        return
    for output in entry.outputs:
        if not output.used and not output.assigned:
            yield Diagnostic(
                output.parameter.span,
                f"the output '{output.parameter.name}' is never set: nothing is written",
                help=f"call '{output.parameter.name}.set(...)', or remove the parameter and its binding",
                related=(Label(output.binding.span("name"), "the binding"),),
            )

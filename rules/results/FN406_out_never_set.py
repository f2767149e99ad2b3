"""An output parameter is never used: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.entry_point import Output
from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.MANUAL,))


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
                offer=partial(_fix, function, output),
            )


def _fix(function: Function, output: Output) -> Fix | None:
    """For an author to choose: as likely ``set`` was forgotten."""
    from funclint.app import name_fixes

    return name_fixes.remove_both(function, output.parameter, output.binding)

"""An output parameter is assigned to instead of being set: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.entry_point import Output
from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """An output parameter is assigned to instead of being set: nothing is written."""
    entry = function.entry_point
    if not function.readable or entry.outputs is None or entry.module is None:
        return
    for output in entry.outputs:
        if not output.used:
            for node in output.assigned:
                yield Diagnostic(
                    entry.module.span(node),
                    f"this rebinds the name '{output.parameter.name}' and writes nothing",
                    help=f"write '{output.parameter.name}.set(...)'",
                    related=(Label(output.binding.span("name"), "the output that stays empty"),),
                    offer=partial(_fix, function, output),
                )


def _fix(function: Function, output: Output) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.set_output(function, output)

"""An output parameter is assigned to instead of being set: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


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
                )

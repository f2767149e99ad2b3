"""An http function returns a value, but has no http output: the worker raises at each such call."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.matching import unbound_results
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """An http function returns a value, but has no http output: the worker raises at each such call."""
    trigger, module = function.trigger, function.entry_point.module
    if trigger is None or trigger.type != "httpTrigger" or module is None:
        return
    found = unbound_results(function)
    if found.values:
        yield Diagnostic(
            trigger.span("type"),
            f"'{function.entry_point.name}' returns a value, but there is no http output: the call fails",
            help='add the binding {"type": "http", "direction": "out", "name": "$return"}',
            severity=Severity.ERROR if found.always else Severity.WARNING,
            related=tuple(Label(module.span(value.node), "returned here") for value in found.values[:3]),
            offer=partial(_fix, function, found.always),
        )


def _fix(function: Function, always: bool) -> Fix | None:
    from funclint.app import name_fixes

    return name_fixes.http_output(function, always)

"""A value is returned, but no binding takes it: the worker raises at each such call."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.matching import unbound_results
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A value is returned, but no binding takes it: the worker raises at each such call."""
    trigger, module, json = function.trigger, function.entry_point.module, function.json
    if module is None or json is None:
        return
    found = unbound_results(function)
    related = (Label(json.span(None), "no binding is called '$return'"),)
    if found.generator:
        yield Diagnostic(
            function.entry_point.span,
            f"'{function.entry_point.name}' is a generator, which no '$return' binding takes: every call fails",
            related=related,
        )
    if trigger is not None and trigger.type == "httpTrigger":
        return  # said at the trigger, by the rule for http
    for value in found.values:
        yield Diagnostic(
            module.span(value.node),
            "a value is returned, but there is no '$return' binding: the call fails",
            help="add a '$return' binding for the output, or return nothing",
            severity=Severity.ERROR if found.always else Severity.WARNING,
            related=related,
        )

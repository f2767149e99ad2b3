"""A value is returned, but no binding takes it: the worker raises at each such call."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.matching import unmatched_at_all
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A value is returned, but no binding takes it: the worker raises at each such call."""
    results = function.entry_point.results
    if (
        not function.readable
        or results is None
        or function.entry_point.state != "found"
        or function.has_output_for_return
    ):
        return
    if unmatched_at_all(function):
        return
    module = function.entry_point.module
    if module is None:
        return
    if results.generator:
        yield Diagnostic(
            function.entry_point.span,
            f"'{function.entry_point.name}' is a generator, which no '$return' binding takes: every call fails",
        )
        return
    valued = [r for r in results.returns if r.type not in ("None", "?")]
    always = bool(valued) and len(valued) == len(results.returns) and not results.falls_through
    for result in valued:
        trigger = function.trigger
        http = trigger is not None and trigger.type == "httpTrigger"
        yield Diagnostic(
            module.span(result.node),
            "a value is returned, but there is no '$return' binding: the call fails",
            help='add the binding {"type": "http", "direction": "out", "name": "$return"}'
            if http
            else "add a '$return' binding for the output, or return nothing",
            severity=Severity.ERROR if always else Severity.WARNING,
            related=()
            if function.json is None
            else (Label(function.json.span(None), "no binding is called '$return'"),),
        )

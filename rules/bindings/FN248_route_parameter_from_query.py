"""A parameter of the route is read from req.params, which holds the query string only."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A parameter of the route is read from req.params, which holds the query string only."""
    endpoint, trigger = function.endpoint, function.trigger
    if endpoint is None or endpoint.parsed is None or trigger is None or trigger.name is None:
        return
    in_route = {parameter.name for parameter in endpoint.parsed.parameters}
    if not in_route:
        return
    reads = function.entry_point.reads_of(trigger.name)
    also_right = {read.key for read in reads if read.attribute == "route_params"}
    for read in reads:
        if read.attribute == "params" and read.key in in_route - also_right:
            yield Diagnostic(
                read.span,
                f"'{read.key}' is a parameter of the route; '{read.receiver}.params' holds the query string only",
                help=f"read it from '{read.receiver}.route_params'",
                related=(Label(endpoint.span, "the route"),),
            )

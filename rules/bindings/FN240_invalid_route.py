"""The route of an HTTP function is no valid template."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.route import CONSTRAINTS, unknown_constraints
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The route of an HTTP function is no valid template."""
    endpoint = function.endpoint
    if endpoint is None or endpoint.is_default or "%" in endpoint.route:
        return
    route = endpoint.route
    if endpoint.parsed is None:
        yield Diagnostic(
            endpoint.span,
            f"the route '{route}' is not valid: {endpoint.error}",
            help="the query string is no part of a route; write parameters as '{name}'"
            if "?" in route.replace("?}", "")
            else "write a parameter as '{name}', '{name?}', '{name:int}', '{name=value}' or '{*name}' at the end",
        )
        return
    for parameter, constraint in unknown_constraints(endpoint.parsed):
        name = constraint.partition("(")[0]
        near = nearest(name, CONSTRAINTS)
        yield Diagnostic(
            endpoint.span,
            f"'{constraint}' of the parameter '{parameter.name}' is no constraint: the host does not start",
            help=f"did you mean '{near}'?" if near else f"there are {', '.join(sorted(CONSTRAINTS))}",
        )

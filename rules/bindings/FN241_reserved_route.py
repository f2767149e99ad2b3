"""The route of an HTTP function begins with a word that the host keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The route of an HTTP function begins with a word that the host keeps for itself."""
    endpoint = function.endpoint
    if endpoint is None or not endpoint.is_reserved:
        return
    word = "admin" if endpoint.route.strip("/").lower().startswith("admin") else "runtime"
    if endpoint.is_default:
        yield Diagnostic(
            endpoint.span,
            f"the route is the function's name, '{endpoint.route}', and the host keeps all that begins with '{word}'",
            help='give the function a "route" of its own',
        )
    else:
        yield Diagnostic(
            endpoint.span,
            f"the route begins with '{word}', which the host keeps for itself",
            help=f"let it begin with something else; '{word}' cannot even be the beginning of a word",
        )

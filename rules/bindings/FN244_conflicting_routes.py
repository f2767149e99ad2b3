"""Two functions have the same route and a method in common: the host refuses the second."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.endpoints import Endpoint
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """Two functions have the same route and a method in common: the host refuses the second."""
    by_route: dict[str, list[Endpoint]] = {}
    for endpoint in app.endpoints:
        earlier = by_route.setdefault(endpoint.route.strip("/").upper(), [])
        other = next((item for item in earlier if item.conflicts(endpoint)), None)
        if other is not None:
            shared = endpoint.shared_methods(other, ignore_case=False)
            named = f" for {', '.join(shared)}" if shared else ""
            yield Diagnostic(
                endpoint.span,
                f"the route '{endpoint.route}' is that of '{other.function}' too{named}: the host refuses this one",
                help="change one of the routes, or let the two answer different methods",
                related=(Label(other.span, f"the route of '{other.function}', whose name comes first"),),
                function=endpoint.function,
            )
        else:
            earlier.append(endpoint)

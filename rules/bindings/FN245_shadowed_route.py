"""Another function, whose name comes first, takes the requests of this one."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.endpoints import shadowed
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """Another function, whose name comes first, takes the requests of this one."""
    for endpoint, other in shadowed(app.endpoints):
        shared = endpoint.shared_methods(other, ignore_case=True)
        methods = endpoint.methods
        everything = shared is None or (methods is not None and len(shared) == len(methods))
        if shared is None and endpoint.methods is None and other.methods is not None:
            everything = False
        kept = "all its requests" if everything else f"its requests with {', '.join((shared or other.methods) or ())}"
        yield Diagnostic(
            endpoint.span,
            f"'{other.function}' takes {kept}: its route '{other.route}' fits them too, and its name comes first",
            help="routes are tried in the order of the function names, whatever is more specific:"
            " add a constraint to the other route, or change a name",
            related=(Label(other.span, f"the route of '{other.function}'"),),
            function=endpoint.function,
        )

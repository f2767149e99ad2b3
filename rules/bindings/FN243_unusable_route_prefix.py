"""The prefix of all routes in host.json stops the host, or leads requests elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.route import RouteError, parse_route
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The prefix of all routes in host.json stops the host, or leads requests elsewhere."""
    host = app.host_prefix
    if host.span is None or not host.prefix or "%" in host.prefix or not app.endpoints:
        return
    try:
        parsed = parse_route(f"{host.prefix}/x")
    except RouteError as error:
        ends = host.prefix.endswith("/")
        yield Diagnostic(
            host.span,
            f"with this prefix a route is '{host.prefix}/...': {error}, and the host does not start",
            help="write it without the slash at the end" if ends else "a prefix is one or several plain words",
        )
        return
    first = parsed.segments[0][0] if parsed.segments and parsed.segments[0] else None
    if isinstance(first, str) and first.lower() == "admin":
        yield Diagnostic(
            host.span,
            "the prefix 'admin' leads all requests to the admin API of the host: the functions answer 404",
            help="choose another prefix",
            severity=Severity.WARNING,
        )

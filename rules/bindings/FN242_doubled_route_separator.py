"""The route and the prefix before it make two slashes in a row, which stops the host."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.route import RouteError, parse_route
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """The route and the prefix before it make two slashes in a row, which stops the host."""
    endpoint = function.endpoint
    if endpoint is None or endpoint.parsed is None or endpoint.is_reserved:
        return
    if not endpoint.route.startswith(("/", "~/")):
        return
    host = function.app.host_prefix
    if not host.prefix or not is_sound(f"{host.prefix}/x") or is_sound(f"{host.prefix}/{endpoint.route}"):
        return
    start = 2 if endpoint.route.startswith("~") else 1
    yield Diagnostic(
        endpoint.span,
        f"with the prefix the route is '{host.prefix}/{endpoint.route}': the host does not start",
        help=f"write '{endpoint.route[start:]}'",
        related=(Label(host.span, "the prefix"),) if host.span is not None else (),
        fix=_without_slash(function),
    )


def _without_slash(function: Function) -> Fix | None:
    trigger = function.trigger
    node = trigger.value("route") if trigger is not None else None
    if node is None or trigger is None or node.kind != "string":
        return None
    start = node.start + 1
    if trigger.file.text.text[start : start + 1] != "/":
        return None
    edit = Edit(Span(trigger.file.path, start, start + 1), "")
    return Fix("remove the slash at the beginning of the route", Applicability.SAFE, (edit,))


def is_sound(template: str) -> bool:
    """Whether ASP.NET takes a template."""
    try:
        parse_route(template)
    except RouteError:
        return False
    return True

"""The routePrefix makes routes that the host refuses or answers itself."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

RESERVED = ("admin", "runtime")


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The routePrefix makes routes that the host refuses or answers itself."""
    host = app.host
    node = host.value("extensions", "http", "routePrefix") if host is not None else None
    if host is None or node is None or node.kind != "string":
        return
    prefix = str(node.value)
    trimmed = prefix.strip("/")
    span = host.span(node)
    if "//" in prefix or (prefix.endswith("/") and trimmed) or prefix == "/":
        tidy = "/".join(part for part in prefix.split("/") if part)
        yield Diagnostic(
            span,
            f"with the routePrefix '{prefix}' every route has two slashes in a row: the host does not start",
            help=f'write "{tidy}"',
        )
    elif trimmed.split("/")[0].lower() in RESERVED:
        yield Diagnostic(
            span,
            f"requests below '{trimmed}' are taken by the host itself: no function is ever called",
            help="choose another prefix",
            severity=Severity.WARNING,
        )

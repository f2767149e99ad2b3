"""An extension bundle that is out of support."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """An extension bundle that is out of support."""
    host = app.host
    if host is None or host.bundle is None or app.bundle not in ("2", "3"):
        return
    yield Diagnostic(
        host.span(host.bundle.version_node),
        f"extension bundle {app.bundle} is out of support",
        help='write "[4.*, 5.0.0)"; properties of Cosmos DB bindings have other names there',
    )

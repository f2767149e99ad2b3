"""A key stands twice in the same object of host.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key stands twice in the same object of host.json."""
    host = app.host
    if host is None:
        return
    for member in host.document.duplicates:
        yield Diagnostic(
            host.span(member),
            f"the key '{member.key}' stands again further down: this one is ignored",
            help="remove one of the two",
        )

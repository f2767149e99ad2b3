"""A key stands twice in the same object: the host takes the last one and drops the other silently."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A key stands twice in the same object: the host takes the last one and drops the other silently."""
    if function.json is None:
        return
    for member in function.json.document.duplicates:
        yield Diagnostic(
            function.json.span(member),
            f"the key '{member.key}' stands again further down: this one is ignored",
            help="remove one of the two",
        )

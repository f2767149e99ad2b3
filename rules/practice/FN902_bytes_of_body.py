"""get_body() is encoded once more, although it gives bytes already."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """get_body() is encoded once more, although it gives bytes already."""
    for module in function.modules:
        for span in module.uses.body_bytes:
            yield Diagnostic(
                span,
                "'get_body()' gives bytes already: encoding them raises TypeError",
                help="leave out 'bytes(...)'; to get a text, write 'get_body().decode()'",
            )

"""A positional-only parameter: the worker passes arguments by name, so every call fails."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A positional-only parameter: the worker passes arguments by name, so every call fails."""
    entry = function.entry_point
    if not function.readable or entry.parameters is None:
        return
    for parameter in entry.parameters:
        if parameter.kind == "positional-only" and (parameter.name in function.bound or parameter.name == "context"):
            yield Diagnostic(
                parameter.span,
                f"'{parameter.name}' is positional-only, but the worker passes it by name: every call raises TypeError",
                help="remove the '/' from the parameters",
            )

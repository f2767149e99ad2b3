"""The entry point is no function."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.suggest import kind_of
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The entry point is no function."""
    entry = function.entry_point
    if not function.readable or entry.state != "not-callable" or function.json is None:
        return
    yield Diagnostic(
        entry.span,
        f"the entry point '{entry.name}' is not callable: {kind_of(entry.value)}",
        help="the worker calls it for each invocation: it must be a function",
        related=(Label(function.json.span(function.json.value("entryPoint")), f"makes '{entry.name}' the entry point"),)
        if entry.requested
        else (),
    )

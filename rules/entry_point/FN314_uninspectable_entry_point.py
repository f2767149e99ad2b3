"""The entry point is an object whose annotations cannot be read, such as a functools.partial."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.suggest import kind_of
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The entry point is an object whose annotations cannot be read, such as a functools.partial."""
    entry = function.entry_point
    if not function.readable or entry.state != "found" or not entry.uninspectable:
        return
    yield Diagnostic(
        entry.span,
        f"the worker cannot inspect the entry point '{entry.name}': {kind_of(entry.value)}",
        help="define a function with 'def' that calls it",
    )

"""A positional-only parameter: the worker passes arguments by name, so every call fails."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


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
                offer=partial(_fix, function),
            )


def _fix(function: Function) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.allow_keywords(function)

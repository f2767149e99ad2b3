"""A name is imported from a module that is itself only being imported and does not have it yet."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.python.imports import APP
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A name is imported from a module that is itself only being imported and does not have it yet."""
    if not function.readable:
        return
    for problem in function.imports.with_cause("circular"):
        shown = problem.failure.missing.removeprefix(f"{APP}.")
        name = problem.failure.alias.name if problem.failure.alias is not None else "*"
        yield Diagnostic(
            problem.span,
            f"'{name}' is not there yet: '{shown}' imports this module before it has defined it",
            help="import it inside the function that needs it, or move it to a module of its own",
            related=function.imports.chain(problem),
            severity=None if problem.at_load else Severity.WARNING,
        )

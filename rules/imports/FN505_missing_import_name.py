"""A name is imported from a module of the app that does not have it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.python.imports import APP
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A name is imported from a module of the app that does not have it."""
    if not function.readable:
        return
    for problem in function.imports.with_cause("name"):
        failure = problem.failure
        source = function.app.interpreter.imported.get(failure.missing)
        shown = failure.missing.removeprefix(f"{APP}.")
        where = (Label(Span(source.module.path), "imported from here"),) if source is not None else ()
        if failure.alias is None:
            message = f"a name in '__all__' of '{shown}' does not exist there: {failure.reason}"
            remedy = "correct '__all__' of that module"
        else:
            name = failure.alias.name
            message = f"'{shown}' has no '{name}'"
            near = nearest(name, [n for n in source.names if not n.startswith("__")]) if source is not None else None
            remedy = f"did you mean '{near}'?" if near else "correct the name, or define it in that module"
        yield Diagnostic(
            problem.span,
            message,
            help=remedy,
            related=(*where, *function.imports.chain(problem)),
            severity=None if problem.at_load else Severity.WARNING,
        )

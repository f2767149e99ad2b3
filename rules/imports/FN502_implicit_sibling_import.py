"""A module beside the importing one is imported by its bare name, where the worker does not look."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.imports import meant_fix
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A module beside the importing one is imported by its bare name, where the worker does not look."""
    if not function.readable:
        return
    for problem in function.imports.with_cause("nowhere"):
        meant = problem.failure.meant
        if meant is None or meant.how != "sibling":
            continue
        importer = function.app.interpreter.importer
        first = problem.failure.missing
        path = meant.path.relative_to(importer.root).as_posix()
        yield Diagnostic(
            problem.span,
            f"'{first}' is imported by its bare name, but it is {path}, where the worker does not look",
            help="modules of the function's own folder are imported with a dot before them",
            related=(
                Label(Span(meant.path), "meant to be imported"),
                *function.imports.chain(problem),
            ),
            offer=partial(meant_fix, problem, importer),
            severity=None if problem.at_load else Severity.WARNING,
        )

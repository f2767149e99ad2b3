"""A module of the app root is imported by its plain name, where the worker of 2019 does not look."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.imports import meant_fix
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A module of the app root is imported by its plain name, where the worker of 2019 does not look."""
    if not function.readable or function.app.target.worker != "2019":
        return
    for problem in function.imports.with_cause("nowhere"):
        meant = problem.failure.meant
        if meant is not None and meant.how == "root":
            yield Diagnostic(
                problem.span,
                f"'{problem.failure.missing}' is in the app root, where the worker of 2019 does not look",
                help="import it from '__app__', the package that this worker makes of the app",
                related=function.imports.chain(problem),
                offer=partial(meant_fix, problem, function.app.interpreter.importer),
                severity=None if problem.at_load else Severity.WARNING,
            )

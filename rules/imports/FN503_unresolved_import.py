"""A module of the app is imported that is not there, or not under this name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.imports import ImportProblem, meant_fix, respelled_fix
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.python.imports import APP
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A module of the app is imported that is not there, or not under this name."""
    if not function.readable:
        return
    for problem in function.imports.with_cause("nowhere", "missing"):
        meant = problem.failure.meant
        if meant is not None and meant.how in ("sibling", "root"):
            continue
        yield _found(function, problem)


def _found(function: Function, problem: ImportProblem) -> Diagnostic:
    importer = function.app.interpreter.importer
    failure = problem.failure
    missing, meant = failure.missing, failure.meant
    labels = function.imports.chain(problem)
    shown = missing.removeprefix(f"{APP}.") or missing
    if meant is not None:
        path = meant.path.relative_to(importer.root).as_posix()
        labels = (Label(Span(meant.path), "meant to be imported"), *labels) if meant.path.is_file() else labels
        message, remedy = {
            "case": (
                f"there is no '{missing}': it is spelt '{meant.name}', and the worker's file system tells them apart",
                "spell it as the file or folder is spelt",
            ),
            "hyphen": (
                f"there is no '{missing}': the folder is called '{path}', which no import can name",
                f"rename the folder to '{missing}'",
            ),
            "project": (
                f"there is no '{missing}': the app root is searched itself, not as a package of that name",
                "import from the app root, without the name of the project",
            ),
        }[meant.how]
        offer = partial(meant_fix, problem, importer)
    else:
        right = importer.respelled(shown)
        message = f"there is no module '{shown}'"
        remedy = "correct the name, or add the module"
        offer = partial(respelled_fix, problem, importer)
        if right is not None:
            message = (
                f"there is no module '{shown}': it is spelt '{right}', and the worker's file system tells them apart"
            )
            remedy = "spell it as the file or folder is spelt"
    return Diagnostic(
        problem.span,
        message,
        help=remedy,
        related=labels,
        offer=offer,
        severity=None if problem.at_load else Severity.WARNING,
    )

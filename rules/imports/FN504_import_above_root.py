"""A relative import has more dots than there are packages above the module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.imports import ImportProblem, fix
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.python.import_edits import retarget_from
from funclint.python.imports import APP
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A relative import has more dots than there are packages above the module."""
    if not function.readable:
        return
    for problem in function.imports.with_cause("above"):
        node = problem.node
        assert isinstance(node, ast.ImportFrom)
        package = problem.package
        inside = package == APP or package.startswith(f"{APP}.")
        message = (
            f"{node.level} dots lead above the app root: '{package}' has {package.count('.') + 1}"
            if inside
            else f"{node.level} dots lead above '{package}', the package that this module was imported from"
            if package
            else "a module of the app root that is imported by its plain name has no package above it"
        )
        yield Diagnostic(
            problem.span,
            message,
            help="one dot is the module's own folder, each further dot the folder above; the app root is the last",
            related=function.imports.chain(problem),
            offer=partial(_fix, function, problem, node, inside),
            severity=None if problem.at_load else Severity.WARNING,
        )


def _fix(function: Function, problem: ImportProblem, node: ast.ImportFrom, inside: bool) -> Fix | None:
    """As many dots as there are packages, where that leads somewhere; the plain name where the root is searched."""
    importer = function.app.interpreter.importer
    name = node.module or ""
    if inside:
        wanted = [f"{APP}.{name}"] if name else [f"{APP}.{alias.name}" for alias in node.names]
        source = "." * (problem.package.count(".") + 1) + name
    elif name and importer.root_is_searched:
        wanted, source = [name], name
    else:
        return None
    if any(importer.place(item).kind not in ("file", "folder") for item in wanted):
        return None
    return fix(retarget_from(problem.module, node, source))

"""Importing the script certainly raises: the function does not load."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity, Span
from funclint.python.outcomes import ImportFailure, UnresolvedImport
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """Importing the script certainly raises: the function does not load."""
    failure = function.import_failure
    if not function.readable or failure is None or failure.kind == "SyntaxError":
        return
    if isinstance(failure, UnresolvedImport):
        return  # the rules on imports that lead nowhere say it
    module, node = failure.module, failure.node
    if (
        failure.kind == "NameError"
        and node is not None
        and any(
            m.code == "F821" and m.severity is Severity.ERROR and m.span.start == module.span(node).start
            for m in module.pyflakes()
        )
    ):
        return  # F821 says it
    chain = tuple(Label(m.span(n), "imported from here") for m, n in failure.chain)
    yield Diagnostic(
        module.span(failure.alias if failure.alias is not None and hasattr(failure.alias, "lineno") else node)
        if node is not None
        else Span(module.path),
        f"importing '{module.path.name}' always raises {failure.kind}: {failure.reason}",
        help=None,
        related=chain,
        offer=partial(_fix, failure),
    )


def _fix(failure: ImportFailure) -> Fix | None:
    from funclint.app import code_fixes

    module, node = failure.module, failure.node
    if failure.kind == "NameError" and isinstance(node, ast.Name):
        return code_fixes.import_always(module, [node.id]) or code_fixes.import_needed(module, [node.id])
    return code_fixes.subscript_out(module, node) if node is not None else None

"""A module in the app root has the name of one of the standard library, which is found first."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.name_clashes import hidden_by_library
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module in the app root has the name of one of the standard library, which is found first."""
    for found in hidden_by_library(app):
        what = "function folder" if found.function is not None else "module"
        yield Diagnostic(
            Span(found.function or found.path),
            f"'import {found.name}' gives the standard library's module, never this {what}",
            help="rename it: where the app root is searched first, it hides the standard library's instead",
            related=(found.wanted,) if found.wanted is not None else (),
            severity=None if found.wanted is not None else Severity.INFO,
        )

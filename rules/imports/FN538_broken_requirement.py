"""A line of the requirements is none that pip takes."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A line of the requirements is none that pip takes."""
    for problem in app.requirements.problems:
        yield Diagnostic(
            problem.span,
            problem.message,
            help="pip installs nothing while a line cannot be read: correct it",
        )

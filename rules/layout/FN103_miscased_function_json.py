"""A function.json whose name is written in another case: on Linux the host does not see it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import FUNCTION_FILE
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A function.json whose name is written in another case: on Linux the host does not see it."""
    for path in app.stray_function_files:
        if path.name != FUNCTION_FILE:
            yield Diagnostic(
                Span(path),
                f"the host does not see this function on Linux: '{path.name}' must be called '{FUNCTION_FILE}'",
                help=f"rename the file to '{FUNCTION_FILE}'",
            )

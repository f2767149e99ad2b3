"""A function.json where the host does not look: it finds functions in direct subfolders of the app root only."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import FUNCTION_FILE
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A function.json where the host does not look: it finds functions in direct subfolders of the app root only."""
    for path in app.stray_function_files:
        if path.name != FUNCTION_FILE:
            continue
        where = "in the app root" if path.parent == app.root else "too deep"
        yield Diagnostic(
            Span(path),
            f"the host does not see this function: its function.json lies {where}",
            help=f"the folder of a function lies directly in '{app.root.name}'",
        )

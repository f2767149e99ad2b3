"""A function_app.py in the root: the worker indexes its decorators and ignores every function.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A function_app.py in the root: the worker indexes its decorators and ignores every function.json."""
    if not app.functions or not app.has_indexed_functions:
        return
    for function in app.functions:
        diagnostic = Diagnostic(
            Span(function.path),
            f"'{function.name}' is ignored: the app also has function_app.py with decorated functions",
            help="keep one programming model: move this function to function_app.py, or that file away",
            related=(Label(Span(app.root / "function_app.py"), "makes the host ask the worker for the functions"),),
        )
        diagnostic.function = function.name
        yield diagnostic

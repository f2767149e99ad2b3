"""A package or module 'azure' in the app root hides azure.functions and all other Azure packages."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A package or module 'azure' in the app root hides azure.functions and all other Azure packages."""
    for name, path in app.root_modules:
        if name == "azure" and path.suffix == ".py":
            yield Diagnostic(
                Span(path),
                "this hides azure.functions: 'azure' is shared by many packages only while none has an '__init__.py'",
                help="rename it",
            )

"""local.settings.json does not name the worker runtime, so Core Tools ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json does not name the worker runtime, so Core Tools ask for it."""
    settings = app.settings
    if settings is None or not app.functions or settings.has("FUNCTIONS_WORKER_RUNTIME"):
        return
    yield Diagnostic(
        settings.section_span(),
        "'FUNCTIONS_WORKER_RUNTIME' is missing: 'func start' asks for it, or ends where it cannot ask",
        help='add "FUNCTIONS_WORKER_RUNTIME": "python" to \'Values\'',
    )

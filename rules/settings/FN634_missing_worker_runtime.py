"""local.settings.json does not name the worker runtime, so Core Tools ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json does not name the worker runtime, so Core Tools ask for it."""
    settings = app.settings
    if settings is None or not app.functions or settings.has("FUNCTIONS_WORKER_RUNTIME"):
        return
    yield Diagnostic(
        settings.section_span(),
        "'FUNCTIONS_WORKER_RUNTIME' is missing: 'func start' asks for it, or ends where it cannot ask",
        help='add "FUNCTIONS_WORKER_RUNTIME": "python" to \'Values\'',
        offer=partial(_fix, app, settings),
    )


def _fix(app: FunctionApp, settings: LocalSettings) -> Fix | None:
    from funclint.app import settings_fixes

    if not any(function.script.path is not None and function.script.problem is None for function in app.functions):
        return None  # nothing shows that they are in Python
    return settings_fixes.set_value(settings, "FUNCTIONS_WORKER_RUNTIME", "python")

"""A fault in local.settings.json makes Core Tools drop all settings in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity, Span
from funclint.rulebook import Fixes, Rule
from funclint.text import ReadError

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.MANUAL,))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A fault in local.settings.json makes Core Tools drop all settings in it."""
    settings = app.local_settings
    if isinstance(settings, ReadError):
        yield Diagnostic(Span(settings.path), f"'{settings.path.name}' {settings.reason}", severity=Severity.WARNING)
        return
    fault = settings.fault if settings is not None else None
    if fault is not None:
        span, why = fault
        yield Diagnostic(
            span,
            f"Core Tools drop all settings of this file: {why}",
            help="'Values' holds texts only: write a nested setting as 'Section__Name'"
            if "the value of" in why
            else "no setting is there until the file is mended",
            offer=partial(_fix, settings, span) if settings is not None else None,
        )


def _fix(settings: LocalSettings, span: Span) -> Fix | None:
    from funclint.app import settings_fixes

    nested = settings.nested
    return settings_fixes.flatten(settings, nested) if nested and span == settings.span(nested) else None

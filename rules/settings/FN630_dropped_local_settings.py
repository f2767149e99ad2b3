"""A fault in local.settings.json makes Core Tools drop all settings in it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule
from funclint.text import ReadError

RULE = Rule(Severity.ERROR)


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
        )

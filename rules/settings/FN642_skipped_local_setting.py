"""A setting without a value or a name is skipped by Core Tools."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A setting without a value or a name is skipped by Core Tools."""
    settings = app.settings
    if settings is None:
        return
    for member in settings.values():
        if not member.key.strip():
            yield Diagnostic(settings.span(member), "a setting without a name is skipped", help="name it")
        elif member.value.kind in ("null", "undefined"):
            yield Diagnostic(
                settings.span(member.value),
                f"'{member.key}' is null and so skipped: the variable does not exist",
                help="write a text, an empty one if need be",
            )

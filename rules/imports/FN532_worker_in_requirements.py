"""The worker itself is among the requirements; it belongs to the platform."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The worker itself is among the requirements; it belongs to the platform."""
    requirements = app.requirements
    for item in requirements.listing("azure-functions-worker"):
        bare = requirements.is_bare(item)
        yield Diagnostic(
            item.span,
            f"'{item.written}' is part of the platform: another version of it conflicts with the one that runs the app",
            help="remove it; azure-functions is the library to require",
            fix=Fix(
                f"remove {item.written}",
                Applicability.SAFE if bare else Applicability.UNSAFE,
                (Edit(item.line, ""),),
            )
            if item.line != item.span
            else None,
        )

"""A module in the app root has the name of one that a requirement brings, which is found first."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.name_clashes import hidden_by_packages
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module in the app root has the name of one that a requirement brings, which is found first."""
    for found, distribution in hidden_by_packages(app):
        listed = app.requirements.listing(distribution)[0]
        label = Label(listed.span, f"brings '{found.name}'")
        yield Diagnostic(
            Span(found.function or found.path),
            f"'import {found.name}' gives the module of {distribution}, never this one",
            help="rename it",
            related=(label, found.wanted) if found.wanted is not None else (label,),
            severity=None if found.wanted is not None else Severity.INFO,
        )

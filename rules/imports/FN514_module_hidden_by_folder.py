"""A module stands beside a package of its name, which is found instead."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.name_clashes import modules_hidden_by_packages
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module stands beside a package of its name, which is found instead."""
    for module, package in modules_hidden_by_packages(app):
        yield Diagnostic(
            Span(module),
            f"this module is never imported: the package '{module.stem}' beside it is found instead",
            help="rename one of the two, or move the module into the package",
            related=(Label(Span(package), "found instead"),),
        )

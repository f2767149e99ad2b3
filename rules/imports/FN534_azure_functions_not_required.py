"""The app imports azure.functions, but does not require azure-functions."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.INFO, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.MANUAL))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The app imports azure.functions, but does not require azure-functions."""
    requirements = app.requirements
    if requirements.path is None or requirements.open_ended or app.packages.requires("azure-functions") is not False:
        return
    if not app.containing(b"azure.functions", b"azure import functions"):
        return
    edit = requirements.appended("azure-functions")
    applicability = Applicability.MANUAL if requirements.compiled else Applicability.SAFE
    yield Diagnostic(
        Span(requirements.path),
        "azure.functions is imported, but azure-functions is not required: the app gets the worker's own copy",
        help=f"add azure-functions to {requirements.path.name}, so that its version is the one you tested with",
        fix=Fix("require azure-functions", applicability, (edit,)) if edit is not None else None,
    )

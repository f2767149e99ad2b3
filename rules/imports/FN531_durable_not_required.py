"""An orchestrator or entity, but no requirement brings the Durable Functions library."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

TRIGGERS = ("orchestrationTrigger", "entityTrigger")

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """An orchestrator or entity, but no requirement brings the Durable Functions library."""
    requirements = function.app.requirements
    trigger = function.trigger
    if not function.readable or trigger is None or trigger.type not in TRIGGERS or requirements.path is None:
        return
    if function.app.packages.provides("azure.durable_functions") is not False:
        return
    for module, _ in function.imports.modules:
        for statement in module.imports:
            if any(name.startswith("azure.durable_functions") for name, _ in statement.absolute):
                return  # the rule on missing requirements says it, at the import
    edit = requirements.appended("azure-functions-durable")
    yield Diagnostic(
        trigger.span("type"),
        f"'{trigger.type}' needs azure-functions-durable, and {requirements.path.name} does not bring it",
        help=f"add azure-functions-durable to {requirements.path.name}",
        related=(Label(Span(requirements.path), "does not bring it"),),
        fix=Fix("require azure-functions-durable", Applicability.SAFE, (edit,)) if edit is not None else None,
    )

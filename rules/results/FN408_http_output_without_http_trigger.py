"""An http output in a function that no http request triggers."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.suggest import a_or_an
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """An http output in a function that no http request triggers."""
    trigger = function.trigger
    if not function.readable or trigger is None or (trigger.type or "").lower() == "httptrigger":
        return
    for binding in function.bindings:
        if (binding.type or "").lower() == "http" and binding.direction == "out":
            yield Diagnostic(
                binding.span("type"),
                f"an http output needs an http trigger, but the trigger is {a_or_an(trigger.type or '')}: "
                "there is nobody to answer",
                help="remove the binding, and return nothing if it is '$return'",
                related=(Label(trigger.span("type"), "the trigger"),),
            )

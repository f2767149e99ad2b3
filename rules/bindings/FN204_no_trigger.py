"""The function has no trigger."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """The function has no trigger."""
    if not function.readable or function.json is None or not function.bindings or function.trigger is not None:
        return
    if any(binding.direction is None or not binding.type for binding in function.bindings):
        return  # reported by their own rules
    outgoing = next((b for b in function.bindings if (b.type or "").lower().endswith("trigger")), None)
    if outgoing is not None:
        yield Diagnostic(
            outgoing.span("direction"),
            f"the trigger '{outgoing.name}' has direction 'out', so the function has no trigger",
            help='set "direction": "in"',
            offer=partial(_fix, function, outgoing),
        )
    else:
        yield Diagnostic(
            function.bindings[0].span("type"),
            f"'{function.name}' has no trigger: no binding type ends in 'Trigger'",
            help="nothing can call the function; add a trigger, for instance httpTrigger",
        )


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import mending

    return mending.set_property(function, binding, "direction", "in", 'set "direction": "in"', mending.SAFE)

"""A timer that also runs whenever an instance starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.INFO, fix=Fixes.ALWAYS, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A timer that also runs whenever an instance starts."""
    trigger = function.trigger if function.readable else None
    if trigger is None or (trigger.type or "").lower() != "timertrigger":
        return
    written = trigger.text("runOnStartup")
    if written is not None and (written.strip().lower() == "true" or written not in ("0", "False", "false", "")):
        yield Diagnostic(
            trigger.key_span("runOnStartup"),
            "with runOnStartup the function also runs at every deployment, restart and scale-out",
            help="remove it before you deploy; locally, call the function through the admin API",
            offer=partial(_fix, trigger),
        )


def _fix(trigger: Binding) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.remove(trigger, "runOnStartup", Applicability.UNSAFE)

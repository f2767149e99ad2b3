"""A warmup trigger in a function that is not called Warmup."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A warmup trigger in a function that is not called Warmup."""
    trigger = function.trigger if function.readable else None
    if trigger is not None and (trigger.type or "").lower() == "warmuptrigger" and function.name.lower() != "warmup":
        yield Diagnostic(
            trigger.span("type"),
            f"the host never calls '{function.name}': a warmup function must be called Warmup",
            help="rename the folder to 'Warmup'",
        )

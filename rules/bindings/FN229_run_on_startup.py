"""A timer that also runs whenever an instance starts."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


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
        )

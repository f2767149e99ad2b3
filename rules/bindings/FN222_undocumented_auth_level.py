"""An authLevel that the host takes but that is not meant for function.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(function: Function) -> Iterator[Diagnostic]:
    """An authLevel that the host takes but that is not meant for function.json."""
    if not function.readable:
        return
    for binding in function.bindings:
        if (binding.type or "").lower() != "httptrigger":
            continue
        level = binding.text("authLevel")
        if level is not None and level.strip().lower() in ("user", "system"):
            yield Diagnostic(
                binding.span("authLevel"),
                f"the authLevel '{level}' is not documented for functions",
                help="write anonymous, function or admin",
            )

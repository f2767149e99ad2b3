"""A second trigger with direction out: it never fires."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.suggest import a_or_an
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A second trigger with direction out: it never fires."""
    if not function.readable or function.trigger is None:
        return
    for binding in function.bindings:
        if binding.direction == "out" and (binding.type or "").lower().endswith("trigger"):
            yield Diagnostic(
                binding.span("direction"),
                f"'{binding.name}' is {a_or_an(binding.type or '')} with direction 'out': it never fires",
                help=f"remove it, or write the output type '{(binding.type or '')[: -len('Trigger')]}'",
            )

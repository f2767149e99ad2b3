"""The function has more than one trigger."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The function has more than one trigger."""
    if not function.readable:
        return
    triggers = [binding for binding in function.bindings if binding.is_trigger]
    for extra in triggers[1:]:
        yield Diagnostic(
            extra.span("type"),
            f"a second trigger, '{extra.type}': a function can only have one",
            help="make it two functions that share their code in a module",
            related=(Label(triggers[0].span("type"), "the first trigger"),),
        )

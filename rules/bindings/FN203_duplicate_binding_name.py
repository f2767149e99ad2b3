"""Two bindings have the same name; case does not count."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import Binding
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """Two bindings have the same name; case does not count."""
    if not function.readable:
        return
    first: dict[str, Binding] = {}
    for binding in function.bindings:
        if not binding.name:
            continue
        other = first.setdefault(binding.name.lower(), binding)
        if other is not binding:
            yield Diagnostic(
                binding.span("name"),
                f"a binding named '{binding.name}' exists already: names must differ in more than case",
                related=(Label(other.span("name"), "the first one"),),
            )

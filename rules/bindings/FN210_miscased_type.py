"""A binding type in another case than the worker knows it: it is treated as an unknown type."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.catalogue import canonical_type
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding type in another case than the worker knows it: it is treated as an unknown type."""
    if not function.readable:
        return
    for binding in function.bindings:
        right = canonical_type(binding.type) if binding.type else None
        if right is not None and right != binding.type:
            yield Diagnostic(
                binding.span("type"),
                f"the worker does not know '{binding.type}': it spells it '{right}'",
                help=f'write "{right}": otherwise plain text arrives instead of objects of azure.functions',
            )

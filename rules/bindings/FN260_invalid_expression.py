"""A binding expression has unbalanced percent signs or braces, or no proper name in them."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding expression has unbalanced percent signs or braces, or no proper name in them."""
    for template in function.wiring.templates:
        error = template.expression.error
        if error is not None:
            # The host resolves an output only when the function gives it a value.
            is_output = template.binding.direction == "out"
            yield Diagnostic(
                template.span,
                f"'{template.written}' is no valid expression: {error}",
                help="'%NAME%' stands for an app setting, '{name}' for a value of the trigger, '{{' for a brace",
                severity=Severity.WARNING if is_output else Severity.ERROR,
            )

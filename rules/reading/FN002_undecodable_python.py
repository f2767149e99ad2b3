"""A Python file is not in the encoding that it declares, or not UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule
from funclint.text import ReadError

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A Python file is not in the encoding that it declares, or not UTF-8."""
    for module in function.modules:
        error = module.error
        if isinstance(error, ReadError) and error.kind == "encoding":
            yield Diagnostic(
                Span(module.path),
                f"'{module.path.name}' {error.reason}: importing it raises SyntaxError",
                help="save the file as UTF-8, or name its encoding in a comment on the first line",
            )

"""A Python file that the function imports does not parse."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.python.errors import PythonSyntaxError
from funclint.python.module import COMPILER_CODES
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A Python file that the function imports does not parse."""
    for module in function.modules:
        error = module.error
        if isinstance(error, PythonSyntaxError) and module.text is not None:
            if any(message.code in COMPILER_CODES for message in module.pyflakes()):
                continue  # pyflakes says the same under flake8's code
            starts = module.text.line_starts
            start = min(starts[min(error.row, len(starts)) - 1] + error.column - 1, len(module.text.text))
            yield Diagnostic(
                Span(module.path, start, min(start + 1, len(module.text.text))),
                f"syntax error: {error.message}",
                help="importing the file raises SyntaxError, so the function does not load",
            )

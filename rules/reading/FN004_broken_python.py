"""A Python file that the function imports does not parse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Severity, Span
from funclint.python.errors import PythonSyntaxError
from funclint.python.module import COMPILER_CODES, Module
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


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
                offer=partial(_fix, module),
            )


def _fix(module: Module) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.from_imports(module)

"""get_body() is encoded once more, although it gives bytes already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Severity, Span
from funclint.python.module import Module
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """get_body() is encoded once more, although it gives bytes already."""
    for module in function.modules:
        for span in module.uses.body_bytes:
            yield Diagnostic(
                span,
                "'get_body()' gives bytes already: encoding them raises TypeError",
                help="leave out 'bytes(...)'; to get a text, write 'get_body().decode()'",
                offer=partial(_fix, module, span),
            )


def _fix(module: Module, span: Span) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.first_argument_only(module, span)

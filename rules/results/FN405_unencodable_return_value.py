"""A value is returned that the $return binding cannot send."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.matching import accepted_values, article, unmatched_at_all
from funclint.app.suggest import a_or_an
from funclint.catalogue import encodes
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A value is returned that the $return binding cannot send."""
    results, binding = function.entry_point.results, function.return_binding
    if not function.readable or results is None or binding is None or function.entry_point.state != "found":
        return
    if binding.direction != "out" or unmatched_at_all(function):
        return
    module = function.entry_point.module
    if module is None:
        return
    wrong = [r for r in results.returns if r.type not in ("None", "?") and encodes(binding.type, r.type) is False]
    always = len(wrong) == len(results.returns) and not results.falls_through
    if results.generator and encodes(binding.type, "generator") is False:
        yield Diagnostic(
            function.entry_point.span,
            f"'{function.entry_point.name}' is a generator: "
            f"{a_or_an(binding.type or '')} output cannot send that, every call fails",
            help="return a value instead of yielding",
        )
        return
    for result in [] if results.generator else wrong:
        yield Diagnostic(
            module.span(result.node),
            f"{a_or_an(binding.type or '')} output cannot send {article(result.type)}: such a call fails",
            help=accepted_values(binding.type),
            severity=Severity.ERROR if always else Severity.WARNING,
            offer=partial(_fix, function, result.node) if result.type in ("dict", "list") else None,
            related=(Label(binding.span("type"), f"'$return' is {a_or_an(binding.type or '')}"),),
        )


def _fix(function: Function, statement: ast.AST) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.dump_json(function, statement)

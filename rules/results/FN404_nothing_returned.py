"""There is a $return binding that needs a value, but nothing is returned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.matching import unmatched_at_all
from funclint.catalogue import encodes
from funclint.diagnostic import Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """There is a $return binding that needs a value, but nothing is returned."""
    results, binding = function.entry_point.results, function.return_binding
    if not function.readable or results is None or binding is None or function.entry_point.state != "found":
        return
    if results.generator or binding.direction != "out" or encodes(binding.type, "None") is not False:
        return
    if unmatched_at_all(function):
        return
    module, entry = function.entry_point.module, function.entry_point
    if module is None:
        return
    empty = [r for r in results.returns if r.type == "None"]
    never = len(empty) == len(results.returns) and (results.falls_through or bool(empty))
    if never:
        yield Diagnostic(
            entry.span,
            f"'{entry.name}' returns nothing, but the {binding.type} output '$return' needs a value: every call fails",
            help="return a value, or remove the binding",
            offer=partial(_fix, function),
            related=(Label(binding.span("name"), "the return value goes here"),),
        )
        return
    places = [module.span(r.node) for r in empty] + (
        [entry.span] if results.falls_through and not results.doubtful else []
    )
    for place in places:
        yield Diagnostic(
            place,
            f"'{entry.name}' may {'end without a return' if place is entry.span else 'return None here'}: "
            f"the {binding.type} output '$return' needs a value, such a call fails",
            help="return a value on every path",
            offer=partial(_fix, function) if place is entry.span else None,
            severity=Severity.WARNING,
            related=(Label(binding.span("name"), "the return value goes here"),),
        )


def _fix(function: Function) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.return_last(function)

"""A decorator hides the parameters of the entry point from the worker."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.matching import unmatched
from funclint.diagnostic import Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """A decorator hides the parameters of the entry point from the worker."""
    entry = function.entry_point
    if not function.readable or entry.parameters is None or not entry.is_wrapped_blindly or entry.decorated is None:
        return
    unbound, unused = unmatched(function)
    if not unbound and not unused:
        return
    state = function.state
    if state is None:
        return
    decorator = entry.decorated.decorator_list[-1]
    names = ", ".join({"*": "*", "**": "**"}.get(p.kind, "") + p.name for p in entry.parameters) or "none"
    yield Diagnostic(
        state.module.span(decorator),
        f"the worker sees the parameters of the decorator's inner function ({names}), not those of '{entry.name}'",
        help="put '@functools.wraps(function)' on the inner function",
        related=(Label(entry.span, "this is the function that the worker sees"),),
        offer=partial(_fix, function),
    )


def _fix(function: Function) -> Fix | None:
    from funclint.app import code_fixes

    return code_fixes.keep_signature(function)

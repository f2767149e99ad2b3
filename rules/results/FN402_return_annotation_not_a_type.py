"""The return annotation is no class: the worker takes no union, no generic and no func.Out there."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import judge
from funclint.app.matching import accepted_types, return_span
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The return annotation is no class: the worker takes no union, no generic and no func.Out there."""
    binding, form = function.return_binding, function.entry_point.return_form
    if not function.readable or function.import_failure is not None or binding is None or form is None:
        return
    fault = judge.return_fault(binding, form)
    if fault not in (judge.NOT_A_TYPE, judge.OUT_ON_INPUT):
        return
    what = "func.Out is for parameters" if fault == judge.OUT_ON_INPUT else f"{form.what or 'a generic'} is no class"
    yield Diagnostic(
        return_span(function.entry_point),
        f"the worker does not take this return annotation: {what}",
        help=accepted_types(binding, returned=True),
        related=(Label(binding.span("type"), f"'$return' is a {binding.type}"),),
    )

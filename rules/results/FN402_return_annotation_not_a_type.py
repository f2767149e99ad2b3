"""The return annotation is no class: the worker takes no union, no generic and no func.Out there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import judge
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import accepted_types, return_span
from funclint.app.suggest import a_or_an
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.python.types import TypeForm
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


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
        related=(Label(binding.span("type"), f"'$return' is {a_or_an(binding.type or '')}"),),
        offer=partial(_fix, function, binding, form),
    )


def _fix(function: Function, binding: Binding, form: TypeForm) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.returned(function, binding, form)

"""The annotation of a parameter is not among the types that the binding takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import judge
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import accepted_types, annotated_parameters
from funclint.app.suggest import a_or_an
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """The annotation of a parameter is not among the types that the binding takes."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        form = parameter.form
        if form is None or judge.parameter_fault(binding, form, function.app.target.python_version) != judge.MISMATCH:
            continue
        yield Diagnostic(
            parameter.annotation_span,
            f"the {binding.type} binding '{binding.name}' does not take the annotation '{parameter.annotation}'",
            help=accepted_types(binding),
            related=(Label(binding.span("type"), f"the binding is {a_or_an(binding.type or '')}"),),
            offer=partial(_fix, function, parameter, binding),
        )


def _fix(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.mismatch(function, parameter, binding)

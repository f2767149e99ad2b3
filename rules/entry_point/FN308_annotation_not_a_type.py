"""An annotation that is no class and no typing generic: the worker refuses unions, list[...] and the like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import judge
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import annotated_parameters, remedy
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """An annotation that is no class and no typing generic: the worker refuses unions, list[...] and the like."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        form = parameter.form
        if form is None or judge.parameter_fault(binding, form, function.app.target.python_version) != judge.NOT_A_TYPE:
            continue
        inner = form.args[0] if form.is_out else form
        yield Diagnostic(
            parameter.annotation_span,
            f"the worker refuses the annotation '{parameter.annotation}' of '{parameter.name}': "
            f"{inner.what} is no class",
            help=remedy(inner, binding, parameter.annotation or ""),
            related=(Label(binding.span("type"), f"the binding '{binding.name}'"),),
            offer=partial(_fix, function, parameter, binding),
        )


def _fix(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.not_a_type(function, parameter, binding)

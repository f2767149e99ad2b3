"""func.Out without the type of what is set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import judge
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import annotated_parameters
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """func.Out without the type of what is set."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        if (
            parameter.form is None
            or judge.parameter_fault(binding, parameter.form, function.app.target.python_version) != judge.INVALID_OUT
        ):
            continue
        yield Diagnostic(
            parameter.annotation_span,
            f"the annotation '{parameter.annotation}' of '{parameter.name}' does not say what is set",
            help="give it one type: 'func.Out[str]'",
            offer=partial(_fix, function, parameter, binding),
        )


def _fix(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.out_without_type(function, parameter, binding)

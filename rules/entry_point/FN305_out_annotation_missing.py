"""The parameter of an output binding is annotated, but not with func.Out[...]."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import judge
from funclint.app.matching import annotated_parameters
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The parameter of an output binding is annotated, but not with func.Out[...]."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        if (
            parameter.form is None
            or judge.parameter_fault(binding, parameter.form, function.app.target.python_version) != judge.NOT_OUT
        ):
            continue
        yield Diagnostic(
            parameter.annotation_span,
            f"'{parameter.name}' is an output, but its annotation '{parameter.annotation}' is no func.Out",
            help=f"annotate it 'func.Out[{parameter.annotation}]' and call '{parameter.name}.set(...)'",
            related=(Label(binding.span("direction"), "direction 'out'"),),
        )

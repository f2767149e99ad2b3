"""The parameter of an input binding is annotated func.Out[...]."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import judge
from funclint.app.matching import annotated_parameters
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The parameter of an input binding is annotated func.Out[...]."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        if (
            parameter.form is None
            or judge.parameter_fault(binding, parameter.form, function.app.target.python_version) != judge.OUT_ON_INPUT
        ):
            continue
        written = binding.value("direction") is not None
        yield Diagnostic(
            parameter.annotation_span,
            f"'{parameter.name}' is an input, but its annotation is '{parameter.annotation}'",
            help='drop func.Out, or set "direction": "out" in function.json',
            related=(
                Label(
                    binding.span("direction" if written else "name"),
                    "direction 'in'" if written else "without a direction this is an input",
                ),
            ),
        )

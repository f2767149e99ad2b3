"""func.Out without the type of what is set."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import judge
from funclint.app.matching import annotated_parameters
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


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
        )

"""An annotation that loads, but with which every call fails."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import annotated_parameters
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """An annotation that loads, but with which every call fails."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        form = parameter.form
        if form is None or binding.type != "httpTrigger" or form.kind != "class" or binding.direction != "in":
            continue
        if form.mro[0] in ("str", "bytes"):
            yield Diagnostic(
                parameter.annotation_span,
                f"an http request cannot be handed over as '{parameter.annotation}': every call fails",
                help="annotate it 'func.HttpRequest'",
                related=(Label(binding.span("type"), "the binding is an httpTrigger"),),
                offer=partial(_fix, function, parameter, binding),
            )


def _fix(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.mismatch(function, parameter, binding)

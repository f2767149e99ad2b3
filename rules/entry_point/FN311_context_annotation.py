"""The context parameter is annotated with something else than func.Context."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """The context parameter is annotated with something else than func.Context."""
    entry = function.entry_point
    if not function.readable or entry.parameters is None or "context" in function.bound:
        return
    for parameter in entry.parameters:
        form = parameter.form
        if parameter.name != "context" or form is None or form.kind in ("unknown", "missing"):
            continue
        if form.kind != "class" or form.name != "Context":
            yield Diagnostic(
                parameter.annotation_span,
                f"'context' is the invocation context, but its annotation is '{parameter.annotation or form.name}'",
                help="annotate it 'func.Context', or name the binding that it is meant for 'context'",
                offer=partial(_fix, function, parameter),
            )


def _fix(function: Function, parameter: Parameter) -> Fix | None:
    from funclint.app import annotation_fixes

    return annotation_fixes.context(function, parameter)

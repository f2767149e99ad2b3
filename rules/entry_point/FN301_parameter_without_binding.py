"""A parameter of the entry point has no binding of that name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.matching import likely_binding, unmatched
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=tuple(Applicability))


def check(function: Function) -> Iterator[Diagnostic]:
    """A parameter of the entry point has no binding of that name."""
    entry = function.entry_point
    if not function.readable or not function.bindings or entry.parameters is None or entry.is_wrapped_blindly:
        return
    unbound, unused = unmatched(function)
    for parameter in unbound:
        star = {"*": "*", "**": "**"}.get(parameter.kind, "")
        likely = likely_binding(parameter, unbound, unused)
        related: tuple[Label, ...] = ()
        if star:
            remedy = "the worker passes each binding by its name: declare the parameters one by one"
        elif likely is not None:
            remedy = f"is it the binding '{likely.name}'? Give both the same name"
            related = (Label(likely.span("name"), "this binding has no parameter"),)
        elif parameter.name.lower() in ("ctx", "context") or (parameter.form and parameter.form.name == "Context"):
            remedy = "the invocation context is passed to a parameter called 'context'"
        else:
            remedy = "add a binding of that name to function.json, or remove the parameter"
        default = " (its default value does not help)" if parameter.default is not None else ""
        yield Diagnostic(
            parameter.span,
            f"the parameter '{star}{parameter.name}' has no binding in function.json{default}",
            help=remedy,
            related=related,
            offer=None if star else partial(_fix, function, parameter),
        )


def _fix(function: Function, parameter: Parameter) -> Fix | tuple[Fix, ...] | None:
    from funclint.app import name_fixes

    return name_fixes.for_parameter(function, parameter)

"""A binding has no parameter of that name in the entry point."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import likely_binding, unmatched
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding has no parameter of that name in the entry point."""
    entry = function.entry_point
    if not function.readable or entry.parameters is None or entry.is_wrapped_blindly:
        return
    unbound, unused = unmatched(function)
    for binding in unused:
        likely = next((p for p in unbound if likely_binding(p, unbound, unused) is binding), None)
        returns = binding.type in ("http",) and binding.direction == "out"
        if likely is not None:
            remedy = f"is it the parameter '{likely.name}'? Give both the same name"
        elif returns and function.return_binding is None:
            remedy = 'call it "$return" if it is the value that the function returns, else add the parameter'
        elif not (binding.name or "").isidentifier():
            remedy = "no parameter can have that name: give the binding another one, or remove it"
        else:
            remedy = f"add a parameter '{binding.name}' to '{entry.name}', or remove the binding"
        yield Diagnostic(
            binding.span("name"),
            f"the binding '{binding.name}' has no parameter in '{entry.name}'",
            help=remedy,
            related=(Label(likely.span if likely else entry.span, "the parameters are declared here"),),
            offer=partial(_fix, function, binding),
        )


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import name_fixes

    return name_fixes.for_binding(function, binding)

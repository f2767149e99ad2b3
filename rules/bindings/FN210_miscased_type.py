"""A binding type in another case than the worker knows it: it is treated as an unknown type."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.catalogue import canonical_type
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding type in another case than the worker knows it: it is treated as an unknown type."""
    if not function.readable:
        return
    for binding in function.bindings:
        right = canonical_type(binding.type) if binding.type else None
        if right is not None and right != binding.type:
            yield Diagnostic(
                binding.span("type"),
                f"the worker does not know '{binding.type}': it spells it '{right}'",
                help=f'write "{right}": otherwise plain text arrives instead of objects of azure.functions',
                offer=partial(_fix, function, binding, right),
            )


def _fix(function: Function, binding: Binding, right: str) -> Fix | None:
    """Safe if the annotation asks for what the right spelling gives; None if that would refuse the annotation."""
    from funclint.app import judge, mending

    corrected = copy.copy(binding)
    corrected.type = right
    entry = function.entry_point
    parameter = next((item for item in entry.parameters or () if item.name == binding.name), None)
    form = entry.return_form if binding.is_return else parameter.form if parameter is not None else None
    if form is not None and form.is_type:
        version = function.app.target.python_version
        fault = (
            judge.return_fault(corrected, form)
            if binding.is_return
            else judge.parameter_fault(corrected, form, version)
        )
        if fault is not None or (right == "httpTrigger" and form.name in ("str", "bytes")):
            return None
    safety = mending.SAFE if mending.is_specific(form) else mending.UNSAFE
    return mending.set_property(function, binding, "type", right, f'write "{right}"', safety)

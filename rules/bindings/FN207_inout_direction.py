"""A binding has direction inout, which the Python worker does not support."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding has direction inout, which the Python worker does not support."""
    if not function.readable:
        return
    for binding in function.bindings:
        if binding.direction == "inout":
            yield Diagnostic(
                binding.span("direction"),
                f"the binding '{binding.name}' is 'inout': the Python worker does not support that",
                help='declare two bindings, one "in" and one "out"',
                offer=partial(_fix, function, binding),
            )


def _fix(function: Function, binding: Binding) -> Fix | None:
    """The use of the parameter tells the direction; a trigger, a return value or a response leave no choice."""
    from funclint.app import mending

    parameters = function.entry_point.parameters or ()
    parameter = next((item for item in parameters if item.name == binding.name), None)
    is_set, is_read = mending.uses(function, binding.name or "")
    type_ = (binding.type or "").lower()
    certain = True
    if type_.endswith("trigger"):
        direction = "in"
    elif type_ == "http" or binding.is_return or (parameter and parameter.form and parameter.form.is_out):
        direction = "out"
    else:
        certain = is_read and not is_set and parameter is not None and parameter.form is not None
        certain = certain and parameter is not None and mending.is_specific(parameter.form)
        direction = "out" if is_set and not is_read else "in"
    safety = mending.SAFE if certain else mending.UNSAFE
    return mending.set_property(function, binding, "direction", direction, f'set "direction": "{direction}"', safety)

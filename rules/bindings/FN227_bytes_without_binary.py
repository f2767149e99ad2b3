"""A blob arrives as text where the function wants bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import annotated_parameters
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A blob arrives as text where the function wants bytes."""
    if not function.readable or not any(_is_text(binding) for binding in function.bindings):
        return
    for parameter, binding in annotated_parameters(function):
        form = parameter.form
        if form is None or form.kind != "class" or form.mro[0] != "bytes" or not _is_text(binding):
            continue
        data_type = binding.text("dataType")
        yield Diagnostic(
            binding.span("dataType" if data_type else "type"),
            f"'{parameter.name}' is annotated 'bytes', but the host decodes the blob as text"
            + (f": its dataType is '{data_type}'" if data_type else " without a dataType"),
            help='set "dataType": "binary"; what is no UTF-8 is destroyed otherwise',
            related=(Label(parameter.annotation_span, "bytes are wanted here"),),
            offer=partial(_fix, function, binding, bool(data_type)),
        )


def _fix(function: Function, binding: Binding, written: bool) -> Fix | None:
    """Unsafe where somebody has asked for text."""
    from funclint.app import mending

    safety = mending.UNSAFE if written else mending.SAFE
    return mending.set_property(function, binding, "dataType", "binary", 'set "dataType": "binary"', safety)


def _is_text(binding: Binding) -> bool:
    """Whether it is a blob that the host decodes."""
    if (binding.type or "").lower() not in ("blob", "blobtrigger") or binding.direction != "in":
        return False
    return (binding.text("dataType") or "").strip().lower() in ("", "undefined", "string")

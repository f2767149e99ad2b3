"""Whether an annotation agrees with its binding, step by step as ``Registry.add_function`` of the worker decides it."""

from __future__ import annotations

from funclint.app.function_json import Binding
from funclint.catalogue import Acceptance, Converter, converter
from funclint.python.types import TypeForm, argument_names, certain

# What can be wrong with an annotation, in the order in which the worker looks.
INVALID_OUT = "invalid-out"
NOT_A_TYPE = "not-a-type"
NOT_OUT = "not-out"
OUT_ON_INPUT = "out-on-input"
MISMATCH = "mismatch"


def parameter_fault(binding: Binding, form: TypeForm, python_version: tuple[int, int]) -> str | None:
    """What the worker refuses about a parameter's annotation; None when it agrees or cannot be told."""
    if form.kind in ("unknown", "missing"):
        return None
    inner = form
    if form.is_out:
        if len(form.args) != 1:
            return INVALID_OUT
        inner = form.args[0]
    if inner.kind == "unknown":
        return OUT_ON_INPUT if form.is_out and binding.direction == "in" else None
    old_generic = python_version < (3, 11) and inner.what.endswith("[...]")
    if not inner.is_type and not old_generic:
        return NOT_A_TYPE
    is_out = binding.direction == "out"
    if is_out and not form.is_out:
        return NOT_OUT
    if not is_out and form.is_out:
        return OUT_ON_INPUT
    check = acceptance(binding, inner, is_out)
    if check is not None and old_generic:
        return None if check.any else NOT_A_TYPE
    if check is None:
        return MISMATCH
    return None if accepts(check, inner) in (True, None) else MISMATCH


def acceptance(binding: Binding, form: TypeForm, is_out: bool) -> Acceptance | None:
    """The check that the worker asks: the generic one for exactly ``str`` and ``bytes``, else the binding type's."""
    chosen: Converter = converter(binding.type or "")
    if form.kind == "class" and form.mro[0] in ("str", "bytes") and not chosen.implicit_output:
        chosen = converter("generic")
    return chosen.output if is_out else chosen.input


def accepts(check: Acceptance, form: TypeForm) -> bool | None:
    """What a converter's check answers; None when it cannot be told."""
    if check.any:
        return True
    if form.kind == "class":
        return check.accepts_class(form.mro, form.read)
    if check.read and form.read:
        return True
    if not certain(form):
        return None
    return check.accepts_alias(form.iterable, argument_names(form))


def return_fault(binding: Binding, form: TypeForm) -> str | None:
    """What the worker refuses about the return annotation of a function with ``$return``."""
    if form.kind in ("unknown", "missing"):
        return None
    if form.kind == "generic" and form.is_out:
        return OUT_ON_INPUT
    if form.kind != "class":
        return NOT_A_TYPE
    check = converter(binding.type or "").output
    if check is None:
        return MISMATCH
    return None if accepts(check, form) in (True, None) else MISMATCH

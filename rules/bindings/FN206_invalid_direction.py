"""The direction of a binding is none that the host knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import DIRECTIONS, Binding
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """The direction of a binding is none that the host knows."""
    if not function.readable or function.json is None:
        return
    for binding in function.bindings:
        if binding.direction is None:
            span = binding.span("direction")
            written = function.json.text.text[span.start : span.end]
            yield Diagnostic(
                span,
                f"{written} is no direction of a binding",
                help='write "in" or "out"',
                offer=partial(_fix, function, binding),
            )
        elif (binding.type or "").lower() == "blob":
            # JobHostMetadataProvider compares the text itself here, where numbers and spaces pass elsewhere.
            text = binding.text("direction")
            if text is not None and text.lower() not in DIRECTIONS:
                yield Diagnostic(
                    binding.span("direction"),
                    f"'{text}' is no direction of a blob binding",
                    help=f'write "{binding.direction}"',
                    offer=partial(_fix, function, binding),
                )


def _fix(function: Function, binding: Binding) -> Fix | None:
    from funclint.app import mending

    type_, written = (binding.type or "").lower(), str(binding.text("direction")).strip().lower()
    certain = True
    if binding.direction is not None:
        direction = binding.direction
    elif type_.endswith("trigger"):
        direction = "in"
    elif type_ == "http" or binding.is_return:
        direction = "out"
    elif written in ("input", "output"):
        direction = written.removesuffix("put")
    else:
        certain = False
        direction = "out" if mending.uses(function, binding.name or "") == (True, False) else "in"
    safety = mending.SAFE if certain else mending.UNSAFE
    return mending.set_property(function, binding, "direction", direction, f'set "direction": "{direction}"', safety)

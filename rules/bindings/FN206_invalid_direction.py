"""The direction of a binding is none that the host knows."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import DIRECTIONS
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The direction of a binding is none that the host knows."""
    if not function.readable or function.json is None:
        return
    for binding in function.bindings:
        if binding.direction is None:
            span = binding.span("direction")
            written = function.json.text.text[span.start : span.end]
            yield Diagnostic(span, f"{written} is no direction of a binding", help='write "in" or "out"')
        elif (binding.type or "").lower() == "blob":
            # JobHostMetadataProvider compares the text itself here, where numbers and spaces pass elsewhere.
            text = binding.text("direction")
            if text is not None and text.lower() not in DIRECTIONS:
                yield Diagnostic(
                    binding.span("direction"),
                    f"'{text}' is no direction of a blob binding",
                    help=f'write "{binding.direction}"',
                )

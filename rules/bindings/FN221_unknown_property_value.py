"""A property has a value that is none of the words it takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.suggest import a_or_an, nearest
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity, Span
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A property has a value that is none of the words it takes."""
    for shape in function.shapes:
        for fault in shape.faults:
            if not fault.words or fault.node.kind != "string":
                continue
            written = str(fault.node.value)
            meant = nearest(written, fault.words)
            yield Diagnostic(
                Span(function.path, fault.node.start, fault.node.end),
                f"'{written}' is no {fault.member.key} of {a_or_an(shape.type.type)}",
                help=f"did you mean '{meant}'?" if meant else f"it is {fault.phrase}",
                offer=partial(_fix, shape.binding, fault.node, meant),
            )


def _fix(binding: Binding, node: Node, meant: str | None) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.word(binding, node, meant)

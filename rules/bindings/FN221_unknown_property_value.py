"""A property has a value that is none of the words it takes."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.app.suggest import a_or_an, nearest
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


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
            )

"""The host refuses the retry block."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import retry
from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The host refuses the retry block."""
    json = function.json
    if json is None or not function.readable:
        return
    block = json.value("retry")
    if block is None:
        return
    for fault in retry.faults(block):
        place = json.root.member("retry") if fault.place is block and json.root is not None else fault.place
        yield Diagnostic(json.span(place), fault.message, help=fault.help)

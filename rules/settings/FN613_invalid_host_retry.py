"""The host refuses the retry block of host.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import retry
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The host refuses the retry block of host.json."""
    host = app.host
    block = host.value("retry") if host is not None else None
    if host is None or block is None or block.kind != "object" or not block.members:
        return  # what is no object, the configuration binder does not see
    for fault in retry.faults(block, numbers_are_days=True):
        place = host.member("retry") if fault.place is block else fault.place
        yield Diagnostic(host.span(place), fault.message, help=fault.help)

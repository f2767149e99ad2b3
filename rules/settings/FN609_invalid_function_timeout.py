"""functionTimeout is no time span, or none that any plan allows."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import string_of
from funclint.app.model import FunctionApp
from funclint.catalogue.timespan import parse_time_span
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

_REMEDY = 'write "hh:mm:ss", for instance "00:05:00", or -1 for no limit'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """functionTimeout is no time span, or none that any plan allows."""
    host = app.host
    node = host.value("functionTimeout") if host is not None else None
    if host is None or node is None or node.kind in ("null", "undefined", "array", "object"):
        return
    text = string_of(node) or ""
    if text.strip() == "-1":
        return
    period = parse_time_span(text)
    if period is None:
        yield Diagnostic(host.span(node), f"the functionTimeout '{text}' is no time span", help=_REMEDY)
    elif period.seconds < 1:
        yield Diagnostic(
            host.span(node), f"the functionTimeout '{text}' is less than a second: the host refuses it", help=_REMEDY
        )

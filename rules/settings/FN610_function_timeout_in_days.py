"""functionTimeout means something else than it looks like."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import string_of
from funclint.app.model import FunctionApp
from funclint.catalogue.timespan import parse_time_span
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """functionTimeout means something else than it looks like."""
    host = app.host
    node = host.value("functionTimeout") if host is not None else None
    text = string_of(node)
    if host is None or text is None:
        return
    period = parse_time_span(text)
    if period is None or period.seconds < 1:
        return
    parts = text.strip().split(":")
    span = host.span(node)
    if len(parts) == 1:
        yield Diagnostic(span, f"the functionTimeout {text} is {text.strip()} days", help=_write(int(text)))
    elif len(parts) == 3 and "." not in parts[0] and int(parts[0]) > 23:
        yield Diagnostic(
            span,
            f"the functionTimeout '{text}' is {int(parts[0])} days: hours end at 23",
            help=f'{int(parts[0])} hours are "{int(parts[0]) // 24}.{int(parts[0]) % 24:02}:{parts[1]}:{parts[2]}"',
        )
    elif len(parts) == 2 and "." not in parts[0] and period.seconds >= 3600:
        yield Diagnostic(
            span,
            f"the functionTimeout '{text}' is hours and minutes",
            help=f'minutes and seconds are "00:{parts[0].strip():0>2}:{parts[1].strip():0>2}"',
        )


def _write(number: int) -> str:
    minutes, seconds = divmod(number, 60)
    hours, minutes = divmod(minutes, 60)
    return f'write "hh:mm:ss": {number} seconds are "{hours:02}:{minutes:02}:{seconds:02}"'

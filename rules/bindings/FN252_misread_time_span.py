"""A time span as schedule is far longer, or shorter, than it looks."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.schedule import is_misread
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A time span as schedule is far longer, or shorter, than it looks."""
    timer = function.timer
    period = timer.schedule.period if timer is not None else None
    if timer is None or period is None or not is_misread(period):
        return
    text = timer.schedule.text.strip()
    if period.seconds <= 0:
        what, remedy = f"the time span '{text}' is no time to wait", "write how long to wait, such as '00:05:00'"
    elif ":" not in text:
        what = f"the time span '{text}' means {period}"
        remedy = "a number alone counts days; every 5 minutes is '00:05:00', or '0 */5 * * * *' as an expression"
    else:
        what = f"the time span '{text}' means {period}"
        remedy = "a first number above 23 counts days; a day is '1.00:00:00', or '0 0 0 * * *' as an expression"
    yield Diagnostic(timer.span, what, help=remedy)

"""No date of any year fits the days and months of a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.schedule import never_fires
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """No date of any year fits the days and months of a schedule."""
    timer = function.timer
    cron = timer.schedule.cron if timer is not None else None
    if timer is not None and cron is not None and never_fires(cron):
        yield Diagnostic(
            timer.span,
            f"the schedule '{timer.schedule.text}' never fires: none of its months has one of its days",
            help="the order is second, minute, hour, day, month, day of the week",
        )

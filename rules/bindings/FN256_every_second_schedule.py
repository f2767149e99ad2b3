"""A schedule fires every second, although it seems to be meant for certain minutes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A schedule fires every second, although it seems to be meant for certain minutes."""
    timer = function.timer
    cron = timer.schedule.cron if timer is not None else None
    if timer is None or cron is None or not cron.second.is_every:
        return
    words = timer.schedule.text.split()
    if cron.minute.is_every:
        yield Diagnostic(
            timer.span,
            f"the schedule '{timer.schedule.text}' fires every second",
            help="the first field is that of the seconds: every minute is '0 * * * * *'",
            severity=Severity.INFO,
        )
        return
    yield Diagnostic(
        timer.span,
        f"the schedule '{timer.schedule.text}' fires 60 times, every second, in each of its minutes",
        help=f"the first field is that of the seconds: write '{' '.join(['0', *words[1:]])}'",
        offer=partial(_fix, function, " ".join(["0", *words[1:]])),
    )


def _fix(function: Function, schedule: str) -> Fix | None:
    from funclint.app import mending

    if function.trigger is None:
        return None
    title = f"write '{schedule}'"
    return mending.set_property(function, function.trigger, "schedule", schedule, title, mending.UNSAFE)

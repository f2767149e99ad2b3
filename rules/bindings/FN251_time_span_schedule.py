"""A time span as schedule is taken on dedicated plans only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.schedule import is_misread
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A time span as schedule is taken on dedicated plans only."""
    timer = function.timer
    period = timer.schedule.period if timer is not None else None
    if timer is None or period is None or is_misread(period):
        return
    cron = _as_cron(period.seconds)
    yield Diagnostic(
        timer.span,
        f"the time span '{timer.schedule.text}' ({timer.schedule}) works only in an App Service or Premium plan,"
        " not in a Consumption plan",
        help=f"'{cron}' fires as often, in every plan" if cron else "write an NCRONTAB expression",
        offer=partial(_fix, function, cron, period.seconds),
    )


def _fix(function: Function, cron: str | None, seconds: float) -> Fix | None:
    """Unsafe for an hour and more: the time of day, which the start of the app decides now, would be another one."""
    from funclint.app import mending

    if cron is None or function.trigger is None:
        return None
    safety = mending.SAFE if seconds < 3600 else mending.UNSAFE
    return mending.set_property(function, function.trigger, "schedule", cron, f"write '{cron}'", safety)


def _as_cron(seconds: float) -> str | None:
    """The expression that fires as often, where there is one."""
    if seconds != int(seconds):
        return None
    count = int(seconds)
    for size, unit, form in (
        (1, 60, "*/{} * * * * *"),
        (60, 60, "0 */{} * * * *"),
        (3600, 24, "0 0 */{} * * *"),
    ):
        if count % size == 0 and count // size < unit and unit % (count // size) == 0:
            return form.format(count // size).replace("*/1 ", "* ")
    return "0 0 0 * * *" if count == 86400 else None

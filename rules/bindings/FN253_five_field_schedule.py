"""A schedule has five fields, which the Consumption plan does not start."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A schedule has five fields, which the Consumption plan does not start."""
    timer, trigger = function.timer, function.trigger
    cron = timer.schedule.cron if timer is not None else None
    if timer is None or trigger is None or cron is None or not cron.five:
        return
    node = trigger.value("schedule")
    fix = None
    if node is not None and node.kind == "string":
        edit = Edit(Span(trigger.file.path, node.start + 1, node.start + 1), "0 ")
        fix = Fix("write '0' for the seconds, if no other field is missing", Applicability.UNSAFE, (edit,))
    yield Diagnostic(
        timer.span,
        f"the schedule '{timer.schedule.text}' has no field for the seconds: a Consumption plan does not start it",
        help=f"write '0 {timer.schedule.text.strip()}' ({timer.schedule})",
        fix=fix,
    )

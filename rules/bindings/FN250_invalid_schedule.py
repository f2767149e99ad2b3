"""The schedule of a timer is neither an NCRONTAB expression nor a time span."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The schedule of a timer is neither an NCRONTAB expression nor a time span."""
    timer = function.timer
    if timer is None or timer.schedule.error is None:
        return
    yield Diagnostic(
        timer.span,
        f"the schedule '{timer.schedule.text}' is not valid: {timer.schedule.error}",
        help=_help(timer.schedule.text),
    )


def _help(text: str) -> str:
    words = text.split()
    if len(words) == 7:
        return "there is no field for the year: leave the last one out"
    if text.startswith("@"):
        return "names such as '@daily' do not exist here: write '0 0 0 * * *' for every midnight"
    if len(words) in (5, 6) and "7" in words[-1]:
        return "the days of the week are 0 (Sunday) to 6 (Saturday)"
    if any(letter in text for letter in "?#LW"):
        return "'?', 'L', 'W' and '#' do not exist here: write '*' for any day"
    return (
        "write '{second} {minute} {hour} {day} {month} {day of the week}' with single spaces, such as '0 */5 * * * *'"
    )

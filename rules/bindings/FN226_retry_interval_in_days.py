"""A retry interval is a bare number: the host takes it for days."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app import retry
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A retry interval is a bare number: the host takes it for days."""
    json = function.json
    block = json.value("retry") if json is not None and function.readable else None
    if json is None or block is None:
        return
    for key, value in retry.days(block):
        number = str(value.value).strip()
        yield Diagnostic(
            json.span(value),
            f"'{key}' is {number} days",
            help=f'write "hh:mm:ss": {number} seconds are "{_seconds(int(number))}"',
        )


def _seconds(number: int) -> str:
    days, rest = divmod(number, 86400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock

"""A retry interval is a bare number: the host takes it for days."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import retry
from funclint.app.function import Function
from funclint.app.function_json import FunctionJson
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS, safety=(Applicability.UNSAFE,))


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
            offer=partial(_fix, json, value, _seconds(int(number))),
        )


def _fix(json: FunctionJson, value: Node, seconds: str) -> Fix:
    from funclint.app import mending

    return Fix(f'write "{seconds}", if seconds are meant', mending.UNSAFE, mending.editor(json).replace(value, seconds))


def _seconds(number: int) -> str:
    days, rest = divmod(number, 86400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock

"""The script is no .py file."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The script is no .py file."""
    script = function.script
    if not function.readable or script.problem != "not-python" or function.json is None or script.path is None:
        return
    where = function.json.span(function.json.value("scriptFile"))
    yield Diagnostic(
        where,
        f"the script '{script.path.name}' is no Python file: its name must end in '.py'",
        help=None if script.requested else "it is the only file in the folder, so the host takes it for the script",
    )

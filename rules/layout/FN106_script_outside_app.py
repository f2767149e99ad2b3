"""The script lies outside the function app."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The script lies outside the function app."""
    script = function.script
    if not function.readable or script.problem != "outside" or function.json is None:
        return
    yield Diagnostic(
        function.json.span(function.json.value("scriptFile")),
        f"the script '{script.requested}' lies outside the app '{function.app.root.name}'",
        help="the worker loads only scripts below the app root",
    )

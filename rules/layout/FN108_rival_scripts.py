"""Several files could be the script: which one the host takes depends on the file system."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """Several files could be the script: which one the host takes depends on the file system."""
    script = function.script
    if not function.readable or not script.rivals or function.json is None or script.path is None:
        return
    yield Diagnostic(
        function.json.span(None),
        f"the host takes '{script.path.name}' or '{script.rivals[0]}' for the script, whichever it finds first",
        help=f'say it with "scriptFile": "{script.path.name}"',
    )

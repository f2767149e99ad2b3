"""function.json says that the function is disabled, which nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

# Off unless selected: many apps carry the key along, and have the app setting too, which only Azure knows.
RULE = Rule(Severity.WARNING, default=False)

_OFF = (False, None, "", 0, "false", "False")


def check(function: Function) -> Iterator[Diagnostic]:
    """function.json says that the function is disabled, which nothing reads any more."""
    json = function.json
    if json is None or json.root is None or not function.readable:
        return
    for member in json.root.members:
        if member.key.lower() not in ("disabled", "excluded") or member.duplicate:
            continue
        if member.value.kind in ("string", "boolean", "number") and member.value.value not in _OFF:
            yield Diagnostic(
                json.span(member),
                f"'{member.key}' is not read since Functions 2.x: the function keeps running",
                help=f'set the app setting "AzureWebJobs.{function.name}.Disabled" to "true"',
            )

"""scriptFile or entryPoint is an array or an object: the host refuses it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """scriptFile or entryPoint is an array or an object: the host refuses it."""
    json = function.json
    if not function.readable or json is None:
        return
    for key in ("scriptFile", "entryPoint"):
        node = json.value(key)
        if node is not None and node.kind in ("array", "object"):
            yield Diagnostic(json.span(node), f"'{key}' must be a string", help="one file, or one name of the script")

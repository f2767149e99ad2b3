"""A key of Functions 1.x that nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)

_OFF = (False, None, "", 0, "false", "False")


def check(function: Function) -> Iterator[Diagnostic]:
    """A key of Functions 1.x that nothing reads any more."""
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
                # It says what somebody means, and may well be done by the setting too.
                severity=Severity.INFO,
            )
    for shape in function.shapes:
        for member in shape.unknown:
            old = shape.renamed(member)
            if old is None or old.bundles != frozenset() or old.renamed is not None:
                continue
            checked = old.name == "webHookType"
            yield Diagnostic(
                shape.binding.key_span(member.key),
                f"'{old.name}' is not read since Functions 2.x"
                + (": signatures of web hooks are not checked" if checked else ""),
                help="check the signature in the function, then remove it" if checked else "remove it",
                severity=None if checked else Severity.INFO,
            )

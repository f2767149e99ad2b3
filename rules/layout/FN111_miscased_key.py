"""A top-level key of function.json in another case: the host reads these keys exactly and ignores this one."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A top-level key of function.json in another case: the host reads these keys exactly and ignores this one."""
    json = function.json
    if json is None or json.root is None:
        return
    exact = {key.lower(): key for key in json.KEYS}
    for member in json.root.members:
        right = exact.get(member.key.lower())
        if right is not None and member.key != right and right != "bindings":
            yield Diagnostic(
                json.span(member),
                f"the host ignores '{member.key}': it reads '{right}', in this case only",
                help=f'write "{right}"',
            )

"""A connection string or key stands in function.json, where the name of an app setting belongs."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.secret import is_connection_string, secret_in, secret_nodes
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A connection string or key stands in function.json, where the name of an app setting belongs."""
    if function.json is None or not function.readable:
        return
    seen: set[int] = set()
    for named in function.wiring.settings:
        if is_connection_string(named.text.strip()):
            seen.add(named.node.start)
            secret = secret_in(named.text.strip())
            yield Diagnostic(
                named.span,
                f"'{named.written}' is the name of an app setting, not the value itself"
                + (f", and here is {secret}" if secret else ""),
                help=HELP if secret else "put the value into an app setting, and its name here",
                severity=None if secret or named.binding.is_trigger else Severity.WARNING,
            )
    for node in secret_nodes(function.json.text.text, function.json.root):
        if node.start not in seen:
            kind = secret_in(str(node.value))
            yield Diagnostic(Span(function.path, node.start, node.end), f"this text holds {kind}", help=HELP)


HELP = "put it into an app setting, its name here, and replace the key: whoever can read the repository has it"

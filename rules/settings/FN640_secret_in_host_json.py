"""host.json holds a connection string with a key."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.secret import secret_in, secret_nodes
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """host.json holds a connection string with a key."""
    host = app.host_prefix
    for node in secret_nodes(host.text, host.root):
        yield Diagnostic(
            Span(host.path, node.start, node.end),
            f"this text holds {secret_in(str(node.value))}",
            help="put it into an app setting, and replace the key: whoever can read the repository has it",
        )

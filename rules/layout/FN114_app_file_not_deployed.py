""".funcignore keeps host.json or requirements.txt out of the deployment."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """.funcignore keeps host.json or requirements.txt out of the deployment."""
    ignore = app.funcignore
    if ignore is None:
        return
    for name, consequence in (
        ("host.json", "the host starts without an extension bundle, or not at all"),
        ("requirements.txt", "no package is installed in Azure"),
    ):
        pattern = ignore.leaving_out(name) if app.files.is_file(app.root / name) else None
        if pattern is not None:
            yield Diagnostic(
                Span(ignore.path, pattern.start, pattern.end),
                f"'{pattern.text}' keeps {name} out of the deployment by Core Tools: {consequence}",
                help=f"narrow the pattern, or add the line '!{name}'",
            )

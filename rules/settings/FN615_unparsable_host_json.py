"""The host cannot parse host.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule
from funclint.text import ReadError

RULE = Rule(Severity.ERROR)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The host cannot parse host.json."""
    source = app.host_source
    if isinstance(source, ReadError):
        yield Diagnostic(Span(source.path), f"'{source.path.name}' {source.reason}", severity=Severity.WARNING)
    elif isinstance(source, HostJson) and source.root is None:
        for problem in source.document.problems:
            if problem.level == "refused":
                yield Diagnostic(
                    Span(source.path, problem.start, problem.end),
                    f"the host cannot parse host.json: {problem.message}",
                    help="no function runs until the file parses",
                )

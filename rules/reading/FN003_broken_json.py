"""The host cannot parse the function.json."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The host cannot parse the function.json."""
    if function.json is None:
        return
    for problem in function.json.document.problems:
        if problem.level == "refused":
            yield Diagnostic(
                Span(function.path, problem.start, problem.end),
                f"the host cannot parse this function.json: {problem.message}",
                help="the function does not exist until the file parses",
            )

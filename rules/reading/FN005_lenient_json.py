"""A function.json that only the host can read: other tools refuse it."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(function: Function) -> Iterator[Diagnostic]:
    """A function.json that only the host can read: other tools refuse it."""
    if function.json is None:
        return
    seen = set()
    for problem in function.json.document.problems:
        if problem.level == "host-only" and problem.kind not in seen and problem.kind != "comment":
            seen.add(problem.kind)
            yield Diagnostic(
                Span(function.path, problem.start, problem.end),
                f"the host reads this, strict JSON parsers do not: {problem.message}",
            )

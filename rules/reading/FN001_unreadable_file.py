"""A file of the function cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule
from funclint.text import ReadError

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A file of the function cannot be read."""
    errors = [function.source] if isinstance(function.source, ReadError) else []
    errors += [m.error for m in function.modules if isinstance(m.error, ReadError) and m.error.kind != "encoding"]
    for error in errors:
        refused = error.kind in ("permission", "io")
        yield Diagnostic(
            Span(error.path),
            f"'{error.path.name}' {error.reason}",
            help="the host reads it as another user, but what nobody here can read cannot be checked"
            if refused
            else None,
        )

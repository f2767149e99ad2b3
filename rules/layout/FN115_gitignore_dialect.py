"""A pattern of .funcignore uses what only git understands."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A pattern of .funcignore uses what only git understands."""
    ignore = app.funcignore
    if ignore is None:
        return
    for pattern in ignore.patterns:
        text = pattern.text
        if "[" in text and "]" in text:
            fact, remedy = "'[...]' is plain text here", "write a line for each letter"
        elif "?" in text:
            fact, remedy = "'?' is plain text here", "write '*', which takes one letter or more"
        elif "\\" in text:
            fact, remedy = "'\\' is plain text here", "write '/' between folders"
        elif text.lstrip("/").startswith("**/"):
            fact, remedy = (
                "'**' needs at least one letter, so nothing in the root fits",
                f"add the line '{text.lstrip('/')[3:]}'",
            )
        else:
            continue
        yield Diagnostic(Span(ignore.path, pattern.start, pattern.end), f"'{text}': {fact}", help=remedy)

"""The host refuses the name of the function's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

# HostFunctionMetadataProvider: ^[a-z][a-z0-9_\-]{0,127}$ ignoring case, "host" excepted
_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,127}")


def check(function: Function) -> Iterator[Diagnostic]:
    """The host refuses the name of the function's folder."""
    if _VALID.fullmatch(function.name) and function.name.lower() != "host":
        return
    reason = "'host' is reserved" if function.name.lower() == "host" else _reason(function.name)
    yield Diagnostic(
        Span(function.path),
        f"'{function.name}' is not a valid function name: {reason}",
        help="rename the folder: a letter, then at most 127 letters, digits, '-' and '_'",
    )


def _reason(name: str) -> str:
    if len(name) > 128:
        return "it is longer than 128 characters"
    if not re.match(r"[A-Za-z]", name):
        return "it must begin with a letter from a to z"
    found = re.search(r"[^A-Za-z0-9_-]", name)
    return f"it contains {found[0]!r}" if found else "it has a character that is not allowed"

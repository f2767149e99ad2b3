"""The route has a parameter in the syntax of another framework: it is plain text here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


_FOREIGN = r":([A-Za-z_]\w*)\??|<(?:\w+:)?([A-Za-z_]\w*)>"


def check(function: Function) -> Iterator[Diagnostic]:
    """The route has a parameter in the syntax of another framework: it is plain text here."""
    endpoint = function.endpoint
    if endpoint is None or endpoint.parsed is None or endpoint.is_default:
        return
    for segment in endpoint.parsed.segments:
        text = segment[0] if len(segment) == 1 else None
        match = re.fullmatch(_FOREIGN, text) if isinstance(text, str) else None
        if match is not None:
            yield Diagnostic(
                endpoint.span,
                f"'{text}' in the route is plain text, no parameter",
                help=f"write '{{{match[1] or match[2]}}}'",
            )

"""The route has a parameter in the syntax of another framework: it is plain text here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


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
                offer=partial(_fix, function, match[0], match[1] or match[2]),
            )


def _fix(function: Function, text: str, name: str) -> Fix | None:
    from funclint.app import property_fixes

    trigger = function.trigger
    node = trigger.value("route") if trigger is not None else None
    if trigger is None or node is None:
        return None
    return property_fixes.inside(trigger, node, text, f"{{{name}}}", Applicability.UNSAFE)

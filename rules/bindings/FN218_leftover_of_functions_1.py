"""A property of Functions 1.x that nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A property of Functions 1.x that nothing reads any more."""
    for shape in function.shapes:
        for member in shape.unknown:
            old = shape.renamed(member)
            if old is None or old.bundles != frozenset() or old.renamed is not None:
                continue
            checked = old.name == "webHookType"
            yield Diagnostic(
                shape.binding.key_span(member.key),
                f"'{old.name}' is not read since Functions 2.x"
                + (": signatures of web hooks are not checked" if checked else ""),
                help="check the signature in the function, then remove it" if checked else "remove it",
                severity=None if checked else Severity.INFO,
            )

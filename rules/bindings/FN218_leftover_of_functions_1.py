"""A property of Functions 1.x that nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS, safety=tuple(Applicability))


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
                offer=partial(_fix, shape.binding, member.key, checked),
            )


def _fix(binding: Binding, key: str, checked: bool) -> Fix | None:
    """Without the property nothing shows any more that somebody relied on it: that is for an author to decide."""
    from funclint.app import property_fixes

    return property_fixes.remove(binding, key, Applicability.MANUAL if checked else Applicability.SAFE)

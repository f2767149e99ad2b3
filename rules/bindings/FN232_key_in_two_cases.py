"""A key of a binding stands there twice, in different case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity, Span
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """A key of a binding stands there twice, in different case."""
    if not function.readable:
        return
    for binding in function.bindings:
        members = [member for member in binding.node.members if not member.duplicate]
        seen = {member.key.lower(): member for member in members}
        if len(seen) == len(members):
            continue
        for member in members:
            last = seen[member.key.lower()]
            if last is not member:
                yield Diagnostic(
                    Span(function.path, member.key_start, member.key_end),
                    f"to the host '{member.key}' and '{last.key}' are one key, and it takes now this, now that",
                    help="remove one of the two",
                    related=(Label(Span(function.path, last.key_start, last.key_end), "the other one"),),
                    offer=partial(_fix, binding, member, last),
                )


def _fix(binding: Binding, member: Member, last: Member) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.merged(binding, member, last)

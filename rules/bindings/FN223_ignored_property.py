"""A property that is read only together with another one, which is missing."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.function_json import string_of
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A property that is read only together with another one, which is missing."""
    for shape in function.shapes:
        renamed = {today for member in shape.unknown if (today := shape.today_of(member)) is not None}
        for member, partners in shape.unread:
            own = shape.type.properties[member.key.lower()]
            if renamed.intersection(partners):
                continue  # the partner is there under another name, which is reported
            if own.default is not None and (string_of(member.value) or "").lower() == own.default.lower():
                continue
            span = shape.binding.key_span(member.key)
            if not partners:
                others = [name for name in shape.constructor_names if name.lower() != member.key.lower()]
                named = " and ".join(f"'{name}'" for name in others)
                verb = "takes" if len(others) == 1 else "take"
                yield Diagnostic(
                    span, f"'{member.key}' is ignored: {named} {verb} precedence", help="remove one or the other"
                )
                continue
            named = " and ".join(f"'{name}'" for name in partners)
            yield Diagnostic(
                span,
                f"'{member.key}' is ignored without {named}",
                help="add " + " and ".join(f'"{name}"' for name in partners),
                # Only the constructor with both names sets the container: without it every call fails.
                severity=Severity.ERROR if shape.type.type == "cosmosDB" else None,
            )

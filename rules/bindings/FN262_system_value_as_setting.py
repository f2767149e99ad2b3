"""A value of the host, such as rand-guid, is asked for as an app setting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


_SYSTEM = r"rand-guid(?::\w*)?|sys\.(?:utcnow|randguid|methodname)|datetime(?::[^%]*)?"


def check(function: Function) -> Iterator[Diagnostic]:
    """A value of the host, such as rand-guid, is asked for as an app setting."""
    for template in function.wiring.templates:
        for name, start, end in template.expression.settings:
            settings = function.app.settings
            if not re.fullmatch(_SYSTEM, name, re.IGNORECASE) or (settings is not None and settings.has(name)):
                continue
            span = template.span_of(start, end)
            fix = None
            if span != template.span:
                fix = Fix(f"write '{{{name}}}'", Applicability.SAFE, (Edit(span, f"{{{name}}}"),))
            yield Diagnostic(
                span,
                f"'%{name}%' asks for an app setting of that name",
                help=f"the host gives '{{{name}}}' a value",
                fix=fix,
            )

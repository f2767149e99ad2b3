"""The name of a connection is taken from an app setting, instead of being that of one."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """The name of a connection is taken from an app setting, instead of being that of one."""
    for named in function.wiring.settings:
        text = named.text.strip()
        if len(text) > 2 and text.startswith("%") and text.endswith("%") and text.count("%") == 2:
            name = text[1:-1]
            edit = Edit(named.span_of(0, len(named.text)), name)
            yield Diagnostic(
                named.span,
                f"'{named.written}' is '{text}': the value of '{name}' is taken as the name of another setting",
                help=f"'{named.written}' is a name already: write '{name}', unless that is meant",
                fix=Fix(f"write '{name}'", Applicability.UNSAFE, (edit,)) if edit.span != named.span else None,
            )

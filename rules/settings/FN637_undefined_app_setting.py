"""local.settings.json has no setting for a %NAME% in a binding."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.environment import is_provided
from funclint.app.function import Function
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """local.settings.json has no setting for a %NAME% in a binding."""
    settings = function.app.settings
    if settings is None:
        return
    for template in function.wiring.templates:
        for name, start, end in template.expression.settings:
            if settings.connects(name) or is_provided(name) or _is_system(name):
                continue
            near = nearest(name, settings.names())
            yield Diagnostic(
                template.span_of(start, end),
                f"local.settings.json has no setting '{name}' for '{template.written}'",
                help=f"did you mean '%{near}%'?" if near else "add it to 'Values'",
                related=(Label(settings.section_span(), "the settings"),),
            )


def _is_system(name: str) -> bool:
    return name.lower().startswith(("rand-guid", "datetime", "sys."))  # FN262

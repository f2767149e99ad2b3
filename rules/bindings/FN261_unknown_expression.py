"""An expression names a value that the trigger does not offer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.expression import Token
from funclint.app.function import Function
from funclint.app.suggest import nearest
from funclint.app.wiring import Template, offer_of
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """An expression names a value that the trigger does not offer."""
    trigger = function.trigger
    templates = [item for item in function.wiring.templates if item.binding is not trigger]
    if not templates or trigger is None:
        return
    offer = offer_of(trigger) if templates else None
    if offer is None or not offer.certain:
        return
    for template in templates:
        for token in template.expression.tokens:
            if token.is_system or token.name.lower() in offer.names:
                continue
            offered = (
                f"only offers {', '.join(f'{{{name}}}' for name in offer.listed)}" if offer.listed else "offers none"
            )
            near = nearest(token.name, offer.listed)
            is_certain = (trigger.type or "").lower() == "timertrigger" and template.binding.direction != "out"
            yield Diagnostic(
                template.span_of(token.start, token.end),
                f"nothing gives '{{{token.text}}}' a value: the {trigger.type} {offered}",
                help=f"did you mean '{{{near}}}'?"
                if near
                else "every trigger has '{rand-guid}', '{DateTime}' and '{sys.utcnow}'",
                related=(Label(trigger.span("path" if offer.listed else "type"), "the trigger"),),
                severity=Severity.ERROR if is_certain else Severity.WARNING,
                offer=partial(_fix, template, token, function, offer.listed),
            )


def _fix(template: Template, token: Token, function: Function, offered: list[str]) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.token(template, token, function, offered)

"""The code reads a setting that local.settings.json does not have."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.environment import is_provided
from funclint.app.function import Function
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """The code reads a setting that local.settings.json does not have."""
    settings = function.app.settings
    if settings is None:
        return
    modules = function.modules
    if any(module.uses.sets_unknown for module in modules):
        return
    known = {name for module in modules for name in module.uses.known_variables}
    for module in modules:
        for read in module.uses.environment:
            if read.name in known or is_provided(read.name) or settings.has(read.name):
                continue
            near = nearest(read.name, settings.names())
            yield Diagnostic(
                read.span,
                f"local.settings.json has no setting '{read.name}': "
                + ("this raises KeyError" if read.required else "this gives None"),
                help=f"did you mean '{near}'?" if near else "add it to 'Values', unless it comes from elsewhere",
                related=(Label(settings.section_span(), "the settings"),),
                severity=Severity.WARNING if read.required else Severity.INFO,
            )

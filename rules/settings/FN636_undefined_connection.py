"""local.settings.json has no setting for a connection that a binding names."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.environment import is_provided
from funclint.app.function import Function
from funclint.app.secret import is_connection_string
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(function: Function) -> Iterator[Diagnostic]:
    """local.settings.json has no setting for a connection that a binding names."""
    settings = function.app.settings
    if settings is None:
        return
    for named in function.wiring.settings:
        name = named.text.strip()
        if not name or "%" in name or is_connection_string(name) or settings.connects(name) or is_provided(name):
            continue
        if name.lower() == "azurewebjobsstorage" and named.binding.is_trigger:
            continue  # FN635
        near = nearest(name, settings.names())
        yield Diagnostic(
            named.span,
            f"local.settings.json has no connection '{name}', nor 'AzureWebJobs{name}'",
            help=f"did you mean '{near}'?" if near else "add it to 'Values', unless it comes from elsewhere",
            related=(Label(settings.section_span(), "the settings"),),
        )

"""The code sets Access-Control-Allow-Origin, but the function does not answer OPTIONS."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


def check(function: Function) -> Iterator[Diagnostic]:
    """The code sets Access-Control-Allow-Origin, but the function does not answer OPTIONS."""
    endpoint, trigger = function.endpoint, function.trigger
    if endpoint is None or trigger is None or not endpoint.methods:
        return
    methods = {method.upper() for method in endpoint.methods}
    if "OPTIONS" in methods or not methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
        return
    for module in function.modules:
        for span in module.uses.allow_origin[:1]:
            yield Diagnostic(
                trigger.span("methods"),
                "the code sets 'Access-Control-Allow-Origin', but browsers first send 'options', which 'methods' lack",
                help="add 'options', or leave CORS to the platform: 'Host': {'CORS': ...} in local.settings.json and"
                " the CORS settings of the app in Azure",
                related=(Label(span, "here"),),
            )
            return

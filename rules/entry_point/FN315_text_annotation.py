"""An annotation that loads, but with which every call fails."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.matching import annotated_parameters
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """An annotation that loads, but with which every call fails."""
    if not function.readable or function.import_failure is not None:
        return
    for parameter, binding in annotated_parameters(function):
        form = parameter.form
        if form is None or binding.type != "httpTrigger" or form.kind != "class" or binding.direction != "in":
            continue
        if form.mro[0] in ("str", "bytes"):
            yield Diagnostic(
                parameter.annotation_span,
                f"an http request cannot be handed over as '{parameter.annotation}': every call fails",
                help="annotate it 'func.HttpRequest'",
                related=(Label(binding.span("type"), "the binding is a httpTrigger"),),
            )

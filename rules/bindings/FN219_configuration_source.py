"""configurationSource says that the function is something else than a script."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import string_of
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """configurationSource says that the function is something else than a script."""
    json = function.json
    if json is None or json.root is None or not function.readable:
        return
    node = json.root.get_ci("configurationSource")
    value = string_of(node)
    if not value or value.lower() == "config":
        return
    attributes = value.lower() == "attributes"
    yield Diagnostic(
        json.span(node),
        "'attributes' makes the host load the script as a .NET assembly"
        if attributes
        else f"the host refuses '{value}' as configurationSource",
        help='remove "configurationSource": it is meant for .NET',
    )

"""configurationSource says that the function is something else than a script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import FunctionJson, string_of
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


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
        offer=partial(_fix, function, json, json.root),
    )


def _fix(function: Function, json: FunctionJson, root: Node) -> Fix | None:
    from funclint.app import mending

    member = root.member("configurationSource", ignore_case=True)
    if member is None or function.script.path is None or function.script.problem is not None:
        return None
    edits = mending.editor(json).delete(root, member)
    safety = mending.UNSAFE if mending.editor(json).drops_comment(edits) else mending.SAFE
    return Fix(f"remove '{member.key}'", safety, edits)

"""The version of host.json is not "2.0"."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import string_of
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

_REMEDY = 'write "version": "2.0"; it is the version of this file\'s schema, not of the host'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The version of host.json is not "2.0"."""
    host = app.host
    if host is None or host.root is None:
        return
    node = host.version
    if node is None or node.kind in ("null", "undefined") or node.value == "":
        if not host.root.members:
            return  # the host fills an empty object
        other = host.root.member("version", ignore_case=True)
        if node is None and other is not None:
            yield Diagnostic(host.span(other), f"the host reads 'version', not '{other.key}'", help=_REMEDY)
        else:
            yield Diagnostic(host.span(node), "the required 'version' is missing", help=_REMEDY)
    elif node.kind != "string" or node.value != "2.0":
        value = string_of(node)
        shown = f"'{value}'" if node.kind == "string" else f"the {node.kind} {value}" if value is not None else "this"
        yield Diagnostic(host.span(node), f"{shown} is no version of host.json: the host does not start", help=_REMEDY)

"""The version of host.json is not "2.0"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function_json import string_of
from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS)

_REMEDY = 'write "version": "2.0"; it is the version of this file\'s schema, not of the host'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The version of host.json is not "2.0"."""
    host = app.host
    if host is None or host.root is None:
        return
    node, offer = host.version, partial(_fix, host)
    if node is None or node.kind in ("null", "undefined") or node.value == "":
        if not host.root.members:
            return  # the host fills an empty object
        other = host.root.member("version", ignore_case=True)
        if node is None and other is not None:
            yield Diagnostic(
                host.span(other), f"the host reads 'version', not '{other.key}'", help=_REMEDY, offer=offer
            )
        else:
            yield Diagnostic(host.span(node), "the required 'version' is missing", help=_REMEDY, offer=offer)
    elif node.kind != "string" or node.value != "2.0":
        value = string_of(node)
        shown = f"'{value}'" if node.kind == "string" else f"the {node.kind} {value}" if value is not None else "this"
        message = f"{shown} is no version of host.json: the host does not start"
        yield Diagnostic(host.span(node), message, help=_REMEDY, offer=offer)


def _fix(host: HostJson) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.version(host)

"""A value of host.json that its option cannot take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function_json import string_of
from funclint.app.host import HostJson
from funclint.app.host_values import EXTENSION_TYPES, HostFault, value_faults
from funclint.app.model import FunctionApp
from funclint.app.suggest import nearest
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))

ALWAYS_BOUND = frozenset(("aggregator", "singleton", "healthmonitor", "concurrency"))
"""Sections whose options the host makes at every start."""


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A value of host.json that its option cannot take."""
    host = app.host
    if host is None:
        return
    for fault in value_faults(host):
        written = string_of(fault.node)
        shown = (
            f"'{written}'" if written is not None else f"an {fault.node.kind}" if fault.node.kind != "null" else "null"
        )
        near = nearest(written, fault.words) if written is not None and fault.words else None
        yield Diagnostic(
            host.span(fault.node),
            f"'{fault.name}' must be {fault.phrase}, not {shown}",
            help=f"did you mean '{near}'?" if near is not None else None,
            severity=Severity.ERROR if written is not None and _is_bound(app, fault) else None,
            offer=partial(_fix, host, fault.node, near) if near is not None else None,
        )


def _fix(host: HostJson, node: Node, near: str) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.replace(host, node, near, Applicability.UNSAFE)


def _is_bound(app: FunctionApp, fault: HostFault) -> bool:
    """Whether the host certainly converts the value at its start: an object or array in its place it passes over."""
    top, *rest = fault.path
    if top in ALWAYS_BOUND:
        return True
    if top == "logging":
        return rest[:1] in (["loglevel"], ["fileloggingmode"])
    if top != "extensions" or not rest:
        return False
    if rest[0] == "http":
        return True
    beginnings = EXTENSION_TYPES.get(rest[0], ())
    return any((binding.type or "").lower().startswith(beginnings) for _, binding in app.bindings())

"""No extension has the binding type."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.suggest import slip_for
from funclint.catalogue import binding_types
from funclint.catalogue.bundles import bundle_ids, newest
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """No extension has the binding type."""
    if not function.readable:
        return
    types = binding_types()
    for binding in function.bindings:
        written = binding.type
        if not written:
            continue
        known = types.get(written.lower())
        if known is not None and (known.bundles is None or known.bundles):
            continue
        if function.app.extensions == "own" or _is_foreign(function):
            continue  # extensions that nobody here can know
        span = binding.span("type")
        if known is not None:
            yield Diagnostic(
                span,
                f"'{written}' is {_gone(known.type)}",
                help=_today(known.replacement),
                offer=partial(_fix, function, binding, known.replacement),
            )
            continue
        meant = slip_for(written, [item.type for item in types.values() if item.bundles != frozenset()])
        if meant is not None:
            yield Diagnostic(
                span,
                f"there is no binding type '{written}'",
                help=f"did you mean '{meant}'?",
                offer=partial(_fix, function, binding, meant),
            )
        elif function.app.extensions == "bundle":
            yield Diagnostic(
                span,
                f"no extension bundle up to {newest()} has a binding type '{written}'",
                help="if a later one has it, raise the lower end of the version range in host.json",
                severity=Severity.WARNING,
            )
        else:
            yield Diagnostic(span, f"there is no binding type '{written}'")


def _fix(function: Function, binding: Binding, meant: str | None) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.retype(function, binding, meant) if meant is not None else None


def _is_foreign(function: Function) -> bool:
    host = function.app.host
    bundle = host.bundle if host is not None else None
    return bundle is not None and (bundle.id or "").lower() not in {name.lower() for name in bundle_ids()}


def _gone(type: str) -> str:
    return "the worker's word, no binding type of the host" if type == "generic" else "a binding type of Functions 1.x"


def _today(replacement: str | None) -> str:
    return f'write "{replacement}"' if replacement is not None else "since Functions 2.x nothing takes its place"

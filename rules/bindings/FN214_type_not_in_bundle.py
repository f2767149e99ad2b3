"""The extension bundle of the app does not have the binding type."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.catalogue import binding_types
from funclint.catalogue.bundles import NEWEST_CLOSED_MAJOR, newest, title
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The extension bundle of the app does not have the binding type."""
    bundle = function.app.bundle
    if bundle is None or not function.readable:
        return
    types = binding_types()
    for binding in function.bindings:
        known = types.get(binding.type.lower()) if binding.type else None
        if known is None or not known.bundles or bundle in known.bundles:
            continue
        host = function.app.host
        section = host.bundle if host is not None else None
        related: tuple[Label, ...] = ()
        if host is not None and section is not None:
            related = (Label(host.span(section.version_node or section.node), f"this is {title(bundle)}"),)
        closed = bundle.isdigit() and int(bundle) <= NEWEST_CLOSED_MAJOR
        yield Diagnostic(
            binding.span("type"),
            f"{title(bundle)} has no '{known.type}'" + ("" if closed else f" (as of {newest(bundle)})"),
            help=_remedy(known.bundles),
            related=related,
            # A bundle that is still published may get the type.
            severity=None if closed else Severity.WARNING,
        )


def _remedy(bundles: frozenset[str]) -> str:
    if "4" in bundles:
        return 'set the version of the bundle in host.json to "[4.*, 5.0.0)"'
    if "4p" in bundles:
        return "only Microsoft.Azure.Functions.ExtensionBundle.Preview has it"
    return f"{title(max(bundles))} has it"

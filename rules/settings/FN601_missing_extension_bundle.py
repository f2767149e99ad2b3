"""The app uses binding types that come from extensions, and host.json names no extension bundle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.host import HOST_FILE, HostJson
from funclint.app.model import FunctionApp
from funclint.catalogue import binding_types
from funclint.catalogue.bundles import DEFAULT_ID
from funclint.diagnostic import Diagnostic, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)

SHOWN = 3


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The app uses binding types that come from extensions, and host.json names no extension bundle."""
    missing = app.host_source is None
    if (not missing and app.extensions != "none") or app.has_indexed_functions:
        return
    types = binding_types()
    labels: list[Label] = []
    found: dict[str, None] = {}
    for _, binding in app.bindings():
        known = types.get(binding.type.lower()) if binding.type else None
        if known is None or not known.bundles:
            continue
        if known.type not in found and len(found) < SHOWN:
            labels.append(Label(binding.span("type"), f"'{known.type}' comes from an extension"))
        found[known.type] = None
        if missing:
            break  # one is enough for a warning
    if not found:
        return
    named = ", ".join(f"'{name}'" for name in list(found)[:SHOWN]) + (" and others" if len(found) > SHOWN else "")
    if missing:
        yield Diagnostic(
            Span(app.root / HOST_FILE),
            f"host.json is missing: where the host cannot write one, nothing brings {named}",
            help='add a host.json with "version": "2.0" and an extension bundle',
            related=tuple(labels),
            severity=Severity.WARNING,
        )
    elif app.host is not None:
        yield Diagnostic(
            app.host.span(None),
            f"no extension bundle is configured, so the host does not know {named}",
            help=f'add "extensionBundle": {{"id": "{DEFAULT_ID}", "version": "[4.*, 5.0.0)"}}',
            related=tuple(labels),
            offer=partial(_fix, app.host),
        )


def _fix(host: HostJson) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.add_bundle(host)

"""The id of the extension bundle is none that is published."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.app.suggest import slip_for
from funclint.catalogue.bundles import bundle_ids
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The id of the extension bundle is none that is published."""
    host = app.host
    bundle = host.bundle if host is not None else None
    if host is None or bundle is None or not bundle.id or bundle.id in bundle_ids():
        return
    same = next((name for name in bundle_ids() if name.lower() == bundle.id.lower()), None)
    if same is not None:
        yield Diagnostic(
            host.span(bundle.id_node),
            f"bundles are looked up in this case: '{same}'",
            help=f'write "{same}"',
            offer=partial(_fix, host, same, Applicability.SAFE),
        )
        return
    meant = slip_for(bundle.id, bundle_ids())
    yield Diagnostic(
        host.span(bundle.id_node),
        f"there is no extension bundle '{bundle.id}'" + ("" if meant else " among those that Microsoft publishes"),
        help=f"did you mean '{meant}'?" if meant else None,
        severity=Severity.ERROR if meant else None,
        offer=partial(_fix, host, meant, Applicability.UNSAFE) if meant else None,
    )


def _fix(host: HostJson, name: str, safety: Applicability) -> Fix | None:
    from funclint.app import settings_fixes

    node = host.bundle.id_node if host.bundle is not None else None
    return settings_fixes.replace(host, node, name, safety) if node is not None else None

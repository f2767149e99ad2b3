"""The id of the extension bundle is none that is published."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.suggest import slip_for
from funclint.catalogue.bundles import bundle_ids
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


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
        )
        return
    meant = slip_for(bundle.id, bundle_ids())
    yield Diagnostic(
        host.span(bundle.id_node),
        f"there is no extension bundle '{bundle.id}'" + ("" if meant else " among those that Microsoft publishes"),
        help=f"did you mean '{meant}'?" if meant else None,
        severity=Severity.ERROR if meant else None,
    )

"""No published extension bundle is in the version range, or only one that the host refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.catalogue.bundles import DEFAULT_ID, MINIMUM, newest, releases
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))

_REMEDY = 'write "[4.*, 5.0.0)"'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """No published extension bundle is in the version range, or only one that the host refuses."""
    host = app.host
    bundle = host.bundle if host is not None else None
    if host is None or bundle is None or bundle.range is None or (bundle.id or "").lower() != DEFAULT_ID.lower():
        return
    own = [release for release in releases() if release.id == DEFAULT_ID]
    span = host.span(bundle.version_node)
    if bundle.range.ends_before(MINIMUM):
        if not _is_host_before_4(app.target.host_version):
            low = ".".join(map(str, MINIMUM))
            yield Diagnostic(
                span,
                f"the host wants at least version {low} of the bundle, '{bundle.version}' is older",
                help=_REMEDY,
                offer=partial(_fix, host),
            )
    elif not any(bundle.range.meets(release.first, release.last) for release in own):
        beyond = bundle.range.low is not None and bundle.range.low > own[-1].last
        yield Diagnostic(
            span,
            f"no version of the bundle is in '{bundle.version}'" + (f" up to {newest()}" if beyond else ""),
            help=_REMEDY,
            # What is published after this was written cannot be known.
            severity=Severity.INFO if beyond else Severity.WARNING,
            offer=None if beyond else partial(_fix, host),
        )


def _fix(host: HostJson) -> Fix | None:
    """Unsafe: properties of bindings have other names in another bundle."""
    from funclint.app import settings_fixes

    node = host.bundle.version_node if host.bundle is not None else None
    if node is None:
        return None
    return settings_fixes.replace(host, node, settings_fixes.BUNDLE_RANGE, Applicability.UNSAFE)


def _is_host_before_4(version: str | None) -> bool:
    found = re.match(r"[0-9]+", version or "")
    return found is not None and int(found[0]) < 4

"""The extensionBundle section of host.json is incomplete or cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS, safety=(Applicability.SAFE, Applicability.UNSAFE))

# NuGet's PackageIdValidator
_PACKAGE_ID = re.compile(r"\w+([.-]\w+)*")
_WHOLE = '"extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}'


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The extensionBundle section of host.json is incomplete or cannot be read."""
    host = app.host
    section = host.value("extensionBundle") if host is not None else None
    if host is None or section is None:
        return
    bundle = host.bundle
    if bundle is None:
        message, offer = "'extensionBundle' must be an object", partial(_fix, host, section, "id")
        yield Diagnostic(host.span(section), message, help=f"write {_WHOLE}", offer=offer)
        return
    key = host.member("extensionBundle")
    offer = partial(_fix, host, section, "id")
    if not bundle.id:
        place, message = host.span(bundle.id_node or key), "the extension bundle has no 'id'"
        yield Diagnostic(place, message, help=f"write {_WHOLE}", offer=offer)
    elif not _PACKAGE_ID.fullmatch(bundle.id) or len(bundle.id) > 100:
        place, message = host.span(bundle.id_node), f"'{bundle.id}' is no id of a package"
        yield Diagnostic(place, message, help=f"write {_WHOLE}", offer=offer)
    offer = partial(_fix, host, section, "version")
    if not bundle.version:
        place, message = host.span(bundle.version_node or key), "the extension bundle has no 'version'"
        yield Diagnostic(place, message, help=f"write {_WHOLE}", offer=offer)
    elif bundle.range is None:
        yield Diagnostic(
            host.span(bundle.version_node),
            f"'{bundle.version}' is no version range",
            help='ranges are written as NuGet does: "[4.*, 5.0.0)" is from 4 up to, but without, 5.0.0',
            offer=offer,
        )


def _fix(host: HostJson, section: Node, key: str) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.complete_bundle(host, section, key)
